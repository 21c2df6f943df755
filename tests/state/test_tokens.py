from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from reportqa.errors import AccessDenied, InputError
from reportqa.state import Role, StateDatabase, TokenStore, UserStore
from reportqa.state.tables import TokenRow
from reportqa.state.tokens import MAX_TOKENS

PASSWORD = "a long password"  # noqa: S105


@pytest.fixture
def tokens(database: StateDatabase) -> TokenStore:
    UserStore(database).add("anna", PASSWORD, Role.CURATOR, ["board"])
    UserStore(database).add("berta", PASSWORD)
    return TokenStore(database)


def test_token_has_its_own_role_and_the_groups_of_its_user(tokens: TokenStore) -> None:
    user = tokens.user_of(tokens.add("anna", "script", Role.READER))
    assert user is not None
    assert (user.name, user.role, user.groups) == ("anna", Role.READER, frozenset({"board"}))


def test_token_loses_a_role_with_its_user(tokens: TokenStore, database: StateDatabase) -> None:
    secret = tokens.add("anna", "script", Role.CURATOR)
    UserStore(database).change("anna", role=Role.READER)
    user = tokens.user_of(secret)
    assert user is not None
    assert user.role is Role.READER


def test_token_with_a_higher_role_than_its_user_is_refused(tokens: TokenStore) -> None:
    with pytest.raises(AccessDenied, match="may not do what the role admin may"):
        tokens.add("anna", "script", Role.ADMIN)


@pytest.mark.parametrize(("name", "days"), [("", 1), (" ", 1), ("a" * 101, 1), ("a\0", 1), ("a", 0), ("a", 367)])
def test_invalid_token_is_refused(tokens: TokenStore, name: str, days: int) -> None:
    with pytest.raises(InputError):
        tokens.add("anna", name, days=days)


def test_token_expires(tokens: TokenStore, database: StateDatabase) -> None:
    secret = tokens.add("anna", "script", days=1)
    assert tokens.all()[0].expires - datetime.now(UTC) <= timedelta(days=1)
    with database.writing() as session:
        session.execute(update(TokenRow).values(expires=datetime.now(UTC)))
    assert tokens.user_of(secret) is None
    assert tokens.all() == []


def test_token_is_revoked_by_its_user_alone_or_an_administrator(tokens: TokenStore) -> None:
    first, second = tokens.add("anna", "one"), tokens.add("anna", "two")
    two, one = tokens.all("anna")
    assert (one.name, two.name, tokens.all("berta")) == ("one", "two", [])
    with pytest.raises(InputError, match="There is no token"):
        tokens.revoke(one.token_id, "berta")
    tokens.revoke(one.token_id, "anna")
    tokens.revoke(two.token_id)
    assert (tokens.user_of(first), tokens.user_of(second)) == (None, None)
    with pytest.raises(InputError, match="There is no token"):
        tokens.revoke(one.token_id, "anna")


def test_number_of_tokens_has_a_limit(tokens: TokenStore) -> None:
    for number in range(MAX_TOKENS):
        tokens.add("anna", str(number))
    with pytest.raises(InputError, match=f"up to {MAX_TOKENS} tokens"):
        tokens.add("anna", "one more")
    tokens.add("berta", "hers")


def test_use_is_noted_and_the_secret_is_not_stored(tokens: TokenStore, database: StateDatabase) -> None:
    secret = tokens.add("anna", "script")
    assert tokens.all()[0].last_used is None
    tokens.user_of(secret)
    assert tokens.all()[0].last_used is not None
    with database.reading() as session:
        assert secret not in str(session.connection().exec_driver_sql("SELECT * FROM tokens").all())


def test_unknown_token_has_no_user(tokens: TokenStore) -> None:
    assert tokens.user_of("reportqa_nothing") is None
