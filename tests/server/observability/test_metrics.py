import shutil
import socket
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from reportqa.errors import InputError
from reportqa.ingest import BuildState
from reportqa.server.app import create_app
from reportqa.server.observability.metrics import metrics_served
from reportqa.server.serve import Server
from reportqa.server.uploads.room import Room
from reportqa.server.uploads.upload_service import EXTENSION
from reportqa.settings import Settings

CANARY = "zqcanary"


def read(address: str) -> str:
    with urlopen(address, timeout=30) as response:  # noqa: S310
        text: str = response.read().decode()
    return text


def samples(text: str) -> dict[tuple[str, ...], float]:
    """Return the value of each sample by its name and the values of its labels."""
    return {
        (one.name, *one.labels.values()): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


@pytest.fixture
def own_app(settings: Settings, built: object, tmp_path: Path) -> Flask:
    index_dir = tmp_path / "index"
    shutil.copytree(settings.index_dir, index_dir)
    return create_app(replace(settings, index_dir=index_dir), Room())


def test_metrics_count_requests_and_answers_and_show_the_state(own_app: Flask) -> None:
    client = own_app.test_client()
    for address in (f"/api/ask?q=What+is+{CANARY}", "/ask?q=Modality", f"/{CANARY}", f"/{CANARY}/2?q={CANARY}"):
        client.get(address, buffered=True)
    with closing(Server(own_app, "127.0.0.1", 0)) as server:
        thread = Thread(target=server.run)
        thread.start()
        with metrics_served(own_app, server, "127.0.0.1", 0) as address:
            first = read(address)
            read(f"{server.address}/livez")
            # A response is counted after the client has it.
            found = samples(read(address))
            while ("reportqa_request_seconds_count", "GET", "/livez", "200") not in found:
                found = samples(read(address))
        server.stop()
        thread.join()
    assert CANARY not in first
    before = samples(first)
    assert before["reportqa_request_seconds_count", "GET", "/api/ask", "200"] == 1
    assert before["reportqa_request_seconds_count", "GET", "(none)", "404"] == 2
    assert sum(value for (name, *_), value in before.items() if name == "reportqa_answers_total") == 2
    assert ("reportqa_request_seconds_count", "GET", "/livez", "200") not in before
    assert found["reportqa_request_seconds_count", "GET", "/livez", "200"] == 1
    assert found["process_resident_memory_bytes",] > 10**7
    assert found["reportqa_waiting_requests",] == 0
    assert found["reportqa_open_connections",] >= 0
    assert found["reportqa_index_age_seconds",] > 0
    assert found["reportqa_index_documents",] > 1
    assert found["reportqa_files_for_review",] == 0


def test_builds_are_counted_by_their_end(own_app: Flask) -> None:
    builds = own_app.extensions[EXTENSION].builds
    builds._program = ("false",)
    builds.start()
    version, build = builds.wait(0, 0)
    while build is None or build.is_running:
        version, build = builds.wait(version, 60)
    with closing(Server(own_app, "127.0.0.1", 0)) as server, metrics_served(own_app, server, "127.0.0.1", 0) as address:
        found = samples(read(address))
    assert found["reportqa_builds_total", BuildState.FAILED] == 1
    assert found["reportqa_build_running",] == 0


def test_port_in_use_is_reported(app: Flask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, closing(Server(app, "127.0.0.1", 0)) as server:
        port = taken.getsockname()[1]
        with (
            pytest.raises(InputError, match="another --metrics-port"),
            metrics_served(app, server, "127.0.0.1", port),
        ):
            pass


def test_application_itself_shows_no_metrics(app: Flask) -> None:
    assert app.test_client().get("/metrics").status_code == 404
