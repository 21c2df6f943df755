from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.document import PICTURE, Document, LeftOut, Page
from reportqa.ingest.parse_report import Account, LeftOutKind, account_of, account_of_skipped, count_left_out
from reportqa.text.phrasing import format_numbers
from support.strategies import documents

WHOLE = {"title": "A", "author": [{"literal": "B"}], "issued": {"date-parts": [[2016]]}, "publisher": "C"}


def make_document(text: str = "Some text.", **parts: object) -> Document:
    return Document("a.pdf", "0" * 64, "application/pdf", WHOLE, text, **parts)  # type: ignore[arg-type]


def test_report_without_fault_has_neither_problems_nor_notes() -> None:
    account = account_of(make_document(pages=(Page(1, "i", 0, 10),)))
    assert (account.problems, account.notes) == ((), ())


@pytest.mark.parametrize(
    ("character", "kind", "shown"),
    [("\ufffd", "replacement", "U+FFFD"), ("\uf0b7", "private-use", "U+F0B7"), ("\x07", "control", "U+0007")],
)
def test_characters_that_no_one_can_read_are_a_problem_with_an_example_and_its_page(
    character: str, kind: str, shown: str
) -> None:
    text = f"All is well. The {character}rst of {character} all."
    account = account_of(make_document(text, pages=(Page(1, None, 0, 12), Page(2, None, 12, len(text)))))
    (found,) = account.suspicious
    assert (found.kind, found.count, found.page) == (kind, 2, 2)
    assert text[found.position] == character
    assert found.example == f"All is well. The <{shown}>rst of <{shown}> all."
    assert account.problems[0].startswith(f"2 {kind} characters that no one can read, as in “All is well.")


@given(documents())
def test_position_of_a_suspicious_character_is_the_first_of_its_kind(document: Document) -> None:
    for found in account_of(document).suspicious:
        assert not document.text[found.position].isalnum()
        assert 0 < found.count <= account_of(document).characters


def test_pages_that_are_pictures_are_one_problem_and_blank_ones_a_note() -> None:
    pages = tuple(Page(number, None, 0, 0) for number in range(1, 7))
    pictures = [LeftOut(PICTURE, "what it says is not in the index", 0, number) for number in (2, 3, 4, 6)]
    warnings = tuple(f"Page {number} is a picture without text; --ocr reads it." for number in (2, 3, 4, 6))
    account = account_of(make_document("", pages=pages, left_out=tuple(pictures), warnings=warnings))
    assert account.problems == ('4 pages are pictures without text: 2–4, 6 of 6. "reportqa index --ocr" reads them.',)
    assert account.notes[0] == "2 pages hold no text: 1, 5."
    assert account.pages_without_text == (1, 2, 3, 4, 5, 6)


def test_page_read_by_ocr_is_a_note() -> None:
    account = account_of(make_document(pages=(Page(1, "1", 0, 10, ocr=True),)))
    assert account.notes == ("1 page was read by OCR: 1.",)
    assert account.problems == ()


def test_what_could_not_be_read_is_a_problem() -> None:
    assert account_of(make_document(warnings=("Sheet 2 is locked.",))).problems == ("Sheet 2 is locked.",)


def test_title_made_of_the_file_name_is_a_problem() -> None:
    assert account_of(make_document(origins={"title": "library.json"})).problems == ()
    (problem,) = account_of(make_document(origins={"title": "file name"})).problems
    assert "no title of its own" in problem


def test_what_a_bibliography_would_lack_is_a_note() -> None:
    account = account_of(replace(make_document(), item={"title": "A"}))
    assert account.missing == ("the author", "the date", "the publisher")
    assert account.notes == ("A bibliography would lack the author, the date and the publisher.",)
    assert account.problems == ()


def test_web_page_lacks_its_address_and_not_a_publisher() -> None:
    page = {"type": "webpage", "title": "A", "author": [{"literal": "B"}], "issued": {"date-parts": [[2016]]}}
    assert account_of(replace(make_document(), item=page)).missing == ("the address",)
    assert account_of(replace(make_document(), item={**page, "URL": "https://example.org"})).missing == ()


def test_copies_and_passages_that_stand_elsewhere_too_are_notes() -> None:
    account = account_of(make_document(also=("b/a.pdf",)), also_in={"c.txt": 1, "d.txt": 12})
    assert account.notes == (
        "The same file lies at b/a.pdf too; it is in the index once.",
        "1 passage stands nearly word for word in c.txt too.",
        "12 passages stand nearly word for word in d.txt too.",
    )
    assert account.same_file == ("b/a.pdf",)


def test_file_that_was_not_read_has_the_reason_for_its_problem() -> None:
    account = account_of_skipped("a.pdf", "is empty. Save it again.")
    assert account == Account("a.pdf", "is empty. Save it again.", ("Not read: it is empty. Save it again.",))


def test_left_out_is_counted_by_kind_with_what_is_said_most_often() -> None:
    things = [LeftOut("page number", str(n), 0) for n in range(3)]
    things += [LeftOut("running header", said, 0) for said in ("Chapter one, in full", "Review", "Review")]
    assert count_left_out([*things, LeftOut("page number", "4", 0)]) == (
        LeftOutKind("page number", 4, "0"),
        LeftOutKind("running header", 3, "Review"),
    )


@pytest.mark.parametrize(
    ("kind", "count", "name"),
    [
        ("running header", 1, "1 running header"),
        ("running header", 1200, "1,200 running headers"),
        ("contents entry", 2, "2 contents entries"),
        ("related links", 2, "2 related links"),
        (PICTURE, 2, "2 pages that are pictures"),
    ],
)
def test_kind_is_named_in_the_plural_where_there_are_several(kind: str, count: int, name: str) -> None:
    assert LeftOutKind(kind, count, "").name == name


@given(st.sets(st.integers(1, 60)))
def test_numbers_written_as_runs_are_the_numbers(numbers: set[int]) -> None:
    read: list[int] = []
    for run in format_numbers(sorted(numbers)).split(", ") if numbers else []:
        first, _, last = run.partition("–")
        read += range(int(first), int(last or first) + 1)
    assert read == sorted(numbers)
