from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.table_headers import Column, headers_of, is_figure, is_label
from support.pdf_lines import set_line, set_row

SIZE = 10.0
COLUMNS = [Column(200.0, 230.0), Column(300.0, 330.0), Column(400.0, 430.0), Column(500.0, 530.0)]
FIGURES = set_row((50, "Revenue"), (210, "11"), (310, "12"), (410, "13"), (510, "14"), bottom=600.0)
YEARS = set_row((205, "2019"), (305, "2020"), (405, "2021"), (505, "2022"), bottom=615.0)


def heads(*above: list[Line], columns: int = 4) -> tuple[int, str, list[str], list[str]]:
    """Return the first row of the headers, the caption, its words and the headers of the columns."""
    begin, caption, headers = headers_of([*above, FIGURES], len(above), COLUMNS[:columns], SIZE)
    return begin, caption.text, [word.text for word in caption.words], headers


@pytest.mark.parametrize(
    "text",
    ["12", "$17,606", "(2,165)", "12.5%", ".5", "—", "-", "n/a", "na", "*", "$ 12", "£12bn", "1.5x", "+3pp", "[12]"],
)
def test_figures(text: str) -> None:
    assert is_figure(text)


@pytest.mark.parametrize("text", ["North", "12 beds", "2019A", "Q1", "12th", "$x"])
def test_words_are_no_figures(text: str) -> None:
    assert not is_figure(text)


def test_label_is_one_line_left_of_the_first_column() -> None:
    assert is_label([set_line("Costs")], COLUMNS)
    assert not is_label(set_row((50, "Costs"), (210, "12")), COLUMNS)
    assert is_label([replace(set_line("Costs"), right=199.9)], COLUMNS)
    assert not is_label([replace(set_line("Costs"), right=200.0)], COLUMNS)


def test_each_column_has_the_text_above_it() -> None:
    assert heads(YEARS) == (0, "", [], ["2019", "2020", "2021", "2022"])


def test_header_on_several_lines_is_read_from_the_top() -> None:
    upper = set_row((205, "Beds"), (305, "Nurses"), bottom=630.0)
    assert heads(upper, YEARS) == (0, "", [], ["Beds 2019", "Nurses 2020", "2021", "2022"])


def test_words_less_than_six_tenths_of_a_size_apart_are_one_header() -> None:
    def beds_and(left: float) -> list[str]:
        words = *set_line("Beds", 205.0).words, *set_line("now", left).words
        return heads([replace(set_line("Beds now", 205.0, 615.0), words=words)])[3]

    assert beds_and(225 + 5.9) == ["Beds now", "", "", ""]
    assert beds_and(225 + 6.0) == ["", "", "", ""]
    assert beds_and(300.0) == ["Beds", "now", "", ""]


def test_header_over_two_columns_names_both() -> None:
    upper = set_row((240, "Three months"), (440, "Twelve months"), bottom=630.0)
    assert heads(upper, YEARS)[3] == [
        "Three months 2019", "Three months 2020", "Twelve months 2021", "Twelve months 2022",
    ]  # fmt: skip


def test_headers_that_share_the_columns_evenly_name_all_of_theirs() -> None:
    upper = set_row((237, "Old figures"), (437, "New figures"), bottom=630.0)
    assert heads(upper, YEARS)[3] == [
        "Old figures 2019", "Old figures 2020", "New figures 2021", "New figures 2022",
    ]  # fmt: skip


def test_headers_with_one_text_or_beside_the_middle_do_not_share_the_columns() -> None:
    same = set_row((305, "Old"), (405, "Old"), bottom=630.0)
    assert heads(same, YEARS)[3] == ["2019", "Old 2020", "Old 2021", "2022"]
    aside = set_row((205, "Old"), (405, "New"), bottom=630.0)
    assert heads(aside, YEARS)[3] == ["Old 2019", "2020", "New 2021", "2022"]


