"""Room for files on their way to the corpus: the limits of a server, and the free space of its disk."""

import json
import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reportqa.errors import NoRoom, UploadRefused

UPLOADS = "uploads"
"""The folder for uploads inside the index folder."""
PART, TRANSFER, RECORD = ".part", ".transfer", ".json"
"""Endings in that folder: an unfinished file, the record of an upload in pieces, the record of a finished file."""
KEPT_SECONDS = 24 * 3600
"""How long an unfinished upload can be resumed."""
_MIB = 1024**2
_LEFT_FREE = 256 * _MIB
"""Bytes of disk that uploads must leave free for a build."""
_MAKE_ROOM = "Accept or reject some, or try again later."
_ABANDONED_SECONDS = 3600
_RESERVED_SECONDS = 600
"""How long an upload in pieces that stands still keeps the room for the rest of its file."""


@dataclass(frozen=True, slots=True)
class Room:
    """The limits of files that are received and not yet added: their number, and their total size in MiB."""

    files: int = 200
    mib: int = 1024


class Space:
    """The uploads folder of a server with the room left in it."""

    def __init__(self, folder: Path, room: Room, file_mib: int) -> None:
        self.folder = folder
        self._room = room
        self._file_mib = file_mib

    def path(self, upload_id: str, ending: str) -> Path:
        """Return the path of a file of an upload."""
        return self.folder / f"{upload_id}{ending}"

    def check_size(self, size: int) -> None:
        """Check the size of one file.

        :raises UploadRefused: when it exceeds the limit.
        """
        if size > self._file_mib * _MIB:
            raise UploadRefused(f"is larger than {self._file_mib:,} MiB. Split it, or raise REPORTQA_FILE_MIB.")
        if size > self._room.mib * _MIB:
            raise UploadRefused(f"is larger than {self._room.mib:,} MiB. Split it, or raise --upload-mib.")

    def admit(self, size: int = 0) -> None:
        """Check the room for one more file, of this size if it is known, after removing what has expired.

        :raises NoRoom: when there are too many files, they are too large together, or the disk has too little space.
        :raises OSError: when the folder cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self.remove_expired()
        if len(self._with(RECORD)) + len(self._with(TRANSFER)) >= self._room.files:
            raise NoRoom(f"exceeds the limit of {self._room.files:,} files not added yet. {_MAKE_ROOM}")
        self.check(size, self._reserved())

    def check(self, more: int, reserved: int = 0) -> None:
        """Check the room for more bytes, beside those reserved for others.

        :raises NoRoom: when the files are too large together, or the disk has too little space.
        """
        if self._used() + reserved + more > self._room.mib * _MIB:
            raise NoRoom(f"exceeds the limit of {self._room.mib:,} MiB for files not added yet. {_MAKE_ROOM}")
        free = shutil.disk_usage(self.folder).free - _LEFT_FREE - reserved
        if more > free:
            raise NoRoom(
                f"does not fit on the disk of the index, which has room for {max(free, 0) // _MIB:,} MiB more."
                " Free some space and try again."
            )

    def remove_expired(self) -> None:
        """Delete unfinished uploads that nobody has resumed, and what a killed server left behind."""
        files: dict[str, list[Path]] = {}
        for path in self.folder.glob("*"):
            files.setdefault(path.name.partition(".")[0], []).append(path)
        for of_upload in files.values():
            endings = {path.suffix for path in of_upload}
            age = KEPT_SECONDS if TRANSFER in endings else _ABANDONED_SECONDS
            with suppress(OSError):
                # Each piece makes its file younger.
                newest = max(path.stat().st_mtime for path in of_upload)
                if RECORD not in endings and newest < time.time() - age:
                    for path in of_upload:
                        path.unlink()

    def _with(self, ending: str) -> list[Path]:
        return list(self.folder.glob(f"*{ending}"))

    def _used(self) -> int:
        sizes = 0
        for entry in os.scandir(self.folder):
            with suppress(OSError):
                sizes += entry.stat().st_size
        return sizes

    def _reserved(self) -> int:
        """Return the bytes still to come of the uploads in pieces that make progress."""
        bytes_to_come = 0
        for record in self._with(TRANSFER):
            with suppress(OSError, ValueError, KeyError, TypeError):
                state = record.with_suffix(PART).stat()
                if state.st_mtime > time.time() - _RESERVED_SECONDS:
                    bytes_to_come += max(0, json.loads(record.read_text())["size"] - state.st_size)
        return bytes_to_come
