import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.parsing.pdf.handles import handle_of
from reportqa.parsing.pdf.pdf_file import characters, open_pdf
from reportqa.parsing.pdf.rotation import open_text
from reportqa.parsing.pdf.words import Word, find_words, in_runs, no_rules, word_ends
from support.drawn_pdf import draw_text, drawn_pdf


def words_of(*operators: str) -> list[Word]:
    with open_pdf(drawn_pdf(*operators)) as document:
        text_page, frame = open_text(document[0])
        return find_words(handle_of(text_page), frame, characters(text_page))


def set_words(*places: tuple[float, float]) -> list[Word]:
    """Return words of 20 by 10 points at left and bottom edges."""
    return [Word("word", left, left + 20, bottom, bottom + 10) for left, bottom in places]


def test_word_has_the_box_from_its_first_to_its_last_character() -> None:
    council, met = words_of(draw_text("council met"))
    assert (council.text, council.first, council.last) == ("council", 0, 6)
    assert (met.text, met.first, met.last) == ("met", 8, 10)
    assert council.left == 50.0
    assert council.right < met.left < met.right
    assert council.bottom < 700.0 < council.top == met.top


@given(st.text("ab é\u3000\r\n\x1c\u2009\x02\xad\ufffe\U0001f600"))
def test_words_end_at_spaces_and_hyphens_of_line_ends(text: str) -> None:
    expected = re.finditer("[^\\s\ufffe\x02\xad]+[\ufffe\x02\xad]?|[\ufffe\x02\xad]", text)
    assert list(zip(*word_ends(text), strict=True)) == [(word.start(), word.end() - 1) for word in expected]


def test_page_without_words() -> None:
    assert words_of("0 0 10 10 re f") == []
    assert in_runs([], no_rules) == []


@pytest.mark.parametrize(
    ("places", "lengths"),
    [
        ([(0, 100), (25, 100), (50, 100)], [3]),
        ([(0, 100), (25, 100), (0, 88), (25, 88)], [2, 2]),
        ([(0, 100), (34, 100)], [1, 1]),
        ([(0, 100), (32, 100)], [2]),
        ([(100, 100), (60, 100)], [1, 1]),
        ([(0, 100), (22, 104)], [2]),
    ],
    ids=["one line", "two baselines", "wide gap", "space", "to the left", "raised"],
)
def test_lines_begin_on_another_baseline_and_behind_gaps(places: list[tuple[float, float]], lengths: list[int]) -> None:
    assert list(map(len, in_runs(set_words(*places), no_rules))) == lengths


def test_lines_begin_behind_rules() -> None:
    words = set_words((0, 100), (25, 100))
    assert len(in_runs(words, lambda left, right, height: left < 22 < right and height == 105)) == 2


def test_turned_words_are_in_runs_of_their_own() -> None:
    level, turned = set_words((0, 100), (25, 100)), [Word("up", 50, 60, 100, 120, turned=True)]
    assert [len(run) for run in in_runs([*level, *turned, *level], no_rules)] == [2, 1, 2]


@pytest.mark.parametrize(("size", "gap", "count"), [(12, 1.6, 2), (12, 0.8, 1), (24, 2.6, 2), (24, 1.6, 1)])
def test_narrow_spaces_in_large_letters_part_words(size: int, gap: float, count: int) -> None:
    kerned = f"BT /F {size} Tf 50 700 Td [(Total) {-1000 * gap / size} (income)] TJ ET"
    words = words_of(kerned)
    assert [word.text for word in words] == ["Total", "income"][:count] if count > 1 else ["Totalincome"]


def test_letter_spacing_is_no_space() -> None:
    [word] = words_of("BT /F 24 Tf 1.6 Tc 50 700 Td (Total) Tj ET")
    assert word.text == "Total"
