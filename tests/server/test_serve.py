import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import urlopen

import pytest
from flask import Flask

from reportqa.errors import InputError
from reportqa.server.serve import Server, may_be_shared, serve
from reportqa.settings import Settings
from reportqa.state import StateDatabase, UserStore


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    with closing(Server(app, "127.0.0.1", 0)) as server:
        thread = Thread(target=server.run)
        thread.start()
        yield server
        server.stop()
        thread.join()


def test_server_answers_at_its_address(server: Server) -> None:
    with urlopen(f"{server.address}/healthz") as response:  # noqa: S310
        assert json.load(response)["status"] == "ok"
        assert "Server" not in response.headers


def test_port_in_use_is_reported(app: Flask, server: Server) -> None:
    port = int(server.address.rsplit(":", 1)[1])
    with pytest.raises(InputError, match=f"Port {port} is in use"):
        Server(app, "127.0.0.1", port)


@pytest.mark.parametrize(("host", "port"), [("no.such.host.invalid", 0), ("127.0.0.1", 70_000), ("8.8.8.8", 0)])
def test_unusable_address_is_reported(app: Flask, host: str, port: int) -> None:
    with pytest.raises(InputError, match="Cannot listen"):
        Server(app, host, port)


def test_server_with_several_addresses_has_one_url(app: Flask) -> None:
    with closing(Server(app, "localhost", 0)) as server:
        assert server.address.startswith("http://")


def test_only_a_server_of_one_machine_and_no_other_name_is_not_shared() -> None:
    assert not may_be_shared("127.0.0.1", ())
    assert not may_be_shared("localhost", ())
    assert may_be_shared("0.0.0.0", ())  # noqa: S104
    # A proxy on this machine lets others in under its name.
    assert may_be_shared("127.0.0.1", ("reports.example.org",))


def test_missing_index_is_reported_when_ready(settings: Settings, tmp_path: Path) -> None:
    told: list[tuple[str, tuple[str, ...], str | None]] = []

    def stop(*ready: Any) -> None:
        told.append(ready)
        raise KeyboardInterrupt

    serve(replace(settings, index_dir=tmp_path), "127.0.0.1", 0, stop)
    ((address, _, problem),) = told
    assert "reportqa index" in str(problem)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(address.rsplit(":", 1)[1]))) != 0


@pytest.mark.parametrize("hosts", [(), ("reports.example.org",)])
def test_server_for_others_does_not_start_before_somebody_can_sign_in(
    settings: Settings, tmp_path: Path, hosts: tuple[str, ...]
) -> None:
    told: list[str] = []

    def stop(address: str, *_: Any) -> None:
        told.append(address)
        raise KeyboardInterrupt

    given = replace(settings, index_dir=tmp_path)
    host = "127.0.0.1" if hosts else "0.0.0.0"  # noqa: S104
    with pytest.raises(InputError, match="Nobody can sign in yet"):
        serve(given, host, 0, stop, hosts=hosts)
    serve(given, host, 0, stop, hosts=hosts, with_sign_in=False)
    with closing(StateDatabase.open(given)) as database:
        UserStore(database).add("anna", "a long password")
    serve(given, host, 0, stop, hosts=hosts)
    assert len(told) == 2


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_the_server_quietly(settings: Settings, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "reportqa", "serve", "--port", "0", "--index", str(settings.index_dir)]
    environment = os.environ | {"REPORTQA_WEB": str(settings.web_dir), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.send_signal(number)
        try:
            _, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    assert "http://127.0.0.1:" in line
    assert "Traceback" not in errors
    assert process.returncode == 0
