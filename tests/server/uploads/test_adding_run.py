"""Additions with real builds: added, undone, cancelled while the index is written."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from reportqa.errors import Conflict
from reportqa.index import generations
from reportqa.server.uploads.adding import AddingState
from reportqa.settings import Settings
from support.adding import AddingServer
from support.killing import copy_export

pytestmark = pytest.mark.slow
NOTE = "The Thornbury federation had 41,273 registered patients in March 2019."


@pytest.fixture
def indexed(varied: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("REPORTQA_PROCESSES", "1")
    shutil.copytree(varied.index_dir, tmp_path / "own-index")
    shutil.copytree(varied.corpus_dir, tmp_path / "own-corpus")
    return replace(varied, index_dir=tmp_path / "own-index", corpus_dir=tmp_path / "own-corpus", processes=1)


def inputs(settings: Settings) -> set[str]:
    return set(generations.read_manifest(settings.index_dir, generations.current(settings.index_dir)).inputs)


def test_added_documents_are_indexed_and_undo_removes_only_what_is_unchanged(
    adding_server: Callable[..., AddingServer], indexed: Settings
) -> None:
    server = adding_server(None, indexed)
    before = inputs(indexed)
    server.adder.start(server.receive(thornbury=NOTE, kept=f"{NOTE} It is kept."), [])
    shares = []
    server.until(lambda adding: shares.append(adding.progress) or not adding.is_running)  # type: ignore[func-returns-value]
    assert server.ended().state is AddingState.DONE
    assert shares == sorted(shares)
    assert len(set(shares)) > 3
    assert inputs(indexed) == before | {"thornbury.txt", "kept.txt"}
    (indexed.corpus_dir / "kept.txt").write_text("It has changed.")
    server.adder.undo()
    ended = server.ended()
    assert ended.state is AddingState.UNDONE
    assert [one.stays for one in ended.files] == [False, True]
    assert inputs(indexed) == before | {"kept.txt"}


def test_cancel_during_a_real_build_leaves_everything_as_before(
    adding_server: Callable[..., AddingServer], indexed: Settings
) -> None:
    server = adding_server(None, indexed)
    generation, names = generations.current(indexed.index_dir), server.names()
    server.adder.start(server.receive(thornbury=NOTE), [])
    server.until(lambda adding: adding.progress > 0.4)
    server.adder.cancel()
    assert server.ended().state is AddingState.CANCELLED
    assert generations.current(indexed.index_dir) == generation
    assert server.names() == names


def test_first_documents_make_the_first_index_and_cannot_be_undone(
    adding_server: Callable[..., AddingServer], own: Settings
) -> None:
    own.corpus_dir.rmdir()
    server = adding_server(None)
    server.adder.start(server.receive(thornbury=NOTE), [])
    assert server.ended().state is AddingState.DONE
    assert inputs(own) == {"thornbury.txt"}
    with pytest.raises(Conflict, match="cannot be empty"):
        server.adder.undo()
    assert server.names() == ["thornbury.txt"]


@pytest.mark.parametrize(
    "is_time", [lambda _: True, lambda one: one["files"][0]["added_as"], lambda one: one["progress"] > 0.4]
)
def test_addition_survives_a_killed_server(
    settings: Settings, tmp_path: Path, exports: Path, is_time: Callable[[dict[str, Any]], bool]
) -> None:
    (tmp_path / "corpus").mkdir()
    copy_export(exports, replace(settings, index_dir=tmp_path / "index"))
    command = [sys.executable, "-m", "reportqa", "serve", "--port", "0", "--allow-upload"]
    command += ["--index", str(tmp_path / "index"), "--corpus", str(tmp_path / "corpus")]
    environment = os.environ | {"REPORTQA_WEB": str(settings.web_dir), "PYTHONUNBUFFERED": "1"}

    @contextmanager
    def running() -> Iterator[str]:
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            try:
                yield next(filter(None, (re.search(r"http://[\d.]+:\d+", line) for line in process.stdout)))[0]
            finally:
                process.kill()

    def ask(address: str, path: str = "", data: bytes | None = None, kind: str = "text/plain") -> Any:
        request = Request(f"{address}/api/additions{path}", data, {"Content-Type": kind})  # noqa: S310
        with urlopen(request) as response:  # noqa: S310
            return json.load(response)["addition"]

    boundary, body = encode_multipart(
        {"file": FileStorage(io.BytesIO(b"The harbour was dredged in 2011."), "harbour.txt")}
    )
    with running() as address:
        ask(address, data=body, kind=f"multipart/form-data; boundary={boundary}")
        while not is_time(ask(address)):
            time.sleep(0.02)
    with running() as address:
        assert ask(address)["state"] == "interrupted"
        ask(address, "/retry", b"")
        while ask(address)["state"] in {"checking", "building"}:
            time.sleep(0.05)
        assert (ask(address)["state"], ask(address)["message"]) == ("done", None)
        assert [path.name for path in (tmp_path / "corpus").iterdir()] == ["harbour.txt"]
        with urlopen(f"{address}/healthz") as response:  # noqa: S310
            assert json.load(response)["documents"] == 1
