"""The text of a PDF page that nobody sees: outside the page, in layers that are off, under areas, in no colour;
and what is struck out.

Whatever only looks hidden by its attributes is compared with the drawn page: where a word is seen, its box is not of
one colour.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, groupby, repeat
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfPage, PdfTextPage

from reportqa.parsing.pdf import glyphs, handles
from reportqa.parsing.pdf.handles import Box, Colour
from reportqa.parsing.pdf.lines import Line, split_runs, words_of
from reportqa.parsing.pdf.page_objects import PageObjects, Path
from reportqa.parsing.pdf.right_to_left import around
from reportqa.parsing.pdf.rotation import Frame
from reportqa.parsing.pdf.spans import has_letters
from reportqa.parsing.pdf.struck_text import Strike
from reportqa.parsing.pdf.word_boxes import display
from reportqa.parsing.pdf.words import Word
from reportqa.text import clean_text

OUTSIDE, LAYER, COVERED = "text outside the page", "text in a layer that is off", "covered text"
STRUCK = "struck-out text"
INVISIBLE, CLIPPED, UNSEEN = "invisible text", "clipped text", "text in the colour of its background"

_INVISIBLE_MODES = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP})
_LIGHT = 232
"""Minimum red, green and blue of text that is not seen on paper."""
_FAINT = 16
"""Maximum opacity of text that is not seen."""
_SAME = 24
"""Maximum difference of two colours that look alike, in red, green or blue."""
_FLAT = 8
"""Maximum difference between the pixels of a box where nothing is seen."""
_MIN_COVER = 4.0
"""Minimum width and height of an area that covers words, in points; rules are thinner."""
_SCALE, _MAX_PIXELS = 2.0, 4_000_000
_MARGIN = 1.0
"""Points around the page in which words count as on it."""


class Hidden(NamedTuple):
    """Why text is not seen, and the PDFium indexes of its first and last character."""

    kind: str
    first: int
    last: int


def without_hidden(text: str, hidden: Sequence[Hidden]) -> str:
    """Return the text of a page with spaces in place of what is hidden."""
    if not hidden:
        return text
    characters = list(text)
    for _, first, last in hidden:
        characters[first : last + 1] = " " * (last + 1 - first)
    return "".join(characters)


def describe(text: str, hidden: Sequence[Hidden]) -> Iterator[tuple[str, str]]:
    """Return kind and text of each run of hidden words; how many words were covered, but not which."""
    runs = split_runs(
        hidden, lambda one, other: one.kind != other.kind or has_letters(text[one.last + 1 : other.first])
    )
    for run in runs:
        kind = run[0].kind
        words = clean_text(text[run[0].first : run[-1].last + 1]).split()
        if kind == COVERED:
            yield kind, "1 word" if len(words) == 1 else f"{len(words)} words"
        else:
            yield kind, " ".join(words)


def find_hidden(
    page: PdfPage, text_page: PdfTextPage, frame: Frame, objects: PageObjects, lines: Sequence[Line],
    struck: Sequence[Box] = (), strikes: Sequence[Strike] = (),
) -> list[Hidden]:  # fmt: skip
    """Return what is hidden of the words of a page, and what is struck out, in the order of the file.

    :param struck: the boxes of the words that are struck out by comments
    :param strikes: the lines through words
    """
    seen = _Page(page, text_page, objects, lines)
    found: dict[int, Hidden] = {}
    ways = seen.by_piece(), seen.covered(frame, lines), seen.clipped(), _struck(map(frame.turn, struck), lines)
    drawn = (Hidden(STRUCK, *part) for strike in strikes for part in strike.parts)
    for part in chain(_outside(page, frame, lines), *ways, drawn):
        found.setdefault(part.first, part)
    return [found[first] for first in sorted(found)]


def _outside(page: PdfPage, frame: Frame, lines: Iterable[Line]) -> Iterator[Hidden]:
    left, bottom, right, top = frame.turn(page.get_bbox())
    left, bottom, right, top = left - _MARGIN, bottom - _MARGIN, right + _MARGIN, top + _MARGIN
    for line in lines:
        if left <= line.left and line.right <= right and bottom <= line.bottom and line.top <= top:
            continue
        for word in words_of([line]):
            x, y = (word.left + word.right) / 2, (word.bottom + word.top) / 2
            if not (left <= x <= right and bottom <= y <= top):
                yield Hidden(OUTSIDE, word.first, word.last)


def _struck(boxes: Iterable[Box], lines: Sequence[Line]) -> Iterator[Hidden]:
    for box in boxes:
        for word in words_of(lines):
            if _contains(box, word):
                yield Hidden(STRUCK, word.first, word.last)


class _Page:
    """A page, its objects and words, and the page as it is drawn.

    The colour of a word is that of its first character: to look up more would take a tenth of the time of a page.
    """

    def __init__(self, page: PdfPage, text_page: PdfTextPage, objects: PageObjects, lines: Sequence[Line]) -> None:
        self._page, self._objects = page, objects
        self._lines, self._words = lines, words_of(lines)
        self._text_handle = handles.handle_of(text_page)
        self._colours: set[Colour] = set()
        self._kinds = self._light()
        for piece, mode in objects.modes.items():
            self._kinds[piece] = INVISIBLE if mode in _INVISIBLE_MODES else UNSEEN
        self._kinds |= dict.fromkeys([*objects.off, *objects.unsure], LAYER)

    def by_piece(self) -> Iterator[Hidden]:
        """Return words in pieces of text that are hidden by themselves."""
        kinds = self._kinds
        for word in self._words if kinds else []:
            if self._object(word.first) in kinds or self._object(word.last) in kinds:
                for kind, begin, end in self._parts(word, kinds):
                    if self._is_hidden(kind, begin, end):
                        yield Hidden(kind, begin, end)

    def _light(self) -> dict[int, str]:
        """Return why pieces of text may be hidden by their colour."""
        firsts = [word.first for word in self._words]
        pieces = set(map(handles.object_of_character, repeat(self._text_handle), firsts))
        colours = handles.by_colour(list(filter(None, pieces)))
        self._colours = set(colours)
        return {piece: kind for colour in colours if (kind := _kind_of(colour)) for piece in colours[colour]}

    def _parts(self, word: Word, kinds: dict[int, str]) -> Iterator[Hidden]:
        """Return the parts of a word in pieces of text that may be hidden."""
        first, before = word.first, ""
        for index in range(word.first, word.last + 2):
            kind = kinds.get(self._object(index), "") if index <= word.last else ""
            if kind != before and before:
                yield Hidden(before, first, index - 1)
            if kind != before:
                first, before = index, kind

    def _is_hidden(self, kind: str, first: int, last: int) -> bool:
        if kind == LAYER and self._object(first) in self._objects.off:
            return True
        if kind == INVISIBLE and self._is_over_picture(first):
            return False
        return self._is_flat(first, last)

    def covered(self, frame: Frame, lines: Sequence[Line]) -> Iterator[Hidden]:
        """Return words under areas drawn over them, and on areas of their own colour."""
        areas = [(path, frame.turn(path.box)) for path in self._objects.paths if _is_area(path.box)]
        lines = [line for line in lines if line.words or line.aside]
        if not areas or not lines:
            return
        left, bottom, right, top = np.array([(line.left, line.bottom, line.right, line.top) for line in lines]).T
        low_x, low_y, high_x, high_y = np.array([box for _, box in areas]).T[..., None]
        touched = (left < high_x) & (bottom < high_y) & (right > low_x) & (top > low_y)
        first_orders: dict[int, int] = {}
        is_own: dict[Colour, bool] = {}
        places = zip(*(found.tolist() for found in touched.nonzero()), strict=True)
        for number, under in groupby(places, key=itemgetter(0)):
            path, box = areas[number]
            colour = path.cover
            if colour is None:
                continue
            if colour not in is_own:
                is_own[colour] = any(_look_alike(colour, other) for other in self._colours)
            for _, at in under:
                if at not in first_orders:
                    first_orders[at] = self._order(lines[at])
                for word in words_of([lines[at]]) if is_own[colour] or first_orders[at] < path.order else ():
                    if _contains(box, word) and (kind := self._hidden_by(path, colour, word)):
                        yield Hidden(kind, word.first, word.last)

    def _order(self, line: Line) -> int:
        """Return the place of a line in the order of drawing, by its ends."""
        words, texts = line.words or line.aside, self._objects.texts
        return min(texts.get(self._object(words[0].first), 0), texts.get(self._object(words[-1].first), 0))

    def _hidden_by(self, path: Path, colour: Colour, word: Word) -> str:
        """Return why a word in the box of an area is hidden, "" if it is not."""
        piece = self._object(word.first)
        own = handles.colour_of(piece) if piece else None
        is_alike = own is not None and _look_alike(own, colour)
        if self._objects.texts.get(piece, path.order) < path.order:
            # There may be a label on a bar. Words may be drawn once more on an area, of which PDFium reads the first.
            is_bar = is_alike and path.is_box and not handles.is_clipped(path.handle)
            return COVERED if is_bar or self._is_flat(word.first, word.last) else ""
        return UNSEEN if is_alike and self._is_flat(word.first, word.last) else ""

    def clipped(self) -> Iterator[Hidden]:
        """Return words outside the paths that their pieces of text are clipped by."""
        ends = {self._object(word.first) for line in self._lines for word in _ends(line)}
        if not any(piece and handles.is_clipped(piece) for piece in ends):
            return
        for word in self._words:
            piece = self._object(word.first)
            clip = handles.clip_box(piece) if piece else None
            is_outside = clip and not _is_inside(self._box(word.first, word.last), clip)
            if is_outside and self._is_flat(word.first, word.last):
                yield Hidden(CLIPPED, word.first, word.last)

    def _object(self, index: int) -> int:
        return handles.object_of_character(self._text_handle, index) or 0

    def _is_over_picture(self, index: int) -> bool:
        left, bottom, right, top = glyphs.loose_box(self._text_handle, index)
        x, y = (left + right) / 2, (bottom + top) / 2
        return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in self._objects.pictures)

    def _box(self, first: int, last: int) -> Box:
        return around([glyphs.drawn_box(self._text_handle, index) for index in range(first, last + 1)])

    @cached_property
    def _drawn(self) -> tuple[npt.NDArray[np.uint8], float]:
        """The page as it is drawn, and its scale."""
        width, height = self._page.get_size()
        scale = min(_SCALE, (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        return self._page.render(scale=scale).to_numpy(), scale

    def _is_flat(self, first: int, last: int) -> bool:
        """Return whether nothing is seen in the box of some characters."""
        left, bottom, right, top = self._box(first, last)
        if right <= left or top <= bottom:
            return False
        _, origin, axes = display(self._page)
        corners = np.array([(left, bottom), (right, top)]) @ np.array(axes) + np.array(origin)
        pixels, scale = self._drawn
        (x0, y0), (x1, y1) = corners.min(axis=0) * scale - 1, corners.max(axis=0) * scale + 1
        seen = pixels[max(int(y0), 0) : int(np.ceil(y1)), max(int(x0), 0) : int(np.ceil(x1)), :3]
        return bool(seen.size == 0 or np.ptp(seen, axis=(0, 1)).max() <= _FLAT)


def _ends(line: Line) -> Sequence[Word]:
    words = line.words or line.aside
    return words[:1] + words[-1:]


def _is_area(box: Box) -> bool:
    return box[2] - box[0] >= _MIN_COVER and box[3] - box[1] >= _MIN_COVER


def _kind_of(colour: Colour) -> str:
    """Return why text in a colour may not be seen, "" if it is."""
    if colour.opacity <= _FAINT:
        return INVISIBLE
    return UNSEEN if min(colour[:3]) >= _LIGHT else ""


def _look_alike(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= _SAME for a, b in zip(one[:3], other[:3], strict=True))


def _contains(box: Box, word: Word) -> bool:
    """Return whether the middle of a word and most of its height are in a box."""
    x, height = (word.left + word.right) / 2, word.top - word.bottom
    overlap = min(word.top, box[3]) - max(word.bottom, box[1])
    return box[0] <= x <= box[2] and overlap >= 0.6 * height


def _is_inside(box: Box, clip: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3]
