import socket
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from reportqa.server.app import create_app
from reportqa.server.uploads.pending import Room
from reportqa.settings import Settings
from support.serving import served

VALUES = {"doc_id": "press-release.html", "filename": "style.css", "upload_id": "0", "name": "main.js", "key": "0"}


@pytest.fixture(scope="module")
def guarded(settings: Settings, built: object) -> Flask:
    return create_app(settings, Room(), hosts=("reports.example.org",))


def test_requests_to_an_unknown_host_are_refused_everywhere(guarded: Flask) -> None:
    client = guarded.test_client()
    for rule in guarded.url_map.iter_rules():
        address = guarded.url_map.bind("").build(rule.endpoint, {name: VALUES[name] for name in rule.arguments})
        for method in (rule.methods or set()) & {"GET", "POST", "DELETE"}:
            response = client.open(f"{address}?q=Modality", method=method, headers={"Host": "evil.example:8000"})
            assert response.status_code == 403, address
            assert "--known-as evil.example" in response.text
            assert "<" not in response.text


@pytest.mark.parametrize("address", ["/nowhere", "/static/nowhere.css", "/documents/nowhere.pdf", "/ask"])
def test_unknown_host_learns_nothing(guarded: Flask, address: str) -> None:
    assert guarded.test_client().get(address, headers={"Host": "evil.example"}).status_code == 403


@pytest.mark.parametrize("host", ["reports.example.org", "localhost:8000", "192.168.1.5:8000", "[::1]:8000"])
@pytest.mark.parametrize("address", ["/", "/healthz", "/judgements", "/uploads/", "/api/build", "/static/style.css"])
def test_own_names_and_addresses_are_answered(guarded: Flask, address: str, host: str) -> None:
    with guarded.test_client().get(address, headers={"Host": host}) as response:
        assert response.status_code == 200


def test_host_name_that_is_not_configured_is_refused(client: FlaskClient) -> None:
    assert client.get("/", headers={"Host": "reports.example.org"}).status_code == 403


def test_program_that_names_no_server_is_answered(guarded: Flask) -> None:
    with served(guarded) as address:
        parts = urlsplit(address)
        assert parts.hostname is not None
        assert parts.port is not None
        with socket.create_connection((parts.hostname, parts.port)) as connection:
            connection.sendall(b"GET /documents/ HTTP/1.0\r\n\r\n")
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.0 200 OK")
