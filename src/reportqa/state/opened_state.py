"""The state database of a program, opened when it is first needed."""

from threading import Lock
from typing import TYPE_CHECKING

from reportqa.settings import Settings
from reportqa.state.files import FEEDBACK_FILE, STATE_FILE

if TYPE_CHECKING:
    from reportqa.state.database import StateDatabase
    from reportqa.state.feedback import FeedbackStore


class OpenedState:
    """The state database of some settings; thread-safe."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._database: StateDatabase | None = None
        self._lock = Lock()

    @property
    def exists(self) -> bool:
        """Whether something may be stored."""
        files = (STATE_FILE, FEEDBACK_FILE)
        return bool(self._settings.state_url) or any((self._settings.index_dir / name).exists() for name in files)

    def get(self) -> "StateDatabase":
        """Return the database, opened or created at the first call.

        :raises StateUnavailable: when it cannot be used.
        """
        from reportqa.state.database import StateDatabase

        with self._lock:
            if self._database is None:
                self._database = StateDatabase.open(self._settings)
            return self._database

    def feedback(self) -> "FeedbackStore":
        """Return the feedback, with that of the file of older versions.

        :raises StateUnavailable: when the database cannot be used.
        :raises InputError: when the file cannot be read.
        """
        from reportqa.state.feedback import FeedbackStore

        store = FeedbackStore(self.get())
        store.take_in(self._settings.index_dir / FEEDBACK_FILE)
        return store

    def close(self) -> None:
        """Close the database if it is open."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None
