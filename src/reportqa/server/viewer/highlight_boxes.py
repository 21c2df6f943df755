"""Turns ranges of a document's text into boxes on the picture of a page, or says that it cannot.

A range has boxes only when every letter and figure of it has its place and the boxes hold nothing else, so that what
is marked is what is quoted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reportqa.server.viewer.alignment import OPEN
from reportqa.server.viewer.folding import Folded, fold_character, is_unreadable
from reportqa.server.viewer.glyph_alignment import align
from reportqa.server.viewer.glyphs import Box, PageLayer

_MAX_GAP = 2.0
"""Heights of a line that may lie between two characters of one box; more is a gap between columns or cells."""
_MAX_REPAIRED = 3
"""Letters that one unreadable character of a page may stand for."""
_KERNEL = 0.5
"""Share of the height of a box, about its middle, in which there must be no other words."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters on one line in reading order: their text, their box, and the range of the document they are of.

    `start` is None for what the document's text leaves out; `is_level` tells whether the line runs level.
    """

    text: str
    box: Box
    start: int | None
    is_level: bool = True


class Placed:
    """The text of a page laid over its characters; offsets are those of the document."""

    def __init__(self, text: str, ranges: Sequence[tuple[int, int]], layer: PageLayer) -> None:
        """Lay `ranges` of the document's text, in order and without what is not for the eye, over the page."""
        self._text, self._layer = text, layer
        folded, page = Folded.of(text, ranges), Folded.of(layer.text)
        self._glyphs: dict[int, list[int]] = {}
        for at, place in zip(folded.at, align(folded, page), strict=True):
            if place != OPEN:
                self._glyphs.setdefault(at, []).append(page.at[place])
        self._repair(folded)
        self._ranges = tuple(ranges)

    def _repair(self, folded: Folded) -> None:
        """Give letters that the parser put where a ligature cannot be read the place of that character."""
        offsets = sorted(set(folded.at))
        for number in range(1, len(offsets)):
            if offsets[number] in self._glyphs or offsets[number - 1] not in self._glyphs:
                continue
            stop = number
            while stop < len(offsets) and offsets[stop] not in self._glyphs:
                stop += 1
            span = offsets[number - 1], offsets[min(stop, len(offsets) - 1)]
            if stop - number > _MAX_REPAIRED or stop == len(offsets) or span[1] - span[0] != stop - number + 1:
                continue
            before, behind = self._glyphs[span[0]][-1], self._glyphs[span[1]][0]
            if behind - before == 2 and is_unreadable(self._layer.text[before + 1]):
                for offset in offsets[number:stop]:
                    self._glyphs[offset] = [before + 1]

    def unplaced(self, start: int, end: int) -> list[int]:
        """Give the offsets of letters and figures of a range that are shown and have no place on the page."""
        return [
            offset
            for first, last in self._ranges
            for offset in range(max(first, start), min(last, end))
            if offset not in self._glyphs and any(c.isalnum() for c in fold_character(self._text[offset]))
        ]

    def boxes(self, start: int, end: int) -> tuple[Box, ...] | None:
        """Give the boxes of a range, one for each run of it on a line, None when they are not certain."""
        if self.unplaced(start, end):
            return None
        glyphs = [glyph for offset in range(start, end) for glyph in self._glyphs.get(offset, ())]
        boxes = []
        inside: set[int] = set()
        for group in self._groups(glyphs):
            inside.update(group)
            boxes.append(self._around(group))
        if not boxes or not all(self._layer.shows(box) for box in boxes):
            return None
        return None if self._holds_others(boxes, inside) else tuple(boxes)

    def _groups(self, glyphs: Sequence[int]) -> Iterator[list[int]]:
        """Part characters into those that stand on one line with nothing but spaces and hyphens between them."""
        group: list[int] = []
        for glyph in glyphs:
            if group and glyph == group[-1]:
                continue
            if group and not self._continues(group[-1], glyph):
                yield group
                group = []
            group.append(glyph)
        if group:
            yield group

    def _continues(self, last: int, glyph: int) -> bool:
        between = self._layer.text[last + 1 : glyph]
        if glyph <= last or any(map(fold_character, between)):
            return False
        a, b = self._layer.box(last), self._layer.box(glyph)
        if _overlap(a.top, a.bottom, b.top, b.bottom) > 0.3:
            return max(a.left, b.left) - min(a.right, b.right) < _MAX_GAP * max(a.height, b.height)
        # Text that runs up or down the page.
        return (
            not any(c in "\r\n" for c in between)
            and _overlap(a.left, a.right, b.left, b.right) > 0.3
            and max(a.top, b.top) - min(a.bottom, b.bottom) < _MAX_GAP * max(a.width, b.width)
        )

    def _around(self, glyphs: Sequence[int]) -> Box:
        box = self._layer.box(glyphs[0])
        for glyph in glyphs[1:]:
            box = box.joined(self._layer.box(glyph))
        return box

    @cached_property
    def _middles(self) -> list[tuple[float, float, int]]:
        """The middle of each letter and figure on the page."""
        middles = []
        for index, character in enumerate(self._layer.text):
            if any(c.isalnum() for c in fold_character(character)):
                box = self._layer.box(index)
                middles.append(((box.left + box.right) / 2, (box.top + box.bottom) / 2, index))
        return middles

    def _holds_others(self, boxes: Sequence[Box], inside: set[int]) -> bool:
        kernels = []
        for box in boxes:
            x, y = 0.0, 0.0
            if box.width >= box.height:
                y = box.height * (1 - _KERNEL) / 2
            else:
                x = box.width * (1 - _KERNEL) / 2
            kernels.append((box.left + x, box.top + y, box.right - x, box.bottom - y))
        return any(
            left < x < right and top < y < bottom and index not in inside
            for x, y, index in self._middles
            for left, top, right, bottom in kernels
        )

    def runs(self) -> Iterator[Run]:
        """Give all characters of the page as runs, in the order of the page, for a layer of text to select in."""
        offset_of = {glyph: offset for offset, glyphs in self._glyphs.items() for glyph in glyphs}
        layer = self._layer
        group: list[int] = []

        def run() -> Run:
            first, last = offset_of.get(group[0]), offset_of.get(group[-1])
            box = self._around(group)
            if first is not None and last is not None:
                text = self._text[first : last + 1]
            else:
                text = "".join(c for c in layer.text[group[0] : group[-1] + 1] if c.isprintable())
            is_level = box.width >= box.height or len(group) == 1
            return Run(text, box, first, is_level)

        for glyph, character in enumerate(layer.text):
            if not fold_character(character) and glyph not in offset_of:
                continue
            if group:
                before, here = offset_of.get(group[-1]), offset_of.get(glyph)
                if (before is None) != (here is None) or not self._continues(group[-1], glyph):
                    joined = False
                elif before is None or here is None:
                    joined = True
                else:
                    # Only what is left out of folding may stand between two neighbours.
                    joined = before <= here and not "".join(map(fold_character, self._text[before + 1 : here])).strip()
                if not joined:
                    yield run()
                    group = []
            group.append(glyph)
        if group:
            yield run()


def _overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    """Give how far two stretches overlap, as a share of the shorter."""
    shorter = min(a1 - a0, b1 - b0)
    return (min(a1, b1) - max(a0, b0)) / shorter if shorter > 0 else 0.0
