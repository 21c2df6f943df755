"""Guard of a damaged generation: reading it ends in one clear error, never in a wrong word."""

from pathlib import Path
from types import TracebackType

from reportqa.errors import DocumentNotFound, IndexMismatch, IndexUnavailable, InputError, ModelError, NoDocumentFits
from reportqa.index.generations import checked_manifest

_OTHER_REASONS = (
    InputError, DocumentNotFound, NoDocumentFits, IndexMismatch, ModelError, KeyboardInterrupt, SystemExit,
    GeneratorExit,
)  # fmt: skip
"""Errors that do not depend on the state of the files."""


class Guard:
    """Context in which a generation is read; when reading fails, all files are checked for damage.

    A damaged generation raises IndexUnavailable from then on; an error with another reason stays what it is.
    SQLite, FAISS, tantivy and json each fail in their own way; tantivy's panics are not even Exceptions.
    `problem` is the message once damage is known. Safe to use from several threads.
    """

    def __init__(self, index_dir: Path, generation: str) -> None:
        self._index_dir = index_dir
        self._generation = generation
        self.problem: str | None = None

    def __enter__(self) -> None:
        if self.problem is not None:
            raise IndexUnavailable(self.problem)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, _OTHER_REASONS):
            return
        self.check()
        if self.problem is not None:
            raise IndexUnavailable(self.problem) from error

    def check(self) -> None:
        """Read every file of the generation, however large, and set `problem` when one is damaged."""
        try:
            checked_manifest(self._index_dir, self._generation, whole=True)
        except IndexUnavailable as error:
            self.problem = str(error)