def test_header_in_the_middle_of_all_columns_is_a_caption() -> None:
    years = ["2019", "2020", "2021", "2022"]
    assert heads([set_line("Ended", 372.0, 630.0)], YEARS) == (0, "Ended", ["Ended"], years)
    assert heads([set_line("Ended", 373.0, 630.0)], YEARS) == (0, "", [], ["2019", "2020", "Ended 2021", "2022"])
    beside = set_row((372, "Ended"), (505, "Late"), bottom=630.0)
    assert heads(beside, YEARS) == (0, "", [], ["2019", "2020", "Ended 2021", "Late 2022"])


def test_header_over_the_middle_one_of_years_is_a_caption() -> None:
    ended = set_line("Year ended", 318.0, 630.0)
    assert heads([ended], YEARS[:3], columns=3) == (0, "Year ended", ["Year", "ended"], ["2019", "2020", "2021"])
    names = set_row((205, "Old"), (305, "New"), (405, "All"), bottom=615.0)
    assert heads([set_line("Year ended", 318.0, 630.0)], names, columns=3)[3] == ["Old", "Year ended New", "All"]


def test_header_over_all_columns_or_in_brackets_is_a_caption() -> None:
    wide = "Consolidated figures of independent organisations, 2019-22"
    assert heads([set_line(wide, 205.0, 630.0)], YEARS) == (0, wide, wide.split(), ["2019", "2020", "2021", "2022"])
    assert heads([set_line("(thousands)", 405.0, 630.0)], YEARS)[1] == "(thousands)"
    assert heads([set_line("thousands", 405.0, 630.0)], YEARS)[1] == ""


def test_single_column_has_a_header_and_no_caption() -> None:
    upper = [set_line("(thousands)", 190.0, 630.0)]
    assert heads(upper, [YEARS[0]], columns=1) == (0, "", [], ["(thousands) 2019"])


def test_header_of_the_labels_is_in_the_caption() -> None:
    row = [set_line("Region", 50.0, 615.0), *YEARS]
    assert heads(row) == (0, "Region", ["Region"], ["2019", "2020", "2021", "2022"])


def test_prose_above_a_table_is_no_header() -> None:
    nothing: tuple[int, str, list[str], list[str]] = (1, "", [], ["", "", "", ""])
    assert heads([set_line("was approved in the spring by the whole board.", 205.0, 615.0)]) == nothing
    assert heads([set_line("one two three four five six seven eight nine", 205.0, 615.0)]) == nothing
    assert heads([set_line("one two three four five six seven eight", 205.0, 615.0)])[0] == 0
    assert heads([set_line("Over the page and on", 100.0, 615.0)]) == nothing


def test_figures_above_a_table_are_no_headers_unless_they_are_years() -> None:
    assert heads(set_row((205, "12"), (305, "13"), bottom=615.0))[0] == 1
    assert heads(set_row((205, "FY2019"), (305, "2020E"), bottom=615.0))[3] == ["FY2019", "2020E", "", ""]


def test_headers_begin_less_than_9_sizes_above_the_first_row() -> None:
    def far(bottom: float) -> list[str]:
        return heads(set_row((205, "Beds"), bottom=bottom))[3]

    assert far(689.9)[0] == "Beds"
    assert far(690.0)[0] == ""
    assert far(600.0)[0] == ""


def test_label_ends_the_headers_unless_it_is_between_them_and_the_figures() -> None:
    label = [set_line("Income", bottom=612.0)]
    upper = [replace(line, bottom=line.bottom + 20, top=line.top + 20) for line in YEARS]
    assert heads(upper, label)[:2] == (0, "")
    assert heads(upper, label)[3] == ["2019", "2020", "2021", "2022"]
    above = [set_line("Table 4", bottom=640.0)]
    assert heads(above, YEARS)[:2] == (1, "")


@given(st.lists(st.sampled_from(["Beds", "Nurses", "Cost", "2019", ""]), min_size=4, max_size=4))
def test_each_header_is_above_its_column_and_no_word_is_lost(names: list[str]) -> None:
    row = set_row(*((205.0 + 100 * at, name) for at, name in enumerate(names) if name), bottom=615.0)
    assert heads(row)[3] == names if row else True
