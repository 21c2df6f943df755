import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from rich.console import Console

from reportqa.cli.progress_bars import LineProgress
from reportqa.document import Document
from reportqa.embedding import Embedder
from reportqa.ingest.cache import CACHE_DIR, CACHE_FILE, Cache
from reportqa.ingest.corpus import scan_corpus
from reportqa.ingest.index_entry import IndexEntry
from reportqa.ingest.pipeline import DocumentPipeline
from reportqa.ingest.references.sidecar_files import Bibliography
from reportqa.settings import Settings
from support.corpora import ONE_PROCESS

pytestmark = pytest.mark.slow


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings.from_env(ONE_PROCESS, root=tmp_path)
    settings.corpus_dir.mkdir()
    (settings.corpus_dir / "a.md").write_text("# Modality\n\nModality had 87,556 patients. It works in Birmingham.")
    (settings.corpus_dir / "b.txt").write_text("AT Medics had a list of 135,000 patients.")
    return settings


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with Cache.open(tmp_path / "index") as cache:
        yield cache


@dataclass(frozen=True)
class Took:
    read: int
    refused: dict[str, str]
    taken: list[tuple[Document, IndexEntry]]

    @property
    def documents(self) -> list[Document]:
        return [document for document, _ in self.taken]


def take(settings: Settings, embedder: Embedder, cache: Cache) -> Took:
    corpus = scan_corpus(settings)
    files = {doc_id: corpus.inputs[doc_id] for doc_id in corpus.paths}
    library = Bibliography.load(settings.corpus_dir, corpus.libraries, corpus.paths)
    intake = DocumentPipeline(settings, files, library, {}, embedder, cache, LineProgress(Console(quiet=True)))
    taken = list(intake.documents())
    return Took(intake.read, intake.refused, taken)


def test_same_documents_and_passages_come_from_the_cache(settings: Settings, embedder: Embedder, cache: Cache) -> None:
    first, second = take(settings, embedder, cache), take(settings, embedder, cache)
    assert (first.read, second.read) == (2, 0)
    assert second.documents == first.documents
    assert [entry.to_bytes() for _, entry in second.taken] == [entry.to_bytes() for _, entry in first.taken]
    assert [document.doc_id for document in second.documents] == ["a.md", "b.txt"]


def test_renamed_file_is_described_anew_and_not_read(settings: Settings, embedder: Embedder, cache: Cache) -> None:
    take(settings, embedder, cache)
    (settings.corpus_dir / "b.txt").rename(settings.corpus_dir / "sizes-of-practices.txt")
    again = take(settings, embedder, cache)
    assert again.read == 0
    assert [document.title for document in again.documents] == ["Modality", "sizes of practices"]


def test_changed_bibliography_describes_anew_and_reads_nothing(
    settings: Settings, embedder: Embedder, cache: Cache
) -> None:
    take(settings, embedder, cache)
    (settings.corpus_dir / "library.json").write_text('[{"id": "b.txt", "title": "A study"}]')
    again = take(settings, embedder, cache)
    assert (again.read, again.documents[1].title) == (0, "A study")
    assert again.taken[1][1].passages[0].prefix == "A study. "


def test_other_ending_is_read_in_its_own_way(settings: Settings, embedder: Embedder, cache: Cache) -> None:
    (settings.corpus_dir / "b.txt").write_text("Practice,Patients\nNorth,12\nSouth,15\n")
    take(settings, embedder, cache)
    (settings.corpus_dir / "b.txt").rename(settings.corpus_dir / "b.csv")
    again = take(settings, embedder, cache)
    assert again.read == 1
    assert len(again.documents[1].tables) == 1


def test_file_that_cannot_be_read_is_tried_again(settings: Settings, embedder: Embedder, cache: Cache) -> None:
    (settings.corpus_dir / "b.txt").write_bytes(b" ")
    for read in (1, 0):
        intake = take(settings, embedder, cache)
        assert (intake.read, list(intake.refused)) == (read, ["b.txt"])


def test_order_is_that_of_the_paths_however_long_each_takes(
    settings: Settings, embedder: Embedder, cache: Cache
) -> None:
    (settings.corpus_dir / "a.md").write_text("\n\n".join(f"Paragraph {number} of many." for number in range(3000)))
    took = take(replace(settings, processes=2), embedder, cache)
    assert [document.doc_id for document in took.documents] == ["a.md", "b.txt"]


def test_what_the_cache_cannot_hold_is_taken_all_the_same(
    settings: Settings, embedder: Embedder, tmp_path: Path
) -> None:
    (tmp_path / "no folder").touch()
    with Cache.open(tmp_path / "no folder") as cache:
        took = take(settings, embedder, cache)
    assert (took.read, len(took.taken), took.refused) == (2, 2, {})


def test_what_is_damaged_in_the_cache_is_read_again(settings: Settings, embedder: Embedder, cache: Cache) -> None:
    first = take(settings, embedder, cache)
    cache.close()
    with closing(sqlite3.connect(settings.root / "index" / CACHE_DIR / CACHE_FILE)) as connection, connection:
        connection.execute("UPDATE entries SET value = zeroblob(9)")
    with Cache.open(settings.root / "index") as damaged:
        again = take(settings, embedder, damaged)
    assert again.read == 2
    assert [entry.to_bytes() for _, entry in again.taken] == [entry.to_bytes() for _, entry in first.taken]
