"""The record of the last addition of a server, in memory and on the disk."""

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import Any

from reportqa.server.uploads.adding import Adding, AddingState
from reportqa.storage import replace_text

RECORD = "adding.json"
"""File of the index folder."""


class RunEnded(Exception):
    """Raised where a run that no longer owns the ledger would change it."""


class Ledger:
    """The last addition; `lock` is held while it changes, and only its owner may change parts of it.

    An addition that was running when the server ended is found interrupted.
    """

    def __init__(self, index_dir: Path) -> None:
        self.lock = RLock()
        self.owner: object | None = None
        self._path = index_dir / RECORD
        self.adding = self._read()

    @property
    def entry(self) -> Adding:
        """The last addition.

        :raises RunEnded: when there is none.
        """
        if self.adding is None:
            raise RunEnded
        return self.adding

    def put(self, adding: Adding, owner: object | None) -> Adding:
        """Record an addition that `owner` works on, and return it."""
        with self.lock:
            self.owner = owner
            self.adding = adding
            # On a full disk the work goes on; only a restart would not know of it.
            with suppress(OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                replace_text(self._path, json.dumps(adding.to_dict()))
            return adding

    def update(self, owner: object, **changes: Any) -> None:
        """Replace fields of the addition; progress alone is not written to the disk.

        :raises RunEnded: when it has another owner.
        """
        with self.lock:
            if self.owner is not owner:
                raise RunEnded
            changed = replace(self.entry, **changes)
            if changes.keys() == {"progress"}:
                self.adding = changed
            else:
                self.put(changed, owner)

    def update_file(self, owner: object, place: int, **changes: Any) -> None:
        """Replace fields of one file of the addition.

        :raises RunEnded: when it has another owner.
        """
        with self.lock:
            self.update(owner, files=self.entry.with_file(place, **changes).files)

    def _read(self) -> Adding | None:
        with suppress(OSError, ValueError, TypeError, KeyError):
            adding = Adding.from_dict(json.loads(self._path.read_text(encoding="utf-8")))
            return replace(adding, state=AddingState.INTERRUPTED) if adding.is_running else adding
        return None
