"""Drop caps: large first letters of a PDF's paragraphs, joined with the words behind them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.words import Word
from reportqa.text import join_initial

_HEIGHTS = 1.6, 9.0
"""Minimum and maximum height of a drop cap, in heights of the lines beside it."""
_OVERLAP, _MAX_GAP = 0.3, 2.5
"""How far a line beside a drop cap may begin before its right edge and behind it, in heights of the line."""
_CAP = re.compile(r"[“‘\"'«]?[^\W\d_]")
_REST = re.compile(r"[’']?(?:(?![^\W\d_]*[a-z])[^\W\d_]+(?=\W|$)|[a-z])")
"""The rest of a word in lower case, or a word in capitals, as is usual behind a drop cap."""


def join_drop_caps(lines: Sequence[Line], words: Mapping[str, int]) -> list[Line]:
    """Return lines with drop caps joined to their words; lines beside a drop cap begin where it does.

    :param words: the vocabulary of the document, which shows whether the letter alone is a word
    """
    joined = list(lines)
    usual = median([line.size for line in lines]) if lines else 0.0
    for line in lines:
        cap = line.words[0] if line.words else None
        if cap and _CAP.fullmatch(cap.text) and cap.text[-1].isupper() and _height(cap) >= _HEIGHTS[0] * usual:
            rest = _without_first(line)
            others = [other for other in joined if other is not line and other is not rest]
            beside = _beside(cap, [*([rest] if rest else []), *others])
            if beside:
                changed = {other: replace(other, left=cap.left) for other in beside[1:]}
                changed[beside[0]] = _with_cap(cap, beside[0], words)
                kept = [rest if other is line else other for other in joined]
                joined = [changed.get(other, other) for other in kept if other]
    return joined


def _height(word: Word) -> float:
    return word.top - word.bottom


def _without_first(line: Line) -> Line | None:
    """Return a line without its first word, None if it has no other."""
    words = line.words[1:]
    if not words:
        return None
    return replace(
        line, text=line.text.removeprefix(line.words[0].text).strip(), words=words, left=words[0].left,
        bottom=min(word.bottom for word in words), top=max(word.top for word in words),
        size=median(_height(word) for word in words),
    )  # fmt: skip


def _beside(cap: Word, lines: Sequence[Line]) -> list[Line]:
    """Return the lines right of a drop cap, from the top; none if they are no text that begins with its letter."""
    found = [
        line
        for line in lines
        if line.words
        and _HEIGHTS[0] * line.size <= _height(cap) <= _HEIGHTS[1] * line.size
        and cap.bottom < line.middle < cap.top
        and -_OVERLAP * line.size <= line.left - cap.right <= _MAX_GAP * line.size
    ]
    found.sort(key=lambda line: -line.middle)
    is_text = found and _REST.match(found[0].text) and found[0].middle > (cap.bottom + cap.top) / 2
    return found if is_text else []


def _with_cap(cap: Word, line: Line, words: Mapping[str, int]) -> Line:
    return replace(line, text=join_initial(cap.text, line.text, words), words=(cap, *line.words), left=cap.left)
