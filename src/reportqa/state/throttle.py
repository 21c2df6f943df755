"""Limits of failed attempts to sign in, by user and by address."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from reportqa.errors import TooManyAttempts
from reportqa.state.database import StateDatabase
from reportqa.state.secrets import secret_hash
from reportqa.state.tables import AttemptRow

WINDOW_MINUTES = 15
MOST_HERE = 5
"""Failed attempts for a name from one address within the window."""
MOST_OF_ADDRESS = 30
MOST_OF_NAME = 100
"""From all addresses: others who guess cannot keep a user out for long."""


class Throttle:
    """The attempts to sign in of a state database."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def begin(self, name: str, address: str) -> None:
        """Note an attempt before its password is checked.

        :raises TooManyAttempts: after too many failed attempts.
        """
        now = datetime.now(UTC)
        name, address = _key(name), address[:64]
        with self._database.writing() as session:
            session.execute(delete(AttemptRow).where(AttemptRow.at <= now - timedelta(minutes=WINDOW_MINUTES)))
            of_name, of_address = AttemptRow.name == name, AttemptRow.address == address
            limits = {MOST_HERE: [of_name, of_address], MOST_OF_ADDRESS: [of_address], MOST_OF_NAME: [of_name]}
            for most, conditions in limits.items():
                times = session.scalars(select(AttemptRow.at).where(*conditions).order_by(AttemptRow.at)).all()
                if len(times) >= most:
                    seconds = int((times[0] - now + timedelta(minutes=WINDOW_MINUTES)).total_seconds()) + 1
                    raise TooManyAttempts("Too many failed attempts to sign in.", seconds)
            session.add(AttemptRow(name=name, address=address, at=now))

    def succeeded(self, name: str, address: str) -> None:
        """Forget the attempts for a name from an address."""
        with self._database.writing() as session:
            these = delete(AttemptRow).where(AttemptRow.name == _key(name), AttemptRow.address == address[:64])
            session.execute(these)


def _key(name: str) -> str:
    """Return the hash of a name: people sometimes type their password there."""
    return secret_hash(name.casefold())
