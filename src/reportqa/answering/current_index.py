"""The engine of the current generation, replaced while requests go on."""

import gc
import logging
import time
from threading import Event, Lock, Thread
from weakref import ref

from reportqa.answering.engine import Engine
from reportqa.errors import ReportQAError
from reportqa.settings import Settings

PATIENCE_SECONDS = 0.5
"""How long a request to a server waits for a new generation to open."""
RETRY_SECONDS = 5.0
"""The pause before another attempt to open a generation that could not be opened."""
_POLL_SECONDS = 1.0

log = logging.getLogger(__name__)


class CurrentIndex:
    """The engine in use. A request fetches it once and keeps it until it ends.

    :param patience_seconds: how long the request that finds a new generation waits for it to open; None: until it is
        open.
    """

    def __init__(self, settings: Settings, patience_seconds: float | None = PATIENCE_SECONDS) -> None:
        self._settings = settings
        self._patience_seconds = patience_seconds
        self._engine: Engine | None = None
        self._opening = Lock()
        self._retry_at = 0.0
        self._replaced: list[ref[Engine]] = []

    def get(self) -> Engine:
        """Return the engine of the current generation, or of the previous one until the current one is open.

        :raises IndexUnavailable: when there is no usable index.
        :raises ModelError: when no engine is open and the embedding model is missing.
        """
        if self._engine is None:
            with self._opening:
                if self._engine is None:
                    self._engine = Engine.open(self._settings)
        else:
            self._follow()
        return self._engine

    @property
    def opened(self) -> Engine | None:
        """The engine in use, without opening one."""
        return self._engine

    def close(self) -> None:
        """Close the files of the engine in use; requests that go on may fail."""
        with self._opening:
            if self._engine is not None:
                self._engine.close()
                self._replaced.append(ref(self._engine))
                self._engine = None
        self.free_replaced()

    def free_replaced(self) -> None:
        """Free the replaced engines whose last request has ended.

        Reference cycles keep their files and memory until the next collection, which may be far off.
        """
        if self._replaced:
            gc.collect()
            self._replaced = [engine for engine in self._replaced if engine() is not None]

    def watch(self, ended: Event) -> None:
        """Open new generations without waiting for a request, until `ended` is set; meant for its own thread.

        The first generation is checked against its checksums here; later ones are checked before they are used.
        A replaced engine is freed when its last request has ended.
        """
        unchecked = True
        while not ended.wait(_POLL_SECONDS):
            if self._engine is None:
                continue
            if unchecked:
                unchecked = False
                if problem := self._engine.check():
                    log.error("%s", problem)
            self._follow()
            self.free_replaced()

    def _follow(self) -> None:
        """Open the current generation if it is a new one, and nobody is opening it or there is time to wait for it."""
        engine = self._engine
        patient = self._patience_seconds is None
        if engine is None or _is_current(engine) or not self._opening.acquire(blocking=patient):
            return
        if self._engine is not engine or time.monotonic() < self._retry_at:
            self._opening.release()
            return
        thread = Thread(target=self._replace, args=(engine,), name="reportqa-open", daemon=True)
        # This frame would keep the old engine in memory while it waits.
        del engine
        thread.start()
        thread.join(self._patience_seconds)

    def _replace(self, engine: Engine) -> None:
        self._retry_at = time.monotonic() + RETRY_SECONDS
        try:
            self._engine = engine.successor()
            self._retry_at = 0.0
            self._replaced.append(ref(engine))
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
