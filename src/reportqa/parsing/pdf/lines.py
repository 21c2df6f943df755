"""The lines of a PDF page with positions and sizes, made of the characters that PDFium places.

PDFium keeps the order in which the page was written, which today's layout programs make the reading
order; pypdf, by comparison, loses the positions that tables, footnotes and headings are known by.
All lengths are in points, y counts upwards from the foot of the page.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfTextPage

from reportqa.parsing.pdf.rotation import Frame

CELL_GAP = 1.3
"""A gap between two characters of more than this many font sizes parts columns or table cells."""
_SUPERSCRIPT_SIZE = 0.8
_OTHER_SIZE = 0.07
"""Share by which the boxes of two sizes differ; twice that where their fonts are set in the same size."""
_RAISED = 0.38
"""Share of a character box that a superscript drawn at full size leaves free below; a digit leaves a fifth."""
_BOLD_WEIGHT = 600
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_UNITS = frozenset({"m", "km", "cm", "mm", "ft"})

_MARKS = frozenset("0123456789*†‡§,")
_WORD = re.compile("[^\\s\ufffe\x02\xad]+[\ufffe\x02\xad]?|[\ufffe\x02\xad]")
"""A hyphen at a line's end, for which PDFium has one of three codes, ends a word without a space."""

_LEVEL = Frame()
Parted = Callable[[float, float, float], bool]


