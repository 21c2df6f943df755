"""Requests that no browser sends get a response that is no server error; benchmarks/fuzz_requests.py sends more."""

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from reportqa.ingest.build import Summary
from reportqa.server.app import create_app
from reportqa.server.uploads.room import Room
from reportqa.settings import Settings
from support.serving import served
from support.strange_requests import Seeds, status_of, strange_request

REQUESTS = 400


@pytest.fixture(scope="module")
def open_app(settings: Settings, built: Summary, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application with uploads, on a copy of the sample index and an empty corpus folder."""
    folder = tmp_path_factory.mktemp("strange")
    shutil.copytree(settings.index_dir, folder / "index")
    (folder / "corpus").mkdir()
    return create_app(replace(settings, index_dir=folder / "index", corpus_dir=folder / "corpus"), Room())


@pytest.fixture(scope="module")
def port(open_app: Flask) -> Iterator[int]:
    with served(open_app) as address:
        yield int(address.rpartition(":")[2])


@pytest.fixture(scope="module")
def seeds(open_app: Flask) -> Seeds:
    return Seeds.of(open_app, [one.doc_id for one in open_app.extensions["reportqa"].get().documents()])


def test_strange_requests_get_no_server_error(port: int, seeds: Seeds) -> None:
    requests = {number: strange_request(seeds, number) for number in range(REQUESTS)}
    statuses = {number: status_of(port, request) for number, request in requests.items()}
    # 501: waitress knows no transfer encoding but chunks.
    failed = {
        number: requests[number] for number, status in statuses.items() if not 200 <= status < 500 and status != 501
    }
    assert not failed
    assert {200, 400, 404, 405} <= set(statuses.values())


def test_the_same_number_has_the_same_request(seeds: Seeds) -> None:
    assert [strange_request(seeds, number) for number in range(50)] == [
        strange_request(seeds, number) for number in range(50)
    ]
    assert len({strange_request(seeds, number) for number in range(50)}) == 50
