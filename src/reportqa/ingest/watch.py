"""Tells when a corpus should be built again: when something in it has changed and then been still for a while."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING

from reportqa.settings import Settings

if TYPE_CHECKING:
    from watchfiles import Change

SETTLED = 1.5
"""Seconds without a change after which files are taken to be whole."""
LONGEST = 60.0
"""Seconds after which is built though changes go on."""
_LOOK = 0.5
"""Seconds between two looks at whether the folder is still the one that is watched."""

_log = getLogger(__name__)


def due_builds(settings: Settings) -> Iterator[None]:
    """Return a turn for the first build, and one whenever the corpus has changed since the turn before; without end.

    A folder that is not there is one turn, and another when it comes back. Changes of hidden files and of the index
    are none.
    """
    polling = settings.watch_polling
    is_told = False
    while True:
        watched = _identity(settings.corpus_dir)
        if watched is None:
            if not is_told:
                yield
            is_told = True
            time.sleep(_LOOK)
            continue
        is_told = False
        try:
            yield from _turns(settings, watched, polling=polling)
        except OSError as error:
            # The folder has just gone, or the system watches no more files.
            if _identity(settings.corpus_dir) == watched:
                if polling:
                    raise
                polling = True
                _log.warning("Changes are not reported for this folder; checking it regularly instead (%s).", error)


@contextmanager
def until_stopped() -> Iterator[None]:
    """End the block, and nothing else, at Ctrl-C or SIGTERM."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _turns(settings: Settings, watched: tuple[int, int], *, polling: bool) -> Iterator[None]:
    """Return the turns of a folder until it is not there any more, or another one is."""
    from watchfiles import watch

    corpus = settings.corpus_dir.resolve()
    is_first = True
    # What changes while the caller builds comes with the next turn: the system is watching on.
    for changes in watch(
        corpus,
        watch_filter=is_of_reports(corpus, settings.index_dir.resolve()),
        debounce=int(LONGEST * 1000),
        step=int(SETTLED * 1000),
        rust_timeout=int(_LOOK * 1000),
        yield_on_timeout=True,
        # None leaves it to the library's own variable.
        force_polling=polling or None,
    ):
        if _identity(settings.corpus_dir) != watched:
            return
        if changes or is_first:
            yield
        is_first = False


def is_of_reports(corpus: Path, index: Path) -> Callable[["Change", str], bool]:
    """Return what tells whether a change under the corpus is one of a report, and not of the index or hidden."""

    def tell(_: "Change", name: str) -> bool:
        path = Path(name)
        if path.is_relative_to(index) or not path.is_relative_to(corpus):
            return False
        return not any(part.startswith((".", "_", "~$")) for part in path.relative_to(corpus).parts)

    return tell


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return what tells a folder from another that is put in its place; None when there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if folder.is_dir() else None
