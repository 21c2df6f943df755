"""Tells how a corpus folder has moved away from an index, without reading again what has the times it had."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from reportqa.index import Manifest, generations
from reportqa.ingest.status import Changes, compare
from reportqa.settings import Settings
from reportqa.storage import file_sha256

_ID_FORMAT = "%Y%m%dT%H%M%S%f"
"""The id of a generation is the time at which its build began to read files."""


class Sums:
    """The sha256 of files; each is read again only when its size, times or place on the disk are others."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[tuple[int, ...], str]] = {}
        self._lock = Lock()

    def of(self, path: Path) -> str:
        """Give the sha256 of a file in hexadecimal.

        :raises OSError: when it cannot be read.
        """
        stat = path.stat()
        mark = stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_dev
        with self._lock:
            known = self._known.get(path)
        if known and known[0] == mark:
            return known[1]
        found = file_sha256(path)
        with self._lock:
            self._known[path] = mark, found
        return found


def drift(settings: Settings, generation: str, sums: Sums) -> Changes:
    """Compare the corpus with a generation.

    A file that was indexed and has not been written, moved or renamed since the build began, by the times that the
    system keeps of it, counts as the same; all others are read. `status` reads them all.
    :raises IndexUnavailable: when the generation is gone or broken.
    :raises CorpusError: when the corpus cannot be looked at.
    """
    manifest = generations.read_manifest(settings.index_dir, generation)
    return compare(settings, manifest, _presuming(settings, manifest, sums))


def _presuming(settings: Settings, manifest: Manifest, sums: Sums) -> Callable[[Path], str]:
    began = _began(manifest.generation)

    def sum_of(path: Path) -> str:
        known = manifest.inputs.get(path.relative_to(settings.corpus_dir).as_posix())
        stat = path.stat()
        # The change time of a file cannot be set back, as its modification time is by unpacking an archive.
        if known and max(stat.st_mtime, stat.st_ctime) < began:
            return known
        return sums.of(path)

    return sum_of


def _began(generation: str) -> float:
    """Give when a build began in seconds since 1970; 0 when its id does not say."""
    try:
        return datetime.strptime(generation, _ID_FORMAT).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return 0.0
