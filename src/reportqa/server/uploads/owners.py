"""Who has sent which file that is held for review, and what users may do from whom documents are hidden."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from flask import request

from reportqa.errors import UploadNotFound
from reportqa.server.current_index import require_everything, sees_everything, viewer_name

OWNER = ".owner"
"""The ending of the file beside an upload that has the name of the user who sent it."""
OPEN_TO_ALL = frozenset(
    {
        "descriptions.change",
        "descriptions.show",
        "transfer_api.cancel",
        "transfer_api.create",
        "transfer_api.options",
        "transfer_api.show",
        "transfer_api.write",
        "upload_api.check",
        "upload_api.list_uploads",
        "upload_api.reject",
        "upload_api.upload",
        "uploads.decide",
        "uploads.send",
        "uploads.waiting",
    }
)
"""Endpoints for every user: they show only files of that user. All others tell of files that nobody may see yet."""


class Owners:
    """The users who have sent files, beside these in the uploads folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def claim(self, upload_id: str) -> None:
        """Record that the user of the request has sent a file."""
        if name := viewer_name():
            (self._folder / f"{upload_id}{OWNER}").write_text(name, encoding="utf-8")

    def may_see(self, upload_id: str) -> bool:
        """Return whether the user of the request may see a file."""
        if sees_everything():
            return True
        with suppress(OSError):
            return (self._folder / f"{upload_id}{OWNER}").read_text(encoding="utf-8") == viewer_name()
        return False

    def check(self, upload_ids: Iterable[str]) -> None:
        """Check that the user of the request may see files.

        :raises UploadNotFound: when one is of another user.
        """
        if not all(map(self.may_see, upload_ids)):
            raise UploadNotFound


def check_request(owners: Owners) -> None:
    """Check that the user may send the request.

    :raises RequestRefused: when it needs a user who sees everything.
    :raises UploadNotFound: when it names a file of another user.
    """
    if request.endpoint not in OPEN_TO_ALL:
        require_everything()
    named = request.view_args or {}
    owners.check(named[name] for name in ("upload_id", "transfer_id") if name in named)
