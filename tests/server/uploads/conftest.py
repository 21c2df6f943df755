import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from reportqa.answering import CurrentIndex
from reportqa.ingest import BuildRunner, FileHashes
from reportqa.server.app import create_app
from reportqa.server.uploads.adder import Adder
from reportqa.server.uploads.pending import Uploads
from reportqa.server.uploads.room import Room
from reportqa.settings import Limits, Settings
from support.adding import READY, SAYING, AddingServer
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
def adding(own: Settings) -> Iterator[FlaskClient]:
    """A client of an application that adds files in one step, without an index; its builds run a program."""
    app = create_app(own, Room(), reviews_uploads=False)
    service = service_of(app)
    service.builds = BuildRunner(own, (sys.executable, "-c", SAYING + READY))
    service.adder = Adder(own, service.uploads, service.builds, app.extensions["reportqa"])
    yield app.test_client()
    service.close()


@pytest.fixture
def client(taking: Flask) -> FlaskClient:
    return taking.test_client()


@pytest.fixture
def adding_server(own: Settings) -> Iterator[Callable[..., AddingServer]]:
    """Return servers whose builds say some progress and then do what is given; None builds in earnest."""
    made: list[AddingServer] = []

    def make(rest: str | None = READY, settings: Settings = own) -> AddingServer:
        uploads = Uploads(settings, Room(), FileHashes())
        builds = BuildRunner(settings, (sys.executable, "-c", SAYING + rest)) if rest else BuildRunner(settings)
        adder = Adder(settings, uploads, builds, CurrentIndex(settings))
        made.append(AddingServer(settings, uploads, builds, adder))
        return made[-1]

    yield make
    for one in made:
        one.adder.close()
        one.builds.close()
