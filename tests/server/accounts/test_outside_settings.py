import pytest

from reportqa.errors import InputError
from reportqa.server.accounts.outside_settings import Outside
from reportqa.state import Role

OIDC = {
    "REPORTQA_OIDC_ISSUER": "https://login.example", "REPORTQA_OIDC_CLIENT_ID": "id",
    "REPORTQA_OIDC_CLIENT_SECRET": "secret",
}  # fmt: skip


def test_without_options_nobody_else_signs_users_in() -> None:
    assert not Outside.parse(environ={}).signs_in
    assert not Outside.parse(["10.0.0.5"], environ={}).signs_in


def test_provider_and_proxy_sign_users_in() -> None:
    both = Outside.parse(["10.0.0.5"], "X-User", group_roles=["it=admin"], other_role="reader", environ=OIDC)
    assert both.signs_in
    assert (both.roles.of(["it"]), both.roles.of([])) == (Role.ADMIN, Role.READER)
    assert Outside.parse(["10.0.0.5"], "X-User", other_role="reader", environ={}).signs_in
    assert Outside.parse(other_role="reader", environ=OIDC).signs_in


def test_settings_that_let_nobody_in_are_refused() -> None:
    with pytest.raises(InputError, match="Nobody could sign in"):
        Outside.parse(environ=OIDC)
    with pytest.raises(InputError, match="Nobody could sign in"):
        Outside.parse(["10.0.0.5"], "X-User", environ={})


def test_roles_without_a_service_are_refused() -> None:
    for given in ({"group_roles": ["it=admin"]}, {"other_role": "reader"}):
        with pytest.raises(InputError, match="REPORTQA_OIDC_ISSUER or --user-header"):
            Outside.parse(**given, environ={})
