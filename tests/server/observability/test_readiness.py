import os
import shutil
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from reportqa.server.app import create_app
from reportqa.server.observability import readiness
from reportqa.server.viewer.page_images import Painter
from reportqa.settings import Settings

PARTS = {"index", "model", "disk", "drawing"}


@pytest.fixture
def own_app(settings: Settings, built: object) -> Iterator[Flask]:
    app = create_app(settings)
    yield app
    app.extensions["reportqa.painter"].close()


def not_ready(client: FlaskClient) -> dict[str, str]:
    """Return the parts that are not ready, with the reason."""
    response = client.get("/readyz")
    found: dict[str, Any] = response.get_json()
    parts = {name: check["detail"] for name, check in found["checks"].items() if not check["ready"]}
    assert set(found["checks"]) == PARTS
    assert (response.status_code, found["status"]) == ((503, "not ready") if parts else (200, "ready"))
    assert ("Retry-After" in response.headers) == bool(parts)
    return parts


def test_server_with_an_index_is_ready(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "PATIENCE_SECONDS", 60.0)
    assert not_ready(own_app.test_client()) == {}


def test_server_without_an_index_is_not_and_says_what_to_run(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "PATIENCE_SECONDS", 60.0)
    app = create_app(replace(settings, index_dir=tmp_path / "a" / "b"))
    found = not_ready(app.test_client())
    assert set(found) == {"index"}
    assert 'Run "reportqa index"' in found["index"]
    app.extensions["reportqa.painter"].close()


def test_damaged_index_is_not_ready(copied: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "PATIENCE_SECONDS", 60.0)
    folder = tmp_path / "index"
    shutil.copytree(copied.index_dir, folder)
    app = create_app(replace(copied, index_dir=folder))
    engine = app.extensions["reportqa"].get()
    with (folder / "generations" / engine.generation / "units.npy").open("ab") as file:
        file.write(b"x")
    engine.check()
    assert set(not_ready(app.test_client())) == {"index"}
    app.extensions["reportqa.painter"].close()


def test_full_disk_is_not_ready(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "PATIENCE_SECONDS", 60.0)
    monkeypatch.setattr(readiness, "LEAST_FREE_MIB", 10**12)
    found = not_ready(own_app.test_client())
    assert set(found) == {"disk"}
    assert "MiB left" in found["disk"]


def test_process_that_cannot_draw_is_not_ready(
    settings: Settings, built: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "PATIENCE_SECONDS", 60.0)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    app = create_app(settings)
    assert set(not_ready(app.test_client())) == {"drawing"}
    app.extensions["reportqa.painter"].close()


def test_killed_process_is_replaced(settings: Settings) -> None:
    painter = Painter(settings)
    assert painter.problem() == ""
    (worker,) = painter._worker._held
    os.kill(worker.process.pid, signal.SIGKILL)
    assert painter.problem() == ""
    assert painter._worker._held != [worker]
    painter.close()


def test_check_that_takes_too_long_is_not_ready(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "PATIENCE_SECONDS", 0.0)
    assert "takes longer than 0 seconds" in not_ready(own_app.test_client())["drawing"]
