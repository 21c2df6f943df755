from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.margins import EdgeRow, Number, edges_of, heads_columns, is_page_number
from support.pdf_lines import set_line, set_row

HEIGHT = 800.0
FOUR = ("", "4")


def row(*cells: str, usual: float = 10.0, size: float = 10.0, bottom: float = 700.0, step: float = 200.0) -> EdgeRow:
    """Return a row at the head of a page, its cells at equal distances."""
    lines = set_row(*((50 + step * at, cell) for at, cell in enumerate(cells)), bottom=bottom, size=size)
    [(_, [found]), _] = edges_of(lines, HEIGHT)
    return replace(found, usual=usual)


def texts(rows: list[EdgeRow]) -> list[list[str]]:
    return [[line.text for line in found.lines] for found in rows]


def sides(lines: list[Line]) -> tuple[list[EdgeRow], list[EdgeRow]]:
    (head, top), (foot, bottom) = edges_of(lines, HEIGHT)
    assert (head, foot) == ("head", "foot")
    return top, bottom


def page(count: int) -> list[Line]:
    return [set_line(f"Line {number}", bottom=740.0 - 20 * number) for number in range(1, count + 1)]


def test_edges_are_four_rows_from_the_top_and_four_from_the_bottom() -> None:
    top, bottom = sides(page(20))
    assert texts(top) == [["Line 1"], ["Line 2"], ["Line 3"], ["Line 4"]]
    assert texts(bottom) == [["Line 20"], ["Line 19"], ["Line 18"], ["Line 17"]]


@given(st.permutations(range(12)), st.integers(0, 12))
def test_rows_of_a_short_page_are_at_one_edge_each(order: list[int], count: int) -> None:
    lines = page(count)
    top, bottom = sides([lines[at] for at in order if at < count])
    found = [line for row in [*top, *bottom[::-1]] for line in row.lines]
    assert len(found) == len(set(found))
    assert found == (lines if count <= 8 else [*lines[:4], *lines[-4:]])
    assert 0 <= len(top) - len(bottom) <= 1


def test_lines_on_one_baseline_are_one_row() -> None:
    title, number = set_row((50, "Annual report"), (400, "4"), bottom=760.0)
    lower = set_line("Chapter 1", bottom=753.0)
    top, bottom = sides([title, *page(1), number])
    assert (texts(top), texts(bottom)) == ([["Annual report", "4"]], [["Line 1"]])
    assert texts(sides([title, lower])[0]) == [["Annual report"]]


def test_turned_lines_are_at_no_edge() -> None:
    assert sides([replace(set_line("Draft"), turned=True)]) == ([], [])


def test_place_counts_3_points_from_the_edge() -> None:
    top, bottom = sides([set_line("Head", bottom=780.0), set_line("Foot", bottom=25.0)])
    assert [top[0].place, bottom[0].place] == [-5, 10]
    assert sides([set_line("Head", bottom=779.0)])[0][0].place == -5
    assert sides([set_line("Head", bottom=777.0)])[0][0].place == -6


def test_row_is_large_above_14_tenths_of_the_usual_size() -> None:
    assert row("Title", size=14.1).is_large
    assert not row("Title", size=14.0).is_large
    assert sides([set_line("Title", size=20.0), *page(2)])[0][0].usual == 10.0


def test_row_is_short_up_to_120_characters() -> None:
    assert row("m" * 70, "m" * 50).is_short
    assert not row("m" * 70, "m" * 51).is_short


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("15", [("", "15")]),
        ("- 15 -", [("", "15")]),
        ("Page 15 of 90", [("", "15")]),
        ("page 15", [("", "15")]),
        ("15/90", [("", "15")]),
        ("Seite 15", [("", "15")]),
        ("F-3", [("F-", "3")]),
        ("iv", [("", "iv")]),
        ("XXIV", [("", "XXIV")]),
        ("iiii", []),
        ("vx", []),
        ("2019", []),
        ("F-2019", [("F-", "2019")]),
        ("15 Annual report", [("", "15")]),
        ("Annual report 15", [("", "15")]),
        ("Annual report | 15", [("", "15")]),
        ("3 Annual report 15", [("", "3"), ("", "15")]),
        ("Annual report 2019", []),
        ("2019 Annual report 15", [("", "15")]),
        ("15th report", []),
        ("Report of 15 pages", []),
        ("12345", []),
    ],
)
def test_page_numbers_that_a_row_may_print(text: str, numbers: list[Number]) -> None:
    assert row(text).numbers == numbers


