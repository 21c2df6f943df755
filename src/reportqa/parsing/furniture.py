"""Tells the running headers, footers and printed numbers of a document's pages from its text."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.parsing.layout import Line

MARGIN = 0.12
"""Share of the page's height, at its head and at its foot, where furniture stands."""
MIN_PAGES = 3
"""A line is furniture when it recurs at its height on so many pages; on two in a document of two to five pages."""
_HEIGHT_STEP = 6.0

_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"(?=[ivxl])(?:x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|\[( ]*)(?:page|seite|p\.)?\s*(?P<number>\d{1,4}|[ivxl]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?(?:[-–—|\]) ]*)",
    re.IGNORECASE,
)
_AT_EDGE = re.compile(r"^(\d{1,4})\s+\D|\D\s+(\d{1,4})$")


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one page and its height in points."""

    lines: Sequence[Line]
    height: float

    def edge(self, line: Line) -> str | None:
        """Tell whether a line stands at the head or the foot of the page."""
        if line.middle > self.height * (1 - MARGIN):
            return "head"
        return "foot" if line.middle < self.height * MARGIN else None


def find_furniture(pages: Sequence[PageLines]) -> list[list[Line]]:
    """Give for each page the lines that are its furniture.

    A line at a page's edge is furniture when, its digits aside, it recurs at the same height on other
    pages, when it is nothing but a page number, or when it stands beside such a line.
    """
    recurring: Counter[tuple[str, str, int]] = Counter()
    for page in pages:
        recurring.update({key for line in page.lines if (key := _key(page, line))})
    needed = MIN_PAGES if len(pages) > 5 else 2
    found = []
    for page in pages:
        furniture = [
            line
            for line in page.lines
            if (key := _key(page, line)) and (recurring[key] >= needed or _PAGE_NUMBER.fullmatch(line.text.strip()))
        ]
        beside = [
            line
            for line in page.lines
            if line not in furniture and page.edge(line) and any(line.beside(other) for other in furniture)
        ]
        found.append(furniture + beside)
    return found


def printed_labels(furniture: Sequence[Sequence[Line]]) -> list[str | None]:
    """Read each page's printed number off its furniture, None where in doubt.

    Arabic numbers are believed only where most pages that print one agree on how far it lies from the
    physical number.
    """
    numbers = [_numbers(lines) for lines in furniture]
    offsets = Counter(physical - number for physical, found in enumerate(numbers, start=1) for number in {*found})
    labels: list[str | None] = [None] * len(furniture)
    if not offsets:
        return labels
    offset, agreeing = offsets.most_common(1)[0]
    printing = sum(1 for found in numbers if found)
    if agreeing < 2 or agreeing < 0.6 * printing:
        return labels
    pages = [page for page, found in enumerate(numbers) if page + 1 - offset in found]
    for page in range(pages[0], pages[-1] + 1):
        # A page between two numbered ones that prints none, or cannot be read, is counted all the same.
        labels[page] = str(page + 1 - offset)
    for page in range(pages[0]):
        labels[page] = _roman(furniture[page])
    return labels


def _key(page: PageLines, line: Line) -> tuple[str, str, int] | None:
    edge = page.edge(line)
    if edge is None:
        return None
    text = _DIGITS.sub("#", " ".join(line.text.split()).casefold())
    return edge, text, round(line.middle / _HEIGHT_STEP)


def _numbers(lines: Sequence[Line]) -> list[int]:
    found = []
    for line in lines:
        text = line.text.strip()
        whole = _PAGE_NUMBER.fullmatch(text)
        if whole and whole["number"].isdigit():
            found.append(int(whole["number"]))
        elif (at_edge := _AT_EDGE.search(text)) is not None:
            found.append(int(at_edge.group(1) or at_edge.group(2)))
    return found


def _roman(lines: Sequence[Line]) -> str | None:
    for line in lines:
        whole = _PAGE_NUMBER.fullmatch(line.text.strip())
        if whole and _ROMAN.fullmatch(whole["number"]):
            return whole["number"]
    return None
