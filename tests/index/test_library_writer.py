from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.document import Document, Passage, Sentence
from reportqa.errors import IndexUnavailable
from reportqa.index.library import BLOCK_LENGTH, LIBRARY_FILE, Library
from reportqa.index.library_writer import LibraryWriter
from reportqa.index.rows import LAYOUT_FILE
from support.strategies import fast

TEXT = "One. Two.\n\nRow: 1"
DOCUMENT = Document("sub/a.pdf", "1" * 64, "application/pdf", {"id": "a", "title": "A"}, TEXT)
PASSAGES = (
    Passage("sub/a.pdf", 0, 9, 0, "One", "A - One. ", (Sentence(0, 4), Sentence(5, 9))),
    Passage("sub/a.pdf", 11, 17, 1, "One", "", (Sentence(11, 17),)),
)
ROSEN = {"title": "Is bigger better?", "author": [{"family": "Rosen"}], "issued": {"date-parts": [[2016]]}}

short_words = st.text("abc é漢", min_size=1, max_size=3)
counts = st.dictionaries(short_words, st.integers(1, 5), max_size=4)


def library_of(folder: Path, *pairs: tuple[Document, tuple[Passage, ...]]) -> Library:
    with LibraryWriter(folder) as writer:
        for document, passages in pairs:
            writer.add(document, passages)
    return Library.open(folder)


def keys_of(folder: Path, documents: list[Document], before: Mapping[str, str] | None = None) -> dict[str, str]:
    folder.mkdir()
    with LibraryWriter(folder) as writer:
        for document in documents:
            writer.add(document, ())
        writer.add_keys(before)
    with closing(Library.open(folder)) as library:
        return {doc_id: key for doc_id, (_, key) in library.keys().items()}


def test_units_are_numbered_on_from_document_to_document(tmp_path: Path) -> None:
    other = replace(DOCUMENT, doc_id="b.pdf")
    same_unit = (PASSAGES[0], replace(PASSAGES[1], unit=0))
    pairs = (DOCUMENT, PASSAGES), (other, same_unit), (replace(other, doc_id="c"), PASSAGES)
    with closing(library_of(tmp_path, *pairs)) as library:
        layout = library.layout()
    assert layout.documents.tolist() == [0, 0, 1, 1, 2, 2]
    assert layout.units.tolist() == [0, 1, 2, 2, 3, 4]
    assert layout.doc_ids == ("sub/a.pdf", "b.pdf", "c")
    assert layout.titles == ("A", "A", "A")


def test_headings_are_numbered_by_their_first_appearance_in_all_documents(tmp_path: Path) -> None:
    headings = ("", "One", "", "Two"), ("Two", "One", "Three")
    pairs = [
        (replace(DOCUMENT, doc_id=f"{n}"), tuple(replace(PASSAGES[0], heading=heading) for heading in listed))
        for n, listed in enumerate(headings)
    ]
    with closing(library_of(tmp_path, *pairs)) as library:
        assert library.layout().headings.tolist() == [0, 1, 0, 2, 2, 1, 3]
        assert library.headings() == {0: "", 1: "One", 2: "Two", 3: "Three"}


def test_passages_of_equal_words_have_equal_fingerprints(tmp_path: Path) -> None:
    document = replace(DOCUMENT, text="Two words. TWO WORDS. Other words.")
    passages = tuple(replace(PASSAGES[0], start=start, end=end) for start, end in [(0, 10), (11, 21), (22, 34)])
    with closing(library_of(tmp_path, (document, passages))) as library:
        first, second, third = library.layout().fingerprints.tolist()
    assert first == second != third


@fast
@given(st.lists(counts, max_size=4))
def test_words_are_counted_over_all_documents(
    tmp_path_factory: pytest.TempPathFactory, given: list[dict[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("library")
    with LibraryWriter(folder) as writer:
        for number, words in enumerate(given):
            writer.add(replace(DOCUMENT, doc_id=f"{number}"), (), words)
    with closing(Library.open(folder)) as library:
        assert library.words() == sum(map(Counter, given), Counter())


def test_expansions_of_an_abbreviation_are_merged_most_frequent_first(tmp_path: Path) -> None:
    first = {"GP": {"general practitioner": 1, "general practice": 2}}
    second = {"GP": {"general practitioners": 2}, "CCG": {"clinical commissioning group": 1}}
    with LibraryWriter(tmp_path) as writer:
        writer.add(DOCUMENT, PASSAGES, None, first)
        writer.add(replace(DOCUMENT, doc_id="b"), PASSAGES, None, second)
    with closing(Library.open(tmp_path)) as library:
        assert library.abbreviations() == {
            "CCG": ("clinical commissioning group",),
            "GP": ("general practitioners", "general practice"),
        }
    assert {path.name for path in tmp_path.iterdir()} == {LIBRARY_FILE, LAYOUT_FILE}


@pytest.mark.parametrize("length", [0, 1, BLOCK_LENGTH - 1, BLOCK_LENGTH, BLOCK_LENGTH + 1, 3 * BLOCK_LENGTH])
def test_text_of_any_length_comes_back_whole_and_in_parts(tmp_path: Path, length: int) -> None:
    text = "".join(chr(0x4E00 + number % 997) for number in range(length))
    pairs = [(replace(DOCUMENT, doc_id=doc_id, text=text), ()) for doc_id in ("a", "b")]
    with closing(library_of(tmp_path, *pairs)) as library:
        for doc_id in ("a", "b"):
            assert library.document(doc_id).text == text
            for start in (0, length // 2, max(length - 3, 0)):
                assert library.range_text(doc_id, start, length) == text[start:]


def test_near_duplicates_come_back_by_row(tmp_path: Path) -> None:
    with LibraryWriter(tmp_path) as writer:
        writer.add(DOCUMENT, PASSAGES)
        writer.add(replace(DOCUMENT, doc_id="b"), PASSAGES)
        writer.add_duplicates([(0, (2,)), (2, (0, 3))])
    with closing(Library.open(tmp_path)) as library:
        assert library.duplicates() == {0: (2,), 2: (0, 3)}
        assert library.duplicates([2]) == {2: (0, 3)}


def test_documents_keep_the_citation_keys_they_had_before(tmp_path: Path) -> None:
    documents = [
        replace(DOCUMENT, doc_id=name, sha256=digit * 64, item=ROSEN) for name, digit in [("a", "1"), ("b", "2")]
    ]
    keys = keys_of(tmp_path / "first", documents)
    assert keys["a"] == "rosen2016"
    assert len(set(keys.values())) == 2
    assert keys_of(tmp_path / "moved", documents, {"2" * 64: "rosen2016"})["b"] == "rosen2016"
    assert keys_of(tmp_path / "kept", documents, {"b": "mine"})["b"] == "mine"


def test_second_document_of_the_same_id_is_refused_and_no_scratch_file_is_left(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable):
        library_of(tmp_path, (DOCUMENT, PASSAGES), (DOCUMENT, PASSAGES))
    assert {path.name for path in tmp_path.iterdir()} == {LIBRARY_FILE, LAYOUT_FILE}


def test_folder_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable):
        LibraryWriter(tmp_path / "gone")
