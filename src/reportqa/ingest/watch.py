"""Watching a corpus: when a build is due, that is, some seconds after the last change."""

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
"""Seconds without a change after which files count as complete."""
LONGEST = 60.0
"""Seconds after which a build is due although changes continue."""
_LOOK = 0.5
"""Seconds between checks that the watched folder is still the same."""

_log = getLogger(__name__)


def due_builds(settings: Settings, settled: float = SETTLED) -> Iterator[None]:
    """Yield for the first build, and whenever the corpus has changed since; endless.

    A missing folder yields once, and again when it is back. Changes of hidden files and of the index are ignored.

    :param settled: seconds without a change after which files count as complete.
    """
    polling = settings.watch_polling
    is_reported = False
    while True:
        watched = _identity(settings.corpus_dir)
        if watched is None:
            if not is_reported:
                yield
            is_reported = True
            time.sleep(_LOOK)
            continue
        is_reported = False
        try:
            yield from _due_while(settings, watched, settled, polling=polling)
        except OSError as error:
            # The folder has just been removed, or the system cannot watch more files.
            if _identity(settings.corpus_dir) == watched:
                if polling:
                    raise
                polling = True
                _log.warning("Changes are not reported for this folder; checking it regularly instead (%s).", error)


@contextmanager
def until_stopped() -> Iterator[None]:
    """End the block, but not the process, at Ctrl-C or SIGTERM."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _due_while(settings: Settings, watched: tuple[int, int], settled: float, *, polling: bool) -> Iterator[None]:
    """Yield for each due build until the folder is removed or replaced."""
    from watchfiles import watch

    corpus = settings.corpus_dir.resolve()
    is_first = True
    # Changes during a build are reported after it.
    for changes in watch(
        corpus,
        watch_filter=is_of_reports(corpus, settings.index_dir.resolve()),
        debounce=int(LONGEST * 1000),
        step=int(settled * 1000),
        rust_timeout=int(_LOOK * 1000),
        yield_on_timeout=True,
        # None leaves the choice to the variable of watchfiles.
        force_polling=polling or None,
    ):
        if _identity(settings.corpus_dir) != watched:
            return
        if changes or is_first:
            yield
        is_first = False


def is_of_reports(corpus: Path, index: Path) -> Callable[["Change", str], bool]:
    """Return a filter for changes of reports under the corpus, not of the index or of hidden files."""

    def is_report(_: "Change", name: str) -> bool:
        path = Path(name)
        if path.is_relative_to(index) or not path.is_relative_to(corpus):
            return False
        return not any(part.startswith((".", "_", "~$")) for part in path.relative_to(corpus).parts)

    return is_report


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return the identity of a folder, which changes when it is replaced; None if it is missing."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if folder.is_dir() else None
