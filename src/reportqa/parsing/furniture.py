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
"""A row is furniture when it recurs at an edge of so many pages; of two in a document of up to five pages."""
MIN_SHARE = 0.6
"""Of the pages with a number at an edge, so many must agree on how it follows from the physical one; half of all
pages do as well, since tables put other numbers there."""
MIN_RUN = 4
"""So many neighbouring pages that agree are believed even where other parts of the document count otherwise."""
MAX_GAP = 3
"""Pages without a printed number between two that have one are counted when there are no more than so many."""

_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_NUMBER = r"(?P<prefix>[A-Z]{1,3}[-–.] ?)?(?P<number>\d{1,4})|(?P<roman>[ivxlc]{1,7})"
_PAGE_NUMBER = re.compile(
    rf"[-–—|\[( ]*(?:(?:page|seite|p\.) ?)?(?:{_NUMBER})(?:\s*(?:of|/)\s*\d{{1,4}})?[-–—|\]) ]*", re.IGNORECASE
)
_AT_EDGE = re.compile(r"^(?P<first>\d{1,4})\s+\D|\D[\s|]+(?P<last>\d{1,4})$")
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

    A row at a page's edge is furniture when, its digits aside, it recurs at that edge of other pages and
    every row beyond it is furniture too. A row that is only a number is furniture when it is the page's.
    """
    edges = [_edges(lines) for lines in pages]
    kinds = _kinds(edges)
    recurring = Counter(
        place for page in edges for place in {(side, key) for side, rows in page for row in rows for key in _keys(row)}
    )
    needed = MIN_PAGES if len(pages) > 5 else 2
    found = []
    for physical, page in enumerate(edges, start=1):
        number = _page_number(physical, page, kinds)
        kept: dict[str, list[Line]] = {"head": [], "foot": []}
        for side, rows in page:
            for row in rows:
                is_number = number is not None and any(number in _numbers(line.text) for line in row)
                is_only_number = is_number and all(_PAGE_NUMBER.fullmatch(line.text) for line in row)
                if not is_only_number and max((recurring[side, key] for key in _keys(row)), default=0) < needed:
                    break
                kept[side].extend(row)
        # The rows of the foot were looked at from the bottom.
        found.append(PageFurniture(tuple(kept["head"]), tuple(kept["foot"][::-1]), number and "".join(number)))
    return _count_on(found, kinds)


def is_page_number(text: str) -> bool:
    """Tell whether a line of furniture is nothing but a page's number."""
    return bool(_PAGE_NUMBER.fullmatch(text))


def _edges(lines: Sequence[Line]) -> list[tuple[str, list[list[Line]]]]:
    """Give the rows at a page's head, from the top, and at its foot, from the bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.middle):
        if rows and line.beside(rows[-1][0]):
            rows[-1].append(line)
        else:
            rows.append([line])
    head = rows[: min(EDGE_ROWS, (len(rows) + 1) // 2)]
    return [("head", head), ("foot", rows[len(head) :][::-1][:EDGE_ROWS])]


def _keys(row: Sequence[Line]) -> set[str]:
    """Give what each part of a row says with its digits masked: the title recurs where the chapter changes.

    Nothing for a row of figures, such as the head of a table that goes on from the page before.
    """
    texts = [" ".join(line.text.split()).casefold() for line in row]
    if sum(text.isdigit() for text in texts) > 1:
        return set()
    return {_DIGITS.sub("#", text) for text in texts if _LETTERS.search(text)}


def _numbers(text: str) -> list[tuple[str, str]]:
    """Give the page numbers that a line may print: prefix and number, ("", "15"), ("F-", "3"), ("", "iv")."""
    whole = _PAGE_NUMBER.fullmatch(text)
    if whole is None:
        return [("", match["first"] or match["last"]) for match in _AT_EDGE.finditer(text)]
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
