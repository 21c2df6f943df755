"""Files on their way into the corpus and the index, and their state."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

RECEIVED = 0.2
CHECKED = 0.4
"""Share of the whole that is done when all files are received, and when all are checked."""


class AddingState(StrEnum):
    """State of an addition; all from DONE on are final. INTERRUPTED: the server stopped meanwhile."""

    CHECKING = "checking"
    BUILDING = "building"
    CANCELLING = "cancelling"
    UNDOING = "undoing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNDONE = "undone"
    INTERRUPTED = "interrupted"


_RUNNING = frozenset({AddingState.CHECKING, AddingState.BUILDING, AddingState.CANCELLING, AddingState.UNDOING})


@dataclass(frozen=True, slots=True)
class AddedFile:
    """A file of an addition, by its safe name; `problem` is a sentence without its subject, the file.

    `added_as` is its name in the corpus as long as it is there, `same_as` a file with its bytes that was there before.
    `stays`: it was to be removed again, but has changed since it was added. A report has `pages` (0 for a format
    without) and `characters`, a bibliography has `references`.
    """

    name: str
    upload_id: str | None = None
    sha256: str | None = None
    added_as: str | None = None
    same_as: str | None = None
    pages: int = 0
    characters: int = 0
    references: int = 0
    problem: str | None = None
    stays: bool = False

    @property
    def doc_id(self) -> str | None:
        """The document that can be asked; None for a bibliography and a file that was not added."""
        return None if self.problem or self.references else self.added_as or self.same_as

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be moved into the corpus."""
        return self.upload_id is not None and not (self.problem or self.added_as or self.same_as)


@dataclass(frozen=True, slots=True)
class Adding:
    """Files added in one step, from the upload to the index; `started` is an ISO 8601 time.

    `progress` is the share that is done, 0 to 1. `removes`: the files are being, or were, removed again.
    `message`: why it failed.
    """

    state: AddingState
    started: str
    files: tuple[AddedFile, ...]
    progress: float = RECEIVED
    removes: bool = False
    message: str | None = None

    @property
    def is_running(self) -> bool:
        return self.state in _RUNNING

    @property
    def can_be_undone(self) -> bool:
        """Whether it has ended and left files in the corpus that it may remove."""
        ended = {AddingState.DONE, AddingState.FAILED, AddingState.INTERRUPTED}
        return self.state in ended and not self.removes and any(one.added_as or one.is_waiting for one in self.files)

    @property
    def can_go_on(self) -> bool:
        """Whether it stopped before its end and may be tried again."""
        left = self.removes or any(one.added_as or one.same_as or one.is_waiting for one in self.files)
        return self.state in {AddingState.FAILED, AddingState.INTERRUPTED} and left

    @property
    def documents(self) -> tuple[AddedFile, ...]:
        """The files that can be asked once it is done."""
        return tuple(one for one in self.files if one.doc_id)

    @property
    def upload_ids(self) -> frozenset[str]:
        """The ids of its files in the uploads folder."""
        return frozenset(one.upload_id for one in self.files if one.upload_id)

    def with_file(self, place: int, **changes: Any) -> "Adding":
        """Return the addition with fields of one of its files replaced."""
        files = (replace(one, **changes) if at == place else one for at, one in enumerate(self.files))
        return replace(self, files=tuple(files))

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"state": str(self.state), "progress": round(self.progress, 3)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Adding":
        """Return the addition from what `to_dict` returned."""
        files = tuple(AddedFile(**one) for one in values["files"])
        return cls(**{**values, "state": AddingState(values["state"]), "files": files})
