from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from reportqa.state import Role

Bearer = Callable[[Role], dict[str, str]]


def test_users_keep_their_own(stranger: FlaskClient, bearer: Bearer) -> None:
    anna, berta = bearer(Role.READER), bearer(Role.CURATOR)
    tray = {"version": 1, "parts": [{"note": "\U0001f600 \0"}]}
    assert stranger.get("/api/kept/tray", headers=anna).get_json() == {"version": 0, "value": None}
    sent = stranger.put("/api/kept/tray", json={"version": 0, "value": tray}, headers=anna)
    assert sent.get_json() == {"version": 1}
    assert stranger.get("/api/kept/tray", headers=anna).get_json() == {"version": 1, "value": tray}
    assert stranger.get("/api/kept/tray", headers=berta).get_json()["value"] is None
    late = stranger.put("/api/kept/tray", json={"version": 0, "value": tray}, headers=anna)
    assert late.status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {}, [], {"version": 0}, {"version": -1, "value": []}, {"version": True, "value": []},
        {"version": 0, "value": 1}, {"version": 2**31, "value": []}, {"version": "0", "value": []},
    ],
)  # fmt: skip
def test_other_bodies_are_refused(stranger: FlaskClient, bearer: Bearer, body: Any) -> None:
    response = stranger.put("/api/kept/history", json=body, headers=bearer(Role.READER))
    assert response.status_code == 400
    assert 'Send a JSON object with "version"' in response.get_json()["detail"]


@pytest.mark.parametrize("text", ["", "{", '{"version": 0, "value": [NaN]}', "[" * 100_000])
def test_what_is_no_json_is_refused(stranger: FlaskClient, bearer: Bearer, text: str) -> None:
    headers = bearer(Role.READER) | {"Content-Type": "application/json"}
    assert stranger.put("/api/kept/history", data=text, headers=headers).status_code == 400


def test_nothing_else_is_kept(stranger: FlaskClient, bearer: Bearer) -> None:
    for response in (
        stranger.get("/api/kept/other", headers=bearer(Role.READER)),
        stranger.put("/api/kept/other", json={"version": 0, "value": []}, headers=bearer(Role.READER)),
    ):
        assert response.status_code == 404


def test_size_has_a_limit(stranger: FlaskClient, bearer: Bearer) -> None:
    body = {"version": 0, "value": ["x" * 1024**2]}
    assert stranger.put("/api/kept/history", json=body, headers=bearer(Role.READER)).status_code in {400, 413}


def test_server_without_sign_in_keeps_nothing(app: Flask) -> None:
    assert app.test_client().get("/api/kept/tray").status_code == 404
    assert "/api/kept/{kind}" not in app.test_client().get("/api/openapi.json").get_json()["paths"]
