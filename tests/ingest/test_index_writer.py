from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from rich.console import Console

from reportqa.cli.progress_bars import LineProgress
from reportqa.document import Document, Page
from reportqa.embedding import Embedded, Embedder, Span
from reportqa.embedding.late_interaction import signs_of
from reportqa.index import PASSAGE_WORDS, UNIT_WORDS, WordIndex
from reportqa.index.library import Library
from reportqa.index.vectors import VectorIndex
from reportqa.ingest.cache import Cache
from reportqa.ingest.index_entry import IndexEntry
from reportqa.ingest.index_writer import IndexWriter, open_index_writer

REPEATED = (
    "General practices of the region share a board, a budget and a group of pharmacists who visit every practice once a"
    " week, and the board decides on new members every year."
)


class Lengths:
    """An embedder whose vectors hold the length of the text; it needs no model."""

    name, sha256, encoder, dim = "lengths", "0" * 64, "none", 2

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def embed_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> Iterator[Embedded]:
        for text, ranges in zip(texts, spans, strict=True):
            vector = np.array([len(text), 0], np.float32)
            yield Embedded(vector, np.tile(vector, (len(ranges), 1)), signs_of(vector[np.newaxis]))


EMBEDDER: Embedder = Lengths()  # type: ignore[assignment]  # the rest of an embedder is for questions


def prepared(doc_id: str, text: str, *, pages: int = 0, warnings: tuple[str, ...] = ()) -> tuple[Document, IndexEntry]:
    numbered = tuple(Page(number + 1, None, 0 if number == 0 else len(text), len(text)) for number in range(pages))
    document = Document(doc_id, "0" * 64, "text/plain", {"title": "A"}, text, numbered, warnings=warnings)
    return document, IndexEntry.of(document, EMBEDDER.count_tokens)


def write(
    folder: Path, *documents: tuple[Document, IndexEntry], keys_before: dict[str, str] | None = None
) -> IndexWriter:
    part = folder / "part"
    part.mkdir()
    with Cache.open(folder) as cache, open_index_writer(part, EMBEDDER, cache) as writer:
        for document, entry in documents:
            writer.add(document, entry)
        writer.finish(LineProgress(Console(quiet=True)), keys_before)
    return writer


def test_all_parts_have_a_row_for_each_passage(tmp_path: Path) -> None:
    texts = "Modality grew.\n\nAT Medics works in London.", "", "Who?", REPEATED * 20
    writer = write(tmp_path, *(prepared(f"{n}.txt", text) for n, text in enumerate(texts)))
    part = tmp_path / "part"
    with closing(Library.open(part)) as library:
        units = len(set(library.layout().units.tolist()))
        assert len(library) == writer.passages > len(texts)
        assert len(library.summaries()) == writer.files == len(texts)
    assert len(VectorIndex.open(part)) == writer.passages
    assert len(WordIndex.open(part / PASSAGE_WORDS)) == writer.passages
    assert len(WordIndex.open(part / UNIT_WORDS)) == units


def test_files_pages_and_warnings_are_counted(tmp_path: Path) -> None:
    documents = (
        prepared("a.pdf", "", pages=2, warnings=("One page has no text.",)),
        prepared("b.pdf", "Words.", pages=1),
    )
    writer = write(tmp_path, *documents)
    assert (writer.files, writer.pages, writer.passages, writer.embedded) == (2, 3, 1, 1)
    assert writer.warnings == {"a.pdf": ("One page has no text.",)}


def test_sample_is_the_text_of_the_first_passage(tmp_path: Path) -> None:
    assert (
        write(tmp_path, prepared("a.txt", ""), prepared("b.txt", "Words."), prepared("c.txt", "More.")).sample
        == "Words."
    )


def test_passage_found_in_two_documents_is_embedded_once_and_its_copy_recorded(tmp_path: Path) -> None:
    writer = write(tmp_path, prepared("a.txt", REPEATED), prepared("b.txt", REPEATED))
    assert (writer.passages, writer.embedded) == (2, 1)
    with closing(Library.open(tmp_path / "part")) as library:
        assert library.duplicates() == {0: (1,), 1: (0,)}


def test_passage_embedded_in_an_earlier_build_is_not_embedded_again(tmp_path: Path) -> None:
    assert write(tmp_path, prepared("a.txt", "Words.")).embedded == 1
    (tmp_path / "part").rename(tmp_path / "before")
    assert write(tmp_path, prepared("a.txt", "Words."), prepared("b.txt", "New words here.")).embedded == 1


def test_document_keeps_its_citation_key(tmp_path: Path) -> None:
    write(tmp_path, prepared("a.txt", "Words."), prepared("b.txt", "Words."), keys_before={"b.txt": "mine2016"})
    with closing(Library.open(tmp_path / "part")) as library:
        assert library.keys()["b.txt"] == ("0" * 64, "mine2016")
