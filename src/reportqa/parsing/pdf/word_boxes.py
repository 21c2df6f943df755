"""Where the words of a page are printed, and which range of the document's text each of them became."""

import ctypes
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import pi
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfPage, PdfTextPage

from reportqa.parsing.pdf.lines import Line, Word, characters
from reportqa.parsing.pdf.rotation import Box, Frame
from reportqa.text import REPLACEMENT, clean_text
from reportqa.word_boxes import pack_boxes

MAX_WORDS = 20_000
"""Words of one page that are kept; a page of a report has a thousand."""
_MAX_REPAIRED = 3
"""Letters that one unreadable character of a page may stand for."""
_UNITS = 1000
"""Units in a point: PDFium gives positions on a device as whole numbers."""
_MAX_HEIGHT = 4
"""Times the height or width of a character that the box of its font is high at most."""
_SLANT = 0.2
"""In radians, by how much a line of text that runs level may lean."""
_GLUED_MARK = re.compile(r"(?:\d{1,3}|[*†‡§•●○◦▪■□‣⁃∙·–—✓➢►])(?=[^\W\d]|[“‘\"(])")
"""A bullet or the number of a note that no space parts from the first word."""

_NO_SPACE = re.compile(r"\S+")

Span = tuple[int, int, int, int]
"""A range of a text, and the PDFium indexes of the first and the last character that it was made of."""
PrintedWord = tuple[int, int, float, float, float, float, int]
"""The PDFium indexes of a word's first and last character, its box on the page, and its quarter turns as displayed."""


class PrintedPage(NamedTuple):
    """The characters of a page, and its words in the order of the file.

    `origin` and `axes` turn its positions into those on the displayed page.
    """

    text: str
    words: Sequence[PrintedWord]
    size: tuple[float, float]
    origin: Sequence[float]
    axes: Sequence[Sequence[float]]

    def pack(self, spans: Sequence[Span]) -> bytes:
        """Return the boxes of the words, with the ranges of the document's text that they became.

        A word that is in the text twice, as a cell that spans rows, is there twice; one outside the displayed page is
        not there.
        """
        ordered = sorted(spans, key=itemgetter(2))
        rows, texts, at, number = [], [], 0, 0
        boxes = self._displayed()
        for (first, last, *_, turns), box in zip(self.words, boxes, strict=True):
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            if not (0 <= x <= self.size[0] and 0 <= y <= self.size[1]):
                continue
            while number < len(ordered) and ordered[number][3] < first:
                number += 1
            ranges = [part for span in _from(ordered, number, last) if (part := _part(span, first, last))]
            if not ranges:
                texts.append(self.text[first : last + 1])
                ranges = [(at, at)]
            for start, at in ranges:
                rows.append((start, at, *box, turns))
        return pack_boxes(np.array(rows, np.float64).reshape(-1, 7), texts)

    def _displayed(self) -> list[list[float]]:
        """Return left, top, right and bottom of each word on the displayed page."""
        places = np.array([word[2:6] for word in self.words], np.float64).reshape(-1, 2, 2)
        corners = places @ np.array(self.axes) + self.origin
        displayed: list[list[float]] = np.hstack([corners.min(axis=1), corners.max(axis=1)]).tolist()
        return displayed


def _from(spans: Sequence[Span], number: int, last: int) -> Iterator[Span]:
    """Return the spans from one on that begin at or before a character."""
    while number < len(spans) and spans[number][2] <= last:
        yield spans[number]
        number += 1


def _part(span: Span, first: int, last: int) -> tuple[int, int] | None:
    """Return the range of a span that was made of some of its characters, None where that is not certain."""
    start, end, whole_first, whole_last = span
    if (first, last) == (whole_first, whole_last):
        return start, end
    if not whole_first <= first <= last <= whole_last or end - start != whole_last - whole_first + 1:
        return None
    return start + first - whole_first, start + last + 1 - whole_first


def locate(words: Iterable[Word], text: str) -> tuple[Span, ...]:
    """Return where the words are in the text that was made of them, one after another.

    Nothing when the text has other letters or figures than they.
    """
    spans = []
    at = 0
    for word in words:
        if word.first < 0:
            return ()
        while not text.startswith(word.text, at) and at < len(text) and not text[at].isalnum():
            at += 1
        start = at
        if text.startswith(word.text, at):
            at += len(word.text)
        else:
            end = _end_of(word.text, text, at)
            if end is None:
                return ()
            at = end
        if at > start:
            spans.append((start, at, word.first, word.last))
    return () if any(map(str.isalnum, text[at:])) else tuple(spans)


def cut(spans: tuple[Span, ...], count: int) -> tuple[Span, ...]:
    """Return the spans of a text of which the first characters are cut off."""
    if not count:
        return spans
    kept = []
    for start, end, first, last in spans:
        within = max(count - start, 0)
        if end > count and (not within or end - start == last - first + 1):
            kept.append((start - count + within, end - count, first + within, last))
    return tuple(kept)


def moved(spans: Iterable[Span], by: int) -> Iterator[Span]:
    """Return the spans of a text that stands further on in another."""
    return ((start + by, end + by, first, last) for start, end, first, last in spans)


