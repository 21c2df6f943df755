import pytest

from reportqa.document import DocumentSummary
from reportqa.search.document_names import (
    MAIN_TITLE,
    SUBTITLE,
    main_title,
    name_words,
    names_of,
    placed_terms,
    title_parts,
)
from reportqa.text import terms


@pytest.mark.parametrize(
    ("title", "main"),
    [
        ("Is it? Lessons for us", "Is it"),
        ("Summary: Is it? Lessons", "Is it"),
        ("Quiet streets: traffic and sleep", "Quiet streets"),
        ("Dues explained", "Dues explained"),
        ("Wards – second edition", "Wards"),
        ("?", ""),
    ],
)
def test_main_title_has_no_subtitle_and_no_label(title: str, main: str) -> None:
    assert main_title(title) == main


def test_words_of_a_name_leave_out_legal_forms_and_figures() -> None:
    assert name_words("BESTBUY 2019 10K") == name_words("Bestbuy Inc.") == tuple(terms("bestbuy"))
    assert name_words("2019") == ("2019",)


def test_document_has_the_names_of_its_makers_its_file_and_its_title() -> None:
    item = {
        "title": "Quiet streets: traffic and sleep",
        "author": [{"family": "Lee", "given": "Ann"}],
        "publisher": "Elm",
    }
    summary = DocumentSummary("reports/BESTBUY_2019_10K.pdf", "0" * 64, "application/pdf", item, 1, 1, 1, ())
    names = dict(names_of(summary))
    assert {words for words, strength in names.items() if strength == 1.0} == {
        tuple(terms(name)) for name in ("Ann Lee", "Elm", "bestbuy", "quiet streets traffic sleep")
    }
    assert names[tuple(terms("quiet streets"))] == MAIN_TITLE
    assert names[tuple(terms("traffic sleep"))] == SUBTITLE


def test_parts_of_a_title_are_half_of_it_or_more() -> None:
    parts = dict(title_parts("Night staffing nurses wards: a survey"))
    assert parts[tuple(terms("night staffing"))] == 0.5
    assert parts[tuple(terms("staffing nurses wards"))] == 0.75
    assert len(parts) == 5


def test_terms_of_a_question_are_placed_without_words_that_names_leave_out() -> None:
    assert placed_terms("What did Elm Inc. say?") == [((9, 12), "elm"), ((18, 21), "say")]
