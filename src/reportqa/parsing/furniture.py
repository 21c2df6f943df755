"""Tells the running headers, footers and printed numbers of a document's pages from its text."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reportqa.parsing.layout import Line

EDGE_ROWS = 3
"""Rows at the head and at the foot of a page that may be furniture. Heights would not do: many files have their
page number right below the text, wherever that ends."""
MIN_PAGES = 3
"""A row is furniture when it recurs at an edge of so many pages, of both in a document of two."""
MIN_GAP = 0.7
"""In font sizes, the space between furniture and text; lines of a paragraph stand closer."""
MIN_SHARE = 0.6
"""Of the pages with a number at an edge, so many must agree on how it follows from the physical one; half of all
pages do as well, since tables put other numbers there."""
MIN_RUN = 4
"""So many neighbouring pages that agree are believed even where other parts of the document count otherwise."""
MAX_GAP = 3
"""Pages without a printed number between two that have one are counted when there are no more than so many."""

_HEIGHT_STEP = 8.0
"""In points: furniture stands at the same height on every page."""
_LETTERS = re.compile(r"[^\W\d_]{2}")
_NUMBER = r"(?P<prefix>[A-Z]{1,3}[-–.] ?)?(?P<number>\d{1,4})|(?P<roman>[ivxlc]{1,7})"
_PAGE_NUMBER = re.compile(
    rf"[-–—|\[( ]*(?:(?:page|seite|p\.) ?)?(?:{_NUMBER})(?:\s*(?:of|/)\s*\d{{1,4}})?[-–—|\]) ]*", re.IGNORECASE
)
_AT_EDGE = re.compile(r"^(?P<first>\d{1,4})\s+\D|\D[\s|]+(?P<last>\d{1,4})$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ROMAN = re.compile(r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")

Kind = tuple[str, int]
"""How a page is numbered, "roman", a prefix ("F-") or "", and how far that lies below the physical number."""


@dataclass(frozen=True, slots=True)
class PageFurniture:
    """The lines at a page's head and foot that are furniture, and the number printed on it, None where in doubt."""

    head: tuple[Line, ...]
    foot: tuple[Line, ...]
    label: str | None

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.head + self.foot


def find_furniture(pages: Sequence[Sequence[Line]]) -> list[PageFurniture]:
    """Give each page's furniture; `pages` are the lines of each page.

    A row at a page's edge is furniture when, the page's number aside, it recurs at that height of other pages, every
    row beyond it is furniture too and a gap parts it from the text. A row that is only a number is furniture when it is
    the page's.
    """
    edges = [_edges(lines) for lines in pages]
    kinds = _kinds(edges)
    numbers = [_page_number(physical, page, kinds) for physical, page in enumerate(edges, start=1)]
    recurring = Counter(
        key
        for page, number in zip(edges, numbers, strict=True)
        for key in {key for _, rows in page for row in rows[:EDGE_ROWS] for key in _keys(row, number)}
    )
    needed = min(MIN_PAGES, max(len(pages), 2))
    found = []
    for page, number in zip(edges, numbers, strict=True):
        kept: dict[str, list[Line]] = {}
        for side, rows in page:
            only_number = [
                number is not None
                and any(number in _numbers(line.text) for line in row)
                and all(_PAGE_NUMBER.fullmatch(line.text) for line in row)
                for row in rows
            ]
            count = 0
            for row, is_number in zip(rows[:EDGE_ROWS], only_number, strict=False):
                if not is_number and max((recurring[key] for key in _keys(row, number)), default=0) < needed:
                    break
                count += 1
            # Rows that recur but stand close to the text belong to it: heads of tables, headings, notes.
            while count and not only_number[count - 1] and not _stands_apart(rows, count):
                count -= 1
            kept[side] = [line for row in rows[:count] for line in row]
        # The rows of the foot were looked at from the bottom.
        found.append(PageFurniture(tuple(kept["head"]), tuple(kept["foot"][::-1]), number and "".join(number)))
    return _count_on(found, kinds)


def _stands_apart(rows: Sequence[Sequence[Line]], count: int) -> bool:
    """Tell whether there is a gap between the first `count` rows, from the edge, and the next."""
    if count >= len(rows):
        return True
    last, following = rows[count - 1], rows[count]
    gap = max(min(line.bottom for line in last), min(line.bottom for line in following)) - min(
        max(line.top for line in last), max(line.top for line in following)
    )
    return gap > MIN_GAP * max(line.size for line in following)


