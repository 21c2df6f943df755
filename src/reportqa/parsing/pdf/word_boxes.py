"""Where the words of a page are printed, and which range of the document's text each of them became."""

import ctypes
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import pi
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
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
_GLUED_MARK = re.compile(r"(?:\d{1,3}|[*†‡§•●○◦▪■□‣⁃∙·–—✓➢►])(?=[^\W\d]|[“‘\"(])")
"""A bullet or the number of a note that no space parts from the first word."""

_MAX_BETWEEN = 3
"""Characters between two words of a text: a space, or a dot between two spaces."""
_NO_SPACE = re.compile(r"\S+")

Span = tuple[int, int, int, int]
"""A range of a text, and the PDFium indexes of the first and the last character that it was made of."""


class PrintedPage(NamedTuple):
    """The characters of a page, and its words in the order of the file.

    `ends` are the PDFium indexes of the first and the last character of each word, `boxes` its left, top, right and
    bottom on the displayed page, (n, 4), `turns` its quarter turns there.
    """

    text: str
    ends: Sequence[tuple[int, int]]
    boxes: npt.NDArray[np.float64]
    turns: npt.NDArray[np.int32]

    def pack(self, spans: Sequence[Span]) -> bytes:
        """Return the boxes of the words, with the ranges of the document's text that they became.

        A word that is in the text twice, as a cell that spans rows, is there twice.
        """
        ranges: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for start, end, first, last in spans:
            ranges[first, last].append((start, end))
        known = set(self.ends)
        parted = [span for span in spans if span[2:] not in known]
        numbers, texts, at = [], [], 0
        rows: list[tuple[int, int]] = []
        for number, ends in enumerate(self.ends):
            found = ranges.get(ends) or [part for span in parted if (part := _part(span, *ends))]
            if not found:
                texts.append(self.text[ends[0] : ends[1] + 1])
                found = [(at, at)]
            rows += found
            numbers += [number] * len(found)
            at = found[-1][1]
        starts = np.array(rows, np.int32).reshape(-1, 2)
        return pack_boxes(np.column_stack([starts, self.boxes[numbers], self.turns[numbers]]), texts)


def _part(span: Span, first: int, last: int) -> tuple[int, int] | None:
    """Return the range of a span that was made of some of its characters, None where that is not certain."""
    start, end, whole_first, whole_last = span
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
        said = word.text
        start = text.find(said, at, at + len(said) + _MAX_BETWEEN)
        if start >= 0 and (start == at or not _has_letters(text[at:start])):
            end = start + len(said)
        else:
            start = next((place for place in range(at, len(text)) if text[place].isalnum()), len(text))
            found = _end_of(said, text, start)
            if found is None:
                return ()
            if found == start:
                continue
            end = found
        spans.append((start, end, word.first, word.last))
        at = end
    return () if _has_letters(text[at:]) else tuple(spans)


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
    fits: dict[tuple[float, float], bool] = {}
    words: list[Word] = []
    for line in lines:
        is_level = not (frame.turns or line.turned) and _is_level(line, text_page, fits)
        glued = _GLUED_MARK.match(line.text)
        for number, word in enumerate(line.words or line.aside):
            if number or not glued:
                words.append(word if is_level and not word.mark else _printed(text_page, word.first, word.last))
            else:
                middle = word.first + glued.end()
                words += [_printed(text_page, *ends) for ends in ((word.first, middle - 1), (middle, word.last))]
    words.sort(key=attrgetter("first"))
    words += [_printed(text_page, first, last) for first, last in _between(words, text)]
    words.sort(key=attrgetter("first"))
    size, origin, axes = _display(page)
    places = np.array([(word[1], word[4], word[2], word[5]) for word in words], np.float64).reshape(-1, 2, 2)
    corners = places @ axes + origin
    middles = corners.mean(axis=1)
    inside = ((middles >= 0) & (middles <= size)).all(axis=1)
    inside[MAX_WORDS:] = False
    turns = np.array([word.turned and _turns(text_page, word.first) for word in words]) + page.get_rotation() // 90
    return PrintedPage(
        text,
        [(word.first, word.last) for word, is_inside in zip(words, inside.tolist(), strict=True) if is_inside],
        np.hstack([corners.min(axis=1), corners.max(axis=1)])[inside],
        turns[inside] % 4,
    )


def _between(words: Sequence[Word], text: str) -> Iterator[tuple[int, int]]:
    """Return the first and last characters of what is in none of the lines, such as raised numbers of notes."""
    at = 0
    for first, last in [*((word.first, word.last) for word in words), (len(text), len(text))]:
        if first > at and not text[at:first].isspace():
            for found in _NO_SPACE.finditer(text, at, first):
                if _has_letters(found[0]):
                    yield found.start(), found.end() - 1
        at = max(at, last + 1)


def _has_letters(text: str) -> bool:
    return not text.isspace() and any(map(str.isalnum, text))


def _is_level(line: Line, text_page: PdfTextPage, fits: dict[tuple[float, float], bool]) -> bool:
    """Tell whether the boxes of a line's words are where they are drawn; `fits` keeps that of fonts and heights."""
    word = next((word for word in line.words if word.text[0].isalnum()), None)
    if word is None:
        return True
    key = line.font, round(word.top - word.bottom, 1)
    if key not in fits:
        fits[key] = _fits((word.left, word.bottom, word.right, word.top), text_page.get_charbox(word.first))
    return fits[key]


def _fits(loose: Box, drawn: Box) -> bool:
    """Tell whether a box as high as its font is where a character is drawn.

    It is not where a font names a wrong height, nor where the text is not level.
    """
    left, bottom, right, top = drawn
    if right <= left and top <= bottom:
        return True
    is_inside = loose[0] <= (left + right) / 2 <= loose[2] and loose[1] <= (bottom + top) / 2 <= loose[3]
    return is_inside and loose[3] - loose[1] <= _MAX_HEIGHT * max(top - bottom, right - left, 1.0)


def _printed(text_page: PdfTextPage, first: int, last: int) -> Word:
    """Return the place of some characters: as high as their font where that fits, else as they are drawn."""
    boxes = [text_page.get_charbox(index, loose=True) for index in (first, last)]
    is_turned = _turns(text_page, first) > 0
    if is_turned or not _fits(boxes[0], text_page.get_charbox(first)):
        drawn = [text_page.get_charbox(index) for index in range(first, last + 1)]
        boxes = [box for box in drawn if box[2] > box[0] or box[3] > box[1]] or drawn
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Word("", min(lefts), max(rights), "", min(bottoms), max(tops), first, last, is_turned)


def _turns(text_page: PdfTextPage, index: int) -> int:
    """Return how many quarter turns clockwise a character is turned on the page."""
    return round(max(pdfium_c.FPDFText_GetCharAngle(text_page.raw, index), 0.0) / (pi / 2)) % 4


def _display(page: PdfPage) -> tuple[Sequence[float], Sequence[float], Sequence[Sequence[float]]]:
    """Return the size of the displayed page, where the page's origin is on it, and where steps along x and y lead."""
    size = page.get_size()
    x, y = ctypes.c_int(), ctypes.c_int()
    points = []
    for corner in ((0, 0), (1000, 0), (0, 1000)):
        width, height = (round(side * _UNITS) for side in size)
        pdfium_c.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, *corner, ctypes.byref(x), ctypes.byref(y))
        points.append((x.value / _UNITS, y.value / _UNITS))
    origin = points[0]
    axes = [[(at - begun) / 1000 for at, begun in zip(point, origin, strict=True)] for point in points[1:]]
    return size, origin, axes
