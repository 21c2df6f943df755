"""Uploaded files, held outside the corpus until they are accepted or rejected."""

import hashlib
import json
import os
import re
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import IO

from reportqa import parsing
from reportqa.errors import Conflict, CorpusError, NoRoom, UploadNotFound, UploadRefused
from reportqa.ingest import (
    BIBLIOGRAPHY_SUFFIXES,
    KEEP_BOTH,
    QUESTIONS_FILE,
    REPLACE,
    FileHashes,
    files_by_size,
    names_at_top,
    put_into,
    safe_name,
)
from reportqa.server.uploads.room import PART, RECORD, UPLOADS, Room, Space
from reportqa.settings import Settings
from reportqa.storage import replace_text
from reportqa.text import fold_file_name

CHOICES = (KEEP_BOTH, REPLACE)
"""What to do when the corpus already has a file of the same name."""

UPLOAD_ID = re.compile(r"[0-9a-f]{16}")
_PIECE = 1024**2


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
        self._sums = sums
        self._deciding = Lock()
        self.folder = settings.index_dir / UPLOADS
        self.space = Space(self.folder, room, settings.limits.file_mib)

    def check(self, name: str, size: int | None = None) -> str:
        """Return the safe name of a file after checking its type, and its size if it is known.

        :raises UploadRefused: when the file cannot be added.
        """
        safe = safe_name(name)
        if not parsing.is_supported(safe) and PurePosixPath(safe).suffix.lower() not in BIBLIOGRAPHY_SUFFIXES:
            raise UploadRefused(parsing.unsupported(safe))
        if fold_file_name(safe) == QUESTIONS_FILE:
            raise UploadRefused("has the name reserved for sample questions. Rename it.")
        if size is not None:
            _check_not_empty(size)
            self.space.check_size(size)
        return safe

    def receive(self, name: str, file: IO[bytes]) -> Upload:
        """Store an uploaded file, reading it piece by piece.

        :raises UploadRefused: when its type is not supported, or it is too large.
        :raises NoRoom: when there is no room for it.
        """
        safe = self.check(name)
        upload_id = secrets.token_hex(8)
        part = self.space.path(upload_id, PART)
        try:
            self.space.admit()
            try:
                size, sha256 = self._write(part, file)
                return self.take(upload_id, safe, size, sha256)
            finally:
                part.unlink(missing_ok=True)
        except OSError as error:
            raise cannot_store(error) from error

    def take(self, upload_id: str, name: str, size: int, sha256: str) -> Upload:
        """Return a file that was received whole as a pending file; it was unfinished until now.

        :raises OSError: when it cannot be recorded.
        """
        received = datetime.now(UTC).isoformat(timespec="seconds")
        upload = Upload(upload_id, name, size, sha256, received)
        part = self.space.path(upload_id, PART)
        part.rename(self._stored(upload))
        try:
            # A file is pending once its record is written.
            replace_text(self._record(upload_id), json.dumps(asdict(upload)))
        except OSError:
            self._stored(upload).rename(part)
            raise
        return upload

    def find(self, upload_id: str) -> Upload:
        """Return a pending file.

        :raises UploadNotFound: when the file is not pending.
        """
        upload = _read(self._record(upload_id)) if UPLOAD_ID.fullmatch(upload_id) else None
        if upload is None:
            raise UploadNotFound
        return upload

    def waiting(self) -> list[Waiting]:
        """Return the pending files in order of receipt, compared with the corpus."""
        self.space.remove_expired()
        uploads = [upload for path in self._records() if (upload := _read(path))]
        uploads.sort(key=lambda upload: (upload.received, upload.name, upload.upload_id))
        names, by_size = names_at_top(self._corpus_dir), {}
        with suppress(CorpusError):
            by_size = files_by_size(self._corpus_dir) if uploads else {}
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
            upload = self.find(upload_id)
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

    def reject(self, upload_id: str) -> str:
        """Delete a pending file and return its name.

        :raises UploadNotFound: when the file is not pending.
        """
        with self._deciding:
            upload = self.find(upload_id)
            self._remove(upload)
        return upload.name

    def _write(self, part: Path, file: IO[bytes]) -> tuple[int, str]:
        """Write a file piece by piece and return its size and sha256."""
        size, digest = 0, hashlib.sha256()
        with part.open("xb") as written:
            while piece := file.read(_PIECE):
                size += len(piece)
                self.space.check_size(size)
                self.space.check(len(piece))
                digest.update(piece)
                written.write(piece)
                written.flush()
            os.fsync(written.fileno())
        _check_not_empty(size)
        return size, digest.hexdigest()

    def _same(self, upload: Upload, paths: list[str]) -> str | None:
        for name in paths:
            with suppress(OSError):
                if self._sums.of(self._corpus_dir / name) == upload.sha256:
                    return name
        return None

    def _remove(self, upload: Upload) -> None:
        self._record(upload.upload_id).unlink(missing_ok=True)
        self._stored(upload).unlink(missing_ok=True)

    def _records(self) -> list[Path]:
        return list(self.folder.glob(f"*{RECORD}"))

    def _record(self, upload_id: str) -> Path:
        return self.space.path(upload_id, RECORD)

    def _stored(self, upload: Upload) -> Path:
        return self.folder / upload.stored_name


def cannot_store(error: OSError) -> NoRoom:
    """Return the refusal of a file that could not be written."""
    return NoRoom(f"cannot be stored ({error.strerror}). Check the free space on the disk of the index.")


def _check_not_empty(size: int) -> None:
    if not size:
        raise UploadRefused("is empty. Save or download it again.")


def _read(record: Path) -> Upload | None:
    """Read a record; None if it is missing or damaged."""
    try:
        return Upload(**json.loads(record.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
