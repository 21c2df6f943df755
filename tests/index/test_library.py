import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from reportqa.document import Document, Page, Passage, Section, Sentence, Table
from reportqa.errors import DocumentNotFound, IndexUnavailable
from reportqa.index.library import LIBRARY_FILE, Library
from reportqa.index.library_writer import LibraryWriter
from reportqa.ingest.chunker import chunk
from reportqa.word_boxes import pack_boxes, unpack_boxes
from support.strategies import documents, fast

DOCUMENT = Document(
    doc_id="sub/a.pdf",
    sha256="1" * 64,
    media_type="application/pdf",
    item={"id": "a", "title": "A", "author": [{"family": "Ö"}], "issued": {"date-parts": [[2016]]}},
    text="One. Two.\n\nRow: 1",
    pages=(Page(1, "iv", 0, 5), Page(2, None, 5, 17)),
    sections=(Section("One", 1, 0),),
    tables=(Table(11, 17, (("", "x"), ("Row", "1")), ((None, None), (11, 16))),),
    warnings=("One page has no text.",),
)
PASSAGES = (
    Passage("sub/a.pdf", 0, 9, 0, "One", "A - One. ", (Sentence(0, 4), Sentence(5, 9))),
    Passage("sub/a.pdf", 11, 17, 1, "One", "", (Sentence(11, 17),)),
)


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def library_of(folder: Path, *pairs: tuple[Document, tuple[Passage, ...]]) -> Library:
    with LibraryWriter(folder) as writer:
        for document, passages in pairs:
            writer.add(document, passages)
    return Library.open(folder)


@pytest.mark.slow
@hypothesis_settings(fast, max_examples=20)
@given(st.lists(documents(), min_size=1, max_size=3, unique_by=lambda document: document.doc_id))
def test_documents_and_passages_come_back_as_they_were_written(given: list[Document]) -> None:
    pairs = [(document, tuple(chunk(document, count_words))) for document in given]
    with tempfile.TemporaryDirectory() as folder:
        library = library_of(Path(folder), *pairs)
        assert [library.document(document.doc_id) for document in given] == given
        everything = [passage for _, passages in pairs for passage in passages]
        assert library.passages(range(len(everything))) == everything
        assert [summary.doc_id for summary in library.summaries()] == sorted(d.doc_id for d in given)
        library.close()


def test_every_part_of_a_document_comes_back(tmp_path: Path) -> None:
    library = library_of(tmp_path, (DOCUMENT, PASSAGES))
    assert library.document("sub/a.pdf") == DOCUMENT
    assert library.passages([1, 0]) == [PASSAGES[1], PASSAGES[0]]
    library.close()


def test_word_boxes_are_kept_by_page_and_beside_the_document(tmp_path: Path) -> None:
    boxes = pack_boxes(np.array([[5, 9, 10, 10, 30, 20, 0], [9, 9, 40, 10, 44, 15, 0]]), ["1"])
    library = library_of(tmp_path, (replace(DOCUMENT, boxes=(b"", boxes)), PASSAGES))
    assert library.document("sub/a.pdf").boxes == ()
    assert library.word_boxes("sub/a.pdf", 1) == library.word_boxes("sub/a.pdf", 3) == ()
    assert library.word_boxes("sub/a.pdf", 2) == unpack_boxes(boxes)
    with pytest.raises(DocumentNotFound):
        library.word_boxes("b.pdf", 2)
    library.close()


def test_summary_counts_pages_passages_and_characters(tmp_path: Path) -> None:
    library = library_of(tmp_path, (DOCUMENT, PASSAGES))
    (summary,) = library.summaries()
    assert (summary.pages, summary.passages, summary.characters) == (2, 2, 17)
    assert (summary.title, summary.warnings) == ("A", ("One page has no text.",))
    library.close()


def test_text_of_a_row_is_the_slice_of_its_document(tmp_path: Path) -> None:
    text = "😀 é. Zwei\n漢字. End."
    document = replace(DOCUMENT, text=text, pages=(), tables=())
    passages = tuple(replace(PASSAGES[0], start=start, end=end) for start, end in [(0, 4), (5, 13), (14, len(text))])
    library = library_of(tmp_path, (DOCUMENT, PASSAGES), (replace(document, doc_id="b"), passages))
    assert library.texts(range(2, 5)) == [text[p.start : p.end] for p in passages]
    assert library.texts([1]) == ["Row: 1"]
    library.close()


def test_beginnings_of_documents_are_read_at_once(tmp_path: Path) -> None:
    long = replace(DOCUMENT, doc_id="b", text="é" * 10_000, pages=(), tables=())
    library = library_of(tmp_path, (DOCUMENT, PASSAGES), (long, (replace(PASSAGES[0], doc_id="b"),)))
    assert library.beginnings(["b", DOCUMENT.doc_id, "no"], 5) == {DOCUMENT.doc_id: "One. ", "b": "é" * 5}
    assert library.beginnings([], 5) == {}
    library.close()


def test_unknown_document_is_one_clear_error(tmp_path: Path) -> None:
    library = library_of(tmp_path, (DOCUMENT, PASSAGES))
    for doc_id in ["a.pdf", "", "sub/a.pdf ", "' OR 1=1 --", "\udcff.pdf", "\0"]:
        with pytest.raises(DocumentNotFound, match='Run "reportqa documents"'):
            library.document(doc_id)
    library.close()


@pytest.mark.parametrize("content", [None, b"", b"no database" * 100])
def test_broken_library_is_one_clear_error(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / LIBRARY_FILE).write_bytes(content)
    with pytest.raises(IndexUnavailable, match='Run "reportqa index --rebuild"'):
        Library.open(tmp_path)


def test_library_in_a_folder_with_a_strange_name_opens(tmp_path: Path) -> None:
    folder = tmp_path / "50% of #1? é"
    folder.mkdir()
    library = library_of(folder, (DOCUMENT, PASSAGES))
    assert library.document("sub/a.pdf").text == DOCUMENT.text
    library.close()
