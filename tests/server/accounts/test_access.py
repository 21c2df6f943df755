from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from flask.testing import FlaskClient

from reportqa.server.accounts.current_user import STATE
from reportqa.state import Role, StateDatabase, UserStore
from support.signing_in import SITE, send, sign_in, token_in

PAGE = {"Accept": "text/html", "Sec-Fetch-Mode": "navigate"}


def test_browser_without_a_session_is_led_to_the_sign_in_page(stranger: FlaskClient) -> None:
    response = stranger.get("/ask?q=Who+leads%3F", headers=PAGE)
    path, _, query = response.location.partition("?")
    assert (response.status_code, path, parse_qs(query)) == (303, "/sign-in", {"next": ["/ask?q=Who+leads%3F"]})


@pytest.mark.parametrize("path", ["/api/ask?q=x", "/api/nothing"])
def test_program_without_a_session_gets_a_problem(stranger: FlaskClient, path: str) -> None:
    response = stranger.get(path, headers=PAGE)
    assert response.status_code == 401
    assert response.content_type == "application/problem+json"
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_page_of_a_stranger_shows_no_document_and_no_address_of_the_site(stranger: FlaskClient) -> None:
    for response in (stranger.get("/nowhere"), stranger.get("/sign-in"), stranger.post("/ask/written")):
        assert "/documents/" not in response.text
        assert "publisher" not in response.text


def test_request_that_is_refused_before_the_user_is_known_shows_no_document(stranger: FlaskClient) -> None:
    response = stranger.get("/ask", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"})
    assert response.status_code == 403
    assert "/documents/" not in response.text


def test_what_is_for_everybody_works_while_the_database_does_not(reader: FlaskClient) -> None:
    state = reader.application.extensions[STATE]
    path = Path(state.engine.url.database)
    state.close()
    moved = [one.rename(one.with_name(f"moved-{one.name}")) for one in path.parent.glob("state.db*")]
    path.mkdir()
    try:
        assert reader.get("/livez", base_url=SITE).status_code == 200
        page = reader.get("/", base_url=SITE)
        assert page.status_code == 503
        assert "The state database cannot be used" in page.text
    finally:
        path.rmdir()
        for one in moved:
            one.rename(one.with_name(one.name.removeprefix("moved-")))
    assert reader.get("/", base_url=SITE).status_code == 200


def test_error_says_who_may_do_it(reader: FlaskClient) -> None:
    response = reader.get("/uploads/", base_url=SITE)
    assert response.status_code == 403
    assert "This is for contributors, curators and administrators, and reader is a reader." in response.text


def test_change_without_the_token_of_the_form_is_refused(reader: FlaskClient) -> None:
    for headers in ({}, {"X-Form-Token": "wrong"}, {"X-Form-Token": "\u00e9"}):
        response = reader.post("/api/verify", json=[], base_url=SITE, headers=headers)
        assert response.status_code == 403
        assert "This page is out of date" in response.text
    token = token_in(reader.get("/", base_url=SITE))
    sent = reader.post("/api/verify", json=[], base_url=SITE, headers={"X-Form-Token": token})
    assert sent.status_code != 403


def test_token_of_another_session_is_refused(reader: FlaskClient) -> None:
    other = reader.application.test_client()
    sign_in(other, "admin")
    token = token_in(other.get("/", base_url=SITE))
    assert reader.post("/api/verify", json=[], base_url=SITE, headers={"X-Form-Token": token}).status_code == 403


def test_program_with_a_token_needs_no_token_of_a_form(
    stranger: FlaskClient, bearer: Callable[[Role], dict[str, str]]
) -> None:
    assert stranger.post("/api/ask", json={"question": "Who?"}, headers=bearer(Role.READER)).status_code == 200


def test_invalid_token_is_refused_even_beside_a_session(reader: FlaskClient) -> None:
    response = reader.get("/api/corpus", base_url=SITE, headers={"Authorization": "Bearer nothing"})
    assert response.status_code == 401
    assert "has expired or was revoked" in response.text


def test_token_cannot_make_other_tokens(stranger: FlaskClient, bearer: Callable[[Role], dict[str, str]]) -> None:
    form = {"do": "add-token", "token": "x", "role": "admin", "days": "1"}
    response = stranger.post("/account", data=form, headers=bearer(Role.ADMIN))
    assert response.status_code == 403
    assert "Sign in with a browser" in response.text


def test_other_schemes_of_authorization_are_not_tokens(reader: FlaskClient) -> None:
    assert reader.get("/", base_url=SITE, headers={"Authorization": "Basic eDp5"}).status_code == 200


def test_change_of_a_role_takes_effect_at_the_next_request(stranger: FlaskClient, state: StateDatabase) -> None:
    UserStore(state).add("dora", "a long password", Role.CURATOR)
    sign_in(stranger, "dora")
    assert stranger.get("/uploads/", base_url=SITE).status_code == 200
    UserStore(state).change("dora", role=Role.READER)
    assert stranger.get("/uploads/", base_url=SITE).status_code == 403
    UserStore(state).change("dora", disabled=True)
    assert stranger.get("/", base_url=SITE).status_code == 401


def test_pages_hide_what_the_role_may_not_do(reader: FlaskClient) -> None:
    page = reader.get("/", base_url=SITE).text
    assert "/uploads/" not in page
    assert "/judgements" not in page
    assert "/describe/" not in reader.get("/documents/", base_url=SITE).text
    curator = reader.application.test_client()
    sign_in(curator, "curator")
    assert "/uploads/" in curator.get("/", base_url=SITE).text
    assert "/describe/" in curator.get("/documents/", base_url=SITE).text


def test_form_of_a_page_is_accepted(stranger: FlaskClient) -> None:
    sign_in(stranger, "contributor")
    question = {"question": "Who leads Modality?", "verdict": "nothing"}
    assert send(stranger, "/judgements", question, page="/").status_code != 403
