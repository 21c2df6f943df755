from dataclasses import replace

import pytest

from reportqa.document import Page
from reportqa.proofreading.page_references import find_locators, pages_named, written_like
from support.mutations import document_of

PAGES = tuple(Page(n + 1, label, n * 10, n * 10 + 10) for n, label in enumerate(["i", "ii", "iii", "1", "2", "3", "2"]))
DOCUMENT = document_of("x" * 70, "report.pdf", PAGES)


@pytest.mark.parametrize(
    ("note", "first", "last"),
    [
        ("Rosen 2016, p. 15.", "15", "15"),
        ("Rosen (2016: 15)", "15", "15"),
        ("(Rosen 2016, p.15)", "15", "15"),
        ("pp. 15–16", "15", "16"),
        ("pp 115-17", "115", "117"),
        ("pages 15 to 16 of it", "15", "16"),
        ("on page iv", "iv", "iv"),
        ("PDF p. 17", "17", "17"),
        ("[@rosen2016, p. 15]", "15", "15"),
        ("Rosen, Is Bigger Better?, 15.", "15", "15"),
        ("Müller 2016, S. 15", "15", "15"),
        ("10-K, p. F-12", "F-12", "F-12"),
    ],
)
def test_pages_are_read_out_of_notes(note: str, first: str, last: str) -> None:
    (locator,) = find_locators(note)
    assert (locator.first, locator.last) == (first, last)


@pytest.mark.parametrize(
    "note", ["Rosen 2016.", "Rosen, 2016", "In 2016, 15 practices joined.", "see map 3", "", "[2]"]
)
def test_other_numbers_are_no_pages(note: str) -> None:
    assert find_locators(note) == ()


@pytest.mark.parametrize(
    ("note", "physical"),
    [
        ("p. ii", {2}),
        ("p. 1", {4}),
        ("p. 2", {5, 7}),
        ("pp. 1–2", {4, 5}),
        ("pp. iii–1", {3, 4}),
        ("p. 9", set()),
        ("PDF p. 6", {6}),
        ("page 6 of the file", {6}),
    ],
)
def test_pages_are_found_by_what_is_printed_on_them(note: str, physical: set[int]) -> None:
    (locator,) = find_locators(note)
    assert {page.physical for page in pages_named(locator, DOCUMENT)} == physical


def test_pages_without_printed_numbers_are_counted() -> None:
    bare = replace(DOCUMENT, pages=tuple(replace(page, label=None) for page in PAGES))
    assert {page.physical for page in pages_named(find_locators("p. 6")[0], bare)} == {6}


@pytest.mark.parametrize(
    ("note", "pages", "written"),
    [
        ("see p. 1.", PAGES[4:5], "p. 2"),
        ("see p.1.", PAGES[4:6], "pp.2–3"),
        ("Pages 1–2", PAGES[5:6], "Page 3"),
        ("PDF p. 1", PAGES[4:5], "PDF p. 5"),
        ("page 1 of the file", PAGES[4:5], "page 5 of the file"),
        ("Rosen, Report, 1.", PAGES[4:5], "2"),
    ],
)
def test_other_pages_are_written_as_the_note_writes_them(note: str, pages: tuple[Page, ...], written: str) -> None:
    (locator,) = find_locators(note)
    assert written_like(locator, note, pages) == written
