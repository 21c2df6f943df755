"""Holds the Engine of the current generation and moves to the next one while requests go on."""

import gc
import logging
import time
from threading import Event, Lock, Thread
from weakref import ref

from flask import current_app

from reportqa.answering import Engine
from reportqa.errors import ReportQAError
from reportqa.settings import Settings

PATIENCE_SECONDS = 0.5
"""How long the one request that finds a new generation waits for it; one that takes longer answers the next ones."""
RETRY_SECONDS = 5.0
"""How long an index that cannot be opened is left alone while the one before it answers."""
_LOOK_SECONDS = 1.0

log = logging.getLogger(__name__)


class EngineHolder:
    """The Engine that answers now. A request takes it once and keeps it to its end."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._engine: Engine | None = None
        self._opening = Lock()
        self._retry_at = 0.0
        self._left: list[ref[Engine]] = []

    def get(self) -> Engine:
        """Give the Engine of the current generation; the one before while that is opened, or cannot be.

        :raises IndexUnavailable: when there is no index yet, or none that can be used.
        :raises ModelError: when there is none before and the embedding model is missing.
        """
        if self._engine is None:
            with self._opening:
                if self._engine is None:
                    self._engine = Engine.open(self._settings)
        else:
            self._follow()
        return self._engine

    def watch(self, ended: Event) -> None:
        """Move to each next generation though nobody asks, and read all of the first one; for a thread of its own.

        Each later one is read whole before it is moved to, and the memory of the one before is given back when its
        last request has ended.
        """
        unread = True
        while not ended.wait(_LOOK_SECONDS):
            if self._engine is None:
                continue
            if unread:
                unread = False
                if problem := self._engine.check():
                    log.error("%s", problem)
            self._follow()
            if self._left:
                # What is left in cycles keeps files and memory until it is looked for, which may be long.
                gc.collect()
                for engine in [*self._left]:
                    if engine() is None:
                        self._left.remove(engine)

    def _follow(self) -> None:
        """Move to the generation in use when it is another one, unless that is under way."""
        engine = self._engine
        if engine is None or _is_current(engine) or not self._opening.acquire(blocking=False):
            return
        if self._engine is not engine or time.monotonic() < self._retry_at:
            self._opening.release()
            return
        thread = Thread(target=self._move, args=(engine,), name="reportqa-move", daemon=True)
        # This frame would keep the one before in memory while it waits.
        del engine
        thread.start()
        thread.join(PATIENCE_SECONDS)

    def _move(self, engine: Engine) -> None:
        self._retry_at = time.monotonic() + RETRY_SECONDS
        try:
            self._engine = engine.successor()
            self._retry_at = 0.0
            self._left.append(ref(engine))
        except ReportQAError as error:
            log.warning("Still answering from generation %s: %s", engine.generation, error)
        else:
            log.info("Moved from generation %s to %s", engine.generation, self._engine.generation)
        finally:
            self._opening.release()


def _is_current(engine: Engine) -> bool:
    try:
        return engine.is_current()
    except ReportQAError:
        return False


def current_engine() -> Engine:
    """Give the Engine for the request in progress."""
    holder: EngineHolder = current_app.extensions["reportqa"]
    return holder.get()