def test_page_numbers_on_both_halves_of_a_sheet_are_one() -> None:
    assert ("", "2–3") in row("2", "3").numbers
    assert ("", "2–3") in row("2", "Report", "3").numbers
    assert ("", "2–3") not in row("2", "4").numbers
    assert ("", "2–3") not in row("3", "2").numbers
    assert ("", "2–3") not in row("2", "3", "4").numbers
    assert ("", "2–3") in row("2", "3", step=150.5).numbers
    assert ("", "2–3") not in row("2", "3", step=150.0).numbers


def test_row_prints_one_of_its_numbers() -> None:
    found = row("Annual report", "4")
    assert found.prints(FOUR)
    assert not found.prints(("", "5"))
    assert not found.prints(None)
    assert not found.is_only(FOUR)
    assert row("Page 4").is_only(FOUR)
    assert not row("Page 4").is_only(("", "5"))


@pytest.mark.parametrize("text", ["15", "Page 15 of 90", "iv", "[15]", "– 15 –", "F-3"])
def test_page_number_alone(text: str) -> None:
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["Annual report 15", "12345", "15 beds", "", "$15"])
def test_more_than_a_page_number(text: str) -> None:
    assert not is_page_number(text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Report 4", "report #"),
        ("4 Report", "# report"),
        ("Report page 4 here", "report page # here"),
        ("Report 4 of 90", "report #"),
        ("Report 4 |", "report #"),
        ("Report 4 here", "report 4 here"),
        ("Report 14", "report 14"),
        ("42 Report", "42 report"),
    ],
)
def test_keys_are_the_text_and_the_text_with_the_page_number_masked(text: str, masked: str) -> None:
    assert row(text).keys(FOUR) == {text.casefold(), masked}
    assert row(text).keys(None) == {text.casefold()}


def test_keys_of_each_cell_without_those_that_have_no_word() -> None:
    assert row("Annual  REPORT", "Chapter 1", "4", "a b").keys(None) == {"annual report", "chapter 1"}


def test_keys_of_a_sheet_and_of_a_prefixed_number_are_masked() -> None:
    assert row("Report 2", "Report 3").keys(("", "2–3")) == {"report 2", "report 3", "report #"}
    assert row("Report F-3").keys(("F-", "3")) == {"report f-3", "report #"}


def test_number_in_a_title_stays() -> None:
    assert row("Part 4", size=20.0).keys(FOUR) == {"part 4"}


def test_row_of_figures_has_no_keys() -> None:
    assert row("In millions", "12", "13").keys(FOUR) == set()
    assert row("In millions", "12").keys(FOUR) == {"in millions"}
    assert row("4", "In millions", "4").keys(FOUR) == {"in millions"}


CELLS = row("North", "41", "42", bottom=680.0)


def test_row_above_two_cells_heads_columns() -> None:
    assert heads_columns([row("Region", "2021", "2022"), CELLS], 0)
    assert heads_columns([CELLS, row("Region", "2021"), CELLS], 1)
    assert not heads_columns([row("Region"), CELLS], 0)
    assert not heads_columns([row("Region", "2021"), row("North", bottom=680.0)], 0)
    assert not heads_columns([row("Region", "2021", step=202.0), CELLS], 0)
    assert heads_columns([row("Region", "2021", step=201.9), CELLS], 0)


def test_row_at_the_end_heads_no_columns() -> None:
    assert not heads_columns([CELLS, row("Region", "2021")], 1)


def test_row_with_equal_texts_is_the_header_of_two_pages() -> None:
    assert not heads_columns([row("Annual report", "Annual report"), CELLS], 0)


def test_head_of_columns_is_less_than_two_sizes_above_its_cells() -> None:
    assert heads_columns([row("Region", "2021", bottom=709.9), CELLS], 0)
    assert not heads_columns([row("Region", "2021", bottom=710.0), CELLS], 0)
