import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from reportqa.server.accounts.access_rules import BY_ROLE, PUBLIC, RULES, may
from reportqa.server.accounts.current_user import set_user
from reportqa.state import Role, User


def routes(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        methods = set(rule.methods or ()) - {"OPTIONS"}
        yield from ((method, rule.rule) for method in methods - ({"HEAD"} if "GET" in methods else set()))


def test_every_route_is_in_exactly_one_row(users_app: Flask) -> None:
    rows = [tuple(line.split()) for lines in (PUBLIC, *BY_ROLE.values()) for line in lines.strip().splitlines()]
    assert len(rows) == len(set(rows))
    assert set(rows) == set(routes(users_app)) == set(RULES)


@pytest.mark.parametrize(("method", "rule"), sorted(RULES))
def test_lower_role_is_refused_everywhere(
    users_app: Flask, bearer: Callable[[Role], dict[str, str]], method: str, rule: str
) -> None:
    least, path = RULES[method, rule], re.sub(r"<[^>]+>", "x", rule)
    if least is None:
        return
    client = users_app.test_client()
    refused = client.open(path, method=method)
    assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
    for role in Role:
        if not role.includes(least):
            response = client.open(path, method=method, headers=bearer(role))
            assert response.status_code == 403
            assert method == "HEAD" or f"{role} is a {role}" in response.text


@pytest.mark.parametrize("role", list(Role))
def test_sufficient_role_is_let_in_to_every_page(
    users_app: Flask, bearer: Callable[[Role], dict[str, str]], role: Role
) -> None:
    headers, client = bearer(role), users_app.test_client()
    for method, rule in RULES:
        least = RULES[method, rule]
        if (
            method == "GET"
            and not rule.startswith(("/account", "/api/build/events", "/sign-in/oidc"))
            and (least is None or role.includes(least))
        ):
            response = client.get(re.sub(r"<[^>]+>", "x", rule), headers=headers)
            assert response.status_code not in {401, 403, 500}, rule
            response.close()


def test_head_needs_what_get_needs_and_options_nothing(stranger: FlaskClient) -> None:
    assert stranger.head("/documents/").status_code == 401
    assert stranger.options("/documents/").status_code == 200


def test_address_that_leads_nowhere_is_hidden_from_strangers(stranger: FlaskClient) -> None:
    assert stranger.get("/nowhere").status_code == 401
    assert stranger.get("/livez").status_code == 200


def test_pages_ask_by_endpoint_what_the_user_may_do(users_app: Flask, app: Flask) -> None:
    with users_app.test_request_context():
        assert not may("pages.ask")
        assert may("api.live")
        set_user(User("anna", Role.CONTRIBUTOR))
        assert may("feedback.save")
        assert may("pages.documents")
        assert not may("feedback.delete")
        assert not may("nothing.here")
    with app.test_request_context():
        assert may("feedback.delete")
        assert not may("uploads.waiting")


def test_description_of_the_api_names_the_role_of_each_operation(
    users_app: Flask, bearer: Callable[[Role], dict[str, str]]
) -> None:
    description = users_app.test_client().get("/api/openapi.json", headers=bearer(Role.READER)).get_json()
    operations = {
        (method.upper(), path): one for path, methods in description["paths"].items() for method, one in methods.items()
    }
    assert operations["POST", "/api/build"]["x-role"] == "curator"
    assert operations["DELETE", "/api/uploads/{upload_id}"]["x-role"] == "curator"
    assert operations["GET", "/api/ask"]["x-role"] == "reader"
    assert "401" in operations["GET", "/api/ask"]["responses"]
    assert {one["x-role"] for one in operations.values() if "x-role" in one} <= {"reader", "contributor", "curator"}
    assert "x-role" not in operations["GET", "/healthz"]
