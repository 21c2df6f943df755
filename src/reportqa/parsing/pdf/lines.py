"""Lines of a PDF page with positions and sizes, from the characters that PDFium extracts.

PDFium keeps the order in which the page was written, which layout programs make the reading order. Lengths are in
points; y counts upwards from the foot of the page.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import sub
from statistics import median
from typing import NamedTuple, TypeVar

from pypdfium2 import PdfTextPage

from reportqa.parsing.pdf import glyphs
from reportqa.parsing.pdf.handles import Box, Pointer, handle_of
from reportqa.parsing.pdf.note_marks import Raised, is_power, may_have_marks, split_mark, superscript
from reportqa.parsing.pdf.right_to_left import RIGHT_TO_LEFT, around, follows, in_reading_order, is_right_to_left
from reportqa.parsing.pdf.rotation import Frame
from reportqa.parsing.pdf.tags import Tag
from reportqa.parsing.pdf.words import CELL_GAP, Separated, Word, find_words, in_runs, narrow_space, no_rules, without
from reportqa.text import BULLETS

_OTHER_SIZE = 0.07
"""Minimum relative difference of two sizes of text; twice that where their fonts are set in the same size."""
_TOUCHING = 0.1
"""Maximum gap before punctuation behind a word, as a share of the height."""
_CLOSING = ".,;:)"
_APART = re.compile(f" [{_CLOSING}]")
T = TypeVar("T")


class TableCell(NamedTuple):
    """The text of a table cell and the words that it is made of."""

    text: str = ""
    words: tuple[Word, ...] = ()


@dataclass(slots=True)
class Line:
    """A run of text on one baseline, without a wide gap in it; never changed, and not frozen to be made faster.

    `size` is the median height of its character boxes; `font` the nominal font size, which some files scale, 0 if
    unknown. A `turned` line runs in another direction than most of its page: its box is a level one around its middle,
    and its words are `aside`, so that no table is made of them. `tag` is its place in the tag tree, if that is read.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool = False
    words: tuple[Word, ...] = ()
    font: float = 0.0
    turned: bool = False
    aside: tuple[Word, ...] = ()
    tag: Tag | None = None

    def __hash__(self) -> int:
        # That of all words would take long.
        return hash((self.text, self.left, self.bottom))

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    def differs_in_size(self, other: "Line") -> bool:
        """Return whether two lines are set in different sizes."""
        # In some fonts the boxes are only as high as the letters in them.
        least = _OTHER_SIZE if self.font != other.font or not self.font else 2 * _OTHER_SIZE
        return abs(self.size - other.size) > least * max(self.size, other.size, 1.0)

    def shares_baseline(self, other: "Line") -> bool:
        return min(self.top, other.top) - max(self.bottom, other.bottom) > 0.6 * min(self.size, other.size)


def page_lines(
    text_page: PdfTextPage, text: str, frame: Frame, separated: Separated = no_rules, gone: Collection[int] = ()
) -> list[Line]:
    """Return the lines of a page in reading order, without raised footnote marks; positions are those in the frame.

    :param text: the text of the page as `characters` returns it
    :param separated: whether a rule parts two words on one baseline
    :param gone: the indexes of characters that are left out of their lines
    """
    page = handle_of(text_page)
    runs = in_runs(find_words(page, frame, text), separated)
    if gone:
        # Lines are not cut where words are left out of them.
        runs = [kept for run in runs if (kept := [part for word in run for part in without(word, gone, page, frame)])]
    if RIGHT_TO_LEFT.search(text):
        runs = _join_right_to_left(runs, separated)
        runs = [_ordered(run, is_right_to_left(text)) for run in runs]
    heights = [_height(run) for run in runs]
    marked = may_have_marks(page, frame, runs, [size for _, _, size in heights])
    return [_line(run, page, frame, text, height, marked) for run, height in zip(runs, heights, strict=True)]


def split_runs(items: Iterable[T], begins: Callable[[T, T], bool]) -> list[list[T]]:
    """Return runs of consecutive items; `begins` is whether an item begins a run after the item before it."""
    runs: list[list[T]] = []
    for item in items:
        if runs and not begins(runs[-1][-1], item):
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def words_of(lines: Iterable[Line]) -> list[Word]:
    """Return the words of lines, turned or not."""
    return [word for line in lines for word in line.words or line.aside]


