import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from reportqa.audit_log import AuditLog
from reportqa.server.accounts.current_user import STATE
from reportqa.server.app import create_app
from reportqa.settings import Settings
from reportqa.state import SessionStore, StateDatabase, TokenStore, UserStore
from support.signing_in import PASSWORD, SITE, send, sign_in


def test_user_is_led_to_the_page_that_was_asked_for(stranger: FlaskClient) -> None:
    response = sign_in(stranger, "Reader", next="/ask?q=Who%3F")
    assert (response.status_code, response.location) == (303, "/ask?q=Who%3F")
    assert stranger.get("/", base_url=SITE).status_code == 200


@pytest.mark.parametrize(("name", "password"), [("reader", "wrong"), ("nobody", PASSWORD), ("", ""), ("\0", "\0")])
def test_wrong_password_and_unknown_user_look_the_same(stranger: FlaskClient, name: str, password: str) -> None:
    response = sign_in(stranger, name, password)
    assert response.status_code == 401
    assert "User name or password is wrong." in response.text
    assert stranger.get("/", base_url=SITE).status_code == 401


def test_guessing_is_throttled(stranger: FlaskClient) -> None:
    for _ in range(5):
        assert sign_in(stranger, "reader", "wrong").status_code == 401
    response = sign_in(stranger, "reader")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "Too many failed attempts" in response.text
    assert sign_in(stranger, "curator").status_code == 303


def test_sign_in_is_audited_with_the_name(settings: Settings, built: object, tmp_path: Path) -> None:
    given = replace(settings, index_dir=tmp_path)
    app = create_app(given, hosts=("reports.example.org",), with_sign_in=True, audits=True)
    UserStore(app.extensions[STATE]).add("anna", PASSWORD)
    client = app.test_client()
    sign_in(client, "anna", "wrong")
    sign_in(client, "Anna")
    send(client, "/sign-out", {})
    noted = [(one.action, one.user, one.status) for one in AuditLog.of(given).read()]
    assert noted == [("sign-in", None, 401), ("sign-in", "anna", 303), ("sign-out", "anna", 303)]


def test_form_of_another_page_cannot_sign_in(stranger: FlaskClient) -> None:
    form = {"name": "reader", "password": PASSWORD}
    assert stranger.post("/sign-in", data=form, base_url=SITE, headers={"Origin": SITE}).status_code == 403


def test_password_is_not_taken_over_an_open_connection(stranger: FlaskClient) -> None:
    site = "http://reports.example.org"
    page = stranger.get("/sign-in", base_url=site)
    assert "Passwords are only accepted over HTTPS" in page.text
    # The browser would not send the cookie of the form either.
    assert stranger.post("/sign-in", data={}, base_url=site, headers={"Origin": site}).status_code == 403


def test_sign_out_ends_the_session(reader: FlaskClient, state: StateDatabase) -> None:
    before = len(SessionStore(state).of_user("reader"))
    assert send(reader, "/sign-out", {}).location == "/sign-in"
    assert reader.get("/", base_url=SITE).status_code == 401
    assert len(SessionStore(state).of_user("reader")) == before - 1


def test_account_shows_role_groups_and_sessions(reader: FlaskClient) -> None:
    page = reader.get("/account", base_url=SITE).text
    assert "<strong>reader</strong>, a reader in board" in page
    assert "(this one)" in page


def test_other_sessions_are_ended_by_their_user(reader: FlaskClient, state: StateDatabase) -> None:
    other = SessionStore(state).start("reader", None, None, "local")
    hers = SessionStore(state).start("admin", None, None, "local")
    for secret in (other, hers):
        send(reader, "/account", {"do": f"end {SessionStore(state).id_of(secret)}"})
    assert SessionStore(state).user_of(other) is None
    assert SessionStore(state).user_of(hers) is not None
    send(reader, "/account", {"do": "end-all"})
    assert SessionStore(state).of_user("reader") == []


def test_token_is_shown_once_and_revoked(reader: FlaskClient, state: StateDatabase) -> None:
    form = {"do": "add-token", "token": "My script", "role": "reader", "days": "30"}
    made = send(reader, "/account", form)
    found = re.search(r'class="new-token">([\w-]+)<', made.text)
    assert found is not None
    assert TokenStore(state).user_of(found[1]) is not None
    page = reader.get("/account", base_url=SITE).text
    assert "My script" in page
    assert found[1] not in page
    (token,) = (one for one in TokenStore(state).all("reader") if one.name == "My script")
    assert send(reader, "/account", {"do": f"revoke {token.token_id}"}).status_code == 303
    assert TokenStore(state).user_of(found[1]) is None


@pytest.mark.parametrize(
    "form",
    [
        {"token": "x", "role": "admin", "days": "30"}, {"token": "", "role": "reader", "days": "30"},
        {"token": "x", "role": "king", "days": "30"}, {"token": "x", "role": "reader", "days": "9999999999"},
        {"token": "x", "role": "reader", "days": "367"}, {},
    ],
)  # fmt: skip
def test_invalid_token_is_refused_on_the_page(reader: FlaskClient, form: dict[str, str]) -> None:
    response = send(reader, "/account", {"do": "add-token", **form})
    assert response.status_code == 400
    assert "<h1>Your account</h1>" in response.text


@pytest.mark.parametrize("do", ["", "end", "end x", "revoke 99999999999999999999", "revoke 77", "nothing"])
def test_incomplete_form_is_refused(reader: FlaskClient, do: str) -> None:
    assert send(reader, "/account", {"do": do}).status_code == 400


def test_password_is_changed_by_who_knows_it(stranger: FlaskClient, state: StateDatabase) -> None:
    UserStore(state).add("frieda", PASSWORD)
    sign_in(stranger, "frieda")
    other = SessionStore(state).start("frieda", None, None, "local")
    for form in ({"password": "wrong", "new": "a better password"}, {"password": PASSWORD, "new": "short"}):
        assert send(stranger, "/account", {"do": "password", **form}).status_code == 400
    assert UserStore(state).check_password("frieda", PASSWORD) is not None
    form = {"do": "password", "password": PASSWORD, "new": "a better password"}
    assert send(stranger, "/account", form).status_code == 303
    assert stranger.get("/account", base_url=SITE).status_code == 200
    assert SessionStore(state).user_of(other) is None
    assert UserStore(state).check_password("frieda", "a better password") is not None
