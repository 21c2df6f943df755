"""Holds the Asker of the current generation and moves to the next one between two requests."""

import logging
import time
from threading import Lock

from flask import current_app

from reportqa.asking import Asker
from reportqa.errors import ReportQAError
from reportqa.settings import Settings

RETRY_SECONDS = 5.0
"""How long an index that cannot be opened is left alone while the one before it answers."""

log = logging.getLogger(__name__)


class AskerHolder:
    """The Asker that answers now. A request takes it once and keeps it to its end."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._asker: Asker | None = None
        self._opening = Lock()
        self._retry_at = 0.0

    def get(self) -> Asker:
        """Give the Asker of the current generation; the one before while that cannot be opened.

        :raises IndexUnavailable: when there is no index yet, or none that can be used.
        :raises ModelError: when there is none before and the embedding model is missing.
        """
        asker = self._asker
        if asker is None:
            with self._opening:
                if self._asker is None:
                    self._asker = Asker.open(self._settings)
                return self._asker
        if not _is_current(asker) and self._opening.acquire(blocking=False):
            try:
                self._move(asker)
            finally:
                self._opening.release()
        return self._asker or asker

    def _move(self, asker: Asker) -> None:
        if self._asker is not asker or time.monotonic() < self._retry_at:
            return
        try:
            self._asker = asker.successor()
        except ReportQAError as error:
            self._retry_at = time.monotonic() + RETRY_SECONDS
            log.warning("Still answering from generation %s: %s", asker.generation, error)
        else:
            log.info("Moved from generation %s to %s", asker.generation, self._asker.generation)


def _is_current(asker: Asker) -> bool:
    try:
        return asker.is_current()
    except ReportQAError:
        return False


def current_asker() -> Asker:
    """Give the Asker for the request in progress."""
    holder: AskerHolder = current_app.extensions["reportqa"]
    return holder.get()
