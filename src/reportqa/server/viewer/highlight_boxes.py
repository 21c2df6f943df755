"""The text of a document on the pictures of its pages: where a range of it is printed, and text to select.

A range has boxes only when each of its letters and figures has its place and the boxes hold nothing else, so that what
is marked is what is quoted.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportqa.document import Document, Page
from reportqa.server.viewer.table_cells import shown_ranges
from reportqa.word_boxes import Box, WordBox

_MAX_GAP = 2.0
"""Heights of a line between two words of one box at most; more is a gap between columns or cells."""
_MIN_OVERLAP = 0.3
"""Share of the lower of two boxes on one line that the other covers at least."""
_KERNEL = 0.5
"""Share of the height of a box, about its middle, in which there must be no other words."""
_WIDTHS = dict.fromkeys("fijlrtI.,:;'’!|()[]-‐", 0.3) | dict.fromkeys("mwMW%@—…", 0.9)
"""Widths of characters in font sizes, as usual typefaces have them; they tell where a word is cut."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """Words on one line in reading order: their text, their box, and where their text starts in the document.

    `start` is None for what the document's text leaves out; `turns` counts quarter turns clockwise.
    """

    text: str
    box: Box
    start: int | None
    turns: int = 0


class PrintedText:
    """The text of a document and where the words of some of its pages are printed."""

    def __init__(self, document: Document, words: Mapping[int, Sequence[WordBox]]) -> None:
        """Take a document, and the words of the pages that are asked for and of each next one, by physical number."""
        self._document = document
        self._pages = words

    def boxes(self, page: Page, start: int, end: int) -> tuple[Box, ...] | None:
        """Return the boxes of the part of a range that is printed on a page, one for each run of words on a line.

        None where some of that part has no certain place, nothing where no part is printed there.
        """
        if page.ocr:
            return None
        words = self._words(page.physical)
        inside = sorted(_within(words, start, end), key=lambda number: words[number].start)
        first, last = max(start, page.start), min(end, page.end)
        missing = self._missing(first, last, [words[number] for number in inside])
        if missing:
            # The end of a word that is broken between two pages is printed on the next one.
            behind = self._words(page.physical + 1)
            overleaf = [behind[number] for number in _within(behind, first, last)]
            if set(missing) - {offset for word in overleaf for offset in range(word.start, word.end)}:
                return None
        if not inside:
            return None if not missing and self._document.text[first:last].strip() else ()
        own = {words[number].box for number in inside}
        if len(own) < len(inside):
            # The range has a word twice that is printed once.
            return None
        boxes: list[Box] = []
        for number, before in zip(inside, [None, *inside], strict=False):
            box = self._cut(words[number], start, end)
            if before is not None and boxes and number == before + 1 and _is_beside(words[before], words[number]):
                boxes[-1] = boxes[-1].joined(box)
            else:
                boxes.append(box)
        return None if self._hold_others(boxes, own, words) else tuple(boxes)

    def pages_of(self, start: int, end: int) -> tuple[Page, ...]:
        """Return the pages on which a range is printed: one more where its last word is broken between two."""
        pages = self._document.pages_of(start, end)
        for page in self._document.pages:
            if pages and page.physical == pages[-1].physical + 1 and _within(self._words(page.physical), start, end):
                return (*pages, page)
        return pages

    def runs(self, page: Page) -> Iterator[TextRun]:
        """Return the words of a page as runs in the order of the file, for a layer of text to select in."""
        text = self._document.text
        run: TextRun | None = None
        last: WordBox | None = None
        for word in self._words(page.physical):
            if last and word.box == last.box:
                continue
            between = text[last.end : word.start] if last else ""
            said = text[word.start : word.end] or word.text
            if (
                run
                and last
                and _is_beside(last, word)
                and bool(word.text) == bool(last.text)
                and not _has_letters(between)
            ):
                run = replace(
                    run, text=f"{run.text}{between or ' ' * bool(word.text)}{said}", box=run.box.joined(word.box)
                )
            else:
                if run:
                    yield run
                run = TextRun(said, word.box, None if word.text else word.start, word.turns)
            last = word
        if run:
            yield run

    def _words(self, physical: int) -> Sequence[WordBox]:
        return self._pages.get(physical, ())

    def _missing(self, start: int, end: int, words: Sequence[WordBox]) -> list[int]:
        """Return the offsets of letters and figures of a range that are shown and in none of the words."""
        placed = {offset for word in words for offset in range(word.start, word.end)}
        return [
            offset
            for first, last in (shown_ranges(self._document, start, end) if start < end else ())
            for offset in range(first, last)
            if offset not in placed and self._document.text[offset].isalnum()
        ]

    def _cut(self, word: WordBox, start: int, end: int) -> Box:
        """Return the box of the part of a word that is in a range."""
        if start <= word.start and word.end <= end:
            return word.box
        widths = [_width(character) for character in self._document.text[word.start : word.end]]
        before, behind = (sum(widths[: max(at - word.start, 0)]) / sum(widths) for at in (start, end))
        if word.turns in {2, 3}:
            before, behind = 1 - behind, 1 - before
        left, top, right, bottom = word.box
        if word.turns % 2:
            return Box(left, top + before * word.box.height, right, top + behind * word.box.height)
        return Box(left + before * word.box.width, top, left + behind * word.box.width, bottom)

    def _hold_others(self, boxes: Sequence[Box], own: set[Box], words: Sequence[WordBox]) -> bool:
        """Return whether letters or figures of other words are printed in boxes."""
        kernels = [_kernel(box) for box in boxes]
        for word in words:
            said = word.text or self._document.text[word.start : word.end]
            if word.box not in own and _has_letters(said):
                left, top, right, bottom = _middle_line(word, len(said))
                if any(left < k.right and right > k.left and top < k.bottom and bottom > k.top for k in kernels):
                    return True
        return False


def _kernel(box: Box) -> Box:
    """Return the middle of a box, which other lines do not reach into."""
    margin = (1 - _KERNEL) / 2 * min(box.width, box.height)
    if box.width >= box.height:
        return Box(box.left, box.top + margin, box.right, box.bottom - margin)
    return Box(box.left + margin, box.top, box.right - margin, box.bottom)


def _middle_line(word: WordBox, length: int) -> Box:
    """Return the line from the middle of the first letter of a word to that of its last."""
    left, top, right, bottom = word.box
    x, y = (left + right) / 2, (top + bottom) / 2
    if word.turns % 2:
        return Box(x, top + word.box.height / length / 2, x, bottom - word.box.height / length / 2)
    return Box(left + word.box.width / length / 2, y, right - word.box.width / length / 2, y)


def _within(words: Sequence[WordBox], start: int, end: int) -> list[int]:
    """Return the numbers of the words that a range reaches into."""
    return [number for number, word in enumerate(words) if max(word.start, start) < min(word.end, end)]


def _is_beside(last: WordBox, word: WordBox) -> bool:
    """Return whether a word is on the line of the last one, without a gap as between columns or cells."""
    if last.turns != word.turns:
        return False
    (a0, b0, a1, b1), (c0, d0, c1, d1) = (_level(one) for one in (last, word))
    shorter = min(b1 - b0, d1 - d0)
    overlap = min(b1, d1) - max(b0, d0)
    gap = max(a0, c0) - min(a1, c1)
    return overlap > _MIN_OVERLAP * shorter and gap < _MAX_GAP * max(b1 - b0, d1 - d0)


def _level(word: WordBox) -> Box:
    """Return the box of a word with its line along x."""
    left, top, right, bottom = word.box
    return Box(top, left, bottom, right) if word.turns % 2 else word.box


def _has_letters(text: str) -> bool:
    return any(map(str.isalnum, text))


def _width(character: str) -> float:
    """Return about how wide a character is, in font sizes."""
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return _WIDTHS.get(character, 0.67 if character.isupper() else 0.53)
