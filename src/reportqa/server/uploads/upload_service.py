"""Uploads, builds and their notices, as an extension of the Flask application."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from secrets import token_hex
from tempfile import TemporaryFile
from threading import BoundedSemaphore, Lock
from typing import IO, Any, cast

from flask import Flask, Request, current_app, request

from reportqa import parsing
from reportqa.errors import Conflict, InputError, UploadRefused
from reportqa.ingest import BIBLIOGRAPHY_SUFFIXES, BuildRunner
from reportqa.server.current_index import current_engine, sees_everything
from reportqa.server.pages.corpus import corpus_view
from reportqa.server.uploads import owners
from reportqa.server.uploads.adder import Adder
from reportqa.server.uploads.adding import Adding
from reportqa.server.uploads.owners import Owners
from reportqa.server.uploads.pending import Upload, Uploads, Waiting
from reportqa.server.uploads.room import Room
from reportqa.server.uploads.transfers import PIECE_BYTES, Transfers
from reportqa.server.uploads.trial_parse import Check, Checks
from reportqa.settings import Settings

EXTENSION = "reportqa-uploading"
LISTENERS = 4
"""The number of clients that can follow a build at the same time; each holds a thread of the server."""
_MIB = 1024**2
_FORM_BYTES = _MIB
"""The size allowed for the parts of a form besides its files."""
_NOTICES = 50


@dataclass(frozen=True, slots=True)
class Notice:
    """A message about the last action; `is_refusal` if the action failed."""

    text: str
    is_refusal: bool = False


class Notices:
    """The messages of the last actions, by an id that is part of the address they are shown at."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[Notice, ...]] = OrderedDict()
        self._lock = Lock()

    def keep(self, notices: Iterable[Notice]) -> str:
        """Store messages and return their id."""
        key = token_hex(8)
        with self._lock:
            self._kept[key] = tuple(notices)
            while len(self._kept) > _NOTICES:
                self._kept.popitem(last=False)
        return key

    def find(self, key: str) -> tuple[Notice, ...]:
        """Return the messages of an id; empty if they are too old."""
        return self._kept.get(key, ())


