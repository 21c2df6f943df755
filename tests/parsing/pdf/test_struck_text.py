"""Lines through words of pages of 600 by 800 points; Helvetica of 10 points, whose x is 5 points high."""

import pytest

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.pdf.parser import parse
from support.drawn_pdf import draw_text, drawn_pdf

SENTENCE = draw_text("In all 512 640 vans were bought.", x=50, y=700)
"""The figure 512 is from 73.3 to 90 points."""


def read(*operators: str) -> DocumentBuilder:
    return parse(drawn_pdf(*operators))


def struck(builder: DocumentBuilder) -> list[str]:
    return [thing.text for thing in builder.left_out if thing.kind == "struck-out text"]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("0.7 w 73.3 703 m 90 703 l S", id="stroke"),
        pytest.param("73.3 702.6 16.7 0.8 re f", id="filled rectangle"),
        pytest.param("0.5 w 73.3 702.5 m 90 702.5 l S 73.3 703.7 m 90 703.7 l S", id="double"),
        pytest.param("0.7 w 73.3 703 m 92.6 703 l S", id="with the space behind"),
        pytest.param("1 0 0 RG 0.7 w 73.3 703 m 90 703 l S", id="in red"),
    ],
)
def test_words_with_a_line_through_them_are_left_out(line: str) -> None:
    builder = read(SENTENCE, line)
    assert builder.text == "In all 640 vans were bought."
    assert struck(builder) == ["512"]
    assert [(thing.page, thing.kind) for thing in builder.left_out] == [(1, "struck-out text")]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("0.7 w 73.3 698.5 m 90 698.5 l S", id="underline"),
        pytest.param("0.7 w 73.3 708.5 m 90 708.5 l S", id="line above"),
        pytest.param("1 1 0 rg 73 698 17.5 11 re f 0 g " + SENTENCE, id="highlighting"),
        pytest.param("0.7 w 20 703 m 140 703 l S", id="rule across the page"),
        pytest.param("1 G 0.7 w 73.3 703 m 90 703 l S", id="white line"),
        pytest.param("0.7 w 73.3 698 m 90 709 l S", id="slanted line"),
        pytest.param("0.5 w 40 690 m 300 690 l S 40 712 m 300 712 l S", id="rules of a table"),
    ],
)
def test_other_lines_strike_nothing_out(line: str) -> None:
    builder = read(SENTENCE, line)
    assert "512" in builder.text
    assert struck(builder) == []


def test_part_of_a_word_is_struck_out() -> None:
    builder = read(draw_text("The year 20192021 was good.", x=50, y=700), "0.7 w 91.7 703 m 113.9 703 l S")
    assert builder.text == "The year 2021 was good."
    assert struck(builder) == ["2019"]


def test_line_through_a_dash_is_a_dash() -> None:
    assert struck(read(draw_text("from 10 - 20", x=50, y=700), "0.7 w 86.1 703 m 89.4 703 l S")) == []


def test_words_on_two_lines_are_struck_out_one_by_one() -> None:
    builder = read(
        draw_text("The council met", x=50, y=700), draw_text("often in the year.", x=50, y=688),
        "0.7 w 105.6 703 m 122.3 703 l S", "0.7 w 50 691 m 72.8 691 l S",
    )  # fmt: skip
    assert builder.text == "The council in the year."
    assert " ".join(struck(builder)) == "met often"


def test_line_through_a_cell_is_no_rule_of_its_table() -> None:
    rules = [f"{x} 640 m {x} 720 l S" for x in (50, 150, 250)] + [f"50 {y} m 250 {y} l S" for y in (640, 680, 720)]
    cells = [draw_text(text, x=x, y=y) for text, x, y in (("Town", 60, 700), ("Vans", 160, 700), ("Hull", 60, 660))]
    changed = draw_text("512", x=160, y=660), draw_text("640", x=160, y=646), "0.7 w 160 663 m 176.7 663 l S"
    builder = read("0.5 w", *rules, *cells, *changed)
    assert builder.text == "Hull · Vans: 640"
    assert struck(builder) == ["512"]


def test_page_on_its_side() -> None:
    sideways = draw_text("In all 512 640 vans were bought.", x=300, y=100, matrix="0 1 -1 0")
    builder = read(sideways, "0.7 w 297 123.3 m 297 140 l S")
    assert builder.text == "In all 640 vans were bought."
