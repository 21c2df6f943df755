"""Uploaded files, held outside the corpus until they are accepted or rejected."""

import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import IO

from reportqa import parsing
from reportqa.errors import Conflict, CorpusError, UploadNotFound, UploadRefused
from reportqa.ingest import (
    BIBLIOGRAPHY_SUFFIXES,
    KEEP_BOTH,
    QUESTIONS_FILE,
    REPLACE,
    FileHashes,
    find_bibliographies,
    find_files,
    names_at_top,
    put_into,
    safe_name,
)
from reportqa.settings import Settings
from reportqa.storage import replace_text
from reportqa.text import fold_file_name

UPLOADS = "uploads"
"""The folder for uploads inside the index folder."""
CHOICES = (KEEP_BOTH, REPLACE)
"""What to do when the corpus already has a file of the same name."""

_MIB = 1024**2
_PIECE = _MIB
_LEFT_FREE = 256 * _MIB
"""Bytes of disk that uploads must leave free for a build."""
_ABANDONED_SECONDS = 3600
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Room:
    """The limits of pending uploads: the number of files, and their total size in MiB."""

    files: int = 200
    mib: int = 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A pending file: its safe name, size in bytes, sha256, and time of receipt (ISO 8601)."""

    upload_id: str
    name: str
    size: int
    sha256: str
    received: str

    @property
    def stored_name(self) -> str:
        """The file's name in the uploads folder."""
        return f"{self.upload_id}{PurePosixPath(self.name).suffix.lower()}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pending file compared with the corpus.

    `taken` is a corpus file of the same name, `same` the path of a corpus file with the same content.
    """

    upload: Upload
    taken: str | None = None
    same: str | None = None


class Uploads:
    """The pending files of an index; thread-safe."""

    def __init__(self, settings: Settings, room: Room, sums: FileHashes) -> None:
        self._corpus_dir = settings.corpus_dir
        self._file_mib = settings.limits.file_mib
        self._room = room
        self._sums = sums
        self._deciding = Lock()
        self.folder = settings.index_dir / UPLOADS

    def receive(self, name: str, file: IO[bytes]) -> Upload:
        """Store an uploaded file, reading it piece by piece.

        :raises UploadRefused: when its type is not supported, or it exceeds a limit.
        """
        safe = safe_name(name)
        suffix = PurePosixPath(safe).suffix.lower()
        if not parsing.is_supported(safe) and suffix not in BIBLIOGRAPHY_SUFFIXES:
            raise UploadRefused(parsing.unsupported(safe))
        if fold_file_name(safe) == QUESTIONS_FILE:
            raise UploadRefused("has the name reserved for sample questions. Rename it.")
        upload_id = secrets.token_hex(8)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._remove_abandoned()
            if len(self._records()) >= self._room.files:
                raise UploadRefused(
                    f"exceeds the limit of {self._room.files:,} files under review. Decide on some first."
                )
            part = self.folder / f"{upload_id}.part"
            try:
                size, sha256 = self._write(part, file)
                part.rename(self.folder / f"{upload_id}{suffix}")
            finally:
                part.unlink(missing_ok=True)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            upload = Upload(upload_id, safe, size, sha256, now)
            # A file is pending once its record is written.
            replace_text(self._record(upload_id), json.dumps(asdict(upload)))
        except OSError as error:
            raise UploadRefused(
                f"cannot be stored ({error.strerror}). Check the free space on the disk of the index."
            ) from error
        return upload

    def waiting(self) -> list[Waiting]:
        """Return the pending files in order of receipt, compared with the corpus."""
        uploads = [upload for path in self._records() if (upload := _read(path))]
        uploads.sort(key=lambda upload: (upload.received, upload.name, upload.upload_id))
        names, by_size = names_at_top(self._corpus_dir), self._corpus_sizes() if uploads else {}
        return [
            Waiting(upload, names.get(fold_file_name(upload.name)), self._same(upload, by_size.get(upload.size, [])))
            for upload in uploads
        ]

    def accept(self, upload_id: str, if_taken: str | None = None) -> str:
        """Move a pending file into the corpus and return its name there.

        :param if_taken: KEEP_BOTH, which adds a number to the name, or REPLACE.
        :raises UploadNotFound: when the file is not pending.
        :raises Conflict: when its name is taken and `if_taken` is neither choice, or it cannot be moved.
        """
        with self._deciding:
            upload = self._find(upload_id)
            if not self._corpus_dir.is_dir():
                raise Conflict(f"The folder {self._corpus_dir} does not exist. Create it or start with --corpus.")
            name, taken = upload.name, names_at_top(self._corpus_dir).get(fold_file_name(upload.name))
            if taken and if_taken not in CHOICES:
                raise Conflict(f"The corpus already has a file {taken}. Replace it or keep both.")
            if taken and if_taken == REPLACE:
                name = taken
                if (self._corpus_dir / name).is_dir():
                    raise Conflict(f"The corpus has a folder {taken}, which a file cannot replace. Keep both.")
            try:
                stored = self._stored(upload)
                name = put_into(self._corpus_dir, stored, name, replace=if_taken == REPLACE)
            except OSError as error:
                raise Conflict(
                    f"{upload.name} cannot be moved to {self._corpus_dir} ({error.strerror}). Try again later."
                ) from error
            self._remove(upload)
        return name

    def stored_name(self, upload_id: str) -> str:
        """Return the name of a pending file in the uploads folder.

        :raises UploadNotFound: when the file is not pending.
        """
        return self._find(upload_id).stored_name

    def reject(self, upload_id: str) -> str:
        """Delete a pending file and return its name.

        :raises UploadNotFound: when the file is not pending.
        """
        with self._deciding:
            upload = self._find(upload_id)
            self._remove(upload)
        return upload.name

    def _write(self, part: Path, file: IO[bytes]) -> tuple[int, str]:
        """Write a file piece by piece and return its size and sha256."""
        size, digest = 0, hashlib.sha256()
        with part.open("xb") as written:
            while piece := file.read(_PIECE):
                size += len(piece)
                if size > self._file_mib * _MIB:
                    raise UploadRefused(f"is larger than {self._file_mib:,} MiB. Split it, or raise REPORTQA_FILE_MIB.")
                if self._used() + len(piece) > self._room.mib * _MIB:
                    raise UploadRefused(
                        f"exceeds the limit of {self._room.mib:,} MiB for files under review. Decide on some first."
                    )
                if shutil.disk_usage(self.folder).free - len(piece) < _LEFT_FREE:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                digest.update(piece)
                written.write(piece)
                written.flush()
            os.fsync(written.fileno())
        if not size:
            raise UploadRefused("is empty. Save or download it again.")
        return size, digest.hexdigest()

    def _same(self, upload: Upload, paths: list[str]) -> str | None:
        for name in paths:
            with suppress(OSError):
                if self._sums.of(self._corpus_dir / name) == upload.sha256:
                    return name
        return None

    def _corpus_sizes(self) -> dict[int, list[str]]:
        """Return the files of the corpus by their size."""
        found: dict[int, list[str]] = {}
        with suppress(CorpusError):
            for name in (*find_files(self._corpus_dir)[0], *find_bibliographies(self._corpus_dir)):
                with suppress(OSError):
                    found.setdefault((self._corpus_dir / name).stat().st_size, []).append(name)
        return found

    def _find(self, upload_id: str) -> Upload:
        upload = _read(self._record(upload_id)) if _ID.fullmatch(upload_id) else None
        if upload is None:
            raise UploadNotFound
        return upload

    def _remove(self, upload: Upload) -> None:
        self._record(upload.upload_id).unlink(missing_ok=True)
        self._stored(upload).unlink(missing_ok=True)

    def _remove_abandoned(self) -> None:
        """Delete partial files that a killed server left behind."""
        known = {path.stem for path in self._records()}
        for path in self.folder.iterdir():
            with suppress(OSError):
                if path.stem not in known and path.stat().st_mtime < time.time() - _ABANDONED_SECONDS:
                    path.unlink()

    def _used(self) -> int:
        sizes = 0
        for entry in os.scandir(self.folder):
            with suppress(OSError):
                sizes += entry.stat().st_size
        return sizes

    def _records(self) -> list[Path]:
        return list(self.folder.glob("*.json"))

    def _record(self, upload_id: str) -> Path:
        return self.folder / f"{upload_id}.json"

    def _stored(self, upload: Upload) -> Path:
        return self.folder / upload.stored_name


def _read(record: Path) -> Upload | None:
    """Read a record; None if it is missing or damaged."""
    try:
        return Upload(**json.loads(record.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
