from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportqa.parsing.pdf.lines import Line, by_baseline, merged, page_lines, words_of
from reportqa.parsing.pdf.pdf_file import characters, open_pdf
from reportqa.parsing.pdf.rotation import open_text
from reportqa.parsing.pdf.words import CELL_GAP, Separated, Word, no_rules
from support.drawn_pdf import draw_text, drawn_pdf
from support.pdf_lines import set_line, set_row


def lines_of(data: bytes, separated: Separated = no_rules) -> list[Line]:
    with open_pdf(data) as document:
        text_page, frame = open_text(document[0])
        return page_lines(text_page, characters(text_page), frame, separated)


def drawn(*operators: str, separated: Separated = no_rules) -> list[Line]:
    return lines_of(drawn_pdf(*operators), separated)


def texts(*operators: str) -> list[str]:
    return [line.text for line in drawn(*operators)]


def only(*operators: str) -> Line:
    [line] = drawn(*operators)
    return line


COUNCIL = only(draw_text("The council"))
HEIGHT = COUNCIL.size
"""The height of the character boxes of a font size of 10."""


def test_line_has_the_box_the_size_and_the_words_of_its_text() -> None:
    line = only(draw_text("The council met"))
    assert (line.text, line.left, line.font, line.bold, line.turned) == ("The council met", 50.0, 10.0, False, False)
    assert line.bottom < 700.0
    assert line.top > 707.0
    assert line.size == pytest.approx(line.top - line.bottom) == pytest.approx(11.7, abs=0.2)
    assert [(word.text, word.first, word.last) for word in line.words] == [
        ("The", 0, 2), ("council", 4, 10), ("met", 12, 14),
    ]  # fmt: skip
    assert line.words[0].left == line.left
    assert line.words[-1].right == line.right
    assert all(before.right < after.left for before, after in pairwise(line.words))


def test_size_is_the_median_height_and_font_the_size_that_is_set() -> None:
    line = only(draw_text("The council"), draw_text("met", 110.0, size=12.0))
    assert line.size == pytest.approx(HEIGHT, abs=0.1)
    scaled = only(draw_text("The council", size=5.0, matrix="2 0 0 2"))
    assert scaled.font == 5.0
    assert scaled.size == pytest.approx(HEIGHT)


@pytest.mark.parametrize(("space", "count"), [(0.6, 1), (CELL_GAP - 0.05, 1), (CELL_GAP + 0.05, 2)])
def test_wide_gap_separates_two_lines(space: float, count: int) -> None:
    found = texts(draw_text("The council"), draw_text("met on Monday", COUNCIL.right + space * HEIGHT))
    assert found == (["The council met on Monday"] if count == 1 else ["The council", "met on Monday"])


def test_stretched_spaces_of_justified_text_are_in_one_line() -> None:
    assert texts("10 Tw", draw_text("The council met on Monday")) == ["The council met on Monday"]
    assert texts("20 Tw", draw_text("The council met")) == ["The", "council", "met"]


@pytest.mark.parametrize(("rise", "count"), [(0.0, 1), (0.55, 1), (0.85, 2), (-0.85, 2)])
def test_other_baseline_begins_a_line(rise: float, count: int) -> None:
    assert len(drawn(draw_text("The council"), draw_text("met", 105.0, 700.0 + rise * HEIGHT))) == count


@pytest.mark.parametrize(("back", "count"), [(-0.5, 1), (0.5, 1), (0.9, 1), (1.1, 2), (3.0, 2)])
def test_text_further_left_on_the_baseline_begins_a_line(back: float, count: int) -> None:
    # Kerning may move a word a little to the left.
    space = 2.78
    kerned = f"BT /F 10 Tf 300 700 Td [(The council ) {100 * (back * HEIGHT + space)} (met)] TJ ET"
    assert len(drawn(kerned)) == count


def test_rule_between_two_words_separates_lines() -> None:
    seen: list[tuple[float, float, float]] = []

    def rule_at_65(left: float, right: float, height: float) -> bool:
        seen.append((left, right, height))
        return left < 70.0 < right

    assert [line.text for line in drawn(draw_text("A big council met"), separated=rule_at_65)] == [
        "A big", "council met",
    ]  # fmt: skip
    words = words_of(drawn(draw_text("A big council met")))
    assert [(left, right) for left, right, _ in seen] == [(a.left, b.left) for a, b in pairwise(words)]
    assert {round(height) for *_, height in seen} == {704}


