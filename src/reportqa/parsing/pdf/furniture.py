"""Running headers, footers and printed page numbers, separated from the text of the pages."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.margins import EDGE_ROWS, EdgeRow, Edges, Number, edges_of, heads_columns

MIN_PAGES = 3
"""Pages at whose edge a row recurs from which on it is furniture; both in a document of two."""
MIN_GAP = 0.7
"""In font sizes, the space between furniture and text; lines of a paragraph are closer."""
MIN_SHARE = 0.6
"""Share of the pages with a number at an edge that must agree on how it follows from the physical one; half of all
pages do as well, since tables put other numbers there."""
MIN_RUN = 4
"""So many neighbouring pages that agree are believed even where other parts of the document count otherwise."""
MAX_GAP = 3
"""Pages without a printed number between two that have one are counted up to this many."""

_OTHER_SIZE = 0.85

Kind = tuple[str, int]
"""How a page is numbered, "roman", "spread", a prefix ("F-") or "", and the difference from the physical number."""


@dataclass(frozen=True, slots=True)
class PageFurniture:
    """The lines at a page's head and foot that are furniture, and the number printed on it, None where in doubt."""

    head: tuple[Line, ...]
    foot: tuple[Line, ...]
    label: str | None

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.head + self.foot


def find_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float] | None = None) -> list[PageFurniture]:
    """Return each page's furniture; `pages` are the lines of each page, `heights` how high each is where they differ.

    A row at a page's edge is furniture when, the page's number aside, it recurs at that height of other pages, every
    row beyond it is furniture too and a gap parts it from the text. So is the row with the page's number
    where other pages have theirs, such as the name of a chapter beside it. What runs along the side of page after page
    is furniture too.
    """
    edges = [edges_of(lines, height) for lines, height in zip(pages, heights or [0.0] * len(pages), strict=True)]
    kinds = _kinds(edges)
    numbers = [_page_number(physical, page, kinds) for physical, page in enumerate(edges, start=1)]
    recurring = _recurring(edges, numbers)
    numbered = Counter(
        place
        for page, number in zip(edges, numbers, strict=True)
        for place in {(side, row.place) for side, rows in page for row in rows[:EDGE_ROWS] if row.prints(number)}
    )
    beside = Counter(text for lines in pages for text in {line.text for line in lines if line.turned})
    needed = min(MIN_PAGES, max(len(pages), 2))
    found = []
    for lines, page, number in zip(pages, edges, numbers, strict=True):
        kept: dict[str, list[Line]] = {}
        for side, rows in page:
            only_number = [row.is_only(number) for row in rows]
            count = 0
            for row, is_number in zip(rows[:EDGE_ROWS], only_number, strict=False):
                with_number = row.prints(number) and row.is_short and _near(numbered, side, row.place) >= needed
                least = len(pages) / 2 if row.is_large else needed
                recurs = max((_near(recurring, key, row.place) for key in row.keys(number)), default=0)
                if not (is_number or with_number or recurs >= max(least, needed)):
                    break
                count += 1
            if side == "head":
                count = next((at for at in range(count) if heads_columns(rows, at)), count)
            # Rows that recur but stand close to the text belong to it: heads of tables, headings, notes.
            while count and not only_number[count - 1] and not _is_apart(rows, count):
                count -= 1
            kept[side] = [line for row in rows[:count] for line in row.lines]
        at_side = [line for line in lines if line.turned and beside[line.text] >= needed]
        # The rows of the foot were looked at from the bottom.
        foot = tuple(kept["foot"][::-1])
        found.append(PageFurniture((*at_side, *kept["head"]), foot, number and "".join(number)))
    return _count_on(found, kinds)


def _recurring(edges: Sequence[Edges], numbers: Sequence[Number | None]) -> Counter[tuple[str, int]]:
    return Counter(
        key
        for page, number in zip(edges, numbers, strict=True)
        for key in {(text, row.place) for _, rows in page for row in rows[:EDGE_ROWS] for text in row.keys(number)}
    )


def _near(counts: Mapping[tuple[str, int], int], name: str, place: int) -> int:
    """Return on how many pages something is at a place or right beside it."""
    return sum(counts.get((name, near), 0) for near in (place - 1, place, place + 1))


def _is_apart(rows: Sequence[EdgeRow], count: int) -> bool:
    """Return whether there is a gap between the first `count` rows, from the edge, and the next."""
    if count >= len(rows):
        return True
    last, following = rows[count - 1].lines, rows[count].lines
    gap = max(min(line.bottom for line in last), min(line.bottom for line in following)) - min(
        max(line.top for line in last), max(line.top for line in following)
    )
    size, other = (max(line.size for line in row) for row in (following, last))
    # Beside a line of another size, as the title of a paper is, the smaller one shows the distance of lines.
    return gap > MIN_GAP * (min(size, other) if other < _OTHER_SIZE * size else size)


def _kind(number: Number, physical: int) -> Kind:
    prefix, digits = number
    if "–" in digits:
        return "spread", 2 * physical - int(digits.partition("–")[0])
    if digits.isdigit():
        return prefix, physical - int(digits)
    return "roman", physical - _roman_value(digits)


def _page_number(physical: int, page: Edges, kinds: Mapping[Kind, set[int]]) -> Number | None:
    """Return the number at a page's edges whose way of counting the most pages share."""
    candidates = [number for _, rows in page for row in rows for number in row.numbers]
    support = {number: kinds.get(_kind(number, physical), set()) for number in candidates}
    believed = [number for number in candidates if physical in support[number]]
    return max(believed, key=lambda number: len(support[number]), default=None)


def _kinds(edges: Sequence[Edges]) -> dict[Kind, set[int]]:
    """Return the ways of numbering that are believed, each with its physical pages."""
    pages: dict[Kind, set[int]] = defaultdict(set)
    printing: dict[str, set[int]] = defaultdict(set)
    for physical, page in enumerate(edges, start=1):
        for number in {number for _, rows in page for row in rows for number in row.numbers}:
            kind = _kind(number, physical)
            pages[kind].add(physical)
            printing[kind[0]].add(physical)
    believed = {}
    for kind, members in pages.items():
        enough = max(2, min(MIN_SHARE * len(printing[kind[0]]), len(edges) / 2))
        kept = members if len(members) >= enough else _runs(members)
        if kept:
            believed[kind] = kept
    return believed


def _runs(pages: set[int]) -> set[int]:
    """Return the pages in runs of at least MIN_RUN neighbours."""
    return {
        page
        for page in pages
        if any(all(first + step in pages for step in range(MIN_RUN)) for first in range(page - MIN_RUN + 1, page + 1))
    }


def _count_on(pages: Sequence[PageFurniture], kinds: Mapping[Kind, set[int]]) -> list[PageFurniture]:
    """Return the pages that print no number between two that are numbered alike the number they are counted by."""
    labels = [page.label for page in pages]
    for (prefix, offset), members in kinds.items():
        if prefix in {"roman", "spread"}:
            continue
        for before, after in pairwise(sorted(members)):
            for physical in range(before + 1, after if after - before <= MAX_GAP + 1 else before):
                labels[physical - 1] = labels[physical - 1] or f"{prefix}{physical - offset}"
    return [replace(page, label=label) for page, label in zip(pages, labels, strict=True)]


def _roman_value(numeral: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in numeral.lower()]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
