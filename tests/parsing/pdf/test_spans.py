import re

import pytest

from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.spans import locate, locate_words, part
from reportqa.parsing.pdf.words import Word


def words_of(line: str) -> list[Word]:
    """Make the words of a line, whose characters are numbered from 0."""
    return [Word(m[0], 0.0, 1.0, first=m.start(), last=m.end() - 1) for m in re.finditer(r"\S+", line)]


@pytest.mark.parametrize(
    ("line", "text", "found"),
    [
        ("large organ\x02 isation", "large organisation", ["large", "organ", "isation"]),
        ("large- scale", "large-scale", ["large-", "scale"]),
        ("the \ufb01rst o\ufb03ce", "the first office", ["the", "first", "office"]),
        ("great in\ufffduence here", "great influence here", ["great", "influence", "here"]),
        ("cafe\u0301 au lait", "café au lait", ["café", "au", "lait"]),
        ("\uf0b7 Modality", "• Modality", ["Modality"]),
        ("\uf078 Yes", "Yes", ["Yes"]),
        ("North 11 12", "North · 11 · 12", ["North", "11", "12"]),
        ("$ 11 %", "$11%", ["$", "11", "%"]),
        ("great influence", "great confluence", []),
        ("great influence", "great influence here", []),
        ("great influence here", "great influence", []),
    ],
)
def test_words_are_located_in_the_text_made_of_them(line: str, text: str, found: list[str]) -> None:
    words = tuple(words_of(line))
    assert [text[start:end] for start, end, _, _ in locate_words(words, text)] == found
    whole = locate([Line(" ".join(line.split()), 0.0, 0.0, 1.0, 1.0, 1.0, words=words)], text)
    assert bool(whole) == bool(found)
    assert all(
        text[start:end] == line[first : last + 1]
        for start, end, first, last in whole
        if end - start == last - first + 1
    )


def test_text_whose_first_letters_are_cut_off_begins_within_a_word() -> None:
    spans = locate_words(words_of("1Source: here"), "1Source: here")
    assert part(spans, 1, 13) == ((0, 7, 1, 7), (8, 12, 9, 12))
    assert part(spans, 9, 13) == ((0, 4, 9, 12),)
    assert part(spans, 0, 4) == ((0, 4, 0, 3),)
