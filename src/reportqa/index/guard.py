"""Stands between a generation and what reads it: a damaged one ends in one sentence, never in a wrong word."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportqa.errors import DocumentNotFound, IndexMismatch, IndexUnavailable, InputError, ModelError, NoDocumentFits
from reportqa.index.generations import checked_manifest

_OTHER_REASONS = (
    InputError, DocumentNotFound, NoDocumentFits, IndexMismatch, ModelError, KeyboardInterrupt, SystemExit,
    GeneratorExit,
)  # fmt: skip
"""What is raised whatever state the files are in."""


class Guard:
    """Looks after one generation while it is read; `problem` says what to do once it is known to be damaged."""

    def __init__(self, index_dir: Path, generation: str) -> None:
        self._index_dir = index_dir
        self._generation = generation
        self.problem: str | None = None

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read something in the block. When that fails, every file is read to see whether damage is the reason.

        :raises IndexUnavailable: when the generation is damaged; an error that has another reason stays what it is.
        """
        if self.problem is not None:
            raise IndexUnavailable(self.problem)
        try:
            yield
        except _OTHER_REASONS:
            raise
        # SQLite, FAISS, tantivy and json each fail in ways of their own; tantivy's panics are not even Exceptions.
        except BaseException as error:
            self.check()
            if self.problem is not None:
                raise IndexUnavailable(self.problem) from error
            raise

    def check(self) -> None:
        """Read every file of the generation, however large it is."""
        try:
            checked_manifest(self._index_dir, self._generation, whole=True)
        except IndexUnavailable as error:
            self.problem = str(error)
