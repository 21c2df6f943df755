from concurrent.futures import ThreadPoolExecutor

import pytest

from reportqa.errors import AccessDenied, Conflict, InputError
from reportqa.state import Role, SessionStore, StateDatabase, TokenStore, User, UserStore

PASSWORD = "a long password"  # noqa: S105


@pytest.fixture
def users(database: StateDatabase) -> UserStore:
    return UserStore(database)


def test_user_signs_in_with_the_password_in_any_case_of_the_name(users: UserStore) -> None:
    users.add("Anna", PASSWORD, Role.CURATOR, ["board"])
    user = users.check_password("ANNA", PASSWORD)
    assert user is not None
    assert (user.name, user.role, user.groups) == ("anna", Role.CURATOR, frozenset({"board"}))
    assert users.check_password("anna", "another password") is None
    assert users.check_password("nobody", PASSWORD) is None
    assert users.check_password("", PASSWORD) is None


def test_name_can_be_taken_once(users: UserStore) -> None:
    users.add("anna", PASSWORD)
    with pytest.raises(Conflict, match='There is a user "anna" already'):
        users.add("Anna", PASSWORD)


def test_unknown_user_is_refused_by_every_change(users: UserStore) -> None:
    for change in (users.find, users.remove, users.change, lambda name: users.set_password(name, PASSWORD)):
        with pytest.raises(InputError, match='There is no user "nobody"'):
            change("nobody")


def test_users_are_listed_by_name_after_changes(users: UserStore) -> None:
    users.add("berta", PASSWORD)
    users.add("anna", PASSWORD)
    users.change("berta", role=Role.ADMIN, groups=["b", "a"], disabled=True)
    anna, berta = users.all()
    assert (anna.name, anna.role, anna.groups, anna.disabled) == ("anna", Role.READER, frozenset(), False)
    assert (berta.name, berta.role, berta.groups, berta.disabled) == ("berta", Role.ADMIN, frozenset({"a", "b"}), True)
    users.remove("anna")
    assert [one.name for one in users.all()] == ["berta"]


def test_disabled_user_is_out_at_once(users: UserStore, database: StateDatabase) -> None:
    users.add("anna", PASSWORD)
    session = SessionStore(database).start("anna", None, None, "local")
    token = TokenStore(database).add("anna", "script")
    users.change("anna", disabled=True)
    assert users.check_password("anna", PASSWORD) is None
    assert SessionStore(database).user_of(session) is None
    assert TokenStore(database).user_of(token) is None
    users.change("anna", disabled=False)
    assert SessionStore(database).user_of(session) is None
    assert users.check_password("anna", PASSWORD) is not None


def test_only_a_local_user_who_is_not_disabled_can_sign_in_here(users: UserStore, database: StateDatabase) -> None:
    SessionStore(database).start("berta", [], Role.ADMIN, "oidc")
    assert not users.has_local_user()
    users.add("anna", PASSWORD)
    assert users.has_local_user()
    users.change("anna", disabled=True)
    assert not users.has_local_user()


def test_new_password_ends_the_sessions(users: UserStore, database: StateDatabase) -> None:
    users.add("anna", PASSWORD)
    session = SessionStore(database).start("anna", None, None, "local")
    users.set_password("anna", "a better password")
    assert SessionStore(database).user_of(session) is None
    assert users.check_password("anna", PASSWORD) is None
    assert users.check_password("anna", "a better password") is not None


def test_user_of_another_provider_has_no_password(users: UserStore, database: StateDatabase) -> None:
    SessionStore(database).start("anna", [], Role.READER, "oidc")
    with pytest.raises(InputError, match="signs in with oidc"):
        users.set_password("anna", PASSWORD)
    assert users.check_password("anna", "") is None


def test_user_of_each_request_is_added_and_follows_what_is_named(database: StateDatabase) -> None:
    users = UserStore(database)
    assert users.seen("Hopper", "proxy", Role.READER, ["b", "a"]) == User("hopper", Role.READER, frozenset({"a", "b"}))
    assert users.seen("hopper", "proxy", Role.CURATOR, ["a"]).role is Role.CURATOR
    assert users.find("hopper").groups == {"a"}
    users.change("hopper", disabled=True)
    with pytest.raises(AccessDenied, match="disabled"):
        users.seen("hopper", "proxy", Role.CURATOR, ["a"])


def test_requests_of_one_new_user_at_once_add_one(database: StateDatabase) -> None:
    users = UserStore(database)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: users.seen("hopper", "proxy", Role.READER, []), range(16)))
    assert found == [User("hopper", Role.READER)] * 16
    assert len(users.all()) == 1
