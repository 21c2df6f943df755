"""Uploads in pieces: each can be resumed after a lost connection, a reload of the page or a restart of the server."""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import IO

from reportqa.errors import Conflict, UploadNotFound, UploadRefused
from reportqa.server.uploads.pending import UPLOAD_ID, Uploads, cannot_store
from reportqa.server.uploads.room import KEPT_SECONDS, PART, TRANSFER
from reportqa.storage import file_sha256, replace_text

PIECE_BYTES = 8 * 1024**2
"""The most bytes of one piece; it is lost when the connection is."""
_BLOCK = 1024**2


@dataclass(frozen=True, slots=True)
class Transfer:
    """A file that is sent in pieces: its safe name, size in bytes, expected sha256, and the bytes received so far.

    `expires`: until then it can be resumed; None once it is complete and has become an upload with the same id.
    """

    transfer_id: str
    name: str
    size: int
    sha256: str | None = None
    received: int = 0
    expires: datetime | None = None


class Transfers:
    """The uploads in pieces of a server; thread-safe."""

    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads
        self._space = uploads.space
        self._admitting = Lock()
        self._lock = Lock()
        self._busy: set[str] = set()

    def begin(self, name: str, size: int, sha256: str | None = None) -> Transfer:
        """Return a new transfer, for which room is reserved.

        :raises UploadRefused: when the file cannot be added.
        :raises NoRoom: when there is no room for it.
        """
        safe = self._uploads.check(name, size)
        transfer_id = secrets.token_hex(8)
        try:
            with self._admitting:
                self._space.admit(size)
                self._space.path(transfer_id, PART).touch()
                record = {"name": safe, "size": size, "sha256": sha256}
                replace_text(self._space.path(transfer_id, TRANSFER), json.dumps(record))
        except OSError as error:
            raise cannot_store(error) from error
        return self.find(transfer_id)

    def find(self, transfer_id: str) -> Transfer:
        """Return a transfer.

        :raises UploadNotFound: when there is none, or it has expired.
        """
        if not UPLOAD_ID.fullmatch(transfer_id):
            raise UploadNotFound
        try:
            record = json.loads(self._space.path(transfer_id, TRANSFER).read_text(encoding="utf-8"))
            state = self._space.path(transfer_id, PART).stat()
            expires = datetime.fromtimestamp(state.st_mtime + KEPT_SECONDS, UTC)
            if expires < datetime.now(UTC):
                raise UploadNotFound
            return Transfer(transfer_id, **record, received=state.st_size, expires=expires)
        except (OSError, ValueError, TypeError):
            upload = self._uploads.find(transfer_id)
            return Transfer(transfer_id, upload.name, upload.size, upload.sha256, upload.size)

    def write(self, transfer_id: str, offset: int, piece: IO[bytes]) -> Transfer:
        """Append a piece that begins at an offset; with the last one, the file is an upload under the same id.

        A piece that cannot be stored whole leaves the transfer as it was.

        :raises UploadNotFound: when there is no such transfer.
        :raises Conflict: when another piece is being written, or the transfer has another number of bytes.
        :raises UploadRefused: when the piece does not fit, or the finished file has another checksum than expected.
        :raises NoRoom: when there is no room left.
        """
        with self._alone(transfer_id):
            transfer = self.find(transfer_id)
            if offset != transfer.received:
                raise Conflict(f"The server has {transfer.received:,} bytes of the file. Go on from there.")
            if transfer.expires is None:
                return transfer
            try:
                self._append(transfer, piece)
            except OSError as error:
                raise cannot_store(error) from error
            return self._finish_if_complete(transfer_id)

    def cancel(self, transfer_id: str) -> None:
        """Delete a transfer, and the file if it is complete.

        :raises UploadNotFound: when there is none.
        :raises Conflict: when a piece is being written.
        """
        with self._alone(transfer_id):
            if self.find(transfer_id).expires is None:
                self._uploads.reject(transfer_id)
            self._remove(transfer_id)

    def complete(self, transfer_id: str) -> Transfer:
        """Return a transfer; one that was complete when the server was killed becomes an upload first.

        :raises UploadNotFound: when there is none, or it has expired.
        """
        with self._alone(transfer_id):
            return self._finish_if_complete(transfer_id)

    def _append(self, transfer: Transfer, piece: IO[bytes]) -> None:
        part = self._space.path(transfer.transfer_id, PART)
        received = transfer.received
        try:
            with part.open("ab") as file:
                while block := piece.read(_BLOCK):
                    received += len(block)
                    if received > transfer.size:
                        raise UploadRefused(f"has more than the {transfer.size:,} bytes that were announced.")
                    self._space.check(len(block))
                    file.write(block)
                    file.flush()
                os.fsync(file.fileno())
        except (OSError, UploadRefused):
            os.truncate(part, transfer.received)
            raise

    def _finish_if_complete(self, transfer_id: str) -> Transfer:
        transfer = self.find(transfer_id)
        if transfer.expires is None or transfer.received < transfer.size:
            return transfer
        part = self._space.path(transfer_id, PART)
        try:
            sha256 = file_sha256(part)
            if transfer.sha256 not in {None, sha256}:
                self._remove(transfer_id)
                raise UploadRefused("was damaged on its way, so it was not kept. Upload it again.")
            self._uploads.take(transfer_id, transfer.name, transfer.size, sha256)
        except OSError as error:
            raise cannot_store(error) from error
        self._remove(transfer_id)
        return self.find(transfer_id)

    def _remove(self, transfer_id: str) -> None:
        self._space.path(transfer_id, TRANSFER).unlink(missing_ok=True)
        self._space.path(transfer_id, PART).unlink(missing_ok=True)

    @contextmanager
    def _alone(self, transfer_id: str) -> Iterator[None]:
        """Let only one thread change a transfer.

        :raises Conflict: when another does.
        """
        with self._lock:
            if transfer_id in self._busy:
                raise Conflict("A piece of this file is being written. Try again.")
            self._busy.add(transfer_id)
        try:
            yield
        finally:
            self._busy.discard(transfer_id)