def _end_of(word: str, text: str, start: int) -> int | None:
    """Return where a word ends in a text that writes it otherwise, None when it is not there.

    Cleaning replaces ligatures, joins accents and drops hyphens and what cannot be read, which stood for some letters.
    """
    letters_of_word = "".join(map(_letters, word))
    if not letters_of_word:
        return start
    pattern = letters_of_word
    if any(map(_is_unreadable, word)):
        pattern = "".join(rf"\w{{0,{_MAX_REPAIRED}}}?" if _is_unreadable(c) else _letters(c) for c in word)
    letters, ends = "", []
    for at in range(start, min(start + 4 * len(word) + 8, len(text))):
        if text[at].isspace():
            break
        letters += (folded := _letters(text[at]))
        ends += [at + 1] * len(folded)
    found = re.match(pattern, letters)
    return ends[found.end() - 1] if found and found.end() else None


@lru_cache(maxsize=10_000)
def _letters(character: str) -> str:
    """Return the letters and figures of a character, without accents and as they are written apart from ligatures."""
    plain = unicodedata.normalize("NFKD", clean_text(character))
    return "".join(c for c in plain if c.isalnum())


def _is_unreadable(character: str) -> bool:
    """Tell whether a character is one that only its font knows, as that of a lost ligature."""
    return (unicodedata.category(character) in {"Co", "Cn"} and not clean_text(character)) or character == REPLACEMENT


def read_words(page: PdfPage, text_page: PdfTextPage, frame: Frame, lines: Sequence[Line]) -> PrintedPage:
    """Return the words of a page's lines, and what the lines leave out of its characters."""
    text = characters(text_page)
    display = page.get_rotation() // 90
    heights: dict[tuple[float, float], bool] = {}
    words: list[PrintedWord] = []
    for line in lines:
        is_level = not (frame.turns or line.turned)
        if is_level and (word := next((word for word in line.words if word.text[0].isalnum()), None)):
            key = line.font, round(word.top - word.bottom, 1)
            if key not in heights:
                box = word.left, word.bottom, word.right, word.top
                heights[key] = _fits(box, text_page.get_charbox(word.first))
            is_level = heights[key]
        for number, word in enumerate(line.words or line.aside):
            glued = None if number else _GLUED_MARK.match(word.text)
            if is_level and not (glued or word.mark):
                words.append((word.first, word.last, word.left, word.bottom, word.right, word.top, display))
                continue
            ends = [word.first + glued.end()] if glued else []
            for first, behind in zip([word.first, *ends], [*ends, word.last + 1], strict=True):
                words.append(_printed(text_page, first, behind - 1, display))
    words.sort()
    words += [_printed(text_page, first, last, display) for first, last in _between(words, text)]
    words.sort()
    return PrintedPage(text, words[:MAX_WORDS], page.get_size(), *_display(page))


def _between(words: Sequence[PrintedWord], text: str) -> Iterator[tuple[int, int]]:
    """Return the first and last characters of what is in none of the lines, such as raised numbers of notes."""
    at = 0
    for first, last in [*((word[0], word[1]) for word in words), (len(text), len(text))]:
        if first > at and not text[at:first].isspace():
            for found in _NO_SPACE.finditer(text, at, first):
                if any(map(str.isalnum, found[0])):
                    yield found.start(), found.end() - 1
        at = max(at, last + 1)


def _fits(loose: Box, drawn: Box) -> bool:
    """Tell whether a box as high as its font is where a character is drawn.

    It is not where a font names a wrong height, nor where the text is not level.
    """
    left, bottom, right, top = drawn
    if right <= left and top <= bottom:
        return True
    is_inside = loose[0] <= (left + right) / 2 <= loose[2] and loose[1] <= (bottom + top) / 2 <= loose[3]
    return is_inside and loose[3] - loose[1] <= _MAX_HEIGHT * max(top - bottom, right - left, 1.0)


def _printed(text_page: PdfTextPage, first: int, last: int, display: int) -> PrintedWord:
    """Return the place of some characters: as high as their font where that fits, else as they are drawn."""
    angle = max(pdfium_c.FPDFText_GetCharAngle(text_page.raw, first), 0.0)
    boxes = [text_page.get_charbox(index, loose=True) for index in (first, last)]
    if angle > _SLANT or not _fits(boxes[0], text_page.get_charbox(first)):
        drawn = [text_page.get_charbox(index) for index in range(first, last + 1)]
        boxes = [box for box in drawn if box[2] > box[0] or box[3] > box[1]] or drawn
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    turns = (round(angle / (pi / 2)) + display) % 4
    return first, last, min(lefts), min(bottoms), max(rights), max(tops), turns


def _display(page: PdfPage) -> tuple[Sequence[float], Sequence[Sequence[float]]]:
    """Return where the page's origin is on the displayed page, and where a step along x and along y leads."""
    width, height = (round(side * _UNITS) for side in page.get_size())
    x, y = ctypes.c_int(), ctypes.c_int()
    points = []
    for corner in ((0, 0), (1000, 0), (0, 1000)):
        pdfium_c.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, *corner, ctypes.byref(x), ctypes.byref(y))
        points.append((x.value / _UNITS, y.value / _UNITS))
    origin = points[0]
    return origin, [[(at - from_) / 1000 for at, from_ in zip(point, origin, strict=True)] for point in points[1:]]
