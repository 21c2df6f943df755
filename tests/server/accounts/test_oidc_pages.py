"""The way to a provider and back, without a browser; tests/browser/test_browser_openid.py goes it with one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from reportqa.audit_log import AuditLog
from reportqa.server.accounts.current_user import STATE
from reportqa.server.accounts.group_roles import GroupRoles
from reportqa.server.accounts.outside_settings import Outside
from reportqa.server.app import create_app
from reportqa.settings import Settings
from reportqa.state import Role, UserStore
from support.forged_openid import ForgedProvider, forged_provider

SITE = "https://reports.example.org"


@pytest.fixture
def forged() -> Iterator[ForgedProvider]:
    with forged_provider() as forged:
        yield forged


@pytest.fixture
def site(settings: Settings, forged: ForgedProvider, tmp_path: Path) -> Flask:
    """A server without an index, whose users come from the provider."""
    others = Outside(forged.provider, roles=GroupRoles.parse(["staff=reader", "it=admin"]))
    return create_app(replace(settings, index_dir=tmp_path), None, (SITE,), with_sign_in=True, others=others)


@pytest.fixture
def visitor(site: Flask) -> FlaskClient:
    return site.test_client()


def begun(visitor: FlaskClient, path: str = "/sign-in/oidc?next=%2Faccount") -> dict[str, str]:
    """Begin a sign-in; return the parameters that are sent to the provider."""
    response = visitor.get(path, base_url=SITE)
    assert response.status_code == 303
    return {name: values[0] for name, values in parse_qs(urlsplit(response.location or "").query).items()}


def ended(visitor: FlaskClient, forged: ForgedProvider, **claims: object) -> TestResponse:
    """Go the whole way with an identity that has these claims."""
    sent = begun(visitor)
    forged.send(forged.claims(sent["nonce"], **claims))
    return visitor.get(f"/sign-in/oidc/back?code=a&state={sent['state']}", base_url=SITE)


def test_user_signs_in_and_gets_role_and_groups(site: Flask, visitor: FlaskClient, forged: ForgedProvider) -> None:
    response = ended(visitor, forged, groups=["staff", "choir"])
    assert (response.status_code, response.location) == (303, "/account")
    assert (
        "You are signed in as <strong>ada</strong>, a reader in choir, staff."
        in visitor.get("/account", base_url=SITE).text
    )
    account = UserStore(site.extensions[STATE]).find("ada")
    assert (account.method, account.role, account.groups) == ("oidc", Role.READER, frozenset({"staff", "choir"}))


def test_groups_of_the_last_sign_in_count(site: Flask, forged: ForgedProvider) -> None:
    for groups, role in ((["it"], Role.ADMIN), (["staff"], Role.READER)):
        ended(site.test_client(), forged, groups=groups)
        assert UserStore(site.extensions[STATE]).find("ada").role is role
    assert ended(site.test_client(), forged, groups=[]).status_code == 403


def test_provider_is_given_our_own_address(visitor: FlaskClient) -> None:
    assert begun(visitor)["redirect_uri"] == f"{SITE}/sign-in/oidc/back"


def test_cookie_is_for_this_server_alone_and_ends(visitor: FlaskClient, forged: ForgedProvider) -> None:
    response = visitor.get("/sign-in/oidc", base_url=SITE)
    (cookie,) = (one for one in response.headers.getlist("Set-Cookie") if "oidc" in one)
    assert cookie.startswith("__Host-reportqa-oidc=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert visitor.get_cookie("__Host-reportqa-oidc", "reports.example.org") is not None
    ended(visitor, forged, groups=["staff"])
    assert visitor.get_cookie("__Host-reportqa-oidc", "reports.example.org") is None


@pytest.mark.parametrize("value", ["", "a", "e30.aaaa.bbbb", "é"])
def test_cookie_that_the_server_has_not_made_is_refused(
    visitor: FlaskClient, forged: ForgedProvider, value: str
) -> None:
    sent = begun(visitor)
    forged.send(forged.claims(sent["nonce"], groups=["staff"]))
    visitor.set_cookie("__Host-reportqa-oidc", value, domain="reports.example.org", secure=True)
    response = visitor.get(f"/sign-in/oidc/back?code=a&state={sent['state']}", base_url=SITE)
    assert response.status_code == 403
    assert "began in another browser" in response.text


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "//["])
def test_no_other_site_is_led_to(visitor: FlaskClient, forged: ForgedProvider, target: str) -> None:
    sent = begun(visitor, f"/sign-in/oidc?next={target}")
    forged.send(forged.claims(sent["nonce"], groups=["staff"]))
    assert visitor.get(f"/sign-in/oidc/back?code=a&state={sent['state']}", base_url=SITE).location == "/"


def test_sign_in_needs_https(visitor: FlaskClient) -> None:
    response = visitor.get("/sign-in/oidc", base_url="http://reports.example.org")
    assert response.status_code == 403
    assert "Sign-in needs HTTPS" in response.text


def test_provider_that_does_not_answer_is_no_error_of_the_server(visitor: FlaskClient, forged: ForgedProvider) -> None:
    forged.status = 500
    response = visitor.get("/sign-in/oidc", base_url=SITE)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "The sign-in service Example ID does not answer." in response.text


def test_name_of_a_local_user_is_not_taken(site: Flask, visitor: FlaskClient, forged: ForgedProvider) -> None:
    UserStore(site.extensions[STATE]).add("ada", "a long password", Role.ADMIN)
    response = ended(visitor, forged, groups=["staff"])
    assert response.status_code == 403
    assert "signs in with local, not oidc" in response.text


def test_name_of_another_person_is_not_taken(site: Flask, forged: ForgedProvider) -> None:
    assert ended(site.test_client(), forged, sub="1", groups=["it"]).status_code == 303
    response = ended(site.test_client(), forged, sub="2", groups=["staff"])
    assert response.status_code == 403
    assert "belongs to somebody else" in response.text
    assert UserStore(site.extensions[STATE]).find("ada").role is Role.ADMIN


def test_person_whose_name_changes_stays_the_same_user(site: Flask, forged: ForgedProvider) -> None:
    ended(site.test_client(), forged, sub="1", groups=["staff"])
    ended(site.test_client(), forged, sub="1", preferred_username="lovelace", groups=["staff"])
    assert [one.name for one in UserStore(site.extensions[STATE]).all()] == ["lovelace"]


def test_disabled_user_is_refused(site: Flask, forged: ForgedProvider) -> None:
    ended(site.test_client(), forged, groups=["staff"])
    UserStore(site.extensions[STATE]).change("ada", disabled=True)
    response = ended(site.test_client(), forged, groups=["staff"])
    assert response.status_code == 403
    assert "is disabled" in response.text


def test_code_may_be_long(visitor: FlaskClient, forged: ForgedProvider) -> None:
    sent = begun(visitor)
    forged.send(forged.claims(sent["nonce"], groups=["staff"]))
    response = visitor.get(f"/sign-in/oidc/back?code={'a' * 6000}&state={sent['state']}", base_url=SITE)
    assert response.status_code == 303


def test_sign_in_is_audited_with_the_name(settings: Settings, forged: ForgedProvider, tmp_path: Path) -> None:
    given = replace(settings, index_dir=tmp_path)
    others = Outside(forged.provider, roles=GroupRoles.parse(["staff=reader"]))
    site = create_app(given, None, (SITE,), with_sign_in=True, others=others, audits=True)
    ended(site.test_client(), forged, groups=["staff"]).close()
    ended(site.test_client(), forged, groups=[]).close()
    noted = [(one.action, one.user, one.status) for one in AuditLog.of(given).read()]
    assert noted == [("sign-in", "ada", 303), ("sign-in", None, 403)]
