import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from reportqa.server.app import DETAILS, create_app
from reportqa.settings import Settings

PAGES = ("/", "/ask?q=Modality", "/documents/", "/documents/nowhere.pdf", "/nowhere")


def parsed(response: TestResponse) -> Any:
    return response.json


@pytest.fixture
def empty_client(settings: Settings, tmp_path: Path) -> FlaskClient:
    """A client of a server that has no index yet."""
    return create_app(replace(settings, index_dir=tmp_path / "index")).test_client()


@pytest.mark.parametrize("address", PAGES)
def test_no_page_has_inline_script_or_style(client: FlaskClient, address: str) -> None:
    page = client.get(address).text
    assert "<style" not in page
    assert " style=" not in page
    assert not re.search(r'<script(?![^>]* src="/static/)', page)


@pytest.mark.parametrize("address", ["/", "/ask?q=Modality", "/documents/", "/documents/a.pdf"])
def test_page_without_an_index_says_what_to_run(empty_client: FlaskClient, address: str) -> None:
    response = empty_client.get(address)
    assert response.status_code == 503
    assert response.headers["Retry-After"].isdigit()
    assert 'Run "reportqa index"' in unescape(response.text)


@pytest.mark.parametrize("address", ["/api/ask?q=Modality", "/api/documents", "/healthz"])
def test_json_without_an_index_says_what_to_run(empty_client: FlaskClient, address: str) -> None:
    response = empty_client.get(address)
    assert response.status_code == 503
    assert response.headers["Retry-After"].isdigit()
    assert response.content_type == "application/problem+json"
    assert 'Run "reportqa index"' in parsed(response)["detail"]


def test_description_needs_no_index(empty_client: FlaskClient) -> None:
    assert empty_client.get("/api/openapi.json").status_code == 200


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/api/nowhere", 404),
        ("GET", "/api/", 404),
        ("DELETE", "/api/ask", 405),
        ("POST", "/api/documents", 405),
        ("POST", "/healthz", 405),
    ],
)
def test_json_error_is_problem_details(client: FlaskClient, method: str, address: str, status: int) -> None:
    response = client.open(address, method=method)
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert list(parsed(response)) == ["type", "title", "status", "detail", "request_id"]
    assert parsed(response)["status"] == status
    assert parsed(response)["detail"]


@pytest.mark.parametrize(("method", "address", "status"), [("GET", "/nowhere", 404), ("POST", "/ask", 405)])
def test_page_error_is_a_page(client: FlaskClient, method: str, address: str, status: int) -> None:
    response = client.open(address, method=method)
    assert response.status_code == status
    assert response.mimetype == "text/html"
    assert '<main id="main"' in response.text
    assert DETAILS[status] in response.text


def test_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    allowed = client.delete("/api/ask").headers["Allow"]
    assert {"GET", "POST"} <= {method.strip() for method in allowed.split(",")}


def test_address_without_its_last_slash_is_redirected(client: FlaskClient) -> None:
    response = client.get("/documents")
    assert response.status_code == 308
    assert response.headers["Location"].endswith("/documents/")
    assert "Content-Security-Policy" in response.headers


def test_internal_error_is_reported_without_details(settings: Settings) -> None:
    broken = create_app(settings)
    broken.add_url_rule("/api/broken", view_func=lambda: str(1 // 0))
    response = broken.test_client().get("/api/broken")
    assert response.status_code == 500
    assert "division" not in response.text


def test_files_of_the_pages_are_not_left_open(client: FlaskClient) -> None:
    response = client.get("/static/style.css", buffered=False)
    assert not response.direct_passthrough
    assert int(response.headers["Content-Length"]) == len(response.data) > 1000
    unchanged = client.get("/static/style.css", headers={"If-None-Match": response.headers["ETag"]})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    part = client.get("/static/style.css", headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.data) == (206, response.data[:10])


def test_message_does_not_repeat_a_long_request(client: FlaskClient) -> None:
    found = client.post("/api/brief", json={"x" * 50_000: 1})
    assert found.status_code == 400
    assert len(found.data) < 2_000
