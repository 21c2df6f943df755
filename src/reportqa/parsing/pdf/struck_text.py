"""The words of a PDF page with a line drawn through them, as programs write text that is struck out."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from reportqa.parsing.pdf import glyphs, handles
from reportqa.parsing.pdf.handles import Box, Pointer
from reportqa.parsing.pdf.lines import Line, words_of
from reportqa.parsing.pdf.page_objects import PageObjects, Path
from reportqa.parsing.pdf.rotation import Frame
from reportqa.parsing.pdf.spans import has_letters
from reportqa.parsing.pdf.words import Word

_MAX_THICKNESS = 0.16
"""Maximum thickness of a line through words, in font sizes; areas and bars are thicker."""
_LOW, _HIGH = 0.1, 0.45
"""Height of a line through words above their baseline, in font sizes; it runs through the letter x."""
_BEYOND = 1.2
"""Maximum distance that a line goes on beside its words, in font sizes: over a space, which may be wide."""
_MIN_PART = 0.5
"""Minimum share of a character that a line covers."""
_MAX_COMPARED = 4_000_000
"""Maximum number of pairs of a rule and a line of text; a page with more is a drawing."""
_LIGHT = 232


class Strike(NamedTuple):
    """A line through words, and the PDFium indexes of the first and the last character of each word, or part of one."""

    path: Path
    parts: tuple[tuple[int, int], ...]


def find_strikes(text_page: Pointer, frame: Frame, objects: PageObjects, lines: Sequence[Line]) -> Iterator[Strike]:
    """Yield the lines of a page that are drawn through words.

    Such a line begins and ends with the words, unlike the rules of tables and charts.

    :param text_page: the handle of the text of the page
    """
    level = [line for line in lines if line.words]
    rules = [(path, box) for path in objects.paths if (box := frame.turn(path.box))[3] - box[1] < box[2] - box[0]]
    if not level or not rules or len(level) * len(rules) > _MAX_COMPARED:
        return
    left, bottom, right, top = np.array([(line.left, line.bottom, line.right, line.top) for line in level]).T
    low_x, low_y, high_x, high_y = np.array([box for _, box in rules]).T[..., None]
    is_through = (left < high_x) & (low_x < right) & (bottom < low_y) & (high_y < top)
    for number in np.flatnonzero(is_through.any(axis=1)).tolist():
        path, box = rules[number]
        words = words_of(level[at] for at in np.flatnonzero(is_through[number]).tolist())
        parts = dict(_covered(text_page, frame, box, words))
        if has_letters("".join(parts.values())) and _fits(text_page, frame, box, list(parts)) and _is_seen(path):
            yield Strike(path, tuple(parts))


def _covered(page: Pointer, frame: Frame, box: Box, words: Iterable[Word]) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield first, last and text of the parts of words that a line goes through at the height of the letter x."""
    for word in words:
        if word.right <= box[0] or box[2] <= word.left:
            continue
        x, y = glyphs.origin(page, word.first)
        rise = (box[1] + box[3]) / 2 - frame.turn((x, y, x, y))[1]
        size = glyphs.drawn_size(page, word.first)
        if box[3] - box[1] > _MAX_THICKNESS * size or not _LOW * size <= rise <= _HIGH * size:
            continue
        left, _, right, _ = frame.turn_all(glyphs.loose_boxes(page, range(word.first, word.last + 1)))
        inside = np.minimum(right, box[2]) - np.maximum(left, box[0])
        struck = np.flatnonzero(inside >= _MIN_PART * np.maximum(right - left, 0.1)).tolist()
        if struck:
            first, last = struck[0], struck[-1]
            yield (word.first + first, word.first + last), word.text[first : last + 1]


def _fits(page: Pointer, frame: Frame, box: Box, parts: Sequence[tuple[int, int]]) -> bool:
    """Return whether a line begins and ends with what it goes through."""
    boxes = frame.turn_all(glyphs.loose_boxes(page, [index for part in parts for index in part]))
    beyond = _BEYOND * glyphs.drawn_size(page, parts[0][0])
    return bool(box[0] >= boxes[0].min() - beyond and box[2] <= boxes[2].max() + beyond)


def _is_seen(path: Path) -> bool:
    """Return whether a line is drawn in a colour that is seen on paper."""
    is_filled, is_stroked = handles.draw_mode(path.handle)
    colours = [
        handles.colour_of(path.handle) if is_filled else None,
        handles.stroke_of(path.handle) if is_stroked else None,
    ]
    return any(colour and colour.opacity and min(colour[:3]) < _LIGHT for colour in colours)
