"""The boxes of the words of a page, each with the range of the document's text that it became."""

import ctypes
import re
from collections.abc import Iterator, Sequence
from math import pi
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfPage, PdfTextPage

from reportqa.parsing.pdf import glyphs
from reportqa.parsing.pdf.handles import Box, Pointer, handle_of
from reportqa.parsing.pdf.lines import Line, split_runs
from reportqa.parsing.pdf.rotation import Frame
from reportqa.parsing.pdf.spans import Span, has_letters
from reportqa.parsing.pdf.words import Word
from reportqa.word_boxes import pack_boxes

MAX_WORDS = 20_000
"""Maximum number of words of one page; a page of a report has a thousand."""
_UNITS = 1000
"""Units in a point: PDFium returns device positions as whole numbers."""
_MAX_HEIGHT = 4
"""Maximum height of the box of a font, as a multiple of the height or width of a character."""
_GLUED_MARK = re.compile(r"(?:\d{1,3}|[*†‡§•●○◦▪■□‣⁃∙·–—✓➢►])(?=[^\W\d]|[“‘\"(])")
"""A bullet or the number of a note without a space before the first word."""


class PrintedPage(NamedTuple):
    """The characters of a page, and its words in the order of the file.

    `ends` are the PDFium indexes of the first and the last character of each word, (n, 2), `boxes` its left, top,
    right and bottom on the displayed page, (n, 4), `turns` its quarter turns there.
    """

    text: str
    ends: npt.NDArray[np.int32]
    boxes: npt.NDArray[np.float64]
    turns: npt.NDArray[np.int32]

    def pack(self, spans: Sequence[Span]) -> bytes:
        """Return the boxes of the words, with the ranges of the document's text that they became.

        A word that is in the text twice, such as that of a cell that spans rows, has two entries.
        """
        found = [self._ranges(layer) for layer in _layers(spans)]
        is_missing = np.ones(len(self.ends), bool)
        for numbers, _ in found:
            is_missing[numbers] = False
        missing = np.flatnonzero(is_missing)
        numbers = np.concatenate([missing, *(numbers for numbers, _ in found)])
        ranges = np.concatenate([np.full((len(missing), 2), -1), *(ranges for _, ranges in found)])
        order = np.argsort(numbers, kind="stable")
        numbers, ranges = numbers[order], ranges[order]
        # A word that is not in the text has an empty range behind the word before it.
        is_in = ranges[:, 1] >= 0
        before = np.maximum.accumulate(np.where(is_in, np.arange(len(ranges)), -1))
        ranges[~is_in] = np.where(before >= 0, ranges[before, 1], 0)[~is_in, None] if len(ranges) else 0
        texts = [self.text[first : last + 1] for first, last in self.ends[missing].tolist()]
        return pack_boxes(np.column_stack([ranges, self.boxes[numbers], self.turns[numbers]]), texts)

    def _ranges(self, spans: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int32]]:
        """Return the numbers of the words in some spans, and their ranges of the text."""
        first, last = self.ends.T
        start, end, whole_first, whole_last = spans[np.searchsorted(spans[:, 2], first, side="right") - 1].T
        is_whole = (first == whole_first) & (last == whole_last)
        # A part of a span is known if each character of the page has one in the text.
        is_part = (first >= whole_first) & (last <= whole_last) & (end - start == whole_last - whole_first + 1)
        shift = start - whole_first
        ranges = np.where(is_whole, (start, end), (first + shift, last + shift + 1)).astype(np.int32).T
        numbers = np.flatnonzero(is_whole | is_part)
        return numbers, ranges[numbers]


def _layers(spans: Sequence[Span]) -> list[npt.NDArray[np.int32]]:
    """Return spans in sets without overlap on the page, each in the order of the page."""
    layers: list[list[Span]] = []
    for span in sorted(spans, key=itemgetter(2)):
        layer = next((layer for layer in layers if layer[-1][3] < span[2]), None)
        if layer is None:
            layers.append([span])
        else:
            layer.append(span)
    return [np.array(layer, np.int32) for layer in layers]


