"""The rows at the head and foot of a PDF page, and the page numbers that they may print."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from reportqa.parsing.pdf.lines import Line, by_baseline
from reportqa.text import YEAR

EDGE_ROWS = 3
"""Rows at the head and at the foot of a page that may be furniture. A limit in points would not work: many files have
the page number right below the text, wherever that ends."""
_SAME_EDGE = 2.0
_MAX_ROW_GAP = 2.0
"""Maximum gap between two rows of a table, in font sizes."""
_TITLE_SIZE = 1.4
"""Minimum size of a title at the head of a page, as a multiple of the usual size of its lines."""
_MAX_WITH_NUMBER = 120
"""Maximum length of a row that is furniture because it has the page number, in characters."""
_SHEET = 150.0
"""Minimum distance of the numbers of two pages on one sheet, in points."""
_HEIGHT_STEP = 3.0
"""Resolution of the height of furniture, which is the same on every page, in points."""
_LETTERS = re.compile(r"[^\W\d_]{2}")
_NUMBER = r"(?P<prefix>[A-Z]{1,3}[-–.] ?)?(?P<number>\d{1,4})|(?P<roman>[ivxlc]{1,7})"
_PAGE_NUMBER = re.compile(
    rf"[-–—|\[( ]*(?:(?:page|seite|p\.) ?)?(?:{_NUMBER})(?:\s*(?:of|/)\s*\d{{1,4}})?[-–—|\]) ]*", re.IGNORECASE
)
_AT_EDGE = re.compile(r"^(?P<first>\d{1,4})\s+\D|\D[\s|]+(?P<last>\d{1,4})$")
_YEAR = re.compile(YEAR)
_ROMAN = re.compile(r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")

Number = tuple[str, str]
"""A prefix and a number that may be printed on a page: ("", "15"), ("F-", "3"), ("", "iv"), ("", "2–3")."""


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """The lines on one baseline near an edge of a page; `usual` is the median size of the lines of the page.

    `place` counts steps from the edge of the page; `numbers` are the page numbers that it may print.
    """

    lines: Sequence[Line]
    place: int
    usual: float
    numbers: Sequence[Number]

    @property
    def is_large(self) -> bool:
        """Return whether it is as large as the title of a slide, which may recur."""
        return max(line.size for line in self.lines) > _TITLE_SIZE * self.usual

    @property
    def is_short(self) -> bool:
        return sum(len(line.text) for line in self.lines) <= _MAX_WITH_NUMBER

    def prints(self, number: Number | None) -> bool:
        return number is not None and number in self.numbers

    def is_only(self, number: Number | None) -> bool:
        """Return whether it is the page number alone."""
        return self.prints(number) and all(_PAGE_NUMBER.fullmatch(line.text) for line in self.lines)

    def keys(self, number: Number | None) -> set[str]:
        """Return the texts of its lines, which may recur one by one, each also with the page number at its edge masked.

        A row of figures, such as the header of a table continued from the page before, has none.
        """
        texts = [" ".join(line.text.split()).casefold() for line in self.lines]
        if sum(text.isdigit() for text in texts) > 1 and not self.prints(number):
            return set()
        if number and not self.is_large:
            digits = "|".join(re.escape(part) for part in "".join(number).casefold().split("–"))
            mask = re.compile(
                rf"^(?:{digits})(?!\w)|(?<!\w)(?:{digits})(?: (?:of|/) \d+)?\W*$|(?<=page )(?:{digits})(?!\w)"
            )
            texts += [mask.sub("#", text) for text in texts]
        return {text for text in texts if _LETTERS.search(text)}


Edges = list[tuple[str, list[EdgeRow]]]


def edges_of(lines: Sequence[Line], height: float) -> Edges:
    """Return the rows at the head of a page, from the top, and at its foot, from the bottom, with one more row each."""
    level = [line for line in lines if not line.turned]
    usual = median([line.size for line in level]) if level else 0.0
    rows = by_baseline(level)
    middle = min(EDGE_ROWS + 1, (len(rows) + 1) // 2)
    sides = ("head", rows[:middle], height), ("foot", rows[middle:][::-1][: EDGE_ROWS + 1], 0.0)
    return [
        (side, [EdgeRow(row, round((row[0].middle - edge) / _HEIGHT_STEP), usual, _row_numbers(row)) for row in found])
        for side, found, edge in sides
    ]


def _row_numbers(row: Sequence[Line]) -> list[Number]:
    """Return the page numbers that a row may have; those of two pages side by side are one."""
    found = [number for line in row for number in _numbers(line.text)]
    alone = [line.text for line in row if line.text.isdecimal()]
    is_sheet = len(alone) == 2 and row[-1].left - row[0].left > _SHEET
    if is_sheet and int(alone[1]) == int(alone[0]) + 1:
        found.append(("", f"{alone[0]}–{alone[1]}"))
    return found


def is_page_number(text: str) -> bool:
    """Return whether a line of furniture is a page number alone."""
    return bool(_PAGE_NUMBER.fullmatch(text))


def _numbers(text: str) -> list[Number]:
    """Return the page numbers that a line may have.

    A number that may be a year is none: tables and titles have years at the edges of page after page.
    """
    whole = _PAGE_NUMBER.fullmatch(text)
    if whole is None:
        if not (text[0].isdecimal() or text[-1].isdecimal()):
            return []
        at_edge = (match["first"] or match["last"] for match in _AT_EDGE.finditer(text))
        return [("", number) for number in at_edge if not _YEAR.fullmatch(number)]
    if whole["number"] and not whole["prefix"] and _YEAR.fullmatch(whole["number"]):
        return []
    if whole["roman"]:
        return [("", whole["roman"])] if _ROMAN.fullmatch(whole["roman"].lower()) else []
    return [(whole["prefix"] or "", whole["number"])]


def heads_columns(rows: Sequence[EdgeRow], at: int) -> bool:
    """Return whether a row is above the cells of the next one, as the header of a table continued overleaf."""
    if at + 1 >= len(rows) or len(rows[at].lines) < 2:
        return False
    row, below = rows[at].lines, rows[at + 1].lines
    if len({line.text for line in row}) < len(row):
        # The running header of two pages on one sheet; no table has two columns of one name.
        return False
    shared = sum(any(abs(line.left - other.left) < _SAME_EDGE for other in below) for line in row)
    gap = min(line.bottom for line in row) - max(line.top for line in below)
    return shared > 1 and gap < _MAX_ROW_GAP * max(line.size for line in below)
