"""The leaves of a document: its pages, or pieces of similar length, one of which the browser shows at a time."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from reportqa.document import Document, Page, Section
from reportqa.server.viewer.text_lines import BLOCK_GAP

MAX_LEAF = 10_000
"""Characters of a leaf at most; a page of a report has three to six thousand."""
STRIP = 4
"""Pages before and after those shown that have thumbnails."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A range of a document: one of the `parts` pieces of a page, or of text without pages, from 1."""

    start: int
    end: int
    page: Page | None
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """The leaves that are shown: numbers `first` to `last` of all."""

    leaves: tuple[Leaf, ...]
    first: int
    last: int

    @property
    def here(self) -> tuple[Leaf, ...]:
        return self.leaves[self.first : self.last + 1]

    @property
    def range(self) -> tuple[int, int]:
        return self.here[0].start, self.here[-1].end

    @property
    def pages(self) -> tuple[Page, ...]:
        found = {leaf.page.physical: leaf.page for leaf in self.here if leaf.page}
        return tuple(found.values())

    @property
    def before(self) -> Leaf | None:
        return self.leaves[self.first - 1] if self.first else None

    @property
    def behind(self) -> Leaf | None:
        return self.leaves[self.last + 1] if self.last + 1 < len(self.leaves) else None

    @property
    def strip(self) -> list[Page]:
        """The pages that have thumbnails."""
        pages = {leaf.page.physical: leaf.page for leaf in self.leaves if leaf.page}
        if not self.pages:
            return []
        low, high = self.pages[0].physical - STRIP, self.pages[-1].physical + STRIP
        return [page for number, page in pages.items() if low <= number <= high]


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A section in the outline, and those below it. `number` is its place in `document.sections`."""

    section: Section
    number: int
    inner: tuple["OutlineEntry", ...] = ()


def leaves_of(document: Document) -> tuple[Leaf, ...]:
    """Return the leaves of a document, at least one, which cover its text in order."""
    leaves: list[Leaf] = []
    behind = document.pages[-1].end if document.pages else 0
    for page in (*document.pages, None) if behind < len(document.text) or not document.pages else document.pages:
        start, end = (page.start, page.end) if page else (behind, len(document.text))
        cuts = [start, *_cuts(document, start, end), end]
        leaves += [Leaf(a, b, page, part, len(cuts) - 1) for part, (a, b) in enumerate(pairwise(cuts), 1)]
    return tuple(leaves)


def leaf_at(leaves: Sequence[Leaf], offset: int) -> int:
    """Return the number of the leaf that contains an offset."""
    return min(bisect_right(leaves, offset, key=attrgetter("end")), len(leaves) - 1)


def find_printed(pages: Sequence[Page], name: str) -> Page | None:
    """Return the page with that printed number, else the one with that number in the file, else None."""
    name = name.strip()
    for said in (name, name.lower()):
        for page in pages:
            if page.label is not None and said in {page.label, page.label.lower()}:
                return page
    if name.isascii() and name.isdigit():
        return next((page for page in pages if str(page.physical) == name.lstrip("0")), None)
    return None


def outline(sections: Sequence[Section], current: int, limit: int) -> tuple[OutlineEntry, ...]:
    """Return the sections as they nest: the `limit` nearest to number `current`, and those that contain them."""
    if len(sections) > limit:
        first = min(max(current - limit // 2, 0), len(sections) - limit)
        rows = list(range(first, first + limit))
        rows = [*_above(sections, first), *rows]
    else:
        rows = list(range(len(sections)))
    return _nested(sections, rows)


def section_at(sections: Sequence[Section], offset: int) -> int:
    """Return the number of the section that contains an offset, -1 before the first."""
    return bisect_right(sections, offset, key=attrgetter("start")) - 1


def _above(sections: Sequence[Section], row: int) -> list[int]:
    """Return the numbers of the sections that contain one, outermost first."""
    above: list[int] = []
    level = sections[row].level
    for earlier in range(row - 1, -1, -1):
        if sections[earlier].level < level:
            above.insert(0, earlier)
            level = sections[earlier].level
    return above


def _nested(sections: Sequence[Section], rows: Sequence[int]) -> tuple[OutlineEntry, ...]:
    entries = []
    at = 0
    while at < len(rows):
        stop = at + 1
        while stop < len(rows) and sections[rows[stop]].level > sections[rows[at]].level:
            stop += 1
        entries.append(OutlineEntry(sections[rows[at]], rows[at], _nested(sections, rows[at + 1 : stop])))
        at = stop
    return tuple(entries)


def _cuts(document: Document, start: int, end: int) -> list[int]:
    """Return where a long range is split: before a heading, else between blocks, lines, words."""
    cuts: list[int] = []
    while end - start > MAX_LEAF:
        low, high = start + MAX_LEAF // 2, start + MAX_LEAF
        headings = [section.start for section in document.sections if low < section.start <= high]
        gaps = [gap.end() for gap in BLOCK_GAP.finditer(document.text, low, high)]
        line, space = document.text.rfind("\n", low, high) + 1, document.text.rfind(" ", low, high) + 1
        start = headings[-1] if headings else gaps[-1] if gaps else line or space or high
        cuts.append(start)
    return cuts