def test_columns_are_read_in_the_order_of_the_file() -> None:
    left = [draw_text(f"Left {name}", 50.0, y) for name, y in (("one", 700), ("two", 688))]
    right = [draw_text(f"Right {name}", 300.0, y) for name, y in (("one", 700), ("two", 688))]
    assert texts(*left, *right) == ["Left one", "Left two", "Right one", "Right two"]
    assert texts(left[0], right[0], left[1], right[1]) == ["Left one", "Right one", "Left two", "Right two"]


def test_hyphen_at_the_end_of_a_line_ends_a_word() -> None:
    first, second = drawn(draw_text("The organ-"), draw_text("isation met", y=688.0))
    assert (first.text[:-1], second.text) == ("The organ", "isation met")
    assert first.text[-1] in "\ufffe\x02\xad"
    assert first.words[-1].last + 1 == second.words[0].first


def test_short_lines_that_pdfium_joins_to_one_word_are_two() -> None:
    first, second = drawn(draw_text("ab"), draw_text("c", y=680.0))
    assert (first.text, second.text) == ("ab", "c")
    assert first.words[-1].last + 1 == second.words[0].first == 2


def test_parts_of_a_word_have_no_space_between_them() -> None:
    hidden = draw_text("organ\\255isation met")
    [line] = [line for line in drawn(hidden) if "isation" in line.text]
    assert "organ" in line.text
    assert " " not in line.text.removesuffix(" met")


@pytest.mark.parametrize("mark", ["1", "12", "*", "1,2"])
def test_raised_mark_behind_a_word_is_no_text(mark: str) -> None:
    line = only(draw_text("of nurses."), draw_text(mark, 93.9, 704.0, 6.0), draw_text("In most", 105.0))
    assert line.text == "of nurses. In most"
    assert [word.mark for word in line.words] == ["", mark, "", ""]
    assert (line.words[1].first, line.words[1].last) == (3, 9)


def test_mark_behind_a_space_belongs_to_the_word_before() -> None:
    line = only(draw_text("of nurses."), draw_text("1", 97.0, 704.0, 6.0), draw_text("In most", 103.0))
    assert line.text == "of nurses. In most"
    assert line.words[1].mark == "1"


def test_mark_at_the_beginning_of_a_line_is_a_word_and_its_own_mark() -> None:
    line = only(draw_text("1", 50.0, 704.0, 6.0), draw_text("By post.", 57.0))
    assert line.text == "1 By post."
    assert [word.mark for word in line.words] == ["1", "", ""]


@pytest.mark.parametrize(
    ("word", "exponent", "text"),
    [
        ("10", "6", "10⁶"),
        ("12 km", "2", "12 km²"),
        ("\\(m", "2", "(m²"),
        ("4 ft", "3", "4 ft³"),
        ("10", "12", "10¹²"),
        ("beds", "2", "beds"),
        ("skm", "2", "skm"),
    ],
)
def test_raised_digit_behind_a_digit_or_a_unit_is_a_power(word: str, exponent: str, text: str) -> None:
    right = only(draw_text(word)).right
    line = only(draw_text(word), draw_text(exponent, right + 0.1, 704.0, 6.0))
    assert line.text == text
    assert line.words[-1].mark == ("" if line.text[-1] in "⁰¹²³⁴⁵⁶⁷⁸⁹" else exponent)


@pytest.mark.parametrize(
    ("height", "size", "is_raised"),
    [(704.0, 6.0, True), (700.0, 6.0, False), (697.0, 6.0, False), (704.0, 10.0, False), (702.0, 9.0, False)],
)
def test_mark_is_smaller_and_higher_than_its_word(height: float, size: float, is_raised: bool) -> None:
    right = only(draw_text("of nurses")).right
    line = only(draw_text("of nurses"), draw_text("2", right, height, size))
    assert line.text == ("of nurses" if is_raised else "of nurses2")


def test_figure_of_full_size_stays_and_an_asterisk_drawn_high_does_not() -> None:
    assert only(draw_text("Table 12")).text == "Table 12"
    assert only(draw_text("In 1, 2 and 3,")).text == "In 1, 2 and 3,"
    total = only(draw_text("Total*"))
    assert (total.text, total.words[0].mark) == ("Total", "*")


