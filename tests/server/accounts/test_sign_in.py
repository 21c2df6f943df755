import pytest
from flask import Flask

from reportqa.errors import InputError
from reportqa.server.accounts.cookies import SESSION, read_cookie
from reportqa.server.accounts.current_user import current_user, user_or_none
from reportqa.server.accounts.sign_in import end_session, has_token, start_session, user_of_session, user_of_token
from reportqa.state import Role, SessionStore, StateDatabase, TokenStore


def test_session_of_any_method_is_that_of_the_request_and_the_next(users_app: Flask) -> None:
    with users_app.test_request_context():
        start_session("erika", ["ward"], Role.CURATOR, "oidc")
        assert (current_user().name, current_user().role) == ("erika", Role.CURATOR)
        secret = read_cookie(SESSION)
    with users_app.test_request_context(headers={"Cookie": f"reportqa-session={secret}"}):
        user = user_of_session()
        assert user is not None
        assert user.groups == {"ward"}
        end_session()
        assert user_or_none() is None
        assert user_of_session() is None
    with users_app.test_request_context(headers={"Cookie": f"reportqa-session={secret}"}):
        assert user_of_session() is None


def test_new_session_ends_the_one_before(users_app: Flask, state: StateDatabase) -> None:
    before = SessionStore(state).start("reader", None, None, "local")
    with users_app.test_request_context(headers={"Cookie": f"reportqa-session={before}"}):
        start_session("reader", None, None, "local")
    assert SessionStore(state).user_of(before) is None


def test_name_of_a_local_user_cannot_be_taken(users_app: Flask) -> None:
    with users_app.test_request_context(), pytest.raises(InputError, match="signs in with local"):
        start_session("admin", [], Role.ADMIN, "proxy")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_token_is_read_from_the_header(users_app: Flask, state: StateDatabase, scheme: str) -> None:
    secret = TokenStore(state).add("curator", "x", Role.READER, 1)
    with users_app.test_request_context(headers={"Authorization": f"{scheme} {secret}"}):
        user = user_of_token()
        assert user is not None
        assert (has_token(), user.role) == (True, Role.READER)


@pytest.mark.parametrize("header", ["", "Bearer", "Basic eDp5", "Bearer nothing"])
def test_other_headers_are_no_user(users_app: Flask, header: str) -> None:
    with users_app.test_request_context(headers={"Authorization": header}):
        assert user_of_token() is None
