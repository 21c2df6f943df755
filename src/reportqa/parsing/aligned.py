"""Finds tables set without rules, by figures that stand under each other, and gives each figure its headers.

pdfplumber's finder of such tables took 40 times as long as the whole parse and cut most labels in two; places of
words, which are there anyway, do.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportqa.parsing.layout import Line, Word

MIN_ROWS = 2
"""Rows with a label and a figure that make a table."""
MAX_BETWEEN = 2
"""Lines without figures that may stand between two rows of a table: what groups them, or a label's first line."""
MAX_HEADER_LINES = 12
_MAX_HEADER_HEIGHT = 9.0
"""In font sizes, how far above the first row its headers may begin."""
_WORD_SPACE = 0.6
"""In font sizes, the gap from which on two words of a line may be headers of two columns."""

_CURRENCY = frozenset("$£€¥")
_FIGURE = re.compile(
    r"[(\[+\-–—−]?[$£€¥]?\(?(?:\d[\d,.]*|\.\d+)(?:[%)\]*x]|bn|m|bps|pts?|pp)*|[—–\-−]|n/?[am]|\*", re.IGNORECASE
)
_YEAR = re.compile(r"(?:FY|CY)?(?:19|20)\d\d[AEF]?")


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """The cells of a table, header row first; `first` to `last` are the rows of the page that it is made of.

    `spanner` is a header that stands over all columns, "" when there is none.
    """

    rows: list[list[str]]
    has_header: bool
    spanner: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    figures: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    left: float
    right: float


def find_tables(rows: Sequence[Sequence[Line]]) -> list[AlignedTable]:
    """Give the tables of a page; `rows` are its lines, grouped by base line, in reading order."""
    read = [_read_row(row) for row in rows]
    tables = []
    at = 0
    while at < len(rows):
        last = _end_of_run(read, rows, at)
        if last is None:
            at += 1
            continue
        table = _table(rows, read, at, last)
        if table:
            tables.append(table)
        at = last + 1
    return tables


def _read_row(row: Sequence[Line]) -> _Row | None:
    """Part a row into label and figures; None for one without figures or with other text behind the label."""
    if len(row) < 2 or _is_figure(row[0].text):
        return None
    figures: list[Word] = []
    sign = ""
    for word in (word for line in row[1:] for word in line.words):
        if word.text in _CURRENCY:
            sign = word.text
        elif word.text in {"%", ")", "%)"} and figures:
            figures[-1] = Word(figures[-1].text + word.text, figures[-1].left, word.right)
        elif _FIGURE.fullmatch(word.text):
            figures.append(Word(sign + word.text, word.left, word.right))
            sign = ""
        else:
            return None
    label = row[0].text
    if label.split()[-1] in _CURRENCY and figures:
        figures[0] = Word(label.split()[-1] + figures[0].text, figures[0].left, figures[0].right)
        label = label.rsplit(None, 1)[0] if " " in label else ""
    return _Row(label, tuple(figures)) if figures and label else None


def _is_figure(text: str) -> bool:
    return all(_FIGURE.fullmatch(word) or word in _CURRENCY for word in text.split())


def _end_of_run(read: Sequence[_Row | None], rows: Sequence[Sequence[Line]], start: int) -> int | None:
    """Give the last row of the table that begins at `start`, None when none does."""
    if read[start] is None:
        return None
    last, count, between = start, 1, 0
    for at in range(start + 1, len(read)):
        if read[at] is not None:
            last, count, between = at, count + 1, 0
            continue
        between += 1
        if between > MAX_BETWEEN or len(rows[at]) > 1 or rows[at][0].middle > rows[at - 1][0].middle:
            break
    return last if count >= MIN_ROWS else None


def _table(rows: Sequence[Sequence[Line]], read: Sequence[_Row | None], first: int, last: int) -> AlignedTable | None:
    found = [row for row in read[first : last + 1] if row is not None]
    size = rows[first][0].size
    columns = _columns([figure for row in found for figure in row.figures], size)
    places = [_places(row.figures, columns) for row in found]
    if any(len(set(place)) < len(place) for place in places):
        return None
    header_first, spanner, header = _header(rows, first, columns, size)
    if not any(header) and all(_YEAR.fullmatch(figure.text) for figure in found[0].figures) and len(found) > MIN_ROWS:
        # The first row with "figures" names the years: "(in millions) 2023 2022".
        header = ["" for _ in columns]
        for place, figure in zip(places[0], found[0].figures, strict=True):
            header[place] = figure.text
        cells = [[found[0].label, *header]]
        start = first + 1
    else:
        cells = [["", *header]]
        start = first
    for at in range(header_first if any(header) else start, last + 1):
        row = read[at]
        if row is None and (at >= start or _is_label(rows[at], columns)):
            _add_label(cells, rows[at][0].text)
        elif row is not None and at >= start:
            values = ["" for _ in columns]
            for place, figure in zip(_places(row.figures, columns), row.figures, strict=True):
                values[place] = figure.text
            _add_label(cells, row.label)
            cells[-1] += values
    return AlignedTable(cells, any(cells[0]), spanner, header_first if any(header) else first, last)


