"""The words of a PDF page with their boxes, from the characters that PDFium extracts, and in runs on one baseline.

PDFium keeps the order in which the page was written, which layout programs make the reading order. Lengths are in
points; y counts upwards from the foot of the page. A page has a thousand words, which are compared in arrays.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise, repeat
from typing import NamedTuple

import numpy as np

from reportqa.parsing.pdf import glyphs
from reportqa.parsing.pdf.handles import Pointer
from reportqa.parsing.pdf.right_to_left import RIGHT_TO_LEFT, around
from reportqa.parsing.pdf.rotation import Frame

CELL_GAP = 1.3
"""Minimum gap between columns or table cells, in font sizes."""
_LARGE, _MIN_GLUED = 12.5, 3
"""Minimum height of words that may have narrow spaces, in points, and minimum number of gaps between their letters."""
_SPACE, _MIN_SPACE = 0.085, 1.4
"""Minimum width of a narrow space, as a share of the height of a word, and in points."""
_SAME_LINE = 0.3
"""Minimum overlap of what is on one baseline, as a share of the smaller height."""
_HYPHENS = (0xFFFE, 0x02, 0xAD)
"""Codes by which PDFium shows the hyphen at the end of a line, where a word is cut."""
_IS_SPACE = np.array([chr(code).isspace() for code in range(0x3002)])
"""Whether each code is a space; those behind the last, the ideographic space, are none."""

Separated = Callable[[float, float, float], bool]
"""Whether a rule separates two x positions at a height y."""


def no_rules(_left: float, _right: float, _height: float) -> bool:
    """Return that no rule separates two positions: `Separated` for a page without rules."""
    return False


class Word(NamedTuple):
    """A word of a line and its box.

    `mark` is a raised footnote mark behind the word, which is left out of the text; a raised mark at the start of a
    line is a word and its own mark. `shown` are the marks behind the word that are links and not raised, as printed
    ("[1]"), each with the space before it. `first` and `last` are the PDFium indexes of its characters, -1 if unknown.
    A `turned` word runs in another direction than most text of its page. `tail` are the signs printed behind the mark;
    the text ends with them.
    """

    text: str
    left: float
    right: float
    bottom: float = 0.0
    top: float = 0.0
    first: int = -1
    last: int = -1
    mark: str = ""
    turned: bool = False
    shown: tuple[str, ...] = ()
    tail: str = ""


def find_words(page: Pointer, frame: Frame, text: str) -> list[Word]:
    """Return the words of a page in the order of the file; `page` is the handle of its text.

    Only the boxes of their first and last characters are looked up: those of all would take three times as long as all
    else.
    """
    firsts, lasts = word_ends(text)
    left, bottom, _, top = frame.turn_all(glyphs.loose_boxes(page, firsts))
    _, last_bottom, right, last_top = frame.turn_all(glyphs.loose_boxes(page, lasts))
    overlap = np.minimum(top, last_top) - np.maximum(bottom, last_bottom)
    # The ends of these are not on one baseline, or in another order.
    is_odd = ((overlap < _SAME_LINE * (top - bottom)) | (right < left)) & (np.array(firsts) < lasts)
    bottom, top = np.minimum(bottom, last_bottom), np.maximum(top, last_top)
    texts = [text[first : last + 1] for first, last in zip(firsts, lasts, strict=True)]
    sides = (side.tolist() for side in (left, right, bottom, top))
    rest = map(repeat, ("", False, (), ""))
    # Calls of `Word` would take three times as long.
    words: list[Word] = list(map(partial(tuple.__new__, Word), zip(texts, *sides, firsts, lasts, *rest, strict=False)))
    if is_odd.any():
        words = list(_with_odd(words, is_odd.tolist(), page, frame))
    is_large = [at for at in np.flatnonzero(top - bottom > _LARGE).tolist() if lasts[at] - firsts[at] >= _MIN_GLUED]
    return list(_unglued(words, {firsts[at] for at in is_large}, page, frame)) if is_large else words


def word_ends(text: str) -> tuple[list[int], list[int]]:
    """Return the indexes of the first and of the last character of each word."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    is_space = _IS_SPACE[np.minimum(codes, len(_IS_SPACE) - 1)]
    is_hyphen = (codes == _HYPHENS[0]) | (codes == _HYPHENS[1]) | (codes == _HYPHENS[2])
    begins, ends = ~is_space, ~is_space
    begins[1:] &= is_space[:-1] | is_hyphen[:-1]
    ends[:-1] &= is_space[1:] | is_hyphen[:-1]
    return np.flatnonzero(begins).tolist(), np.flatnonzero(ends).tolist()


def _unglued(words: Iterable[Word], large: Collection[int], page: Pointer, frame: Frame) -> Iterator[Word]:
    """Return words, those in large letters cut at their spaces, which PDFium takes for kerning if they are narrow."""
    for word in words:
        cuts = _spaces(word, page, frame) if word.first in large and not word.turned else []
        for begin, end in pairwise([0, *cuts, len(word.text)]):
            yield from _parts(word.text[begin:end], word.first + begin, page, frame) if cuts else (word,)