def by_baseline(lines: Iterable[Line]) -> list[list[Line]]:
    """Return lines grouped by baseline, from the top of the page."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.middle):
        if rows and line.shares_baseline(rows[-1][0]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def merged(row: Sequence[Line]) -> Line:
    """Return one line made of lines on one baseline, left to right."""
    first, last = row[0], row[-1]
    return Line(
        " ".join(line.text for line in row), first.left, min(line.bottom for line in row), last.right,
        max(line.top for line in row), last.size, last.bold, tuple(word for line in row for word in line.words),
        last.font, aside=tuple(word for line in row for word in line.aside),
    )  # fmt: skip


def _join_right_to_left(runs: Sequence[list[Word]], separated: Separated) -> list[list[Word]]:
    """Join the parts of lines with words from right to left, of which each may be left of the one before."""
    joined: list[list[Word]] = []
    for run in runs:
        words = [*joined[-1], *run] if joined else []
        is_leftwards = bool(joined) and run[0].left < joined[-1][0].left
        is_mixed = is_leftwards or any(RIGHT_TO_LEFT.search(word.text) for word in words)
        if (
            joined
            and is_mixed
            and not any(word.turned for word in words)
            and follows(_box(joined[-1]), _box(run), CELL_GAP, separated)
        ):
            joined[-1] = words
        else:
            joined.append(run)
    return joined


def _ordered(run: list[Word], is_page: bool) -> list[Word]:
    """Return the words of a line in the order of reading; `is_page` is whether its page is read from right to left."""
    said = " ".join(word.text for word in run)
    if run[0].turned or not RIGHT_TO_LEFT.search(said):
        return run
    return in_reading_order(run, from_right=is_page or is_right_to_left(said))


def _box(run: Sequence[Word]) -> Box:
    return around([(word.left, word.bottom, word.right, word.top) for word in run])


def _height(run: Sequence[Word]) -> tuple[float, float, float]:
    """Return the bottom and the top of a line, and the median height of its words."""
    bottoms, tops = [word.bottom for word in run], [word.top for word in run]
    bottom, top = min(bottoms), max(tops)
    if bottom == max(bottoms) and top == min(tops):
        return bottom, top, top - bottom
    return bottom, top, median(map(sub, tops, bottoms))


def _line(
    run: Sequence[Word],
    page: Pointer,
    frame: Frame,
    text: str,
    height: tuple[float, float, float],
    may_have_mark: Collection[int],
) -> Line:
    if run[0].turned:
        return _turned_line(run, text)
    bottom, top, size = height
    words = run
    if marked := [at for at, word in enumerate(run) if word.first in may_have_mark]:
        words = _with_marks(run, marked, Raised(page, frame, size, run))
    begin = run[1 if len(run) > 1 and run[0].text in BULLETS else 0].first
    middle, last = run[len(run) // 2].first, run[-1].last
    left, right = words[0].left, words[-1].right
    if right < left:
        left, right = min(word.left for word in words), max(word.right for word in words)
    return Line(
        text=_text(words, text),
        left=left,
        bottom=bottom,
        right=right,
        top=top,
        size=size,
        bold=all(glyphs.is_bold(page, index) for index in {begin, middle, last}),
        words=tuple(words),
        font=glyphs.font_size(page, middle),
    )


def _text(words: Sequence[Word], text: str) -> str:
    """Return the text of words: no space within a word that is split, nor before punctuation that touches one.

    :param text: that of the page
    """
    joined = " ".join([word.text for word in words])
    if joined == text[words[0].first : words[-1].last + 1] and not _APART.search(joined):
        return joined
    parts = [words[0].text]
    for before, after in pairwise(words):
        is_one = after.first == before.last + 1 and after.left - before.right < narrow_space(after)
        if not is_one and after.text[:1] in _CLOSING and not after.text.strip(_CLOSING):
            is_one = after.left - before.right < _TOUCHING * (after.top - after.bottom)
        parts += (after.text,) if is_one else (" ", after.text)
    return "".join(parts)


def _with_marks(run: Sequence[Word], marked: Sequence[int], is_raised: Callable[[int], bool]) -> list[Word]:
    """Return the words of a line with raised note marks as their marks; `marked` are those that may have one."""
    words: list[Word] = []
    begin = 0
    for position in marked:
        words += run[begin:position]
        begin, word = position + 1, run[position]
        before = run[position - 1].text if position else ""
        after = run[position + 1].text if position + 1 < len(run) else ""
        text, mark, tail = split_mark(word.text, is_raised, word.first, before, after)
        if text == word.text:
            words.append(word)
            continue
        last = words[-1] if words else None
        is_base = last is not None and not text and is_power(last.text, mark, "", after)
        if mark[:1] == "-" and not is_base:
            words.append(word)
        elif not mark or last is None or text:
            # A mark at the beginning of a line is the label of a note.
            shown, end = (text + tail or mark, word.last) if tail or not text else (text, word.first + len(text) - 1)
            last_index = word.last if text == word.text else end
            words.append(word._replace(text=shown, mark=mark, last=last_index, tail=tail if mark else ""))
        elif is_base:
            words[-1] = last._replace(text=last.text + superscript(mark) + tail, last=word.last, right=word.right)
        else:
            words[-1] = last._replace(
                text=last.text + tail, mark=last.mark + mark, last=word.last if tail else last.last, tail=tail
            )
    return [*words, *run[begin:]]


def _turned_line(run: Sequence[Word], text: str) -> Line:
    left, right = min(word.left for word in run), max(word.right for word in run)
    middle = (min(word.bottom for word in run) + max(word.top for word in run)) / 2
    size = median([min(word.right - word.left, word.top - word.bottom) for word in run])
    return Line(
        _text(run, text), left, middle - size / 2, right, middle + size / 2, size, turned=True, aside=tuple(run)
    )
