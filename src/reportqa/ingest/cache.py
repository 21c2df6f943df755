"""Keeps what took long to make, parsed files and vectors, from one build to the next, in one SQLite file.

Nothing but a build reads it. It may be deleted at any time: the next build makes what it held anew.
"""

import hashlib
import json
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from logging import getLogger
from pathlib import Path
from threading import RLock
from typing import Any

CACHE_DIR = "cache"
CACHE_FILE = "cache.sqlite"
LAYOUT = 1
"""Raised by one whenever an entry kept before can no longer be read."""

_log = getLogger(__name__)

# A write-ahead log survives a killed process and a full disk; without NORMAL every entry would wait for the disk.
# Its index lies in memory when the lock is exclusive, so that it works on network file systems too.
_SCHEMA = f"""
PRAGMA auto_vacuum = FULL;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS uses (
    generation TEXT NOT NULL, key BLOB NOT NULL, PRIMARY KEY (generation, key)
) WITHOUT ROWID;
PRAGMA user_version = {LAYOUT};
"""
_THIS_BUILD = ""
"""Stands for the generation that is being built; what an interrupted build used is forgotten, not what it kept."""
_USES_AT_ONCE = 10_000
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
"""Kinds of error by which a file is not what was written; an ERROR is a table that is missing or has other columns."""
_PRIMARY = 0xFF
"""The part of SQLite's extended error codes that is the kind of error."""
_CHECKSUM = 4
"""Bytes of the checksum before each value: SQLite itself does not see a byte that has changed within one."""


class Cache:
    """Bytes by key, each entry on disk as soon as it is kept; one process at a time has it open, in several threads.

    Whatever is wrong with the file is said in one line of the log and never stops a build: a broken file is begun
    anew, one that cannot be written (a full disk, say) is left as it is and not used again. With `ignored`, only
    what was kept in this build is found.
    """

    def __init__(self, folder: Path, *, ignored: bool = False) -> None:
        self._folder = folder
        self._ignored = ignored
        self._used: set[bytes] = set()
        self._connection: sqlite3.Connection | None = None
        self._is_reported = False
        self._lock = RLock()
        self._begin()

    @classmethod
    @contextmanager
    def open(cls, index_dir: Path, *, ignored: bool = False) -> Iterator["Cache"]:
        """Open the cache of an index folder, which only the process that builds may do, and close it at the end."""
        with closing(cls(index_dir / CACHE_DIR, ignored=ignored)) as cache:
            yield cache

    def find(self, key: bytes) -> bytes | None:
        """Return what is kept under a key, None when there is nothing or it is damaged."""
        with self._lock:
            return self._find(key)

    def _find(self, key: bytes) -> bytes | None:
        if self._ignored and not self._is_used(key):
            return None
        rows = self._try(lambda connection: connection.execute("SELECT value FROM entries WHERE key = ?", (key,)))
        if not rows:
            return None
        found: bytes = rows[0][0]
        value = found[_CHECKSUM:]
        if _checksum(value) != found[:_CHECKSUM]:
            self._report("is partly damaged; the damaged part is rebuilt")
            return None
        self._use(key)
        return value

    def has(self, key: bytes) -> bool:
        """Return whether something is kept under a key; it may be damaged."""
        look = "SELECT 1 FROM entries WHERE key = ?"
        with self._lock:
            return (not self._ignored or self._is_used(key)) and bool(
                self._try(lambda connection: connection.execute(look, (key,)))
            )

    def keep(self, key: bytes, value: bytes) -> None:
        """Keep a value under a key, in place of what was there."""
        entry = key, _checksum(value) + value
        with self._lock:
            self._try(lambda connection: connection.execute("INSERT OR REPLACE INTO entries VALUES (?, ?)", entry))
            self._use(key)

    def settle(self, generation: str, kept: Collection[str]) -> None:
        """Note what was found and kept here as used by a generation, and drop what none of `kept` uses."""
        marks = ", ".join("?" * len(kept))
        self._note_uses()

        def write(connection: sqlite3.Connection) -> sqlite3.Cursor:
            connection.execute("BEGIN")
            connection.execute(
                "UPDATE OR REPLACE uses SET generation = ? WHERE generation = ?", (generation, _THIS_BUILD)
            )
            connection.execute(f"DELETE FROM uses WHERE generation NOT IN ({marks})", tuple(kept))  # noqa: S608, marks
            connection.execute("DELETE FROM entries WHERE key NOT IN (SELECT key FROM uses)")
            return connection.execute("COMMIT")

        with self._lock:
            self._try(write)

    def _use(self, key: bytes) -> None:
        """Note that this build used an entry; not each at once on disk."""
        self._used.add(key)
        if len(self._used) >= _USES_AT_ONCE:
            self._note_uses()

    def _is_used(self, key: bytes) -> bool:
        look = "SELECT 1 FROM uses WHERE generation = ? AND key = ?"
        return key in self._used or bool(self._try(lambda connection: connection.execute(look, (_THIS_BUILD, key))))

    def _note_uses(self) -> None:
        uses = [(_THIS_BUILD, key) for key in sorted(self._used)]

        def write(connection: sqlite3.Connection) -> sqlite3.Cursor:
            connection.execute("BEGIN")
            connection.executemany("INSERT OR IGNORE INTO uses VALUES (?, ?)", uses)
            return connection.execute("COMMIT")

        with self._lock:
            self._try(write)
            self._used.clear()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _begin(self, *, anew: bool = False) -> None:
        """Open the file; `anew` removes it first, as does another layout than today's."""
        try:
            if anew:
                shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self._folder / CACHE_FILE, isolation_level=None, check_same_thread=False)
            (layout,) = self._connection.execute("PRAGMA user_version").fetchone()
            if layout in {0, LAYOUT}:
                self._connection.executescript(_SCHEMA)
                self._connection.execute("DELETE FROM uses WHERE generation = ?", (_THIS_BUILD,))
            elif not anew:
                self.close()
                self._begin(anew=True)
        except (OSError, sqlite3.Error) as error:
            self._fail(error, is_new=anew)

    def _fail(self, error: Exception, *, is_new: bool = False) -> None:
        """Begin a broken file anew; do without any other that fails."""
        self.close()
        if getattr(error, "sqlite_errorcode", 0) & _PRIMARY in _BROKEN and not is_new:
            self._report("is broken and is rebuilt")
            self._begin(anew=True)
        else:
            self._report(f"cannot be used ({error}); this build continues without it")

    def _try(self, action: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> list[Any]:
        """Do something with the file and give the rows, none when it cannot be done."""
        for _ in range(2):
            if self._connection is None:
                break
            try:
                return action(self._connection).fetchall()
            except sqlite3.Error as error:
                # A file begun anew can take what the broken one could not.
                self._fail(error)
        return []

    def _report(self, what: str) -> None:
        if not self._is_reported:
            _log.warning("The cache in %s %s.", self._folder, what)
            self._is_reported = True


def key_of(*parts: Any) -> bytes:
    """Return the key for parts that JSON can hold: the same for the same parts only."""
    return hashlib.sha256(json.dumps(parts).encode()).digest()


def _checksum(value: bytes) -> bytes:
    return zlib.crc32(value).to_bytes(_CHECKSUM)
