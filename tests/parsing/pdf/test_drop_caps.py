import pytest

from reportqa.parsing.pdf.drop_caps import join_drop_caps
from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.parser import parse
from reportqa.parsing.pdf.words import Word
from support.typeset import typeset

SOURCE = """
#place(text(size: 36pt, top-edge: "cap-height")[{cap}])
#pad(left: 30pt)[{rest} opened 14 clinics in 2011 and closed three of them \\ within a year, for want of doctors]
#v(-8pt)
who wished to work in the country.
"""


@pytest.mark.parametrize(
    ("cap", "rest", "begin"),
    [
        ("T", "he trust", "The trust opened"),
        ("A", "nurse of it", "A nurse of it opened"),
        ("I", "N THE county they", "IN THE county they opened"),
        ("“W", "e of the trust", "“We of the trust opened"),
    ],
)
def test_a_drop_cap_is_the_first_letter_of_its_paragraph(cap: str, rest: str, begin: str) -> None:
    text = parse(typeset(SOURCE.format(cap=cap, rest=rest))).text
    assert text.startswith(f"{begin} 14 clinics in 2011 and closed three of them within a year")


def line(text: str, left: float, bottom: float, size: float = 10.0) -> Line:
    words, at = [], left
    for word in text.split():
        words.append(Word(word, at, at + 0.5 * size * len(word), bottom, bottom + size))
        at += 0.5 * size * (len(word) + 1)
    return Line(text, left, bottom, words[-1].right, bottom + size, size, words=tuple(words))


def test_a_letter_on_a_line_of_its_own_is_joined() -> None:
    page = [line("T", 50, 676, 34), line("he trust", 70, 700), line("of Rowan", 70, 688), line("paid", 50, 664)]
    joined = join_drop_caps(page, {})
    assert [(line.text, line.left) for line in joined] == [("The trust", 50), ("of Rowan", 50), ("paid", 50)]


@pytest.mark.parametrize("heading", ["Introduction", "1. Staff"])
def test_the_large_letter_of_a_section_stays_apart(heading: str) -> None:
    page = [line("B", 50, 676, 34), line(heading, 70, 700), line("The trust paid", 50, 664)]
    assert join_drop_caps(page, {}) == page


def test_a_letter_of_usual_size_stays_apart() -> None:
    page = [line("Plan", 50, 712), line("B", 50, 700), line("is better", 62, 700)]
    assert join_drop_caps(page, {}) == page
    assert join_drop_caps([], {}) == []
