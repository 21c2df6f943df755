from typing import Any

import pytest
from flask import Flask

from reportqa.server.accounts.current_user import STATE
from reportqa.state import Role, StateDatabase, TokenStore, UserStore

PROXY = {"REMOTE_ADDR": "10.0.0.5"}


def asked(app: Flask, user: str = "hopper", groups: str = "it", peer: str = "10.0.0.5", **headers: str) -> Any:
    """Ask for the account as a proxy does."""
    given = {"X-User": user, "X-Groups": groups, "Accept": "text/html", **headers}
    return app.test_client().get("/account", headers=given, environ_overrides={"REMOTE_ADDR": peer})


def test_proxy_names_user_and_groups(users_app: Flask) -> None:
    response = asked(users_app, groups="staff, it")
    assert response.status_code == 200
    assert "<strong>hopper</strong>, an admin in it, staff." in response.text


def test_other_addresses_name_nobody(users_app: Flask) -> None:
    for peer in ("10.0.0.6", "127.0.0.1", "::ffff:10.0.0.6"):
        response = asked(users_app, peer=peer, **{"X-Forwarded-For": "10.0.0.5"})
        assert (response.status_code, response.location) == (303, "/sign-in?next=/account")
    assert asked(users_app, peer="::ffff:10.0.0.5").status_code == 200


def test_proxy_that_names_nobody_leaves_the_other_ways(users_app: Flask) -> None:
    assert asked(users_app, user="").location == "/sign-in?next=/account"


def test_user_in_no_known_group_is_refused(users_app: Flask) -> None:
    response = asked(users_app, groups="staff")
    assert response.status_code == 403
    assert "none of your groups may use this server" in response.text


def test_role_and_groups_are_those_of_the_request(users_app: Flask) -> None:
    users = UserStore(users_app.extensions[STATE])
    asked(users_app, groups="it;staff")
    assert asked(users_app, groups="it,board").status_code == 200
    assert users.find("hopper").groups == {"it", "board"}
    assert asked(users_app, groups="").status_code == 403


def test_local_user_is_not_taken(users_app: Flask) -> None:
    response = asked(users_app, user="reader")
    assert response.status_code == 400
    assert "signs in with local, not proxy" in response.text


@pytest.mark.parametrize("user", ["a b", "a,b", "a" * 300])
def test_name_that_is_none_is_refused(users_app: Flask, user: str) -> None:
    assert asked(users_app, user=user).status_code in {400, 403}


def test_disabled_user_is_refused(users_app: Flask) -> None:
    asked(users_app, user="lamarr")
    UserStore(users_app.extensions[STATE]).change("lamarr", disabled=True)
    response = asked(users_app, user="lamarr")
    assert response.status_code == 403
    assert "is disabled" in response.text


def test_token_counts_before_the_proxy(users_app: Flask, state: StateDatabase) -> None:
    asked(users_app)
    secret = TokenStore(state).add("hopper", "test", Role.READER, 1)
    client = users_app.test_client()
    headers = {"X-User": "hopper", "X-Groups": "it", "Authorization": f"Bearer {secret}"}
    assert client.delete("/api/build", headers=headers, environ_overrides=PROXY).status_code == 403


def test_change_through_a_proxy_needs_the_token_of_the_form(users_app: Flask) -> None:
    client = users_app.test_client()
    headers = {"X-User": "hopper", "X-Groups": "it"}
    response = client.post("/account", data={"do": "end-all"}, headers=headers, environ_overrides=PROXY)
    assert response.status_code == 403
    assert "out of date" in response.text


def test_attempts_are_counted_by_the_address_of_the_client(users_app: Flask, state: StateDatabase) -> None:
    for number in range(2):
        client = users_app.test_client()
        client.get("/sign-in", environ_overrides=PROXY)
        headers = {"X-Forwarded-For": f"8.8.8.8, 203.0.113.{number}", "X-Forwarded-Proto": "https"}
        page = client.get("/sign-in", headers=headers, environ_overrides=PROXY)
        token = page.text.partition('name="form_token" value="')[2].partition('"')[0]
        form = {"name": "reader", "password": "wrong", "form_token": token}
        assert client.post("/sign-in", data=form, headers=headers, environ_overrides=PROXY).status_code == 401
    with state.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT address FROM attempts").scalars().all()
    assert sorted(rows) == ["203.0.113.0", "203.0.113.1"]