def test_letters_are_no_marks() -> None:
    assert only(draw_text("on the 4"), draw_text("th", 85.6, 704.0, 6.0)).text == "on the 4th"


def test_line_is_bold_if_its_words_are() -> None:
    bold, light = draw_text("The council", font="B"), draw_text("met", 110.0)
    assert only(bold).bold
    assert not only(bold, light).bold
    assert not only(draw_text("The"), draw_text("council", 70.0, font="B")).bold
    assert not only(draw_text("The", font="B"), draw_text("big", 75.0), draw_text("one", 95.0, font="B")).bold


def test_text_in_another_direction_is_turned_and_has_its_words_aside() -> None:
    upwards = draw_text("Draft of it", 400.0, 300.0, matrix="0 1 -1 0")
    level, turned = drawn(draw_text("Text of the page"), upwards)
    assert (level.turned, level.aside) == (False, ())
    assert (turned.text, turned.turned, turned.words) == ("Draft of it", True, ())
    assert [word.text for word in turned.aside] == ["Draft", "of", "it"]
    assert all(word.turned for word in turned.aside)
    assert words_of([turned]) == list(turned.aside)
    bottom, top = min(word.bottom for word in turned.aside), max(word.top for word in turned.aside)
    assert top - bottom > 3 * (turned.right - turned.left)
    assert turned.middle == pytest.approx((bottom + top) / 2)
    assert turned.top - turned.bottom == pytest.approx(turned.size)
    assert 300.0 <= bottom < top < 350.0
    assert 385.0 < turned.left < 400.0 < turned.right


def test_turned_lines_side_by_side_are_two() -> None:
    level = [draw_text("Text of the page", y=y) for y in (700, 688, 676)]
    sides = [draw_text(f"Draft {name}", x, 300.0, matrix="0 1 -1 0") for name, x in (("one", 400), ("two", 412))]
    assert texts(*level, *sides) == [*["Text of the page"] * 3, "Draft one", "Draft two"]


def test_single_character_behind_turned_words_is_turned_and_level_text_is_not() -> None:
    level = [draw_text("Text of the page", y=y) for y in (700, 688)]
    upwards = draw_text("Draft 7", 400.0, 300.0, matrix="0 1 -1 0")
    assert texts(*level, upwards, draw_text("8", 400.0, 345.0)) == [*["Text of the page"] * 2, "Draft 7", "8"]


TURNS = {0: "1 0 0 1 0 0", 1: "0 -1 1 0 0 600", 2: "-1 0 0 -1 600 800", 3: "0 1 -1 0 600 0"}


@pytest.mark.parametrize("turns", TURNS)
def test_turned_page_has_the_lines_of_a_level_one(turns: int) -> None:
    text = [draw_text("of nurses.", 50.0, 300.0), draw_text("1", 97.0, 304.0, 6.0), draw_text("In most", 103.0, 300.0)]
    names = [draw_text("North and south", 50.0, 280.0)]
    level, turned = drawn(*text, *names), drawn(f"{TURNS[turns]} cm", *text, *names)
    assert [line.text for line in turned] == ["of nurses. In most", "North and south"]
    assert [word.mark for word in words_of(turned)] == ["", "1", "", "", "", "", ""]
    assert [line.turned for line in turned] == [False] * 2
    for one, other in zip(words_of(level), words_of(turned), strict=True):
        assert other.right - other.left == pytest.approx(one.right - one.left, abs=3.0)
        assert other.top - other.bottom == pytest.approx(one.top - one.bottom, abs=0.2)
        assert other.left - turned[0].left == pytest.approx(one.left - level[0].left, abs=0.1)
        assert other.bottom - turned[0].bottom == pytest.approx(one.bottom - level[0].bottom, abs=0.1)


@pytest.mark.parametrize("turns", TURNS)
@pytest.mark.parametrize("displayed", [0, 90, 180, 270])
def test_turned_texts_keep_the_order_of_the_file(turns: int, displayed: int) -> None:
    rows = [
        draw_text("The council", 50.0, 300.0),
        draw_text("met on Monday.", 110.0, 300.0),
        draw_text("In May", 300, 300),
    ]
    lines = [draw_text(f"Line {name}", 50.0, y) for name, y in (("one", 280), ("two", 268), ("three", 256))]
    data = drawn_pdf(f"{TURNS[turns]} cm", *rows, *lines)
    turned = data.replace(b"/Type /Page ", b"/Type /Page /Rotate %d " % displayed)
    assert len(turned) > len(data)
    assert [line.text for line in lines_of(turned)] == [
        "The council met on Monday.", "In May", "Line one", "Line two", "Line three",
    ]  # fmt: skip


