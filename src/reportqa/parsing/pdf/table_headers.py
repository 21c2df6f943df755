"""The headers of the columns of a table of figures: the text above them, on one line or several."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from reportqa.parsing.pdf.lines import Line, TableCell, split_runs, words_of
from reportqa.parsing.pdf.words import Word
from reportqa.text import YEAR

MAX_HEADER_LINES = 12
_MAX_HEADER_HEIGHT = 9.0
"""Maximum distance of a header from the first row, in font sizes."""
_MAX_HEADER_WORDS = 8
_WORD_SPACE = 0.6
"""Minimum gap between the headers of two columns, in font sizes."""
_OFF_MIDDLE = 2.5
"""Maximum distance of a header from the middle of the columns that it names, in font sizes."""

CURRENCY = frozenset("$£€¥")
FIGURE = re.compile(
    r"[(\[+\-–—−]?[$£€¥]?\(?(?:\d[\d,.]*|\.\d+)(?:[%)\]*x]|bn|m|bps|pts?|pp)*|[—–\-−]|n/?[am]|\*", re.IGNORECASE
)
YEAR_CELL = re.compile(rf"(?:FY|CY)?{YEAR}[AEF]?")


class Column(NamedTuple):
    """The left and right edge of the figures of a column, or of several columns."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class _HeaderPart:
    """A part of a header, its horizontal middle, its height on the page, and the columns below it."""

    text: str
    middle: float
    height: float
    columns: frozenset[int]
    words: tuple[Word, ...]


def is_figure(text: str) -> bool:
    """Return whether a text consists of figures, with or without their currency."""
    return all(FIGURE.fullmatch(word) or word in CURRENCY for word in text.split())


def is_label(row: Sequence[Line], columns: Sequence[Column]) -> bool:
    """Return whether a row is one line that ends before the first column: it groups the rows below."""
    return len(row) == 1 and row[0].right < columns[0].left


def _ends_paragraph(row: Sequence[Line]) -> bool:
    """Return whether a row is the last line of a paragraph, which may be as short as a header."""
    text = row[0].text
    return len(row) == 1 and text[0].islower() and text[-1] in ".!?" and " " in text


def headers_of(
    rows: Sequence[Sequence[Line]], first: int, columns: Sequence[Column], size: float
) -> tuple[int, TableCell, list[str]]:
    """Return the row at which the headers begin, the header over all columns, and the header of each, "" for none."""
    foot = rows[first][0].middle
    begin = first
    found: list[_HeaderPart] = []
    aside: list[Line] = []
    for at in range(first - 1, max(first - 1 - MAX_HEADER_LINES, -1), -1):
        if not 0 < rows[at][0].middle - foot < _MAX_HEADER_HEIGHT * size or _ends_paragraph(rows[at]):
            break
        parts = {line: _parts(line, columns, size) for line in rows[at]}
        if any(parts.values()):
            found += [part for line in rows[at] for part in parts[line]]
            # The header of the labels is not above a column of figures.
            aside += [line for line in rows[at] if not parts[line]]
            begin = at
        elif begin < first or not is_label(rows[at], columns):
            break
    found = _spread(sorted(found, key=lambda part: -part.height), columns, size)
    spanning = [part for part in found if _spans_all(part, found, columns, size)]
    headers = [
        " ".join(part.text for part in found if column in part.columns and part not in spanning)
        for column in range(len(columns))
    ]
    if not any(headers):
        return begin, TableCell(), headers
    words = *words_of(aside), *(word for part in spanning for word in part.words)
    texts = *(line.text for line in aside), *(part.text for part in spanning)
    return begin, TableCell(" ".join(texts), words), headers


def _spread(found: Sequence[_HeaderPart], columns: Sequence[Column], size: float) -> list[_HeaderPart]:
    """Assign all of their columns to headers that share the columns evenly, above a line with a header for each.

    "2022" and "2021", each over "Gross", "Cost" and "Net", are above the one in the middle only.
    """
    spread: list[_HeaderPart] = []
    for height, level in groupby(found, attrgetter("height")):
        parts = list(level)
        ordered = sorted(parts, key=attrgetter("middle"))
        share, rest = divmod(len(columns), len(parts))
        below = {column for part in found if part.height < height - 0.5 * size for column in part.columns}
        shares = [range(at * share, (at + 1) * share) for at in range(len(parts))]
        is_even = len(parts) > 1 and share > 1 and not rest and len(below) == len(columns)
        # Headers with the same words, or right over a column each, are the first lines of those below.
        differ = len({part.text for part in parts}) == len(parts)
        if is_even and differ:
            pairs = list(zip(ordered, shares, strict=True))
            if all(_is_over(part, columns[group[0] : group[-1] + 1], size) for part, group in pairs):
                parts = [replace(part, columns=frozenset(group)) for part, group in pairs]
        spread += parts
    return spread


def _is_over(part: _HeaderPart, columns: Sequence[Column], size: float) -> bool:
    """Return whether a header is over the middle of columns rather than over one of two."""
    off = abs(Column(columns[0].left, columns[-1].right).middle - part.middle)
    nearest = min(abs(column.middle - part.middle) for column in columns)
    return off <= _OFF_MIDDLE * size and (len(columns) % 2 == 1 or 2 * off < nearest)


def _spans_all(part: _HeaderPart, found: Sequence[_HeaderPart], columns: Sequence[Column], size: float) -> bool:
    """Return whether a header names no column more than another: it is over all, alone, or in brackets.

    "Years Ended", centred over "2022 2021 2020", would otherwise become the header of 2021.
    """
    if len(columns) == 1:
        return False
    if len(part.columns) == len(columns):
        return True
    alone = all(abs(part.height - other.height) > 0.5 * size for other in found if other is not part)
    if not alone or not any(other.height < part.height for other in found):
        return False
    middle = Column(columns[0].left, columns[-1].right).middle
    years = {column for other in found if YEAR_CELL.fullmatch(other.text) for column in other.columns}
    is_over_years = len(years) == len(columns) and len(columns) % 2 == 1 and part.columns == {len(columns) // 2}
    return part.text.startswith("(") or abs(part.middle - middle) < 2 * size or is_over_years


def _parts(line: Line, columns: Sequence[Column], size: float) -> list[_HeaderPart]:
    """Return the parts of a line that are over columns; none if any part is elsewhere, as in prose."""
    parts = []
    for words in split_runs(line.words, lambda last, word: word.left - last.right >= _WORD_SPACE * size):
        text, run = " ".join(word.text for word in words), Column(words[0].left, words[-1].right)
        # The currency sign of a column is to its left and counts when headers are centred.
        over = [at for at, col in enumerate(columns) if run.left < col.right and run.right > col.left - 2 * size]
        is_value = is_figure(text) and not YEAR_CELL.fullmatch(text)
        if not over or is_value or len(text.split()) > _MAX_HEADER_WORDS:
            return []
        left = columns[over[0] - 1].right if over[0] else columns[0].left - 8 * size
        right = columns[over[-1] + 1].left if over[-1] + 1 < len(columns) else columns[-1].right + 4 * size
        if run.left < left - 0.5 * size or run.right > right + 0.5 * size:
            return []
        parts.append(_HeaderPart(text, run.middle, line.middle, frozenset(over), tuple(words)))
    return parts
