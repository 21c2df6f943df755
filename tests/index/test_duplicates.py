import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from reportqa.answering.engine import Engine
from reportqa.cli.progress_bars import LineProgress
from reportqa.embedding import Embedder
from reportqa.index.duplicates import DuplicateFinder, shingles
from reportqa.index.filters import Filters
from reportqa.ingest.build import index
from reportqa.settings import Settings
from support.corpora import ONE_PROCESS

pytestmark = pytest.mark.usefixtures("exports")

TEXT = (
    "Patients had mixed views of larger organisations. Some valued new forms of access, but others voiced concern"
    " about losing the trusted relationship with their own doctor and their own practice in the town."
)
OTHER = (
    "The budget for the new hospital was agreed in March after a long debate between the council, the trust and the"
    " ministry about who would pay for roads, parking and the moving of two schools."
)
words = st.lists(st.sampled_from([f"word{number}" for number in range(400)]), min_size=20, max_size=60).map(" ".join)


def find_duplicates(texts: Sequence[str], documents: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Return what the finder gives of texts, each with the number of its document, ascending."""
    with tempfile.TemporaryDirectory() as folder:
        with DuplicateFinder(Path(folder)) as finder:
            for document in range(max(documents) + 1):
                finder.add([shingles(text) for text, its in zip(texts, documents, strict=True) if its == document])
            found = dict(finder.find())
        assert list(Path(folder).iterdir()) == []
    return found


def test_the_same_text_in_two_documents_is_found_from_both_sides() -> None:
    assert find_duplicates([TEXT, OTHER, TEXT], [0, 0, 1]) == {0: (2,), 2: (0,)}


def test_a_text_with_a_word_changed_is_still_the_same() -> None:
    assert find_duplicates([TEXT, TEXT.replace("voiced", "expressed")], [0, 1]) == {0: (1,), 1: (0,)}


def test_a_text_cut_elsewhere_is_found_in_what_holds_it() -> None:
    assert find_duplicates([TEXT, f"{TEXT} {OTHER}"], [0, 1]) == {0: (1,)}


def test_repetition_within_one_document_is_none() -> None:
    assert find_duplicates([TEXT, TEXT], [0, 0]) == {}


def test_repetition_in_one_document_is_found_in_another_each_time() -> None:
    texts = [TEXT, OTHER, TEXT, TEXT, OTHER]
    assert find_duplicates(texts, [0, 0, 0, 1, 2]) == {0: (3,), 1: (4,), 2: (3,), 3: (0,), 4: (1,)}


def test_documents_without_passages_are_counted() -> None:
    assert find_duplicates([TEXT, TEXT], [1, 3]) == {0: (1,), 1: (0,)}
    assert find_duplicates([TEXT], [2]) == {}


@given(st.lists(words, min_size=1, max_size=4), st.integers(2, 5))
def test_copies_of_a_document_hold_each_other_whole(texts: list[str], copies: int) -> None:
    documents = [number for number in range(copies) for _ in texts]
    found = find_duplicates(texts * copies, documents)
    assert sorted(found) == list(range(len(texts) * copies))
    for row, others in found.items():
        assert [documents[other] for other in others] == [one for one in range(copies) if one != documents[row]]


def test_short_texts_are_alike_by_chance() -> None:
    assert find_duplicates(["See the note below.", "See the note below."], [0, 1]) == {}


@given(st.lists(words, min_size=2, max_size=6, unique=True))
def test_no_row_is_its_own_duplicate_nor_of_its_document(texts: list[str]) -> None:
    documents = [2 * number // len(texts) for number in range(len(texts))]
    for row, others in find_duplicates(texts, documents).items():
        assert row not in others
        assert all(documents[other] != documents[row] for other in others)


@pytest.mark.slow
def test_an_answer_shows_one_of_two_copies_and_where_the_other_stands(tmp_path: Path, embedder: Embedder) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "report.md").write_text(f"# The report\n\n## Views\n\n{TEXT}\n\n## Money\n\n{OTHER}\n", encoding="utf-8")
    (corpus / "summary.md").write_text(f"# The summary\n\n## What was said\n\n{TEXT}\n", encoding="utf-8")
    settings = Settings.from_env(ONE_PROCESS, corpus_dir=corpus, index_dir=tmp_path / "index")
    index(settings, LineProgress(Console(quiet=True)))
    engine = Engine.open(settings, embedder)
    answer = engine.ask("What views did patients have of larger organisations?")
    holding = [citation for citation in answer.citations if "Patients had mixed views" in citation.quote]
    assert len(holding) == 1
    (place,) = holding[0].also_in
    assert {holding[0].doc_id, place.doc_id} == {"report.md", "summary.md"}
    assert engine.document(place.doc_id).text[place.start : place.end] == TEXT
    only = engine.ask("What views did patients have of larger organisations?", filters=Filters(doc_ids=("report.md",)))
    assert only.citations[0].also_in == ()
