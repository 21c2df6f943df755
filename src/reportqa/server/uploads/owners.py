"""Who has sent which file that is held for review: users from whom documents are hidden see only their own."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from flask import request

from reportqa.errors import UploadNotFound
from reportqa.server.current_index import sees_everything, viewer_name

OWNER = ".owner"
"""The ending of the file beside an upload that has the name of the user who sent it."""


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
    """Check that the user of the request may see the file that it names.

    :raises UploadNotFound: when it is of another user.
    """
    named = request.view_args or {}
    owners.check(named[name] for name in ("upload_id", "transfer_id") if name in named)