class Word(NamedTuple):
    """A word of a line and its box.

    `mark` is a raised note number behind the word, which is left out of the text; a line may begin with a raised
    number, which is its own mark. `first` and `last` are the PDFium indexes of its characters, -1 where it has none.
    A `turned` word runs in another direction than the text of its page.
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


@dataclass(frozen=True, slots=True)
class Tag:
    """The place of marked text in the structure; blocks, groups of block quotes and notes are numbered from 1.

    `kind` is "heading", "quote", "item" or "" for any other block. `group` is 0 outside block quotes, `note` outside
    notes.
    """

    block: int = 0
    kind: str = ""
    group: int = 0
    note: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text on one base line, without a wide gap in it.

    `size` is the height of its usual character box, `bold` whether its characters are. `font` is the size that its font
    was set in, which some files scale, 0 where it is not known: boxes are as high as the letters in them in some fonts.
    A `turned` line does not run as the text of its page does: its box is a level one around its middle, and its words
    are `aside`, so that no table is made of them. `tag` is its place in the structure of a tagged PDF, where that is
    read.
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

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    def differs_in_size(self, other: "Line") -> bool:
        """Return whether a run is set larger or smaller than another, whatever letters they have."""
        least = _OTHER_SIZE if self.font != other.font or not self.font else 2 * _OTHER_SIZE
        return abs(self.size - other.size) > least * max(self.size, other.size, 1.0)

    def beside(self, other: "Line") -> bool:
        """Return whether two runs are on one base line."""
        return min(self.top, other.top) - max(self.bottom, other.bottom) > 0.6 * min(self.size, other.size)


def page_lines(
    text_page: PdfTextPage, parted: Parted | None = None, frame: Frame = _LEVEL, text: str | None = None
) -> list[Line]:
    """Return the lines of a page in reading order. Note numbers raised above the line are left out.

    :param parted: whether there is a rule between two x positions at a y; None where the page has no rules
    :param frame: how the text runs; all positions are those of level text
    :param text: what `characters` returns, if at hand
    """
    lines: list[Line] = []
    run: list[Word] = []
    for word in _placed_words(text_page, frame, characters(text_page) if text is None else text):
        if run and _breaks(run[-1], word, parted):
            _close(run, text_page, frame, lines)
        run.append(word)
    _close(run, text_page, frame, lines)
    return lines


def body_size(lines: list[Line]) -> float:
    """Return the size in which most characters are set, 0 when there are none."""
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def words_of(lines: Iterable[Line]) -> list[Word]:
    """Return the words of lines, also of those that are turned."""
    return [word for line in lines for word in line.words or line.aside]


def merged(row: Sequence[Line]) -> Line:
    """Return one line made of those on one base line."""
    first, last = row[0], row[-1]
    return Line(
        " ".join(line.text for line in row), first.left, min(line.bottom for line in row), last.right,
        max(line.top for line in row), last.size, last.bold, tuple(word for line in row for word in line.words),
        last.font, aside=tuple(word for line in row for word in line.aside),
    )  # fmt: skip


def _placed_words(text_page: PdfTextPage, frame: Frame, text: str) -> Iterator[Word]:
    """Return the words of a page in the order they were written in, with the boxes of their ends.

    Only the ends are looked up: asking for the place of each character takes three times as long as all else.
    """
    page = text_page.raw
    rectangle = pdfium_c.FS_RECTF()
    place = ctypes.byref(rectangle)
    box = pdfium_c.FPDFText_GetLooseCharBox
    pending = [match.span() for match in _WORD.finditer(text)][::-1]
    turned = False
    while pending:
        start, end = pending.pop()
        box(page, start, place)
        left, bottom, right, top = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
        if frame.turns:
            left, bottom, right, top = frame.turn((left, bottom, right, top))
        if turned and end - start == 1 and (turned := frame.is_turned(text_page, start)):
            yield Word(text[start:end], left, right, bottom, top, start, end - 1, "", turned)
            continue
        turned = False
        if end - start > 1:
            box(page, end - 1, place)
            right, last_bottom, last_top = rectangle.right, rectangle.bottom, rectangle.top
            last_left = rectangle.left
            if frame.turns:
                last_left, last_bottom, right, last_top = frame.turn((last_left, last_bottom, right, last_top))
            # The ends of one word are on one base line; else a line ends in it without a mark.
            level = (top if top < last_top else last_top) - (bottom if bottom > last_bottom else last_bottom)
            if level < 0.3 * (top - bottom) or right < left:
                if turned := frame.is_turned(text_page, start):
                    left, right = min(left, last_left), max(right, last_left)
                    bottom, top = min(bottom, last_bottom), max(top, last_top)
                    yield Word(text[start:end], left, right, bottom, top, start, end - 1, "", turned)
                    continue
                middle = (start + end) // 2
                pending += [(middle, end), (start, middle)]
                continue
            bottom, top = last_bottom if last_bottom < bottom else bottom, last_top if last_top > top else top
        yield Word(text[start:end], left, right, bottom, top, start, end - 1)


def characters(text_page: PdfTextPage) -> str:
    """Return the text of a page with one character for each that PDFium counts.

    Codes beyond Unicode and halves of pairs cannot be shown: they become the replacement character.
    """
    count = pdfium_c.FPDFText_CountChars(text_page.raw)
    buffer = ctypes.create_string_buffer(2 * count + 2)
    pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    written = pdfium_c.FPDFText_GetText(text_page.raw, 0, count, pointer)
    text = buffer.raw[: 2 * count].decode("utf-16-le", "replace")
    if written == count + 1 and len(text) == count:
        return text
    # PDFium leaves characters without Unicode out of the text: ask for each.
    codes = (pdfium_c.FPDFText_GetUnicode(text_page.raw, index) for index in range(count))
    return "".join(chr(c) if c < 0xD800 or 0xDFFF < c <= 0x10FFFF else "\ufffd" for c in codes)


def _breaks(last: Word, word: Word, parted: Parted | None) -> bool:
    """Return whether a word begins a new line: it is on another base line, behind a rule, or far off."""
    if word.turned or last.turned:
        across = min(last.right, word.right) - max(last.left, word.left)
        return last.turned != word.turned or across < 0.3 * (last.right - last.left)
    height, last_height = word.top - word.bottom, last.top - last.bottom
    overlap = (last.top if last.top < word.top else word.top) - (
        last.bottom if last.bottom > word.bottom else word.bottom
    )
    if overlap < 0.3 * (height if height < last_height else last_height):
        return True
    distance = word.left - last.right
    size = (height if height > last_height else last_height) or 1.0
    if distance > CELL_GAP * size or distance < -size:
        return True
    return parted is not None and parted(last.left, word.left, (word.top + word.bottom) / 2)


def _close(run: list[Word], text_page: PdfTextPage, frame: Frame, lines: list[Line]) -> None:
    if not run:
        return
    if run[0].turned:
        lines.append(_turned_line(run))
        run.clear()
        return
    size = median([word.top - word.bottom for word in run])
    words = []
    for position, word in enumerate(run):
        text, mark = word.text, ""
        if text[-1] in _MARKS:
            text, mark = _without_note_mark(word, run[position - 1] if position else None, size, text_page, frame)
        if text:
            is_whole = text == word.text and not mark
            words.append(word if is_whole else word._replace(text=text, mark=mark, last=word.first + len(text) - 1))
        elif words:
            words[-1] = words[-1]._replace(mark=words[-1].mark + mark)
    if words:
        joined = " ".join(word.text for word in words)
        # Half words, split at a line's end or by a fault of the file, have no space between them.
        if any(after.first == before.last + 1 for before, after in pairwise(run)):
            joined = _join(run, words) if len(words) == len(run) else joined
        lines.append(
            Line(
                text=joined,
                left=words[0].left,
                bottom=min([word.bottom for word in run]),
                right=words[-1].right,
                top=max([word.top for word in run]),
                size=size,
                bold=all(
                    _is_bold(text_page, index) for index in {run[0].first, run[len(run) // 2].first, run[-1].last}
                ),
                words=tuple(words),
                font=pdfium_c.FPDFText_GetFontSize(text_page.raw, run[len(run) // 2].first),
            )
        )
    run.clear()


def _turned_line(run: Sequence[Word]) -> Line:
    left, right = min(word.left for word in run), max(word.right for word in run)
    middle = (min(word.bottom for word in run) + max(word.top for word in run)) / 2
    size = median([min(word.right - word.left, word.top - word.bottom) for word in run])
    text = " ".join(word.text for word in run)
    return Line(text, left, middle - size / 2, right, middle + size / 2, size, turned=True, aside=tuple(run))


def _join(run: Sequence[Word], words: Sequence[Word]) -> str:
    text = words[0].text
    for (before, after), word in zip(pairwise(run), words[1:], strict=True):
        text += word.text if after.first == before.last + 1 else f" {word.text}"
    return text


def _without_note_mark(
    word: Word, before: Word | None, size: float, text_page: PdfTextPage, frame: Frame
) -> tuple[str, str]:
    """Return a word without the raised mark of a note at its end, and the mark.

    A raised digit behind a digit or a unit of length is a power and stays one: "10⁶", "km²".
    """
    end = len(word.text)
    while end and word.text[end - 1] in _MARKS and _is_raised(word.first + end - 1, word, size, text_page, frame):
        end -= 1
    rest, raised = word.text[:end], word.text[end:]
    if not raised:
        return word.text, ""
    if not rest:
        # Nothing but raised digits: a mark when it follows a word, the number of a note when it begins the line.
        return "" if before else raised, raised
    is_power = rest[-1].isdecimal() or rest.lstrip("(") in _UNITS
    return (rest + raised.translate(_SUPERSCRIPTS), "") if is_power else (rest, raised)


def _is_raised(index: int, word: Word, size: float, text_page: PdfTextPage, frame: Frame) -> bool:
    """Return whether a character is a superscript: smaller and higher, or drawn so within its box."""
    rectangle = pdfium_c.FS_RECTF()
    pdfium_c.FPDFText_GetLooseCharBox(text_page.raw, index, ctypes.byref(rectangle))
    _, base, _, head = frame.turn((rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
    height = head - base
    if 0 < height < _SUPERSCRIPT_SIZE * size:
        return base > word.bottom + 0.15 * size or word.top - word.bottom < _SUPERSCRIPT_SIZE * size
    left, bottom, right, top = frame.turn(text_page.get_charbox(index))
    return right > left and top - bottom < 0.5 * size and bottom > base + _RAISED * height


def _is_bold(text_page: PdfTextPage, index: int) -> bool:
    if pdfium_c.FPDFText_GetFontWeight(text_page.raw, index) >= _BOLD_WEIGHT:
        return True
    buffer = ctypes.create_string_buffer(128)
    length = pdfium_c.FPDFText_GetFontInfo(text_page.raw, index, buffer, len(buffer), None)
    name = buffer.raw[: min(length, len(buffer))].lower()
    return any(word in name for word in (b"bold", b"black", b"heavy", b"semibold"))