class UploadService:
    """The pending uploads, trial parses, additions, builds and messages of a server.

    `reviews`: files are held until somebody accepts them; else they are added in one step.
    """

    def __init__(self, app: Flask, settings: Settings, room: Room, *, reviews: bool) -> None:
        with app.app_context():
            self.uploads = Uploads(settings, room, corpus_view().sums)
        self.transfers = Transfers(self.uploads)
        self.builds = BuildRunner(settings)
        self.adder = Adder(settings, self.uploads, self.builds, app.extensions["reportqa"])
        self.reviews = reviews
        self.owners = Owners(self.uploads.folder)
        self.checks = Checks(settings, self.uploads.folder)
        self.room = room
        self.corpus_dir = settings.corpus_dir
        self.file_mib = settings.limits.file_mib
        self.notices = Notices()
        self.listeners = BoundedSemaphore(LISTENERS)

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings of the files that can be added."""
        return (*parsing.SUFFIXES, *BIBLIOGRAPHY_SUFFIXES)

    @property
    def max_body_bytes(self) -> int:
        """The size limit of one request."""
        return self.max_body_mib * _MIB + _FORM_BYTES

    @property
    def max_body_mib(self) -> int:
        """The size limit of the files of one request, in MiB; files sent in pieces are not in it."""
        return min(self.room.mib, self.file_mib)

    def close(self) -> None:
        """Stop the addition and the build in progress."""
        self.adder.close()
        self.builds.close()

    def waiting(self) -> list[Waiting]:
        """Return the files to review: those that the user may see, except those of the addition in progress."""
        adding = self.adder.latest()
        held = adding.upload_ids if adding else frozenset()
        seen = (one for one in self.uploads.waiting() if self.owners.may_see(one.upload.upload_id))
        return [_seen(one) for one in seen if one.upload.upload_id not in held]

    def running_addition(self) -> Adding | None:
        """Return the addition in progress; None if there is none, or the user may not see it."""
        adding = self.adder.latest() if sees_everything() else None
        return adding if adding and adding.is_running else None

    def begin_checks(self, upload_ids: Iterable[str]) -> None:
        """Start trial parses of pending files.

        :raises UploadNotFound: when one is not pending.
        """
        self.checks.begin([self.uploads.find(upload_id).stored_name for upload_id in upload_ids])

    def check_of(self, waiting: Waiting) -> Check | None:
        """Return the trial parse of a pending file; None if there was none."""
        return self.checks.find(waiting.upload.stored_name)

    def to_dict(self, waiting: Waiting) -> dict[str, Any]:
        """Return a pending file as its JSON object."""
        check = self.check_of(waiting)
        return {
            **asdict(waiting.upload), "taken": waiting.taken, "same": waiting.same, "check": check and asdict(check),
        }  # fmt: skip

    def receive_files(self) -> tuple[list[Upload], list[tuple[str, str]]]:
        """Store the files of the request; return them, and name and reason for each refused file.

        Files that were sent in pieces are named by `upload_id`; `refused` has size and name of those that were not
        taken, to say why.
        :raises InputError: when the request has no file or is too large.
        :raises UploadNotFound: when a file that it names is not there.
        """
        request.max_content_length = self.max_body_bytes
        if (request.content_length or 0) > self.max_body_bytes:
            raise InputError(f"The files are larger than {self.max_body_mib:,} MiB together. Send fewer at a time.")
        # A form submitted without a choice has one file without a name.
        files = [file for file in request.files.getlist("file") if file.filename]
        sent_before = request.form.getlist("upload_id")
        self.owners.check(sent_before)
        received = [self.uploads.find(upload_id) for upload_id in sent_before]
        refused = [self._refusal(*one.partition(" ")[::2]) for one in request.form.getlist("refused")]
        if not (files or received or refused):
            raise InputError("No file was sent. Choose one or more files and try again.")
        for file in files:
            name = str(file.filename)
            try:
                received.append(self.uploads.receive(name, file.stream))
                self.owners.claim(received[-1].upload_id)
            except UploadRefused as error:
                refused.append((name, str(error)))
            finally:
                file.close()
        return received, refused

    def _refusal(self, size: str, name: str) -> tuple[str, str]:
        """Return the name of a file that was not sent, and why."""
        try:
            self.uploads.check(name, int(size) if size.isascii() and size.isdecimal() else None)
        except UploadRefused as error:
            return name, str(error)
        return name, "was not received whole. Add it again."

    def add_files(self) -> Adding:
        """Receive the files of the request and start to add them in one step.

        :raises Conflict: when this server reviews uploads, or files cannot be added now; what was sent with the request
            is deleted then.
        :raises InputError: as `receive_files` does.
        :raises UploadNotFound: as `receive_files` does.
        """
        if self.reviews:
            raise Conflict("Files are reviewed on this server before they are added. Upload them for review.")
        self.adder.check_free()
        received, refused = self.receive_files()
        try:
            return self.adder.start(received, refused)
        except Conflict:
            for one in received:
                if one.upload_id not in request.form.getlist("upload_id"):
                    self.uploads.reject(one.upload_id)
            raise


def init_app(app: Flask, settings: Settings, room: Room, *, reviews: bool) -> None:
    """Add uploads to an application."""
    service = app.extensions[EXTENSION] = UploadService(app, settings, room, reviews=reviews)
    app.config["SLOW_THREADS"] += LISTENERS
    for path in ("/uploads", "/api/uploads", "/api/additions"):
        app.config["BUDGETS"].set(path, service.max_body_bytes)
    app.config["BUDGETS"].set("/api/transfers", PIECE_BYTES)
    app.config["BUDGETS"].together = room.mib * _MIB
    app.request_class = UploadRequest
    app.jinja_env.globals["uploading"] = service
    app.jinja_env.globals["running_addition"] = service.running_addition


def check_request() -> None:
    """Check that the user may send the request (see `owners.check_request`)."""
    owners.check_request(upload_service().owners)


def _seen(waiting: Waiting) -> Waiting:
    """Return a pending file without the names of files of the corpus that the user may not see."""
    if sees_everything():
        return waiting
    seen = current_engine().facets.titles
    taken, same = (name if name in seen else None for name in (waiting.taken, waiting.same))
    return Waiting(waiting.upload, taken, same)


def adds_at_once(app: Flask) -> bool:
    """Return whether files can be added to an application in one step."""
    service: UploadService | None = app.extensions.get(EXTENSION)
    return service is not None and not service.reviews


def upload_service() -> UploadService:
    """Return the upload service of the current application."""
    service: UploadService = current_app.extensions[EXTENSION]
    return service


class UploadRequest(Request):
    """A request whose files are streamed to the disk of the index, never to memory or /tmp."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002, werkzeug's signature
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        folder = upload_service().uploads.folder
        folder.mkdir(parents=True, exist_ok=True)
        return cast("IO[bytes]", TemporaryFile(dir=folder))
