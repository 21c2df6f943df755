from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from reportqa.errors import AccessDenied, InputError
from reportqa.state import Role, SessionStore, StateDatabase, UserStore
from reportqa.state.sessions import MAX_SESSIONS
from reportqa.state.tables import SessionRow

PASSWORD = "a long password"  # noqa: S105


@pytest.fixture
def sessions(database: StateDatabase) -> SessionStore:
    UserStore(database).add("anna", PASSWORD, Role.CURATOR, ["board"])
    return SessionStore(database)


def test_session_of_a_local_user_has_the_role_that_is_stored(sessions: SessionStore, database: StateDatabase) -> None:
    secret = sessions.start("Anna", ["other"], Role.ADMIN, "local")
    user = sessions.user_of(secret)
    assert user is not None
    assert (user.name, user.role, user.groups) == ("anna", Role.CURATOR, frozenset({"board"}))
    UserStore(database).change("anna", role=Role.READER)
    changed = sessions.user_of(secret)
    assert changed is not None
    assert changed.role is Role.READER


def test_user_of_another_provider_has_the_role_and_groups_of_the_last_sign_in(sessions: SessionStore) -> None:
    first = sessions.start("berta", ["a"], Role.ADMIN, "oidc")
    sessions.start("berta", ["b"], Role.READER, "oidc")
    user = sessions.user_of(first)
    assert user is not None
    assert (user.role, user.groups) == (Role.READER, frozenset({"b"}))


def test_another_provider_cannot_take_the_name_of_a_user(sessions: SessionStore) -> None:
    with pytest.raises(InputError, match="signs in with local, not oidc"):
        sessions.start("anna", [], Role.ADMIN, "oidc")
    with pytest.raises(InputError, match='no user "nobody"'):
        sessions.start("nobody", [], Role.ADMIN, "local")


def test_disabled_user_cannot_sign_in(sessions: SessionStore, database: StateDatabase) -> None:
    UserStore(database).change("anna", disabled=True)
    with pytest.raises(AccessDenied, match='"anna" is disabled'):
        sessions.start("anna", None, None, "local")


def test_unknown_secret_has_no_user(sessions: SessionStore) -> None:
    assert sessions.user_of("") is None
    assert sessions.user_of("\ud800") is None


def test_session_ends_after_its_time(sessions: SessionStore, database: StateDatabase) -> None:
    secret = sessions.start("anna", None, None, "local")
    with database.writing() as session:
        session.execute(update(SessionRow).values(expires=datetime.now(UTC) - timedelta(seconds=1)))
    assert sessions.user_of(secret) is None
    assert sessions.of_user("anna") == []


def test_sessions_are_listed_newest_first_and_end_one_by_one(sessions: SessionStore) -> None:
    assert sessions.id_of("") is None
    secrets = [sessions.start("anna", None, None, "local", address=f"192.0.2.{n}", agent="A\0B") for n in range(3)]
    listed = sessions.of_user("anna")
    assert [(one.address, one.agent) for one in listed] == [(f"192.0.2.{n}", "AB") for n in (2, 1, 0)]
    assert sessions.id_of(secrets[2]) == listed[0].session_id
    sessions.end(secrets[2])
    sessions.revoke("anna", listed[1].session_id)
    assert [sessions.user_of(secret) is None for secret in secrets] == [False, True, True]
    sessions.revoke("anna")
    assert sessions.of_user("anna") == []


def test_nobody_can_end_a_session_of_another(sessions: SessionStore) -> None:
    secret = sessions.start("anna", None, None, "local")
    sessions.start("berta", [], Role.ADMIN, "proxy")
    sessions.revoke("berta", sessions.of_user("anna")[0].session_id)
    assert sessions.user_of(secret) is not None


def test_oldest_session_ends_when_there_are_too_many(sessions: SessionStore) -> None:
    secrets = [sessions.start("anna", None, None, "local") for _ in range(MAX_SESSIONS + 1)]
    assert len(sessions.of_user("anna")) == MAX_SESSIONS
    assert sessions.user_of(secrets[0]) is None
    assert sessions.user_of(secrets[1]) is not None


def test_use_is_noted(sessions: SessionStore, database: StateDatabase) -> None:
    secret = sessions.start("anna", None, None, "local")
    earlier = datetime.now(UTC) - timedelta(hours=1)
    with database.writing() as session:
        session.execute(update(SessionRow).values(last_seen=earlier))
    sessions.user_of(secret)
    assert sessions.of_user("anna")[0].last_seen > earlier


def test_removed_user_has_no_session(sessions: SessionStore, database: StateDatabase) -> None:
    secret = sessions.start("anna", None, None, "local")
    UserStore(database).remove("anna")
    assert sessions.user_of(secret) is None


def test_secret_is_not_stored(sessions: SessionStore, database: StateDatabase) -> None:
    secret = sessions.start("anna", None, None, "local")
    with database.reading() as session:
        stored = session.connection().exec_driver_sql("SELECT * FROM sessions").all()
    assert secret not in str(stored)


def test_subject_keeps_its_user_when_the_name_changes(database: StateDatabase) -> None:
    sessions = SessionStore(database)
    sessions.start("ada", [], Role.READER, "oidc", subject="1")
    sessions.start("lovelace", [], Role.CURATOR, "oidc", subject="1")
    assert [(one.name, one.role) for one in UserStore(database).all()] == [("lovelace", Role.CURATOR)]


@pytest.mark.parametrize("subject", ["2", "1"])
def test_subject_does_not_get_the_user_of_another(database: StateDatabase, subject: str) -> None:
    sessions = SessionStore(database)
    sessions.start("ada", [], Role.ADMIN, "oidc", subject="3")
    if subject == "1":
        sessions.start("grace", [], Role.READER, "oidc", subject="1")
    with pytest.raises(AccessDenied, match="belongs to somebody else"):
        sessions.start("Ada", [], Role.READER, "oidc", subject=subject)
    assert UserStore(database).find("ada").role is Role.ADMIN
