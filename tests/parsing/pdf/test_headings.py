from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.parsing.pdf.headings import (
    TextStyle,
    body_size,
    is_above,
    is_labelled,
    level_of,
    text_style,
    usual_leading,
)
from reportqa.parsing.pdf.lines import Line
from support.pdf_lines import set_line, set_row

STYLE = TextStyle(body=10.0, heading_sizes=(18.0, 14.0, 12.0), words={}, outline={})


@pytest.mark.parametrize(
    ("size", "level"), [(20.0, 1), (18.0, 1), (17.8, 1), (17.6, 2), (14.0, 2), (12.0, 3), (11.3, 4), (11.1, None)]
)
def test_size_of_a_line_is_compared_with_the_sizes_of_headings_and_the_body(size: float, level: int | None) -> None:
    assert STYLE.level_of("Money spent", size, bold=False) == level


def test_level_of_a_heading_is_at_most_6() -> None:
    style = replace(STYLE, heading_sizes=tuple(range(30, 12, -2)))
    assert style.level_of("Money spent", 14.0, bold=False) == 6
    assert style.level_of("Money spent", 10.0, bold=True) == 6


@pytest.mark.parametrize(
    ("text", "size", "level"),
    [
        ("Money spent", 10.0, 4),
        ("Money spent", 9.5, 4),
        ("Money spent", 9.4, None),
        ("money spent", 10.0, None),
        ("Money spent:", 10.0, None),
    ],
)
def test_bold_line_of_body_size_is_a_heading_of_the_lowest_level(text: str, size: float, level: int | None) -> None:
    assert STYLE.level_of(text, size, bold=True) == level
    assert STYLE.level_of(text, size, bold=False) is None


def test_bold_line_is_compared_with_the_body_of_its_page_where_that_is_smaller() -> None:
    assert replace(STYLE, page_body=8.0).level_of("Money spent", 8.0, bold=True) == 4
    assert replace(STYLE, page_body=8.0).level_of("Money spent", 7.5, bold=True) is None
    assert replace(STYLE, page_body=12.0).level_of("Money spent", 10.0, bold=True) == 4


@pytest.mark.parametrize(
    "text", ["It was agreed.", "“It was agreed.”", "In May,", "It was agreed;", "12", "A 1 B 2", ""]
)
def test_line_that_ends_as_a_sentence_or_has_no_word_is_no_heading(text: str) -> None:
    assert STYLE.level_of(text, 18.0, bold=True) is None


def test_heading_has_at_most_160_characters() -> None:
    assert STYLE.level_of("m" * 160, 18.0, bold=False) == 1
    assert STYLE.level_of("m" * 161, 18.0, bold=False) is None


def test_outline_has_the_level_whatever_the_look_of_the_line() -> None:
    style = replace(STYLE, outline={"it was agreed.": 2})
    assert style.level_of("It was agreed.", 10.0, bold=False) == 2
    assert style.level_of("IT WAS AGREED.", 18.0, bold=True) == 2
    assert style.level_of("It was agreed.", 9.7, bold=False) == 2
    assert style.level_of("It was agreed.", 9.6, bold=False) is None


@given(st.text(max_size=40), st.floats(4.0, 40.0), st.floats(4.0, 40.0), st.booleans())
def test_a_larger_line_never_has_a_lower_level(text: str, one: float, other: float, bold: bool) -> None:
    small, large = sorted((one, other))
    level = STYLE.level_of(text, small, bold)
    larger = STYLE.level_of(text, large, bold)
    assert level is None or (larger is not None and larger <= level)


def test_heading_has_the_median_size_of_its_lines_and_is_bold_if_all_are() -> None:
    large, small = set_line("Money that", size=14.0), set_line("was spent", size=8.0)
    assert level_of([large, large, small], "Money that was spent", STYLE) == 2
    assert level_of([small, small, large], "Money that was spent", STYLE) is None
    bold, light = set_line("Money", bold=True), set_line("spent")
    assert level_of([bold, bold], "Money spent", STYLE) == 4
    assert level_of([bold, light], "Money spent", STYLE) is None


def test_heading_has_at_most_4_lines() -> None:
    large = set_line("Money", size=18.0)
    assert level_of([large] * 4, "Money", STYLE) == 1
    assert level_of([large] * 5, "Money", STYLE) is None


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Item 8.01. Other events.", 4),
        ("2.1 Money that is spent.", 4),
        ("Annex B Money that is spent.", 4),
        ("Item 8.01. other events.", None),
        ("Money that is spent.", None),
        ("2.1. ", None),
    ],
)
def test_heading_behind_a_label_may_end_with_a_full_stop(text: str, level: int | None) -> None:
    assert level_of([set_line(text.strip(), bold=True)], text, STYLE) == level


