from dataclasses import replace

import pytest

from reportqa.document import Page
from reportqa.proofreading.page_references import find_locators, find_named_page, pages_named, written_like
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
    ("note", "spans"),
    [
        ("(Lind 2012, pp. 4, 9)", ["4-4", "9-9"]),
        ("(Lind 2012, pp. vi and 3)", ["vi-vi", "3-3"]),
        ("Lind 2012, pp. 4–6, 9 and 12.", ["4-6", "9-9", "12-12"]),
        ("p. 4 and p. 9", ["4-4", "9-9"]),
        ("pages four and nine", ["4-4", "9-9"]),
        ("Lind 2012, S. 4, 7 und 9", ["4-4", "7-7", "9-9"]),
        ("p. 4 f.", ["4-4f"]),
        ("pp. 4ff.", ["4-4ff"]),
        ("p. 4 et seq.", ["4-4ff"]),
        ("Id. at 4.", ["4-4"]),
        ("Lind (2012) at 4–5", ["4-5"]),
        ("Lind, Wards (Orme Press 2012) 4 (emphasis added).", ["4-4"]),
        ("Lind 2012: 4, italics in the original", ["4-4"]),
        ("Ibid 4, 9", ["4-4", "9-9"]),
        ("Lind, Wards (Orme Press 2012) 4, ", ["4-4"]),
        ("Lind, Wards (Orme Press 2012) 4 (", ["4-4"]),
        ("Wards Today, 12, 3, 45", ["45-45"]),
        ("p. 4, 2012", ["4-4"]),
        ("On p. 4, 30 wards are named", ["4-4"]),
        ("pp. 4–5, 19 July 2016", ["4-5"]),
        ("p. 4 and I agree", ["4-4"]),
        ("p. 1,204", ["1204-1204"]),
    ],
)
def test_lists_and_series_of_pages_are_read_whole(note: str, spans: list[str]) -> None:
    (locator,) = find_locators(note)
    assert [f"{span.first}-{span.last}{span.more}" for span in locator.spans] == spans


@pytest.mark.parametrize(
    ("note", "is_whole"),
    [
        ("pp. 4–6 and 9", True),
        ("p. 4, 2012", True),
        ("p. 4/9", False),
        ("p. 4, n. 2", False),
        ("p. 4, table 2", False),
        ("p. 4, 30 wards", False),
        ("page four", False),
        ("Lind, Wards, 4, 9.", False),
    ],
)
def test_reference_that_goes_on_is_told(note: str, is_whole: bool) -> None:
    assert find_locators(note)[0].is_whole is is_whole


@pytest.mark.parametrize(
    "note",
    [
        "report.pdf, folio 4",
        "at 8 pm",
        "Lind 2012, § 4",
        "Lind 2012, table 4",
        "Lind 2012, paras 4–6, 9",
        "which stood at 41.",
        "Lind 2012, s. 4",
    ],
)
def test_parts_that_are_no_pages_are_not_read_as_pages(note: str) -> None:
    assert find_locators(note) == ()


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
        ("pp. ii and 3", {2, 6}),
        ("p. iii f.", {3, 4}),
        ("p. 3 ff.", {6, 7}),
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
        ("pp. 1, 2 and 3", PAGES[1:2], "p. ii"),
        ("pp. 1 ff.", PAGES[1:2], "p. ii"),
    ],
)
def test_other_pages_are_written_as_the_note_writes_them(note: str, pages: tuple[Page, ...], written: str) -> None:
    (locator,) = find_locators(note)
    assert written_like(locator, note, pages) == written


@pytest.mark.parametrize(
    ("note", "pages"),
    [
        ("(Rosen 31)", ["31"]),
        ("(Rosen et al., Staff 31–33, 40)", ["31", "40"]),
        ("(The winter of 2012 7)", ["7"]),
        ("(Board A-6)", ["A-6"]),
        ("(31)", ["31"]),
        ("Rosen 2016", None),
        ("(Rosen, Staff, table 31)", None),
        ("(Rosen, vol. 3)", None),
        ("(Rosen 31 and others)", None),
        ("(Rosen (n 3) 31)", None),
        ("a" * 400 + " 31", None),
    ],
)
def test_page_behind_a_name_needs_no_word(note: str, pages: list[str] | None) -> None:
    found = find_named_page(note)
    assert (found and [span.first for span in found.spans]) == pages


def test_year_behind_a_bracket_begins_no_list_of_pages() -> None:
    (locator,) = find_locators("(Rosen [1998] 2016, 31)")
    assert (locator.first, locator.last) == ("31", "31")


@pytest.mark.parametrize(
    ("note", "pages"),
    [
        ("(Rosen 2016, p. [31])", ["31"]),
        ("[@rosen2016, p. 31]", ["31"]),
        ("(Rosen 2016, p. 31n2)", ["31"]),
        ("(Rosen 2016, pp. 31/32)", ["31", "32"]),
        ("(Rosen 2016, p. 2/6)", ["2"]),
        ("Rosen and Curry (2016: 31) hold that", ["31"]),
        ("In May Rosen (2016a, 31–33) holds that", ["31"]),
        ("Rosen (2016, 2017) holds that", []),
    ],
)
def test_pages_in_brackets_with_notes_and_behind_years(note: str, pages: list[str]) -> None:
    assert [span.first for one in find_locators(note) for span in one.spans] == pages


def test_corrected_page_keeps_the_bracket_of_a_citation_key_and_loses_its_own() -> None:
    for note, new in (("[@rosen2016, p. 31]", "p. 32"), ("(Rosen 2016, p. [31])", "p. 32")):
        (locator,) = find_locators(note)
        assert written_like(locator, note, (Page(32, None, 0, 9),)) == new
        assert note[locator.end :] in {"]", ")"}
