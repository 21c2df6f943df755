from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from reportqa.server.app import create_app
from reportqa.server.uploads.pending import Room
from reportqa.settings import Limits, Settings
from support.uploading import service_of


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    (tmp_path / "corpus").mkdir()
    limits = Limits(file_mib=1)
    return replace(settings, corpus_dir=tmp_path / "corpus", index_dir=tmp_path / "index", limits=limits)


@pytest.fixture
def taking(own: Settings) -> Iterator[Flask]:
    """An application with uploads and without an index."""
    app = create_app(own, Room(files=5, mib=3), ("reports.example.org",))
    yield app
    service_of(app).builds.close()


@pytest.fixture
def client(taking: Flask) -> FlaskClient:
    return taking.test_client()
