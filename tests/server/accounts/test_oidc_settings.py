import pytest

from reportqa.errors import InputError
from reportqa.server.accounts.oidc_settings import Provider

ENTRA = "https://login.microsoftonline.com/0a0b/v2.0"
GIVEN = {
    "REPORTQA_OIDC_ISSUER": ENTRA, "REPORTQA_OIDC_CLIENT_ID": "id", "REPORTQA_OIDC_CLIENT_SECRET": "the-secret",
}  # fmt: skip


def test_without_an_issuer_there_is_no_provider() -> None:
    assert Provider.from_env({}) is None
    assert Provider.from_env(GIVEN | {"REPORTQA_OIDC_ISSUER": ""}) is None


def test_provider_has_defaults_for_names() -> None:
    provider = Provider.from_env(GIVEN)
    assert provider == Provider(ENTRA, "id", "the-secret", "login.microsoftonline.com")
    assert provider.group_claims == ("groups",)
    assert "the-secret" not in repr(provider)


def test_claims_and_scopes_are_set() -> None:
    provider = Provider.from_env(
        GIVEN
        | {
            "REPORTQA_OIDC_NAME": "Example ID",
            "REPORTQA_OIDC_SCOPES": "email groups",
            "REPORTQA_OIDC_USER_CLAIM": "upn",
            "REPORTQA_OIDC_GROUPS_CLAIM": "realm_access.roles, hd",
        }
    )
    assert provider == Provider(
        ENTRA, "id", "the-secret", "Example ID", "openid email groups", ("upn",), ("realm_access.roles", "hd")
    )


@pytest.mark.parametrize(
    "issuer",
    [
        "login.example", "http://login.example", "https://", "ftp://login.example", "https://a:b@login.example",
        "https://login.example/?a=b", "https://login.example:x/", "https://[::1", "https://login.example/#a",
    ],
)  # fmt: skip
def test_issuer_that_is_no_address_is_refused(issuer: str) -> None:
    with pytest.raises(InputError, match="which begins with https://"):
        Provider.from_env(GIVEN | {"REPORTQA_OIDC_ISSUER": issuer})


@pytest.mark.parametrize("name", ["REPORTQA_OIDC_CLIENT_ID", "REPORTQA_OIDC_CLIENT_SECRET"])
def test_missing_variable_is_named(name: str) -> None:
    with pytest.raises(InputError, match=f"but not {name}"):
        Provider.from_env({key: value for key, value in GIVEN.items() if key != name})
