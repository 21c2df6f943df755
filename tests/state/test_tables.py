from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import select

from reportqa.state import Role, StateDatabase
from reportqa.state.tables import AttemptRow, UserRow


def test_times_come_back_in_utc(database: StateDatabase) -> None:
    at = datetime(2026, 7, 19, 12, 30, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    with database.writing() as session:
        session.add(AttemptRow(name="n", address="a", at=at))
    with database.reading() as session:
        found = session.scalar(select(AttemptRow.at))
    assert found is not None
    assert (found, found.tzinfo) == (at, UTC)


def test_user_has_at_most_the_role_that_is_asked_for() -> None:
    row = UserRow(name="anna", role="curator", groups=["board"])
    assert row.as_user().role is Role.CURATOR
    assert row.as_user(Role.READER).role is Role.READER
    assert row.as_user(Role.ADMIN).role is Role.CURATOR
    assert row.as_user().groups == {"board"}


def test_admin_sees_all_collections_with_a_token_of_a_lower_role_too() -> None:
    row = UserRow(name="anna", role="admin", groups=[])
    assert row.as_user(Role.READER).sees_all
    assert not UserRow(name="anna", role="curator", groups=[]).as_user().sees_all
