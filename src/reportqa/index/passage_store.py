"""Generations of the index opened for reading while builds go on, and the guard of one that may be damaged."""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from reportqa.errors import (
    DocumentNotFound,
    IndexMismatch,
    IndexUnavailable,
    InputError,
    ModelError,
    NoDocumentFits,
    RequestStopped,
)
from reportqa.index.collection_store import Collections, CollectionStore
from reportqa.index.generations import checked_manifest, current, folder
from reportqa.index.lexical import PASSAGE_WORDS, UNIT_WORDS, WordIndex
from reportqa.index.library import Library
from reportqa.index.manifest import Manifest
from reportqa.index.vectors import VectorIndex

_OTHER_REASONS = (
    InputError, DocumentNotFound, NoDocumentFits, IndexMismatch, ModelError, KeyboardInterrupt, SystemExit,
    GeneratorExit, RequestStopped,
)  # fmt: skip
"""Errors that do not depend on the state of the files."""


@dataclass(frozen=True, slots=True)
class PassageStore:
    """The open parts of one generation; safe to use from several threads.

    `unit_words` are the terms of each page or section, `collections` those of the index folder. Open files stay
    readable after a build has removed them.
    """

    library: Library
    vectors: VectorIndex
    passage_words: WordIndex
    unit_words: WordIndex
    collections: Collections | None = None

    @classmethod
    def open(cls, generation_dir: Path, collections: Collections | None = None) -> "PassageStore":
        """Open the parts in the folder of a generation.

        :raises IndexUnavailable: when a part is missing or broken, or the parts are of different generations.
        """
        store = cls(
            Library.open(generation_dir),
            VectorIndex.open(generation_dir),
            WordIndex.open(generation_dir / PASSAGE_WORDS),
            WordIndex.open(generation_dir / UNIT_WORDS),
            collections,
        )
        if not len(store.library) == len(store.vectors) == len(store.passage_words):
            raise IndexUnavailable('The parts of the index do not belong together. Run "reportqa index --rebuild".')
        return store


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


@dataclass(frozen=True, slots=True)
class Generation:
    """An open generation; read its parts inside `with guard`."""

    manifest: Manifest
    store: PassageStore
    guard: Guard


def open_generation(index_dir: Path, generation_id: str | None = None, *, whole: bool = False) -> Generation:
    """Open the current generation; when a build replaces it meanwhile, open the next one.

    :param generation_id: opens that generation instead.
    :param whole: read every byte of it to find damage; otherwise at most READ_AT_ONCE bytes.
    :raises IndexUnavailable: when there is no index or it is damaged.
    :raises IndexMismatch: when it was written by a version with another format.
    """
    while True:
        opening = generation_id or current(index_dir)
        try:
            manifest = checked_manifest(index_dir, opening, whole=whole)
            with (guard := Guard(index_dir, opening)):
                store = PassageStore.open(folder(index_dir, opening), CollectionStore(index_dir))
                return Generation(manifest, store, guard)
        except IndexUnavailable:
            if generation_id or current(index_dir) == opening:
                raise
