"""Build cache of parsed files and vectors, in one SQLite file.

Only builds read it. It can be deleted at any time; the next build then recomputes its contents.
"""

import hashlib
import json
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from logging import getLogger
from pathlib import Path
from threading import RLock
from typing import Any

CACHE_DIR = "cache"
CACHE_FILE = "cache.sqlite"
LAYOUT = 1
"""Increased when older entries can no longer be read."""

_log = getLogger(__name__)

# A write-ahead log survives a killed process and a full disk; with NORMAL, not every entry waits for the disk.
# With an exclusive lock its index is in memory, so it works on network file systems too.
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
"""Placeholder for the generation being built; an interrupted build loses its uses, not its entries."""
_USES_AT_ONCE = 10_000
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
"""SQLite errors that mean a broken file; ERROR is a missing table or column."""
_PRIMARY = 0xFF
"""Mask for the primary code in SQLite's extended error codes."""
_CHECKSUM = 4
"""Bytes of the checksum before each value; SQLite does not detect a changed byte in a value."""


class Cache:
    """Bytes by key, written at once; for one process at a time, with several threads.

    Problems with the file are logged once and never stop a build: a broken file is replaced, one that cannot be
    written (on a full disk, say) is no longer used. With `ignored`, only the entries of this build are found.
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
        """Open the cache of an index folder for the block; only for the building process."""
        with closing(cls(index_dir / CACHE_DIR, ignored=ignored)) as cache:
            yield cache

    def find(self, key: bytes) -> bytes | None:
        """Return the value of a key, None if it is missing or damaged."""
        look = "SELECT value FROM entries WHERE key = ?"
        with self._lock:
            if self._ignored and not self._is_used(key):
                return None
            for (found,) in self._try(lambda connection: connection.execute(look, (key,))):
                value: bytes = found[_CHECKSUM:]
                if _checksum(value) == found[:_CHECKSUM]:
                    self._use(key)
                    return value
                self._report("is partly damaged; the damaged part is rebuilt")
        return None

    def has(self, key: bytes) -> bool:
        """Return whether a key has a value, which may be damaged."""
        look = "SELECT 1 FROM entries WHERE key = ?"
        with self._lock:
            return (not self._ignored or self._is_used(key)) and bool(
                self._try(lambda connection: connection.execute(look, (key,)))
            )

    def keep(self, key: bytes, value: bytes) -> None:
        """Store a value under a key, replacing any other."""
        entry = key, _checksum(value) + value
        with self._lock:
            self._try(lambda connection: connection.execute("INSERT OR REPLACE INTO entries VALUES (?, ?)", entry))
            self._use(key)

    def settle(self, generation: str, kept: Collection[str]) -> None:
        """Record the entries used in this build for a generation, and drop those that no `kept` generation uses."""
        marks = ", ".join("?" * len(kept))
        self._note_uses()
        self._write(
            ("UPDATE OR REPLACE uses SET generation = ? WHERE generation = ?", [(generation, _THIS_BUILD)]),
            (f"DELETE FROM uses WHERE generation NOT IN ({marks})", [tuple(kept)]),  # noqa: S608, only marks
            ("DELETE FROM entries WHERE key NOT IN (SELECT key FROM uses)", [()]),
        )

    def _use(self, key: bytes) -> None:
        """Record that this build used an entry; written to disk in batches."""
        self._used.add(key)
        if len(self._used) >= _USES_AT_ONCE:
            self._note_uses()

    def _is_used(self, key: bytes) -> bool:
        look = "SELECT 1 FROM uses WHERE generation = ? AND key = ?"
        return key in self._used or bool(self._try(lambda connection: connection.execute(look, (_THIS_BUILD, key))))

    def _note_uses(self) -> None:
        with self._lock:
            uses = [(_THIS_BUILD, key) for key in sorted(self._used)]
            self._write(("INSERT OR IGNORE INTO uses VALUES (?, ?)", uses))
            self._used.clear()

    def _write(self, *statements: tuple[str, Sequence[tuple[Any, ...]]]) -> None:
        """Execute each statement for each of its rows, all in one transaction."""

        def write(connection: sqlite3.Connection) -> sqlite3.Cursor:
            connection.execute("BEGIN")
            for statement, rows in statements:
                connection.executemany(statement, rows)
            return connection.execute("COMMIT")

        with self._lock:
            self._try(write)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _begin(self, *, anew: bool = False) -> None:
        """Open the file; it is removed first with `anew` or if it has another layout."""
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
        """Replace a broken file; go on without the cache after any other error."""
        self.close()
        if getattr(error, "sqlite_errorcode", 0) & _PRIMARY in _BROKEN and not is_new:
            self._report("is broken and is rebuilt")
            self._begin(anew=True)
        else:
            self._report(f"cannot be used ({error}); this build continues without it")

    def _try(self, action: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> list[Any]:
        """Execute an action and return its rows, none if it fails."""
        for _ in range(2):
            if self._connection is None:
                break
            try:
                return action(self._connection).fetchall()
            except sqlite3.Error as error:
                # Retry once, in case the broken file was replaced.
                self._fail(error)
        return []

    def _report(self, what: str) -> None:
        if not self._is_reported:
            _log.warning("The cache in %s %s.", self._folder, what)
            self._is_reported = True


def key_of(*parts: Any) -> bytes:
    """Return a unique key for parts that JSON can hold."""
    return hashlib.sha256(json.dumps(parts).encode()).digest()


def _checksum(value: bytes) -> bytes:
    return zlib.crc32(value).to_bytes(_CHECKSUM)
