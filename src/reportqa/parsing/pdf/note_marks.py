"""Raised note marks behind words of a PDF page, as opposed to powers ("10⁶") and units ("km²")."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import compress
from statistics import median
from typing import Any

import numpy as np

from reportqa.parsing.pdf import glyphs
from reportqa.parsing.pdf.handles import Pointer
from reportqa.parsing.pdf.rotation import Frame
from reportqa.parsing.pdf.words import Word

_DIGITS, _SUPERSCRIPTS = "0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
_RAISE = str.maketrans(_DIGITS, _SUPERSCRIPTS)
_LOWER = str.maketrans(f"{_SUPERSCRIPTS}−–", f"{_DIGITS}--")
_SIGNS = frozenset("-−–⁻")
_MARKS = frozenset(f"0123456789*†‡§,{_SUPERSCRIPTS}") - _SIGNS
_TAIL = ".,;:!?)]}”’»\"'…"
"""Signs that may follow a mark."""
_ENDS = _MARKS.union(_TAIL)
_UNITS = frozenset({"m", "km", "cm", "mm", "ft"})
_SYMBOLS = frozenset({"R", "r", "I", "χ", "Χ", "η", "σ", "ω", "ε", "x", "y"})
"""Symbols whose squares are common in statistics."""
_OPERATORS = frozenset("=+×·<>≤≥^≈")
_TEN = re.compile(r"(?<![\d.,])10$")
_SMALL, _LOW = 0.8, 0.5
"""Maximum height of the box and of the drawing of a raised character, as shares of the height of its line."""
_DOT = 0.22
"""Maximum height of a dot, such as the Arabic zero, as a share of the height of its line."""
_RISE = 0.12
"""Minimum distance of a raised character from the baseline, as a share of the height of its line."""
_SAMPLE, _LINE_SIZE = 5, 0.8
"""Number of words that show the baseline of a line, and their minimum height, as a share of that of the line."""


class Raised:
    """Whether a character, by its PDFium index, is smaller and higher than its line.

    :param page: the handle of the text of the page
    :param size: the height of the line
    :param words: the words of the line
    """

    def __init__(self, page: Pointer, frame: Frame, size: float, words: Sequence[Word]) -> None:
        self._page, self._frame, self._size, self._words = page, frame, size, words

    @cached_property
    def _baseline(self) -> float:
        """The baseline of the line, infinite if no word shows it."""
        firsts = [word.first for word in self._words if word.top - word.bottom > _LINE_SIZE * self._size]
        return median(map(self._origin, firsts[:_SAMPLE])) if firsts else float("inf")

    def _origin(self, index: int) -> float:
        x, y = glyphs.origin(self._page, index)
        return self._frame.turn((x, y, x, y))[1]

    def __call__(self, index: int) -> bool:
        left, bottom, right, top = self._frame.turn(glyphs.drawn_box(self._page, index))
        if right <= left:
            return False
        _, base, _, head = self._frame.turn(glyphs.loose_box(self._page, index))
        is_small = _is_small(top - bottom, head - base, self._size)
        return bool(is_small) and bottom - self._baseline >= _RISE * self._size


def may_have_marks(
    page: Pointer, frame: Frame, runs: Iterable[Sequence[Word]], sizes: Iterable[float]
) -> Collection[int]:
    """Return the first indexes of the words of a page that may end in a raised mark: a small figure or sign.

    :param runs: the words of each line
    :param sizes: the height of each line
    """
    found = set()
    ends: list[tuple[int, int, float]] = []
    for run, size in zip(runs, sizes, strict=True):
        for word in run:
            if word.text[-1] in _ENDS:
                for end in mark_ends(word.text):
                    ends.append((word.first, word.first + end, size))
                    if word.text[end] in _SUPERSCRIPTS:
                        found.add(word.first)
    if ends:
        firsts, indexes, heights = zip(*ends, strict=True)
        _, bottom, _, top = frame.turn_all(glyphs.drawn_boxes(page, indexes))
        _, base, _, head = frame.turn_all(glyphs.loose_boxes(page, indexes))
        found.update(compress(firsts, _is_small(top - bottom, head - base, np.array(heights)).tolist()))
    return found


def _is_small(drawn: Any, loose: Any, line: Any) -> Any:
    """Return whether a character is small, from its height as drawn, that of its font, and that of its line."""
    return ((loose > 0) & (loose < _SMALL * line)) | ((_DOT * line < drawn) & (drawn < _LOW * line))


def mark_ends(text: str) -> Iterator[int]:
    """Yield the positions in a word of the last characters of the marks that it may end in."""
    end = len(text.rstrip(_TAIL))
    if end < len(text) and text[-1] in _MARKS:
        yield len(text) - 1
    if end and text[end - 1] in _MARKS:
        yield end - 1


def split_mark(
    text: str, is_raised: Callable[[int], bool], first: int = 0, before: str = "", after: str = ""
) -> tuple[str, str, str]:
    """Return a word without the raised note mark at its end, the mark, and the signs behind it.

    A raised figure is no mark but a power behind 10, a unit of length, a symbol of statistics, or beside an operator.

    :param is_raised: whether the character with an index is raised
    :param first: the index of the first character
    :param before: the word before it
    :param after: the word behind it
    """

    def begins(end: int, characters: frozenset[str] | str) -> int:
        while end and text[end - 1] in characters and (text[end - 1] in _SUPERSCRIPTS or is_raised(first + end - 1)):
            end -= 1
        return end

    end = len(text.rstrip(_TAIL))
    if end < len(text) and begins(len(text), _MARKS) < len(text):
        # The last sign is itself raised, as in "1,2,".
        end = len(text)
    begin = begins(end, _MARKS)
    rest, raised, tail = text[:begin], text[begin:end], text[end:]
    if not raised or rest[-1:] in {"(", "["}:
        # A mark in brackets, "(1)", stays whole.
        return text, "", ""
    signed = begins(begin, _SIGNS)
    if signed < begin:
        rest, raised = text[:signed], text[signed:end]
    lowered = raised.translate(_LOWER)
    if rest and is_power(rest, lowered, before, after):
        return rest + lowered.translate(_RAISE) + tail, "", ""
    return (text, "", "") if rest and signed < begin else (rest, lowered, tail)


def is_power(base: str, raised: str, before: str = "", after: str = "") -> bool:
    """Return whether raised figures behind a word are a power of it."""
    digits = raised.removeprefix("-")
    if not digits.isdecimal():
        return False
    base = base.lstrip("(")
    if _TEN.search(base):
        return True
    if base in _UNITS:
        return digits in {"1", "2", "3"} and raised != "1"
    if base in _SYMBOLS:
        return raised == "2"
    return base[-1:].isdecimal() and (before[-1:] in _OPERATORS or after[:1] in _OPERATORS)


def superscript(figures: str) -> str:
    """Return figures as superscripts: "6" as "⁶"."""
    return figures.translate(_RAISE)
