"""What a server that takes files has besides: the waiting room and the builds."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from secrets import token_hex
from tempfile import TemporaryFile
from threading import BoundedSemaphore, Lock
from typing import IO, Any, cast

from flask import Flask, Request, current_app, request
from werkzeug.datastructures import FileStorage

from reportqa.errors import InputError, UploadRefused
from reportqa.ingest import Builds
from reportqa.server.pages.corpus import corpus_view
from reportqa.server.uploads.pending import Room, Upload, Uploads, Waiting
from reportqa.server.uploads.trial_parse import Check, Checks
from reportqa.settings import Settings

EXTENSION = "reportqa-uploading"
LISTENERS = 4
"""How many may follow a build live at the same time; each of them holds a thread of the server."""
_MIB = 1024**2
_FORM_BYTES = _MIB
"""What the parts of a form may take beside its files."""
_NOTICES = 50


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about what was done, shown once it is; `is_refusal` tells that it was not."""

    text: str
    is_refusal: bool = False


class Notices:
    """What the last changes led to, by an id that stands in the address of the page that tells."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[Notice, ...]] = OrderedDict()
        self._lock = Lock()

    def keep(self, notices: Iterable[Notice]) -> str:
        """Keep what to tell; give its id."""
        key = token_hex(8)
        with self._lock:
            self._kept[key] = tuple(notices)
            while len(self._kept) > _NOTICES:
                self._kept.popitem(last=False)
        return key

    def find(self, key: str) -> tuple[Notice, ...]:
        """Give what was kept; nothing when that is too long ago."""
        return self._kept.get(key, ())


class Uploading:
    """The parts of a server that takes files."""

    def __init__(self, app: Flask, settings: Settings, room: Room) -> None:
        with app.app_context():
            self.uploads = Uploads(settings, room, corpus_view().sums)
        self.builds = Builds(settings)
        self.checks = Checks(settings, self.uploads.folder)
        self.room = room
        self.file_mib = settings.limits.file_mib
        self.notices = Notices()
        self.listeners = BoundedSemaphore(LISTENERS)

    @property
    def max_body_bytes(self) -> int:
        """How much one request may send."""
        return self.room.mib * _MIB + _FORM_BYTES


def init_app(app: Flask, settings: Settings, room: Room) -> None:
    """Let an application take files."""
    app.extensions[EXTENSION] = Uploading(app, settings, room)
    app.request_class = UploadRequest
    app.jinja_env.globals["allow_upload"] = True


class UploadRequest(Request):
    """A request whose files go to the disk of the index, and never into memory or /tmp."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002, this is how werkzeug asks for it
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        folder = uploading().uploads.folder
        folder.mkdir(parents=True, exist_ok=True)
        return cast("IO[bytes]", TemporaryFile(dir=folder))


def uploading() -> Uploading:
    """Give what takes files in the application of the request in progress."""
    found: Uploading = current_app.extensions[EXTENSION]
    return found


def begin_checks(upload_ids: Iterable[str]) -> None:
    """Have files that wait checked.

    :raises UploadNotFound: when one does not wait.
    """
    here = uploading()
    here.checks.begin([here.uploads.stored_name(upload_id) for upload_id in upload_ids])


def checked(waiting: Waiting) -> Check | None:
    """Give what became of checking a file that waits; None when it was not checked."""
    return uploading().checks.find(waiting.upload.stored_name)


def shown(waiting: Waiting) -> dict[str, Any]:
    """Give a file that waits as its JSON object."""
    check = checked(waiting)
    return {**waiting.to_dict(), "check": check.to_dict() if check else None}


def received() -> tuple[list[Upload], list[tuple[str, str]]]:
    """Let the files of the request wait; give these, and the name and the reason of each that may not.

    :raises InputError: when there is no file, or the request is too large.
    """
    here = uploading()
    request.max_content_length = here.max_body_bytes
    if (request.content_length or 0) > here.max_body_bytes:
        raise InputError(f"All together are larger than {here.room.mib:,} MiB. Send fewer at a time.")
    # A form without a choice sends one file without a name.
    files = [file for file in request.files.getlist("file") if file.filename]
    if not files:
        raise InputError("No file was sent. Choose one or more and try again.")
    taken, refused = [], []
    for file in files:
        name = str(file.filename)
        try:
            taken.append(_receive(file, name))
        except UploadRefused as error:
            refused.append((name, str(error)))
        finally:
            file.close()
    return taken, refused


def _receive(file: FileStorage, name: str) -> Upload:
    return uploading().uploads.receive(name, file.stream)
