import socket
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from http.client import HTTPConnection
from threading import Event
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from reportqa.deadline import check_deadline
from reportqa.errors import RequestStopped
from reportqa.ingest.build import Summary
from reportqa.server.app import create_app
from reportqa.settings import Settings
from support.serving import served


@pytest.fixture
def hurried(settings: Settings, built: Summary) -> FlaskClient:
    """A client of a server whose requests may take no time."""
    return create_app(replace(settings, request_seconds=0)).test_client()


@pytest.mark.parametrize(
    "address",
    [
        "/api/ask?q=What+is+general+practice?",
        "/ask?q=What+is+general+practice?",
        "/documents/summary-for-commissioners.docx",
        "/documents/summary-for-commissioners.docx?find=the",
    ],
)
def test_request_that_takes_too_long_is_stopped(hurried: FlaskClient, address: str) -> None:
    response = hurried.get(address)
    assert response.status_code == 503
    assert "The request took longer than 0 seconds and was stopped." in response.text
    assert response.headers["Retry-After"] == "10"


def test_verification_that_takes_too_long_is_stopped(hurried: FlaskClient) -> None:
    response = hurried.post("/api/verify", json={"links": ["/documents/press-release.html?start=0&end=9"]})
    assert response.status_code == 503


@pytest.mark.parametrize("address", ["/api/each?q=What+is+general+practice?", "/each?q=general+practice", "/livez"])
def test_request_with_limits_of_its_own_goes_on(hurried: FlaskClient, address: str) -> None:
    with closing(hurried.get(address)) as response:
        assert response.status_code == 200


class Work:
    """A view that works until it is stopped."""

    def __init__(self, app: Flask) -> None:
        self.begun, self.stopped = Event(), Event()
        app.add_url_rule("/work", view_func=self.run)

    def run(self) -> str:
        self.begun.set()
        try:
            while True:
                check_deadline()
                time.sleep(0.01)
        except RequestStopped:
            self.stopped.set()
            raise


@pytest.fixture
def app(settings: Settings, built: Summary) -> Flask:
    return create_app(replace(settings, request_seconds=1000))


@pytest.fixture
def work(app: Flask) -> Work:
    return Work(app)


@pytest.fixture
def address(app: Flask, work: Work) -> Iterator[str]:
    with served(app) as address:
        yield address


def test_work_stops_when_the_client_leaves(address: str, work: Work) -> None:
    with socket.create_connection(("127.0.0.1", urlsplit(address).port or 0)) as one:
        one.sendall(b"GET /work HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert work.begun.wait(60)
        assert not work.stopped.is_set()
    assert work.stopped.wait(60)


def test_work_ends_at_the_deadline_and_the_server_answers(settings: Settings, built: Summary) -> None:
    app = create_app(replace(settings, request_seconds=1))
    work = Work(app)
    with served(app) as address, closing(HTTPConnection(urlsplit(address).netloc, timeout=60)) as connection:
        connection.request("GET", "/work")
        response = connection.getresponse()
        assert (response.status, response.headers["Retry-After"]) == (503, "10")
        assert "longer than 1 seconds" in response.read().decode()
        assert work.stopped.is_set()
        connection.request("GET", "/api/ask?q=What+is+general+practice?")
        assert connection.getresponse().status == 200