def narrow_space(word: Word) -> float:
    """Return the minimum width of a space beside a word."""
    return max(_SPACE * (word.top - word.bottom), _MIN_SPACE)


def _spaces(word: Word, page: Pointer, frame: Frame) -> list[int]:
    """Return where a word has spaces: gaps between letters or figures in a word without letter spacing."""
    left, _, right, _ = frame.turn_all(glyphs.loose_boxes(page, range(word.first, word.last + 1)))
    gaps = left[1:] - right[:-1]
    least = narrow_space(word)
    if len(gaps) < _MIN_GLUED or np.median(gaps) > _SPACE / 4 * (word.top - word.bottom):
        return []
    text = word.text
    return [at for at in (np.flatnonzero(gaps >= least) + 1).tolist() if text[at - 1].isalnum() and text[at].isalnum()]


def _with_odd(words: Sequence[Word], is_odd: Sequence[bool], page: Pointer, frame: Frame) -> Iterator[Word]:
    """Return words; those whose ends are not on one baseline are turned, or a line ends in them without a hyphen."""
    is_turned = False
    for word, odd in zip(words, is_odd, strict=True):
        if word.first == word.last:
            is_turned = is_turned and frame.is_turned(glyphs.angle(page, word.first))
            yield word._replace(turned=True) if is_turned else word
        elif odd:
            for part in _parts(word.text, word.first, page, frame):
                is_turned = part.turned
                yield part
        else:
            is_turned = False
            yield word


def without(word: Word, gone: Collection[int], page: Pointer, frame: Frame) -> Iterator[Word]:
    """Yield what is left of a word without the characters with some indexes."""
    kept = [index for index in range(word.first, word.last + 1) if index not in gone]
    if len(kept) == len(word.text):
        yield word
        return
    cuts = [at for at in range(1, len(kept)) if kept[at] > kept[at - 1] + 1]
    for begin, end in pairwise([0, *cuts, len(kept)] if kept else ()):
        at = kept[begin] - word.first
        yield from _parts(word.text[at : at + end - begin], kept[begin], page, frame)


def _parts(text: str, start: int, page: Pointer, frame: Frame) -> Iterator[Word]:
    """Return the words that a text is, which begins at an index."""
    end = start + len(text) - 1
    left, bottom, right, top = frame.turn(glyphs.loose_box(page, start))
    if start == end:
        yield Word(text, left, right, bottom, top, start, end)
        return
    last_left, last_bottom, right, last_top = frame.turn(glyphs.loose_box(page, end))
    overlap = min(top, last_top) - max(bottom, last_bottom)
    if right < left and overlap > 0 and RIGHT_TO_LEFT.search(text):
        box = around([frame.turn(glyphs.loose_box(page, index)) for index in range(start, end + 1)])
        yield Word(text, box[0], box[2], box[1], box[3], start, end)
        return
    is_odd = overlap < _SAME_LINE * (top - bottom) or right < left
    is_turned = is_odd and frame.is_turned(glyphs.angle(page, start))
    if is_odd and not is_turned:
        middle = len(text) // 2
        yield from _parts(text[:middle], start, page, frame)
        yield from _parts(text[middle:], start + middle, page, frame)
        return
    if is_turned:
        left, right = min(left, last_left), max(right, last_left)
    yield Word(
        text, left, right, min(bottom, last_bottom), max(top, last_top), start, end, turned=is_turned
    )  # fmt: skip


def in_runs(words: Sequence[Word], separated: Separated) -> list[list[Word]]:
    """Return words in lines: a new one begins on another baseline, behind a rule, or far off."""
    if not words:
        return []
    columns = list(zip(*words, strict=True))
    left, right, bottom, top = np.array(columns[1:5])
    height = top - bottom
    low, size = np.minimum(height[:-1], height[1:]), np.maximum(height[:-1], height[1:])
    size[size == 0] = 1.0
    overlap = np.minimum(top[:-1], top[1:]) - np.maximum(bottom[:-1], bottom[1:])
    distance = left[1:] - right[:-1]
    begins = (overlap < _SAME_LINE * low) | (distance > CELL_GAP * size) | (distance < -size)
    if any(columns[8]):
        for at, (last, word) in enumerate(pairwise(words)):
            if last.turned or word.turned:
                across = min(last.right, word.right) - max(last.left, word.left)
                begins[at] = last.turned != word.turned or across < _SAME_LINE * (last.right - last.left)
    if separated is not no_rules:
        for at in np.flatnonzero(~begins).tolist():
            last, word = words[at], words[at + 1]
            if not (last.turned or word.turned):
                begins[at] = separated(last.left, word.left, (word.top + word.bottom) / 2)
    ends = [0, *(np.flatnonzero(begins) + 1).tolist(), len(words)]
    return [list(words[begin:end]) for begin, end in pairwise(ends)]
