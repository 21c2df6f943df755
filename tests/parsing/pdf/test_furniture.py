from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.parsing.pdf.furniture import find_furniture
from reportqa.parsing.pdf.lines import Line

WORDS = [f"{one}{two}" for one in ("north", "south", "east", "west", "mid") for two in ("field", "town", "wood", "ham")]
BODY = ["Text of {word} begins here and goes on", "for a second line about {word}", "and ends with {word}."]


def page(*rows: str) -> list[Line]:
    """Lines one under another; parts of a row are parted by "|"."""
    lines = []
    for number, row in enumerate(rows):
        bottom = 700.0 - 20 * number
        parts = row.split("|")
        lines += [
            Line(part, 50.0 + 200 * at, bottom, 50.0 + 200 * at + 6 * len(part), bottom + 10, 10.0)
            for at, part in enumerate(parts)
        ]
    return lines


def document(*pages: Sequence[str]) -> list[list[Line]]:
    """Pages whose bodies differ: {word} becomes another word on each."""
    return [
        page(*(row.format(word=WORDS[number % len(WORDS)] * (1 + number // len(WORDS))) for row in rows))
        for number, rows in enumerate(pages)
    ]


def labels(pages: Sequence[Sequence[Line]]) -> list[str | None]:
    return [found.label for found in find_furniture(pages)]


def left_out(pages: Sequence[Sequence[Line]]) -> list[list[str]]:
    return [sorted(line.text for line in found.lines) for found in find_furniture(pages)]


def test_a_recurring_header_and_the_page_number_are_furniture() -> None:
    pages = document(*[("Annual report", *BODY, str(n + 4)) for n in range(1, 8)])
    assert labels(pages) == [str(n + 4) for n in range(1, 8)]
    assert left_out(pages)[2] == ["7", "Annual report"]


def test_a_chapter_name_beside_the_recurring_title_is_furniture() -> None:
    pages = document(*[(f"Annual report|Chapter {name}", *BODY, str(n)) for n, name in enumerate("abcdefg", start=1)])
    assert left_out(pages)[3] == ["4", "Annual report", "Chapter d"]


def test_header_of_a_continued_table_is_no_furniture() -> None:
    pages = document(*[("In millions|2022|2021|2020", *BODY, str(n)) for n in range(1, 8)])
    assert left_out(pages)[3] == ["4"]


def test_numbers_that_do_not_count_pages_stay_in_the_text() -> None:
    pages = document(*[(*BODY, number) for number in ("812", "67", "3", "500", "41", "9", "77")])
    assert labels(pages) == [None] * 7
    assert left_out(pages) == [[]] * 7


def test_roman_and_prefixed_numbers_are_labels() -> None:
    pages = document(*[(*BODY, number) for number in ("i", "ii", "iii", "iv", "F-1", "F-2", "F-3", "F-4")])
    assert labels(pages) == ["i", "ii", "iii", "iv", "F-1", "F-2", "F-3", "F-4"]


def test_a_page_without_a_number_between_two_is_counted() -> None:
    pages = document(*[(*BODY, *([] if n == 4 else [str(n)])) for n in range(1, 9)])
    assert labels(pages)[3] == "4"


def test_numbers_may_start_anew_in_the_middle() -> None:
    pages = document(*[(*BODY, str(n)) for n in [*range(1, 9), *range(1, 6)]])
    assert labels(pages) == [str(n) for n in [*range(1, 9), *range(1, 6)]]


@given(st.integers(0, 300), st.integers(6, 40))
def test_labels_follow_any_offset(offset: int, count: int) -> None:
    pages = document(*[(*BODY, f"Page {n + offset} of {count + offset}") for n in range(1, count + 1)])
    assert labels(pages) == [str(n + offset) for n in range(1, count + 1)]


@pytest.mark.parametrize("rows", [[], [BODY[0]]])
def test_pages_with_little_or_nothing_on_them_have_no_furniture(rows: list[str]) -> None:
    assert left_out([page(*rows) for _ in range(2)][:1]) == [[]]


def test_the_name_of_a_chapter_beside_the_number_is_furniture() -> None:
    heads = ["Introduction", "Money", "Money", "Staff", "Staff", "Patients"]
    pages = document(*[(f"{head}|{n}", head, *BODY) for n, head in enumerate(heads, start=1)])
    assert left_out(pages) == [sorted([head, str(n)]) for n, head in enumerate(heads, start=1)]


def test_the_numbers_of_two_pages_on_one_sheet_are_its_label() -> None:
    pages = document(*[(*BODY, f"{2 * n}|{2 * n + 1}") for n in range(1, 6)])
    assert labels(pages) == ["2–3", "4–5", "6–7", "8–9", "10–11"]
    assert left_out(pages)[1] == ["4", "5"]


def test_the_title_of_a_slide_that_counts_with_the_pages_is_no_furniture() -> None:
    pages = document(*[(f"Message {n} of the briefing", *BODY, str(n)) for n in range(1, 7)])
    assert left_out(pages) == [[str(n)] for n in range(1, 7)]


def test_header_of_a_continued_table_of_words_is_no_furniture() -> None:
    pages = document(*[("Annual report", "Area|Who decides", "{word}|The board of {word}", *BODY) for _ in range(7)])
    assert left_out(pages)[3] == ["Annual report"]


def test_a_number_within_a_running_header_does_not_hide_it() -> None:
    pages = document(*[("Journal of Evidence 7:113", *BODY, str(n)) for n in range(112, 116)])
    assert left_out(pages)[1] == ["113", "Journal of Evidence 7:113"]


def test_the_header_of_a_page_of_another_height_is_furniture() -> None:
    pages = document(*[("Annual report", *BODY, str(n)) for n in range(1, 7)])
    wide = [replace(line, bottom=line.bottom - 250, top=line.top - 250) for line in pages[3]]
    heights = [842.0, 842.0, 842.0, 592.0, 842.0, 842.0]
    found = find_furniture([*pages[:3], wide, *pages[4:]], heights)
    assert [line.text for line in found[3].head] == ["Annual report"]


def test_a_header_close_above_a_large_title_is_furniture() -> None:
    pages = document(*[("Annual report", *BODY, str(n)) for n in range(1, 7)])
    header, title, *rest = pages[0]
    pages[0] = [header, replace(title, bottom=title.bottom - 10, top=title.bottom + 10, size=20.0), *rest]
    assert "Annual report" in left_out(pages)[0]


NOTICE = [
    "Notice of the Selby fund",
    "The fund paid 37 grants in 2012 to clinics of",
    "the county. It will pay 41 in 2013.",
]


@pytest.mark.parametrize("copies", [2, 3, 7])
def test_lines_of_copies_of_one_page_are_no_furniture(copies: int) -> None:
    assert left_out([page(*NOTICE) for _ in range(copies)]) == [[]] * copies


def test_a_page_that_is_a_copy_but_for_a_name_keeps_its_lines() -> None:
    letters = [[*NOTICE, f"To {word}"] for word in WORDS[:4]]
    assert left_out([page(*letter) for letter in letters]) == [[]] * 4


def test_copies_beside_other_pages_lose_their_running_header_only() -> None:
    pages = document(*[("Annual report", *BODY, str(n)) for n in range(1, 6)])
    copies = [page("Annual report", *NOTICE, str(n)) for n in (6, 7)]
    assert left_out([*pages, *copies])[5:] == [["6", "Annual report"], ["7", "Annual report"]]


@pytest.mark.parametrize(
    ("numbers", "expected"), [("4,5", ["4", "5"]), ("4,5,", [None] * 3), ("4,5,6", ["4", "5", "6"])]
)
def test_three_pages_or_all_are_numbered_alike(numbers: str, expected: list[str | None]) -> None:
    assert labels(document(*[(*BODY, *filter(None, [number])) for number in numbers.split(",")])) == expected


@pytest.mark.parametrize(("is_bold", "kept"), [(True, True), (False, False)])
def test_a_bold_heading_beside_a_running_header_stays(is_bold: bool, kept: bool) -> None:
    names = [f"Consolidated statement of {word}" for word in WORDS[:5]]
    pages = document(*[(f"{name}|Selby Incorporated", *BODY, str(n)) for n, name in enumerate(names, 1)])
    pages = [[replace(line, bold=is_bold and line.text in names) for line in lines] for lines in pages]
    expected = ["2", "Selby Incorporated"] if kept else ["2", names[1], "Selby Incorporated"]
    assert left_out(pages)[1] == sorted(expected)


def test_a_bold_chapter_name_that_the_text_repeats_is_furniture() -> None:
    pages = document(*[(f"Chapter on {word}|Selby plc", f"Chapter on {word}", *BODY) for word in WORDS[:5]])
    pages = [[replace(line, bold=True) for line in lines] for lines in pages]
    assert left_out(pages)[1] == [f"Chapter on {WORDS[1]}", "Selby plc"]
