import json
from pathlib import Path

import pytest
from click.testing import Result

from reportqa.audit_log import AUDIT_DIR, AuditLog
from reportqa.state import Role, StateDatabase, UserStore
from support.commands import assert_refused, run_here

PASSWORD = "a long password"  # noqa: S105


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    return tmp_path


def users(index_dir: Path, *args: str, stdin: str | None = None) -> Result:
    return run_here("users", *args, "--index", str(index_dir), stdin=stdin)


def test_user_is_added_with_a_password_from_standard_input(index_dir: Path) -> None:
    given = ["--role", "curator", "--group", "board", "--group", "ward"]
    result = users(index_dir, "add", "Anna", *given, stdin=f"{PASSWORD}\n")
    assert (result.exit_code, result.stdout) == (0, 'Added "anna", curator.\n')
    user = UserStore(StateDatabase(f"sqlite:///{index_dir}/state.db")).check_password("anna", PASSWORD)
    assert user is not None
    assert (user.role, user.groups) == (Role.CURATOR, frozenset({"board", "ward"}))


def test_users_are_listed(index_dir: Path) -> None:
    assert "No users" in users(index_dir, "list").stderr
    users(index_dir, "add", "berta", "--group", "b", stdin=PASSWORD)
    users(index_dir, "add", "anna", "--role", "admin", stdin=PASSWORD)
    assert users(index_dir, "list").stdout == "anna  admin  local\nberta  reader  local  in b\n"
    rows = [json.loads(line) for line in users(index_dir, "list", "--json").stdout.splitlines()]
    assert [(row["name"], row["role"], row["groups"]) for row in rows] == [
        ("anna", "admin", []),
        ("berta", "reader", ["b"]),
    ]
    assert "password" not in str(rows)


def test_users_are_changed(index_dir: Path) -> None:
    users(index_dir, "add", "anna", stdin=PASSWORD)
    assert users(index_dir, "role", "anna", "contributor").stdout == '"anna" is now contributor.\n'
    assert users(index_dir, "groups", "anna", "b", "a").stdout == '"anna" is now in a, b.\n'
    assert users(index_dir, "groups", "anna").stdout == '"anna" is now in no group.\n'
    assert users(index_dir, "disable", "anna").stdout == '"anna" is disabled.\n'
    assert users(index_dir, "list").stdout == "anna  contributor  local  disabled\n"
    assert users(index_dir, "enable", "anna").stdout == '"anna" is enabled.\n'
    assert users(index_dir, "password", "anna", stdin="another password").exit_code == 0
    assert UserStore(StateDatabase(f"sqlite:///{index_dir}/state.db")).check_password("anna", "another password")
    assert users(index_dir, "remove", "anna").stdout == "The user is removed.\n"
    assert users(index_dir, "list").stdout == ""


def test_what_cannot_be_done_is_one_sentence(index_dir: Path) -> None:
    users(index_dir, "add", "anna", stdin=PASSWORD)
    assert_refused(users(index_dir, "add", "anna", stdin=PASSWORD), 1, 'There is a user "anna" already')
    assert_refused(users(index_dir, "add", "berta", stdin="short"), 1, "A password has 12 to 1,000 characters")
    assert_refused(users(index_dir, "add", "two words", stdin=PASSWORD), 1, "A user name has")
    assert_refused(users(index_dir, "role", "nobody", "admin"), 1, 'There is no user "nobody"')
    assert_refused(users(index_dir, "password", "nobody", stdin=PASSWORD), 1, 'There is no user "nobody"')
    assert_refused(users(index_dir, "role", "anna", "king"), 2, "king")


def test_no_command_takes_a_password_as_an_argument(index_dir: Path) -> None:
    assert_refused(users(index_dir, "add", "anna", PASSWORD), 2, "unexpected extra argument")


def test_changes_of_users_and_tokens_are_in_the_audit_log(index_dir: Path) -> None:
    (index_dir / AUDIT_DIR).mkdir()
    users(index_dir, "add", "Anna", "--role", "curator", stdin=PASSWORD)
    users(index_dir, "disable", "nobody")
    users(index_dir, "role", "anna", "admin")
    run_here("tokens", "add", "anna", "script", "--index", str(index_dir))
    users(index_dir, "remove", "anna")
    events = AuditLog(index_dir / AUDIT_DIR, 30).read()
    assert [(one.action, one.subject, one.detail) for one in events] == [
        ("add-user", "anna", "curator"),
        ("change-user", "anna", "admin"),
        ("add-token", "anna", "script"),
        ("remove-user", "anna", None),
    ]
