"""Writer of all parts of a generation, document by document."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

from reportqa.document import Document, Passage
from reportqa.embedding import Embedder
from reportqa.index import PASSAGE_WORDS, UNIT_WORDS, DuplicateFinder, LibraryWriter, VectorWriter, WordWriter
from reportqa.ingest.cache import Cache
from reportqa.ingest.index_entry import IndexEntry
from reportqa.ingest.passage_encoder import PassageEncoder
from reportqa.progress import Progress


class VectorSource(Protocol):
    """Writer of the vectors of passages; `embedded` counts those that were computed."""

    @property
    def embedded(self) -> int: ...

    def add(self, document: Document, passages: Sequence[Passage]) -> None:
        """Append the passages of a document."""
        ...

    def flush(self) -> None:
        """Wait until all passages are written."""
        ...


class IndexWriter:
    """Writer of all parts of a generation, with counts of what they hold and leave out.

    `sample` is the text of a passage.
    """

    def __init__(self, folder: Path, vectors: VectorSource, parts: ExitStack) -> None:
        """Create the parts but the vectors in a folder, and enter them into `parts`."""
        self.files = self.pages = self.passages = 0
        self.sample = ""
        self.warnings: dict[str, tuple[str, ...]] = {}
        self.left_out: Counter[str] = Counter()
        self._vectors = vectors
        self._passage_words = parts.enter_context(WordWriter(folder / PASSAGE_WORDS))
        self._unit_words = parts.enter_context(WordWriter(folder / UNIT_WORDS))
        self._library = parts.enter_context(LibraryWriter(folder))
        self._duplicates = parts.enter_context(DuplicateFinder(folder))

    @property
    def embedded(self) -> int:
        """How many passages were embedded in this build; complete after `finish`."""
        return self._vectors.embedded

    def add(self, document: Document, entry: IndexEntry) -> None:
        """Append a document."""
        self._vectors.add(document, entry.passages)
        self._library.add(document, entry.passages, entry.words, entry.abbreviations)
        self._duplicates.add(entry.shingles)
        self._passage_words.add(entry.passage_terms, entry.passage_rows)
        self._unit_words.add(entry.unit_terms, entry.unit_rows)
        self.files += 1
        self.pages += len(document.pages)
        self.passages += len(entry.passages)
        self.left_out.update(thing.kind for thing in document.left_out)
        if document.warnings:
            self.warnings[document.doc_id] = document.warnings
        if entry.passages and not self.sample:
            self.sample = document.text[entry.passages[0].start : entry.passages[0].end]

    def finish(self, progress: Progress, keys_before: Mapping[str, str] | None = None) -> None:
        """Write what depends on all documents; `keys_before` are the citation keys that documents keep."""
        advance = progress.stage("Finishing", 3)
        self._library.add_keys(keys_before)
        advance(1)
        self._library.add_duplicates(self._duplicates.find())
        advance(1)
        self._vectors.flush()
        advance(1)


@contextmanager
def open_index_writer(folder: Path, embedder: Embedder, cache: Cache) -> Iterator[IndexWriter]:
    """Open the writer of a generation in a folder; its parts are complete when the block ends without an error.

    :raises IndexUnavailable: when they cannot be written.
    """
    with ExitStack() as parts:
        vectors = parts.enter_context(VectorWriter(folder, embedder.dim))
        yield IndexWriter(folder, parts.enter_context(PassageEncoder(embedder, cache, vectors)), parts)
