"""Engines for users who may not see everything, each over an index that has nothing but the documents they may see."""

import gc
import hashlib
import logging
import os
import shutil
from collections import OrderedDict
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread

from reportqa.answering import Engine
from reportqa.errors import IndexUnavailable
from reportqa.index import FixedCollections, Scope, generations
from reportqa.ingest import extract
from reportqa.progress import Advance
from reportqa.settings import Settings

VIEWS = "views"
"""The folder of these indexes inside the index folder; it can be deleted while no server runs."""
OPEN = 16
"""Engines that are kept open; the one used longest ago is dropped first."""
KEPT = 32
"""Indexes that are kept on disk."""
PATIENCE_SECONDS = 5.0
"""How long a request waits for its index to be made."""

log = logging.getLogger(__name__)


class RestrictedEngines:
    """The engines of a server by generation and scope. Safe to use from several threads."""

    def __init__(self, settings: Settings, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._folder = settings.index_dir / VIEWS
        self._index_dir = settings.index_dir
        self._patience_seconds = patience_seconds
        self._open: OrderedDict[tuple[str, Scope], Engine] = OrderedDict()
        self._made: dict[Path, Future[None]] = {}
        self._lock = Lock()
        self._making = Lock()

    def get(self, engine: Engine, scope: Scope) -> Engine:
        """Return an engine that has only what the scope has of an engine.

        Its index is made at the first request; meanwhile that of the generation before answers if the user may see all
        of it.
        :raises IndexUnavailable: when it is still being made, or cannot be.
        """
        key = engine.generation, scope
        with self._lock:
            if found := self._open.get(key):
                self._open.move_to_end(key)
                return found
        folder = self._folder / _name(engine.generation, scope)
        try:
            self._made_index(folder, engine, scope).result(self._patience_seconds)
        except TimeoutError:
            if before := self._before(engine, scope):
                return before
            raise IndexUnavailable("Your documents are being prepared. Try again in a minute.") from None
        try:
            opened = engine.restricted(folder, FixedCollections(scope.collections))
        except IndexUnavailable:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        with suppress(OSError):
            os.utime(folder)
        return self._keep(key, opened)

    def _keep(self, key: tuple[str, Scope], opened: Engine) -> Engine:
        with self._lock:
            kept = self._open.setdefault(key, opened)
            dropped = len(self._open) > OPEN
            while len(self._open) > OPEN:
                self._open.popitem(last=False)
        if dropped:
            # Reference cycles keep the files of an engine open.
            gc.collect()
        return kept

    def _before(self, engine: Engine, scope: Scope) -> Engine | None:
        """Return an engine of an earlier generation with the same collections that has nothing outside the scope."""
        names, hidden = _names(scope), engine.facets.titles.keys() - scope.doc_ids
        with self._lock:
            opened = reversed(self._open.items())
            fitting = (one for (_, other), one in opened if _names(other) == names and hidden.isdisjoint(other.doc_ids))
            return next(fitting, None)

    def _made_index(self, folder: Path, engine: Engine, scope: Scope) -> "Future[None]":
        with self._lock:
            if (future := self._made.get(folder)) is None:
                future = self._made[folder] = Future()
                arguments = folder, engine, scope, future
                Thread(target=self._make, args=arguments, name="reportqa-extract", daemon=True).start()
        return future

    def _make(self, folder: Path, engine: Engine, scope: Scope, future: "Future[None]") -> None:
        try:
            # One at a time: each takes a processor, and requests need the others.
            with self._making:
                if not _has(folder, engine.generation):
                    self._remove_old(engine.generation)
                    extract(engine.opened, scope.doc_ids, folder, _Silent())
        except Exception as error:  # Raised again by `result`.
            log.warning("An index of some documents cannot be made: %s", error)
            future.set_exception(error)
        else:
            future.set_result(None)
        finally:
            with self._lock:
                del self._made[folder]

    def _remove_old(self, generation: str) -> None:
        """Remove the indexes of generations that are gone, and those used longest ago beyond KEPT."""
        kept = {generation}
        with suppress(OSError):
            kept |= generations.kept(self._index_dir)
        found = list(self._folder.iterdir()) if self._folder.is_dir() else []
        usable = [path for path in found if path.name.rpartition("-")[0] in kept]
        usable.sort(key=lambda path: -path.stat().st_mtime)
        for path in {*found} - {*usable[: KEPT - 1]}:
            shutil.rmtree(path, ignore_errors=True)


class _Silent:
    """A display of no progress."""

    def stage(self, name: str, total: int) -> Advance:  # noqa: ARG002, as Progress has it
        return lambda steps, name="": None  # noqa: ARG005

    def say(self, sentence: str) -> None:
        """Show nothing."""


def _name(generation: str, scope: Scope) -> str:
    held = hashlib.sha256("\0".join(sorted(scope.doc_ids)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"{generation}-{held}"


def _names(scope: Scope) -> list[str]:
    return [one.name for one in scope.collections]


def _has(folder: Path, generation: str) -> bool:
    """Return whether a folder has an index of that generation."""
    try:
        return generations.current(folder) == generation
    except IndexUnavailable:
        return False
