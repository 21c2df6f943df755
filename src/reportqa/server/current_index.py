"""Holds the Asker of the current generation and moves to the next one while requests go on."""

import gc
import logging
import time
from threading import Event, Lock, Thread
from weakref import ref

from flask import current_app

from reportqa.answering import Asker
from reportqa.errors import ReportQAError
from reportqa.settings import Settings

PATIENCE_SECONDS = 0.5
"""How long the one request that finds a new generation waits for it; one that takes longer answers the next ones."""
RETRY_SECONDS = 5.0
"""How long an index that cannot be opened is left alone while the one before it answers."""
_LOOK_SECONDS = 1.0

log = logging.getLogger(__name__)


class AskerHolder:
    """The Asker that answers now. A request takes it once and keeps it to its end."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._asker: Asker | None = None
        self._opening = Lock()
        self._retry_at = 0.0
        self._left: list[ref[Asker]] = []

    def get(self) -> Asker:
        """Give the Asker of the current generation; the one before while that is opened, or cannot be.

        :raises IndexUnavailable: when there is no index yet, or none that can be used.
        :raises ModelError: when there is none before and the embedding model is missing.
        """
        if self._asker is None:
            with self._opening:
                if self._asker is None:
                    self._asker = Asker.open(self._settings)
        else:
            self._follow()
        return self._asker

    def watch(self, ended: Event) -> None:
        """Move to each next generation though nobody asks, and read all of the first one; for a thread of its own.

        Each later one is read whole before it is moved to, and the memory of the one before is given back when its
        last request has ended.
        """
        unread = True
        while not ended.wait(_LOOK_SECONDS):
            if self._asker is None:
                continue
            if unread:
                unread = False
                if problem := self._asker.check():
                    log.error("%s", problem)
            self._follow()
            if self._left:
                # What is left in cycles keeps files and memory until it is looked for, which may be long.
                gc.collect()
                for asker in [*self._left]:
                    if asker() is None:
                        self._left.remove(asker)

    def _follow(self) -> None:
        """Move to the generation in use when it is another one, unless that is under way."""
        asker = self._asker
        if asker is None or _is_current(asker) or not self._opening.acquire(blocking=False):
            return
        if self._asker is not asker or time.monotonic() < self._retry_at:
            self._opening.release()
            return
        thread = Thread(target=self._move, args=(asker,), name="reportqa-move", daemon=True)
        # This frame would keep the one before in memory while it waits.
        del asker
        thread.start()
        thread.join(PATIENCE_SECONDS)

    def _move(self, asker: Asker) -> None:
        self._retry_at = time.monotonic() + RETRY_SECONDS
        try:
            self._asker = asker.successor()
            self._retry_at = 0.0
            self._left.append(ref(asker))
        except ReportQAError as error:
            log.warning("Still answering from generation %s: %s", asker.generation, error)
        else:
            log.info("Moved from generation %s to %s", asker.generation, self._asker.generation)
        finally:
            self._opening.release()


def _is_current(asker: Asker) -> bool:
    try:
        return asker.is_current()
    except ReportQAError:
        return False


def current_asker() -> Asker:
    """Give the Asker for the request in progress."""
    holder: AskerHolder = current_app.extensions["reportqa"]
    return holder.get()
