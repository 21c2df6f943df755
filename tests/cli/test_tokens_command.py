import json
from pathlib import Path

import pytest
from click.testing import Result

from reportqa.state import Role, StateDatabase, TokenStore, UserStore
from support.commands import assert_refused, run_here


@pytest.fixture
def database(tmp_path: Path) -> StateDatabase:
    database = StateDatabase(f"sqlite:///{tmp_path}/state.db")
    UserStore(database).add("anna", "a long password", Role.CURATOR)
    return database


def tokens(folder: Path, *args: str) -> Result:
    return run_here("tokens", *args, "--index", str(folder))


def test_token_is_printed_once_and_works_until_it_is_revoked(database: StateDatabase, tmp_path: Path) -> None:
    secret = tokens(tmp_path, "add", "anna", "nightly script", "--role", "contributor", "--days", "7").stdout.strip()
    user = TokenStore(database).user_of(secret)
    assert user is not None
    assert user.role is Role.CONTRIBUTOR
    (row,) = [json.loads(line) for line in tokens(tmp_path, "list", "--user", "anna", "--json").stdout.splitlines()]
    assert (row["user"], row["name"], row["role"]) == ("anna", "nightly script", "contributor")
    assert secret not in str(row)
    assert f"{row['token_id']}  anna  nightly script  contributor" in tokens(tmp_path, "list").stdout
    assert tokens(tmp_path, "revoke", str(row["token_id"])).stdout == "The token is revoked.\n"
    assert TokenStore(database).user_of(secret) is None


def test_what_cannot_be_done_is_one_sentence(database: StateDatabase, tmp_path: Path) -> None:
    assert_refused(tokens(tmp_path, "add", "nobody", "x"), 1, 'There is no user "nobody"')
    assert_refused(tokens(tmp_path, "add", "anna", "x", "--role", "admin"), 1, "Choose a lower role")
    assert_refused(tokens(tmp_path, "revoke", "77"), 1, "There is no token 77")
    assert_refused(tokens(tmp_path, "add", "anna", "x", "--days", "0"), 2, "--days")
