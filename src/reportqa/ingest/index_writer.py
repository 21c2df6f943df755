"""Writes all parts of a generation as its documents come."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from reportqa.embedding import Embedder
from reportqa.index import PASSAGE_WORDS, UNIT_WORDS, DuplicateFinder, LibraryWriter, VectorWriter, WordWriter
from reportqa.ingest.cache import Cache
from reportqa.ingest.passage_encoder import Encoder
from reportqa.ingest.pipeline import Taken
from reportqa.progress import Progress


class Parts:
    """The parts of a generation while they are written, and what they hold; `sample` is the text of a passage."""

    def __init__(
        self,
        encoder: Encoder,
        passage_words: WordWriter,
        unit_words: WordWriter,
        library: LibraryWriter,
        duplicates: DuplicateFinder,
    ) -> None:
        self.files = self.pages = self.passages = 0
        self.sample = ""
        self.warnings: dict[str, tuple[str, ...]] = {}
        self._encoder = encoder
        self._passage_words = passage_words
        self._unit_words = unit_words
        self._library = library
        self._duplicates = duplicates

    @property
    def embedded(self) -> int:
        """How many passages were embedded anew; all are counted when the parts are finished."""
        return self._encoder.embedded

    def add(self, taken: Taken) -> None:
        """Append a document."""
        document, digest = taken.document, taken.digest
        self._encoder.add(document, digest.passages)
        self._library.add(document, digest.passages, digest.words, digest.abbreviations)
        self._duplicates.add(digest.shingles)
        self._passage_words.add(digest.passage_terms, digest.passage_rows)
        self._unit_words.add(digest.unit_terms, digest.unit_rows)
        self.files += 1
        self.pages += len(document.pages)
        self.passages += len(digest.passages)
        if document.warnings:
            self.warnings[document.doc_id] = document.warnings
        if digest.passages and not self.sample:
            self.sample = document.text[digest.passages[0].start : digest.passages[0].end]

    def finish(self, progress: Progress, keys_before: Mapping[str, str] | None = None) -> None:
        """Write what can be told only of all documents; `keys_before` are those that documents keep."""
        advance = progress.stage("Finishing", 3)
        self._library.add_keys(keys_before)
        advance(1)
        self._library.add_duplicates(self._duplicates.find())
        advance(1)
        self._encoder.flush()
        advance(1)


@contextmanager
def writing_parts(folder: Path, embedder: Embedder, cache: Cache) -> Iterator[Parts]:
    """Give the parts to write into a folder; when the block ends without an error they are ended.

    :raises IndexUnavailable: when they cannot be written.
    """
    with (
        VectorWriter(folder, embedder.dim) as vectors,
        WordWriter(folder / PASSAGE_WORDS) as passage_words,
        WordWriter(folder / UNIT_WORDS) as unit_words,
        LibraryWriter(folder) as library,
        DuplicateFinder(folder) as duplicates,
        Encoder(embedder, cache, vectors) as encoder,
    ):
        yield Parts(encoder, passage_words, unit_words, library, duplicates)
