"""Generations of the index opened for reading: the parts of one, and the current one while builds go on."""

from dataclasses import dataclass
from pathlib import Path

from reportqa.errors import IndexUnavailable
from reportqa.index.generations import checked_manifest, current, folder
from reportqa.index.guard import Guard
from reportqa.index.lexical import PASSAGE_WORDS, UNIT_WORDS, WordIndex
from reportqa.index.library import Library
from reportqa.index.manifest import Manifest
from reportqa.index.vectors import VectorIndex


@dataclass(frozen=True, slots=True)
class PassageStore:
    """The open parts of one generation; safe to use from several threads.

    `unit_words` are the terms of each page or section. Open files stay readable after a build has removed them.
    """

    library: Library
    vectors: VectorIndex
    passage_words: WordIndex
    unit_words: WordIndex

    @classmethod
    def open(cls, generation_dir: Path) -> "PassageStore":
        """Open the parts in the folder of a generation.

        :raises IndexUnavailable: when a part is missing or broken, or the parts are of different generations.
        """
        store = cls(
            Library.open(generation_dir),
            VectorIndex.open(generation_dir),
            WordIndex.open(generation_dir / PASSAGE_WORDS),
            WordIndex.open(generation_dir / UNIT_WORDS),
        )
        if not len(store.library) == len(store.vectors) == len(store.passage_words):
            raise IndexUnavailable('The parts of the index do not belong together. Run "reportqa index --rebuild".')
        return store


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
                return Generation(manifest, PassageStore.open(folder(index_dir, opening)), guard)
        except IndexUnavailable:
            if generation_id or current(index_dir) == opening:
                raise
