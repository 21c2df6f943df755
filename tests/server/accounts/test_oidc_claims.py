from dataclasses import replace
from typing import Any

import pytest

from reportqa.errors import SignInRefused
from reportqa.server.accounts.oidc_claims import identity_of
from reportqa.server.accounts.oidc_settings import Provider

PROVIDER = Provider("https://login.example", "id", "secret", "Example ID")


def groups_of(claims: dict[str, Any], *names: str) -> tuple[str, ...]:
    return identity_of({"sub": "1"} | claims, replace(PROVIDER, group_claims=names)).groups


@pytest.mark.parametrize(
    ("claims", "names", "groups"),
    [
        ({"groups": ["a", "b", "a"]}, ["groups"], ("a", "b")),
        ({"groups": "a"}, ["groups"], ("a",)),
        ({}, ["groups"], ()),
        ({"realm_access": {"roles": ["a"]}}, ["realm_access.roles"], ("a",)),
        ({"realm_access": ["roles"]}, ["realm_access.roles"], ()),
        ({"https://example.org/groups": ["a"]}, ["https://example.org/groups"], ("a",)),
        ({"roles": ["a"], "groups": ["b"]}, ["roles", "groups"], ("a", "b")),
        ({"groups": [1, None, {"a": "b"}, ["c"], "d"]}, ["groups"], ("d",)),
        ({"groups": {"a": 1}}, ["groups"], ()),
        ({"hd": "example.org", "email": "ada@example.org", "email_verified": True}, ["hd", "email"],
         ("example.org", "ada@example.org")),
        ({"email": "ada@example.org", "email_verified": False}, ["email"], ()),
        ({"email": "ada@example.org", "email_verified": "true"}, ["email"], ()),
        ({"email": "ada@example.org"}, ["email"], ()),
    ],
)  # fmt: skip
def test_groups_are_in_the_claims_that_are_named(
    claims: dict[str, Any], names: list[str], groups: tuple[str, ...]
) -> None:
    assert groups_of(claims, *names) == groups


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"preferred_username": "ada", "email": "a@b.c", "email_verified": True}, "ada"),
        ({"preferred_username": " ", "email": "a@b.c", "email_verified": True}, "a@b.c"),
        ({"preferred_username": 7, "email": "a@b.c"}, "1"),
        ({}, "1"),
    ],
)
def test_name_is_the_first_claim_that_has_one(claims: dict[str, Any], name: str) -> None:
    assert identity_of({"sub": "1"} | claims, PROVIDER).name == name


def test_name_has_no_spaces() -> None:
    assert identity_of({"sub": "1", "preferred_username": " Ada\tLovelace "}, PROVIDER).name == "Ada_Lovelace"


def test_subject_is_of_one_user_of_one_provider() -> None:
    people = [(PROVIDER, "1"), (PROVIDER, "2"), (replace(PROVIDER, issuer="https://other.example"), "1")]
    found = {identity_of({"sub": subject, "preferred_username": "a"}, provider).subject for provider, subject in people}
    assert len(found) == 3
    assert {len(subject) for subject in found} == {64}


def test_user_without_a_name_is_refused() -> None:
    with pytest.raises(SignInRefused, match="REPORTQA_OIDC_USER_CLAIM"):
        identity_of({"sub": "1"}, replace(PROVIDER, name_claims=("upn",)))


def test_groups_that_were_left_out_are_reported() -> None:
    # Entra ID sends an address instead of more than 200 groups.
    claims = {"sub": "1", "_claim_names": {"groups": "src1"}, "_claim_sources": {"src1": {"endpoint": "https://a"}}}
    with pytest.raises(SignInRefused, match="application roles"):
        identity_of(claims, PROVIDER)
    assert groups_of(claims | {"roles": ["a"]}, "roles") == ("a",)