def read_words(page: PdfPage, text_page: PdfTextPage, text: str, frame: Frame, lines: Sequence[Line]) -> PrintedPage:
    """Return the words of the lines of a page and the words that its lines leave out of its text."""
    handle = handle_of(text_page)
    fits: dict[tuple[float, float], bool] = {}
    words: list[Word] = []
    for line in lines:
        here = line.words or line.aside
        if glued := _GLUED_MARK.match(line.text):
            first, middle, last = here[0].first, here[0].first + glued.end(), here[0].last
            words += [_printed(handle, first, middle - 1), _printed(handle, middle, last)]
            here = here[1:]
        if frame.turns or line.turned or not _is_level(line, handle, fits):
            words += [_printed(handle, word.first, word.last) for word in here]
        else:
            words += here
    for number in [number for number, word in enumerate(words) if word.mark]:
        words[number] = _printed(handle, words[number].first, words[number].last)
    numbers = _numbers(words)
    words += (left_out := [_printed(handle, first, last) for first, last in _left_out(numbers[:, 4:], text)])
    numbers = np.vstack([numbers, _numbers(left_out)])
    turns = np.zeros(len(words), np.int32)
    for number in [number for number, word in enumerate(words) if word.turned]:
        turns[number] = _turns(handle, words[number].first)
    order = np.argsort(numbers[:, 4])[:MAX_WORDS]
    numbers, turns = numbers[order], turns[order]
    size, origin, axes = display(page)
    one, other = numbers[:, [0, 2]] @ axes + origin, numbers[:, [1, 3]] @ axes + origin
    x, y = ((one + other) / 2).T
    inside = (x >= 0) & (x <= size[0]) & (y >= 0) & (y <= size[1])
    boxes = np.hstack([np.minimum(one, other), np.maximum(one, other)])
    turns = (turns + page.get_rotation() // 90) % 4
    return PrintedPage(text, numbers[inside, 4:].astype(np.int32), boxes[inside], turns[inside])


def _numbers(words: Sequence[Word]) -> npt.NDArray[np.float64]:
    """Return left, right, bottom, top, first and last of each word."""
    columns = list(zip(*words, strict=True))[1:7] or [()] * 6
    return np.array(columns, np.float64).T


def _left_out(ends: npt.NDArray[np.float64], text: str) -> Iterator[tuple[int, int]]:
    """Return the first and last character of each run outside all lines, such as raised numbers of notes."""
    firsts, lasts = ends.astype(np.int64).T
    inside = np.cumsum(np.bincount(firsts, minlength=len(text) + 1) - np.bincount(lasts + 1, minlength=len(text) + 1))
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    left = np.flatnonzero((inside[:-1] == 0) & (codes > ord(" ")))
    for run in split_runs(left.tolist(), lambda before, at: at > before + 1):
        if has_letters(text[run[0] : run[-1] + 1]):
            yield run[0], run[-1]


def _is_level(line: Line, page: Pointer, fits: dict[tuple[float, float], bool]) -> bool:
    """Return whether the boxes of the words of a line fit what is drawn; `fits` caches this by font and height."""
    key = line.font, round(line.size, 1)
    if key not in fits:
        word = next((word for word in line.words if word.text[0].isalnum()), line.words[0])
        fits[key] = _fits((word.left, word.bottom, word.right, word.top), glyphs.drawn_box(page, word.first))
    return fits[key]


def _fits(loose: Box, drawn: Box) -> bool:
    """Return whether a box of the height of its font fits the drawn character.

    It does not in a font with a wrong height, nor in text that is not level.
    """
    left, bottom, right, top = drawn
    if right <= left and top <= bottom:
        return True
    is_inside = loose[0] <= (left + right) / 2 <= loose[2] and loose[1] <= (bottom + top) / 2 <= loose[3]
    return is_inside and loose[3] - loose[1] <= _MAX_HEIGHT * max(top - bottom, right - left, 1.0)


def _printed(page: Pointer, first: int, last: int) -> Word:
    """Return the box of some characters: of the height of their font if that fits, else as drawn."""
    boxes = [glyphs.loose_box(page, index) for index in (first, last)]
    is_turned = _turns(page, first) > 0
    if is_turned or not _fits(boxes[0], glyphs.drawn_box(page, first)):
        drawn = [glyphs.drawn_box(page, index) for index in range(first, last + 1)]
        boxes = [box for box in drawn if box[2] > box[0] or box[3] > box[1]] or drawn
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Word("", min(lefts), max(rights), min(bottoms), max(tops), first, last, "", is_turned)


def _turns(page: Pointer, index: int) -> int:
    """Return the quarter turns, clockwise, of a character on the page."""
    return int(round(max(glyphs.angle(page, index), 0.0) / (pi / 2)) % 4)


def display(page: PdfPage) -> tuple[Sequence[float], Sequence[float], Sequence[Sequence[float]]]:
    """Return the size of the displayed page, the position of the origin on it, and its axes x and y."""
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
