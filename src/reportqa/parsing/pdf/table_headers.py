"""The headers of the columns of a table of figures: the text above them, on one line or several."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportqa.parsing.pdf.lines import Line, Word, words_of
from reportqa.text import YEAR

MAX_HEADER_LINES = 12
_MAX_HEADER_HEIGHT = 9.0
"""In font sizes, how far above the first row its headers may begin."""
_MAX_HEADER_WORDS = 8
_WORD_SPACE = 0.6
"""In font sizes, the gap from which on two words of a line may be headers of two columns."""

_OFF_MIDDLE = 2.5
"""In font sizes, the distance of a header from the middle of the columns that it names at most."""
CURRENCY = frozenset("$£€¥")
FIGURE = re.compile(
    r"[(\[+\-–—−]?[$£€¥]?\(?(?:\d[\d,.]*|\.\d+)(?:[%)\]*x]|bn|m|bps|pts?|pp)*|[—–\-−]|n/?[am]|\*", re.IGNORECASE
)
YEAR_CELL = re.compile(rf"(?:FY|CY)?{YEAR}[AEF]?")


@dataclass(frozen=True, slots=True)
class Column:
    """Where the figures of a column begin and end."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a header and the columns below it."""

    text: str
    middle: float
    columns: frozenset[int]
    words: tuple[Word, ...]


def is_figure(text: str) -> bool:
    """Return whether a text is nothing but figures, with their currency or without."""
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
) -> tuple[int, str, list[Word], list[str]]:
    """Return the row that the headers begin at, the header over all columns, its words, and one header for each column.

    A header is "" where there is none.
    """
    foot = rows[first][0].middle
    begin = first
    found: list[tuple[float, _Part]] = []
    aside: list[Line] = []
    for at in range(first - 1, max(first - 1 - MAX_HEADER_LINES, -1), -1):
        if not 0 < rows[at][0].middle - foot < _MAX_HEADER_HEIGHT * size or _ends_paragraph(rows[at]):
            break
        parts = {line: _parts(line, columns, size) for line in rows[at]}
        if any(parts.values()):
            found += [(line.middle, part) for line in rows[at] for part in parts[line]]
            # The header of the labels is not above a column of figures.
            aside += [line for line in rows[at] if not parts[line]]
            begin = at
        elif begin < first or not is_label(rows[at], columns):
            break
    found = _spread(sorted(found, key=lambda placed: -placed[0]), columns, size)
    spanning = [part for height, part in found if _spans_all(height, part, found, columns, size)]
    headers = [
        " ".join(
            part.text
            for height, part in found
            if column in part.columns and not _spans_all(height, part, found, columns, size)
        )
        for column in range(len(columns))
    ]
    if not any(headers):
        return begin, "", [], headers
    words = [*words_of(aside), *(word for part in spanning for word in part.words)]
    return begin, " ".join([*(line.text for line in aside), *(part.text for part in spanning)]), words, headers


def _spread(found: Sequence[tuple[float, _Part]], columns: Sequence[Column], size: float) -> list[tuple[float, _Part]]:
    """Return headers that share the columns evenly, over a line with a header for each, all of their columns.

    "2022" and "2021", each over "Gross", "Cost" and "Net", are above the one in the middle only.
    """
    spread: list[tuple[float, _Part]] = []
    for height in dict.fromkeys(height for height, _ in found):
        parts = sorted((part for other, part in found if other == height), key=lambda part: part.middle)
        share, rest = divmod(len(columns), len(parts))
        below = {column for other, part in found if other < height - 0.5 * size for column in part.columns}
        shares = [range(at * share, (at + 1) * share) for at in range(len(parts))]
        is_even = len(parts) > 1 and share > 1 and not rest and len(below) == len(columns)
        # Headers with the same words, or right over a column each, are the first lines of those below.
        differ = len({part.text for part in parts}) == len(parts)
        if (
            not is_even
            or not differ
            or not all(
                _is_over(part, columns[group[0] : group[-1] + 1], size)
                for part, group in zip(parts, shares, strict=True)
            )
        ):
            parts = [part for other, part in found if other == height]
        else:
            parts = [replace(part, columns=frozenset(group)) for part, group in zip(parts, shares, strict=True)]
        spread += [(height, part) for part in parts]
    return spread


def _is_over(part: _Part, columns: Sequence[Column], size: float) -> bool:
    """Return whether a header is above the middle of columns rather than above one of two."""
    off = abs((columns[0].left + columns[-1].right) / 2 - part.middle)
    nearest = min(abs((column.left + column.right) / 2 - part.middle) for column in columns)
    return off <= _OFF_MIDDLE * size and (len(columns) % 2 == 1 or 2 * off < nearest)


def _spans_all(
    height: float, part: _Part, found: Sequence[tuple[float, _Part]], columns: Sequence[Column], size: float
) -> bool:
    """Return whether a header names no column more than another: it is above all, alone, or in brackets.

    "Years Ended", centred over "2022 2021 2020", would otherwise become the header of 2021.
    """
    if len(columns) == 1:
        return False
    if len(part.columns) == len(columns):
        return True
    alone = all(abs(height - other) > 0.5 * size for other, that in found if that is not part)
    if not alone or not any(other < height for other, _ in found):
        return False
    middle = (columns[0].left + columns[-1].right) / 2
    return part.text.startswith("(") or abs(part.middle - middle) < 2 * size


def _parts(line: Line, columns: Sequence[Column], size: float) -> list[_Part]:
    """Return the parts of a line that are above columns; nothing when a part is elsewhere, as in prose."""
    runs: list[list[Word]] = []
    for word in line.words:
        if runs and word.left - runs[-1][-1].right < _WORD_SPACE * size:
            runs[-1].append(word)
        else:
            runs.append([word])
    parts = []
    for words in runs:
        run = Word(" ".join(word.text for word in words), words[0].left, words[-1].right)
        # The currency sign of a column is to its left and counts when headers are centred.
        over = [at for at, col in enumerate(columns) if run.left < col.right and run.right > col.left - 2 * size]
        is_value = is_figure(run.text) and not YEAR_CELL.fullmatch(run.text)
        if not over or is_value or len(run.text.split()) > _MAX_HEADER_WORDS:
            return []
        left = columns[over[0] - 1].right if over[0] else columns[0].left - 8 * size
        right = columns[over[-1] + 1].left if over[-1] + 1 < len(columns) else columns[-1].right + 4 * size
        if run.left < left - 0.5 * size or run.right > right + 0.5 * size:
            return []
        parts.append(_Part(run.text, (run.left + run.right) / 2, frozenset(over), tuple(words)))
    return parts