def is_page_number(text: str) -> bool:
    """Tell whether a line of furniture is nothing but a page's number."""
    return bool(_PAGE_NUMBER.fullmatch(text))


def _edges(lines: Sequence[Line]) -> list[tuple[str, list[list[Line]]]]:
    """Give the rows at a page's head, from the top, and at its foot, from the bottom, and the next one each."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.middle):
        if rows and line.beside(rows[-1][0]):
            rows[-1].append(line)
        else:
            rows.append([line])
    middle = min(EDGE_ROWS + 1, (len(rows) + 1) // 2)
    return [("head", rows[:middle]), ("foot", rows[middle:][::-1][: EDGE_ROWS + 1])]


def _keys(row: Sequence[Line], number: tuple[str, str] | None) -> set[tuple[str, int]]:
    """Give what each part of a row says, the page's number masked, and its height.

    The title recurs where the chapter beside it changes. Nothing for a row of figures, such as the head of a table that
    goes on from the page before.
    """
    texts = [" ".join(line.text.split()).casefold() for line in row]
    if sum(text.isdigit() for text in texts) > 1:
        return set()
    if number:
        mask = re.compile(rf"(?<!\w){re.escape(''.join(number).casefold())}(?!\w)")
        texts = [mask.sub("#", text) for text in texts]
    return {(text, round(row[0].middle / _HEIGHT_STEP)) for text in texts if _LETTERS.search(text)}


def _numbers(text: str) -> list[tuple[str, str]]:
    """Give the page numbers that a line may print: prefix and number, ("", "15"), ("F-", "3"), ("", "iv").

    A number that may be a year is none: tables and titles put years at the edges of page after page.
    """
    whole = _PAGE_NUMBER.fullmatch(text)
    if whole is None:
        at_edge = (match["first"] or match["last"] for match in _AT_EDGE.finditer(text))
        return [("", number) for number in at_edge if not _YEAR.fullmatch(number)]
    if whole["number"] and not whole["prefix"] and _YEAR.fullmatch(whole["number"]):
        return []
    if whole["roman"]:
        return [("", whole["roman"])] if _ROMAN.fullmatch(whole["roman"].lower()) else []
    return [(whole["prefix"] or "", whole["number"])]


def _kind(number: tuple[str, str], physical: int) -> Kind:
    prefix, digits = number
    if digits.isdigit():
        return prefix, physical - int(digits)
    return "roman", physical - _roman_value(digits)


def _page_number(
    physical: int, page: Sequence[tuple[str, list[list[Line]]]], kinds: Mapping[Kind, set[int]]
) -> tuple[str, str] | None:
    """Give the number at a page's edges whose way of counting the most pages share."""
    candidates = [number for _, rows in page for row in rows for line in row for number in _numbers(line.text)]
    support = {number: kinds.get(_kind(number, physical), set()) for number in candidates}
    believed = [number for number in candidates if physical in support[number]]
    return max(believed, key=lambda number: len(support[number]), default=None)


def _kinds(edges: Sequence[Sequence[tuple[str, list[list[Line]]]]]) -> dict[Kind, set[int]]:
    """Give the ways of numbering that are believed, each with its physical pages."""
    pages: dict[Kind, set[int]] = defaultdict(set)
    printing: dict[str, set[int]] = defaultdict(set)
    for physical, page in enumerate(edges, start=1):
        for number in {number for _, rows in page for row in rows for line in row for number in _numbers(line.text)}:
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
    """Give the pages that stand in runs of MIN_RUN neighbours at least."""
    return {
        page
        for page in pages
        if any(all(first + step in pages for step in range(MIN_RUN)) for first in range(page - MIN_RUN + 1, page + 1))
    }


def _count_on(pages: Sequence[PageFurniture], kinds: Mapping[Kind, set[int]]) -> list[PageFurniture]:
    """Give the pages that print no number between two that are numbered alike the number they are counted by."""
    labels = [page.label for page in pages]
    for (prefix, offset), members in kinds.items():
        if prefix == "roman":
            continue
        for before, after in pairwise(sorted(members)):
            for physical in range(before + 1, after if after - before <= MAX_GAP + 1 else before):
                labels[physical - 1] = labels[physical - 1] or f"{prefix}{physical - offset}"
    return [replace(page, label=label) for page, label in zip(pages, labels, strict=True)]


def _roman_value(numeral: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in numeral.lower()]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
