"""The file of a backup: an uncompressed tar archive whose last member lists the size and sha256 of all others."""

import hashlib
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any

from reportqa.errors import InputError
from reportqa.storage import sync

VERSION = 1
_LIST = "backup.json"
_MOST_LISTED = 256 * 1024**2
"""The size of the list in bytes."""
_SQLITE = b"SQLite format 3\0"
_PIECE = 1024**2


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive says of itself; `files` are the size and sha256 by name, "corpus/report.pdf"."""

    reportqa: str
    created: str
    generation: str | None
    files: Mapping[str, tuple[int, str]]


class _Hashed:
    """A file whose sha256 is computed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.sha256.update(data)
        return data


class ArchiveWriter:
    """A writer of an archive."""

    def __init__(self, file: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115, `close` does
        self.files: dict[str, tuple[int, str]] = {}

    def add(self, name: str, path: Path, *, may_change: bool) -> None:
        """Add a file as it is now; of a SQLite database that may change meanwhile, a consistent copy."""
        with path.open("rb") as file:
            is_database = may_change and file.read(len(_SQLITE)) == _SQLITE
            file.seek(0)
            if not is_database:
                self._add(name, file)
                return
        with tempfile.TemporaryDirectory(prefix="reportqa-") as folder:
            copy = Path(folder, "copy")
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
            with copy.open("rb") as file:
                self._add(name, file)

    def _add(self, name: str, file: IO[bytes]) -> None:
        status = os.fstat(file.fileno())
        entry = tarfile.TarInfo(name)
        entry.size, entry.mtime, entry.mode = status.st_size, status.st_mtime, 0o600
        hashed = _Hashed(file)
        self._tar.addfile(entry, hashed)
        self.files[name] = entry.size, hashed.sha256.hexdigest()

    def close(self, **facts: Any) -> None:
        """Write the list and the end of the archive."""
        content = json.dumps({"version": VERSION, **facts, "files": self.files}).encode()
        entry = tarfile.TarInfo(_LIST)
        entry.size, entry.mode = len(content), 0o600
        self._tar.addfile(entry, BytesIO(content))
        self._tar.close()


def read_archive(path: Path, place_of: Callable[[str], Path | None]) -> Contents:
    """Write the files of an archive where `place_of` puts them, and check each against the list.

    No link, device, sparse file or name outside the areas is accepted, so that what is written is never more than the
    archive has.
    :param place_of: the path to which a file is written, None to check it only
    :raises InputError: when it is no backup, or damaged.
    """
    found: dict[str, tuple[int, str]] = {}
    listed: bytes | None = None
    try:
        with path.open("rb") as file, tarfile.open(fileobj=file, mode="r:") as tar:
            for entry in tar:
                if listed is not None or not entry.isreg() or entry.issparse() or entry.name in found:
                    raise InputError(
                        f"{path} is not a backup of reportqa: {_shown(entry.name)} does not belong in one."
                    )
                source = tar.extractfile(entry)
                if source is None:
                    raise InputError(f"{path} is damaged: {_shown(entry.name)} cannot be read.")
                if entry.name == _LIST:
                    listed = source.read(_MOST_LISTED)
                    continue
                _check_name(path, entry.name)
                found[entry.name] = entry.size, _write(source, place_of(entry.name), entry.mtime)
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise InputError(f"{path} is damaged or not a backup of reportqa ({_shown(str(error))}).") from error
    except OSError as error:
        raise InputError(f"{path} cannot be restored ({error.strerror or _shown(str(error))}).") from error
    if listed is None:
        raise InputError(f"{path} is not a backup of reportqa, or its end is missing. Take another one.")
    contents = _contents(path, listed)
    if wrong := sorted(set(found.items()) ^ set(contents.files.items())):
        raise InputError(f"{path} is damaged: {_shown(wrong[0][0])} is not what was backed up. Take another one.")
    return contents


def _write(source: IO[bytes], place: Path | None, time: float) -> str:
    """Write a file unless `place` is None; return its sha256."""
    digest = hashlib.sha256()
    if place is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
    with (place or Path(os.devnull)).open("wb") as target:
        while piece := source.read(_PIECE):
            digest.update(piece)
            target.write(piece)
    if place is not None:
        os.utime(place, (time, time))
        sync(place)
    return digest.hexdigest()


def _check_name(path: Path, name: str) -> None:
    """Check that a name is below the folder of an area, whatever the system.

    :raises InputError: when it is not.
    """
    parts = PurePosixPath(name).parts
    is_plain = name == "/".join(parts) and not any(part in {".", ".."} or "\0" in part for part in parts)
    if len(parts) < 2 or not is_plain or name.startswith("/"):
        raise InputError(f"{path} is not a backup of reportqa: {_shown(name)} is not a name in one.")


def _contents(path: Path, listed: bytes) -> Contents:
    try:
        values = json.loads(listed)
        if values["version"] != VERSION:
            raise InputError(
                f"{path} was made by reportqa {_shown(str(values['reportqa']))}. Restore it with that version."
            )
        files = {str(name): (int(size), str(sha256)) for name, (size, sha256) in values["files"].items()}
        generation = values["generation"]
        return Contents(str(values["reportqa"]), str(values["created"]), generation and str(generation), files)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(f"{path} is damaged: its list of files cannot be read. Take another one.") from error


def _shown(text: str) -> str:
    """Return a text of the archive for a message: short, and without control characters."""
    return repr(text[:100])