@pytest.mark.parametrize("label", ["2.1", "2", "Item 5.02.", "Annex B", "IV", "A.1.2", "Table 3:", "chapter 7)"])
def test_row_of_a_label_and_a_heading_is_one_heading(label: str) -> None:
    assert is_labelled(set_row((50.0, label), (120.0, "Money that is spent."), bold=True), STYLE)


@pytest.mark.parametrize("label", ["2019", "Money", "2.1 Money", "Annex", "1.2.3.4.5"])
def test_row_of_other_words_and_a_heading_is_none(label: str) -> None:
    assert not is_labelled(set_row((50.0, label), (120.0, "Money that is spent"), bold=True), STYLE)


def test_label_is_set_as_its_heading_is_and_alone_with_it() -> None:
    label, heading = set_row((50.0, "2.1"), (120.0, "Money that is spent"), bold=True)
    assert not is_labelled([replace(label, bold=False), heading], STYLE)
    assert not is_labelled([label, replace(heading, bold=False)], STYLE)
    assert not is_labelled([replace(label, size=8.0), heading], STYLE)
    assert not is_labelled([label, replace(heading, size=8.0)], STYLE)
    assert not is_labelled([label, heading, set_line("12", 300.0, bold=True)], STYLE)
    assert not is_labelled([heading], STYLE)


CELLS = set_row((50.0, "North"), (150.0, "41"), bottom=680.0)


def test_larger_or_distant_line_is_above_a_table() -> None:
    assert is_above(set_line("Regions", size=11.3), [[], CELLS], 0)
    assert not is_above(set_line("Regions", size=11.1), [[], CELLS], 0)
    assert is_above(set_line("Regions", bottom=700.1), [[], CELLS], 0)
    assert not is_above(set_line("Regions", bottom=700.0), [[], CELLS], 0)


def test_line_behind_a_row_of_cells_or_at_the_end_is_not_above_a_table() -> None:
    line = set_line("Regions", bottom=760.0)
    prose = [set_line("The regions are below", bottom=800.0)]
    assert is_above(line, [prose, [line], CELLS], 1)
    assert not is_above(line, [CELLS, [line], CELLS], 1)
    assert not is_above(line, [CELLS, [line]], 1)


def page(count: int, step: float = 14.0, text: str = "Text of the report") -> list[Line]:
    return [set_line(text, bottom=700.0 - step * number) for number in range(count)]


def test_text_style_has_the_sizes_of_the_body_and_of_headings_from_the_largest() -> None:
    sizes = (12.0, 18.2, 17.9, 11.3, 11.1, 8.0)
    style = text_style([page(4), [set_line("Costs", size=size) for size in sizes]], {"costs": 2})
    assert style.body == 10.0
    assert style.heading_sizes == [18, 12, 11]
    assert style.outline == {"costs": 2}
    assert style.words["report"] == 4


def test_leading_and_edge_are_those_of_pages_with_20_or_more_lines() -> None:
    pages = [page(20), page(25, 16.0, "Text"), page(20, 15.0, "Text of it"), page(19, 20.0, "Text of the whole report")]
    style = text_style(pages, {})
    assert style.leading == pytest.approx(1.5)
    assert style.edge == 100.0
    without = text_style([page(19)], {})
    assert (without.leading, without.edge) == (float("inf"), 0.0)


def leading_of(*bottoms: float) -> float:
    return usual_leading([[set_line("Text", bottom=bottom)] for bottom in bottoms])


def test_usual_leading_is_the_lower_quartile_of_small_steps_downwards() -> None:
    assert leading_of(700, 688, 674, 658, 640) == pytest.approx(1.4)
    assert leading_of(700, 671, 659) == pytest.approx(1.2)
    assert leading_of(700, 670, 640) == 1.2
    assert leading_of(700, 670.1, 640.2) == pytest.approx(2.99)
    assert leading_of(640, 700, 686) == pytest.approx(1.4)
    assert leading_of(700, 700, 686) == pytest.approx(1.4)
    assert leading_of(700) == leading_of() == 1.2


def test_body_size_is_that_of_most_characters() -> None:
    title, text = set_line("Title", size=18.0), set_line("Text of the report", size=10.04)
    assert body_size([title, title, title, text]) == 10.0
    assert body_size([title, title, title, title, text]) == 18.0
    assert body_size([]) == 0.0