def _add_label(cells: list[list[str]], label: str) -> None:
    """Begin a row with its label; a lower-case letter goes on with the label on the line above."""
    if len(cells) > 1 and len(cells[-1]) == 1 and label[0].islower():
        cells[-1][0] += f" {label}"
    else:
        cells.append([label])


def _is_label(row: Sequence[Line], columns: Sequence[_Column]) -> bool:
    """Tell whether a row is one line that ends before the first column: it groups the rows below."""
    return len(row) == 1 and row[0].right < columns[0].left


def _columns(figures: Sequence[Word], size: float) -> list[_Column]:
    """Group figures by their right edges, to which figures are set; a bracket may hang over."""
    columns: list[list[Word]] = []
    for figure in sorted(figures, key=lambda figure: figure.right):
        if columns and figure.right - columns[-1][-1].right < 0.9 * size:
            columns[-1].append(figure)
        else:
            columns.append([figure])
    return [_Column(min(f.left for f in column), max(f.right for f in column)) for column in columns]


def _places(figures: Sequence[Word], columns: Sequence[_Column]) -> list[int]:
    return [
        min(range(len(columns)), key=lambda at, figure=figure: abs(columns[at].right - figure.right))  # type: ignore[misc]
        for figure in figures
    ]


def _header(
    rows: Sequence[Sequence[Line]], first: int, columns: Sequence[_Column], size: float
) -> tuple[int, str, list[str]]:
    """Give the row that the headers begin at, the header over all columns and one for each, "" where none stands."""
    foot = rows[first][0].middle
    begin = first
    found: list[tuple[float, int, Word]] = []
    for at in range(first - 1, max(first - 1 - MAX_HEADER_LINES, -1), -1):
        if not 0 < rows[at][0].middle - foot < _MAX_HEADER_HEIGHT * size:
            break
        parts = [part for line in rows[at] for part in _parts(line, columns, size)]
        if parts:
            found += [(rows[at][0].middle, column, part) for column, part in parts]
            begin = at
        elif begin < first or not _is_label(rows[at], columns):
            break
    found.sort(key=lambda part: -part[0])
    spanner = found.pop(0)[2].text if found and _spans_all(found, columns, size) else ""
    return (
        begin,
        spanner,
        [" ".join(part.text for _, at, part in found if at == column) for column in range(len(columns))],
    )


def _spans_all(found: Sequence[tuple[float, int, Word]], columns: Sequence[_Column], size: float) -> bool:
    """Tell whether the topmost header stands alone in the middle over others: it names none of them more than another.

    "Years Ended" over "2022 2021 2020" would otherwise become the header of 2021.
    """
    height, _, part = found[0]
    alone = all(height - other > 0.5 * size for other, _, _ in found[1:])
    below = {column for _, column, _ in found[1:]}
    middle = (columns[0].left + columns[-1].right) / 2
    return alone and len(below) > 1 and abs((part.left + part.right) / 2 - middle) < 2 * size


def _parts(line: Line, columns: Sequence[_Column], size: float) -> list[tuple[int, Word]]:
    """Give the parts of a line that stand over columns; nothing when any part stands over none.

    A line that runs on over several columns, not set to any, is thereby left a line of its own.
    """
    parted: dict[int, list[Word]] = {}
    bounds = [(before.right + after.left) / 2 for before, after in pairwise(columns)]
    runs: list[Word] = []
    for word in line.words:
        if runs and word.left - runs[-1].right < _WORD_SPACE * size:
            runs[-1] = Word(f"{runs[-1].text} {word.text}", runs[-1].left, word.right)
        else:
            runs.append(word)
    for run in runs:
        parted.setdefault(sum((run.left + run.right) / 2 > bound for bound in bounds), []).append(run)
    parts = []
    for column, words in parted.items():
        part = Word(" ".join(word.text for word in words), words[0].left, words[-1].right)
        # The currency sign of a column stands to its left and counts when headers are centred.
        if not columns[column].left - 2 * size < (part.left + part.right) / 2 < columns[column].right + 0.5 * size:
            return []
        parts.append((column, part))
    return parts
