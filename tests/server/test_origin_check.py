import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from reportqa.server.app import create_app
from reportqa.server.uploads.room import Room
from reportqa.settings import Settings
from support.serving import served

VALUES = {
    "doc_id": "press-release.html",
    "filename": "style.css",
    "upload_id": "0",
    "name": "main.js",
    "key": "0",
    "transfer_id": "0",
}


@pytest.fixture(scope="module")
def guarded(settings: Settings, built: object) -> Flask:
    return create_app(settings, Room(), hosts=("reports.example.org",))


def test_requests_to_an_unknown_host_are_refused_everywhere(guarded: Flask) -> None:
    client = guarded.test_client()
    for address, methods in addresses(guarded):
        for method in methods & {"GET", "POST", "DELETE"}:
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


def sent(app: Flask, request: bytes) -> bytes:
    """Return the response of a server to the bytes of a request."""
    with served(app) as address:
        parts = urlsplit(address)
        with socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=30) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(4096), b""))


def test_old_program_that_names_no_server_is_answered(guarded: Flask) -> None:
    assert sent(guarded, b"GET /documents/ HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.0 200 OK")


@pytest.mark.parametrize("path", [b"/documents/", b"/api/ask?q=x", b"/livez", b"/nowhere"])
def test_request_without_a_host_is_refused(guarded: Flask, path: bytes) -> None:
    found = sent(guarded, b"GET " + path + b" HTTP/1.1\r\nConnection: close\r\n\r\n")
    assert found.startswith(b"HTTP/1.1 400 ")
    assert b"no Host header" in found


def addresses(app: Flask) -> Iterator[tuple[str, set[str]]]:
    """Yield an address of each route with its methods."""
    for rule in app.url_map.iter_rules():
        values = {name: VALUES[name] for name in rule.arguments}
        yield app.url_map.bind("").build(rule.endpoint, values), set(rule.methods or ())


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_page_of_another_site_changes_nothing_and_embeds_nothing(guarded: Flask, site: str) -> None:
    client = guarded.test_client()
    changing = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    embedding = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    for address, methods in addresses(guarded):
        for method in methods & {"POST", "DELETE", "PUT", "PATCH"}:
            assert client.open(address, method=method, headers=changing).status_code == 403, address
        for method in methods & {"GET", "HEAD"}:
            assert client.open(address, method=method, headers=embedding).status_code == 403, address


def test_link_from_another_site_is_followed(guarded: Flask) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert guarded.test_client().get("/documents/", headers=headers).status_code == 200