ROWS = st.lists(st.lists(st.text("abcdehnou", min_size=1, max_size=9), min_size=1, max_size=5), min_size=1, max_size=8)


@settings(max_examples=40)
@given(ROWS, st.data())
def test_no_word_is_lost_and_the_order_of_the_file_is_kept(rows: list[list[str]], data: st.DataObject) -> None:
    operators, expected = [], []
    for number, words in enumerate(rows):
        y = 750.0 - 20 * number
        cut = data.draw(st.integers(1, len(words)))
        for x, cell in ((50.0, words[:cut]), (320.0, words[cut:])):
            if cell:
                operators.append(draw_text(" ".join(cell), x, y))
                expected.append(" ".join(cell))
    made = drawn_pdf(*operators)
    lines = lines_of(made)
    assert [line.text for line in lines] == expected
    with open_pdf(made) as document:
        text = characters(document[0].get_textpage())
    assert all(text[word.first : word.last + 1] == word.text for word in words_of(lines))
    assert "".join(word.text for word in words_of(lines)) == "".join(word for row in rows for word in row)


def test_empty_page_has_no_lines() -> None:
    assert drawn("") == []


def test_words_of_lines_are_in_their_order_with_those_of_turned_lines() -> None:
    aside = (Word("Draft", 0.0, 10.0, turned=True),)
    turned = replace(set_line("Draft"), words=(), aside=aside, turned=True)
    assert [word.text for word in words_of([set_line("One two"), turned, set_line("three")])] == [
        "One", "two", "Draft", "three",
    ]  # fmt: skip


def test_lines_of_one_baseline_overlap_by_six_tenths_of_the_smaller() -> None:
    line = set_line("North")
    assert line.shares_baseline(set_line("12", 200.0, 703.9))
    assert not line.shares_baseline(set_line("12", 200.0, 704.1))
    assert line.shares_baseline(set_line("1", 200.0, 705.9, size=6.0))
    assert not line.shares_baseline(set_line("1", 200.0, 706.5, size=6.0))
    assert set_line("12", 200.0, 696.1).shares_baseline(line)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 400)), max_size=20))
def test_lines_are_grouped_by_baseline_from_the_top(places: Sequence[tuple[int, int]]) -> None:
    lines = [set_line(f"Line {row}", float(left), 700.0 - 15 * row) for row, left in places]
    rows = by_baseline(lines)
    assert [line for row in rows for line in row] == sorted(lines, key=lambda line: -line.bottom)
    assert [row[0].bottom for row in rows] == sorted({line.bottom for line in lines}, reverse=True)
    assert all(len({line.bottom for line in row}) == 1 for row in rows)


def test_merged_line_has_the_words_and_the_box_of_its_parts() -> None:
    first, second = set_row((50, "Item"), (200, "of text"))
    second = replace(second, bottom=698.0, top=712.0, size=12.0, bold=True, font=9.0, aside=(Word("x", 0.0, 1.0),))
    line = merged([first, second])
    assert line == Line(
        "Item of text", 50.0, 698.0, 235.0, 712.0, 12.0, True, (*first.words, *second.words), 9.0, aside=second.aside
    )


@pytest.mark.parametrize(
    ("font", "other_font", "size", "differs"),
    [
        (0.0, 0.0, 10.8, True),
        (0.0, 0.0, 10.7, False),
        (10.0, 9.0, 10.8, True),
        (10.0, 10.0, 10.8, False),
        (10.0, 10.0, 11.5, False),
        (10.0, 10.0, 11.7, True),
    ],
)
def test_sizes_differ_by_7_percent_or_14_in_one_font_size(
    font: float, other_font: float, size: float, differs: bool
) -> None:
    one, other = replace(set_line("a"), font=font), replace(set_line("a", size=size), font=other_font)
    assert one.differs_in_size(other) == other.differs_in_size(one) == differs
