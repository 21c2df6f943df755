"""Each page with its styles and scripts is small; the pictures of a document's pages are not counted."""

import re
from urllib.parse import quote, urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient

from reportqa.server.app import create_app
from reportqa.server.uploads.room import Room
from reportqa.settings import Settings

LIMIT = 120 * 1024
"""Bytes that a browser receives on its first visit of a page."""
QUESTION = quote("How many patients did Modality have in April 2016?")
DIGEST = "large-scale-general-practice-digest.pdf"
GZIP = {"Accept-Encoding": "gzip"}
PAGES = (
    "/", f"/ask?q={QUESTION}", f"/ask?q={QUESTION}&group=document", f"/explain?q={QUESTION}", "/documents/",
    f"/documents/{DIGEST}", f"/documents/{DIGEST}?find=patients", "/tray", "/verify/", "/history", "/judgements",
    "/uploads/", "/build/", "/nowhere",
)  # fmt: skip
_LINKED = re.compile(
    r'<(?:link rel="(?:stylesheet|icon)"|link rel="icon" type="[^"]*"|script)[^>]*?(?:href|src)="([^"]+)"'
)
_IMPORTED = re.compile(r'from "(\./[^"]+)"')


@pytest.fixture(scope="module")
def app(settings: Settings, built: object) -> Flask:
    return create_app(settings, Room())


@pytest.mark.parametrize("path", PAGES)
def test_page_weighs_at_most_120_kb(app: Flask, path: str) -> None:
    weights = weigh(app.test_client(), path)
    assert sum(weights.values()) <= LIMIT, weights


def weigh(client: FlaskClient, path: str) -> dict[str, int]:
    """Return the bytes of a page and of each style, script and icon that it loads, as they are sent."""
    response = client.get(path, headers=GZIP)
    weights = {path: len(response.data)}
    waiting = _LINKED.findall(client.get(path).text)
    assert any(address.endswith("main.js") for address in waiting)
    while waiting:
        address = waiting.pop()
        if address in weights:
            continue
        with client.get(address, headers=GZIP) as sent, client.get(address) as file:
            assert file.status_code == 200
            weights[address] = len(sent.data)
            waiting += [urljoin(address, name) for name in _IMPORTED.findall(file.data.decode())]
    return weights
