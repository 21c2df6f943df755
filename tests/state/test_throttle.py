from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from reportqa.errors import TooManyAttempts
from reportqa.state import StateDatabase, Throttle
from reportqa.state.tables import AttemptRow
from reportqa.state.throttle import MOST_HERE, MOST_OF_ADDRESS, MOST_OF_NAME

HERE, THERE = "192.0.2.1", "192.0.2.2"


def test_name_is_throttled_at_the_address_of_the_attempts(database: StateDatabase) -> None:
    throttle = Throttle(database)
    for _ in range(MOST_HERE):
        throttle.begin("anna", HERE)
    with pytest.raises(TooManyAttempts, match="Too many failed attempts to sign in") as refused:
        throttle.begin("ANNA", HERE)
    assert 0 < refused.value.seconds <= 15 * 60
    throttle.begin("anna", THERE)
    throttle.begin("berta", HERE)


def test_address_is_throttled_for_all_names(database: StateDatabase) -> None:
    throttle = Throttle(database)
    for number in range(MOST_OF_ADDRESS):
        throttle.begin(f"user{number}", HERE)
    with pytest.raises(TooManyAttempts):
        throttle.begin("anna", HERE)
    throttle.begin("anna", THERE)


def test_name_is_throttled_over_all_addresses(database: StateDatabase) -> None:
    throttle = Throttle(database)
    for number in range(MOST_OF_NAME):
        throttle.begin("anna", f"192.0.2.{number}")
    with pytest.raises(TooManyAttempts):
        throttle.begin("anna", "198.51.100.1")


def test_success_and_time_forget_attempts(database: StateDatabase) -> None:
    throttle = Throttle(database)
    for _ in range(2):
        for _ in range(MOST_HERE):
            throttle.begin("anna", HERE)
        throttle.succeeded("anna", HERE)
    for _ in range(MOST_HERE):
        throttle.begin("anna", HERE)
    with database.writing() as session:
        session.execute(update(AttemptRow).values(at=datetime.now(UTC) - timedelta(minutes=16)))
    throttle.begin("anna", HERE)


def test_any_name_that_a_client_sends_is_accepted_and_not_stored(database: StateDatabase) -> None:
    for name in ("\0", "\ud800", "x" * 100_000, "my password"):
        Throttle(database).begin(name, HERE)
    with database.reading() as session:
        assert "my password" not in str(session.connection().exec_driver_sql("SELECT * FROM attempts").all())
