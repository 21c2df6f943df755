"""Turns the characters of a PDF page, as PDFium places them, into lines with positions and sizes.

PDFium keeps the order in which the page was written, which today's layout programs make the reading
order; pypdf, by comparison, loses the positions that tables, footnotes and headings are known by.
All lengths are in points, y counts upwards from the foot of the page.
"""

import ctypes
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from statistics import median

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfTextPage

CELL_GAP = 1.3
"""A gap between two characters of more than this many font sizes parts columns or table cells."""
_SUPERSCRIPT_SIZE = 0.8
_RAISED = 0.38
"""Share of a character box that a superscript drawn at full size leaves free below; a digit leaves a fifth."""
_BOLD_WEIGHT = 600
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_UNITS = frozenset({"m", "km", "cm", "mm", "ft"})

Box = tuple[float, float, float, float]
Parted = Callable[[float, float, float], bool]


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it begins and ends on its line."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text on one base line, without a wide gap in it.

    `size` is the height of its usual character box, `bold` whether its characters are.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool = False
    words: tuple[Word, ...] = ()

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    def beside(self, other: "Line") -> bool:
        """Tell whether two runs stand on one base line."""
        return min(self.top, other.top) - max(self.bottom, other.bottom) > 0.6 * min(self.size, other.size)


@dataclass(slots=True)
class _Glyph:
    character: str
    left: float
    bottom: float
    right: float
    top: float
    index: int

    @property
    def height(self) -> float:
        return self.top - self.bottom


def page_lines(text_page: PdfTextPage, parted: Parted) -> list[Line]:
    """Give the lines of a page in reading order. Note numbers raised above the line are left out.

    `parted` tells, of two x positions and a y, whether a rule stands between them.
    """
    lines: list[Line] = []
    run: list[_Glyph] = []
    gap = False
    for glyph in _glyphs(text_page):
        if glyph.character in " \r\n":
            # Some files write a line end where others write a space: only the place tells a new line.
            gap = True
            continue
        if run and _breaks(run, glyph, gap, parted):
            _close(run, text_page, lines)
        if run and gap:
            last = run[-1]
            run.append(_Glyph(" ", last.right, last.bottom, glyph.left, last.top, last.index))
        run.append(glyph)
        gap = False
    _close(run, text_page, lines)
    return lines


def body_size(lines: list[Line]) -> float:
    """Give the size in which most characters are set, 0 when there are none."""
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _glyphs(text_page: PdfTextPage) -> list[_Glyph]:
    rectangle = pdfium_c.FS_RECTF()
    place = ctypes.byref(rectangle)
    page = text_page.raw
    glyphs = []
    for index in range(pdfium_c.FPDFText_CountChars(page)):
        code = pdfium_c.FPDFText_GetUnicode(page, index)
        pdfium_c.FPDFText_GetLooseCharBox(page, index, place)
        # A code beyond Unicode or half a pair cannot be shown: it becomes the replacement character.
        character = chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
        if code == 0xA0:
            character = " "
        glyphs.append(_Glyph(character, rectangle.left, rectangle.bottom, rectangle.right, rectangle.top, index))
    return glyphs


def _breaks(run: list[_Glyph], glyph: _Glyph, gap: bool, parted: Parted) -> bool:
    """Tell whether a glyph begins a new line: it stands on another base line, or far off."""
    last = run[-1]
    size = max(last.height, glyph.height) or 1.0
    overlap = min(last.top, glyph.top) - max(last.bottom, glyph.bottom)
    if overlap < 0.3 * min(last.height, glyph.height):
        return True
    if gap and parted(last.left, glyph.left, (glyph.top + glyph.bottom) / 2):
        return True
    distance = glyph.left - last.right
    return distance > CELL_GAP * size or distance < -size * (1 if gap else 3)


def _close(run: list[_Glyph], text_page: PdfTextPage, lines: list[Line]) -> None:
    if not run:
        return
    visible = [glyph for glyph in run if glyph.character != " "]
    size = median(glyph.height for glyph in visible)
    text = "".join(_as_read(position, run, size, text_page) for position in range(len(run))).strip()
    if text:
        lines.append(
            Line(
                text=text,
                left=visible[0].left,
                bottom=min(glyph.bottom for glyph in visible),
                right=max(glyph.right for glyph in visible),
                top=max(glyph.top for glyph in visible),
                size=size,
                bold=all(_is_bold(text_page, visible[at].index) for at in (0, len(visible) // 2, -1)),
                words=_words(run),
            )
        )
    run.clear()


def _words(run: list[_Glyph]) -> tuple[Word, ...]:
    words = []
    for is_space, group in groupby(run, key=lambda glyph: glyph.character == " "):
        if not is_space:
            glyphs = list(group)
            text = "".join(glyph.character for glyph in glyphs)
            words.append(Word(text, glyphs[0].left, glyphs[-1].right))
    return tuple(words)


def _as_read(position: int, run: list[_Glyph], size: float, text_page: PdfTextPage) -> str:
    """Give a glyph as it stands in the text: nothing for the raised mark of a note.

    A raised digit behind a digit or a unit of length is a power and stays one: "10⁶", "km²".
    """
    glyph = run[position]
    character = glyph.character
    if position == 0 or not (character.isdecimal() or character in "*†‡§"):
        return character
    before = run[position - 1]
    if before.character == " " or not _is_raised(glyph, run, size, text_page):
        return character
    word = "".join(other.character for other in run[:position]).split(" ")[-1]
    if before.character.isdecimal() and not _is_raised(before, run, size, text_page):
        return character.translate(_SUPERSCRIPTS)
    return character.translate(_SUPERSCRIPTS) if word.strip("(") in _UNITS else ""


def _is_raised(glyph: _Glyph, run: list[_Glyph], size: float, text_page: PdfTextPage) -> bool:
    """Tell whether a glyph is a superscript: smaller and higher, or drawn so within its box."""
    if 0 < glyph.height < _SUPERSCRIPT_SIZE * size:
        usual = [other.bottom for other in run if other.height >= 0.95 * size]
        return bool(usual) and glyph.bottom > median(usual) + 0.15 * size
    left, bottom, right, top = text_page.get_charbox(glyph.index)
    return bool(right > left and top - bottom < 0.5 * size and bottom > glyph.bottom + _RAISED * glyph.height)


def _is_bold(text_page: PdfTextPage, index: int) -> bool:
    if pdfium_c.FPDFText_GetFontWeight(text_page.raw, index) >= _BOLD_WEIGHT:
        return True
    buffer = ctypes.create_string_buffer(128)
    length = pdfium_c.FPDFText_GetFontInfo(text_page.raw, index, buffer, len(buffer), None)
    name = buffer.raw[: min(length, len(buffer))].lower()
    return any(word in name for word in (b"bold", b"black", b"heavy", b"semibold"))
