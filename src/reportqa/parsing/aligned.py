"""Finds tables set without rules, by figures that stand under each other, and gives each figure its headers.

pdfplumber, the field's library for it, parted labels ("Subscrip", "tion") on the annual reports it was tried on, gave
no column its header, and took longer than the whole parse; the places of words, which are there anyway, do better.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.parsing.layout import Line, Word

MIN_ROWS = 2
"""Rows with a label and a figure that make a table."""
MAX_BETWEEN = 2
"""Lines without figures that may stand between two rows of a table: what groups them, or a label's first line."""
MAX_HEADER_LINES = 12
_MAX_HEADER_HEIGHT = 9.0
"""In font sizes, how far above the first row its headers may begin."""
_MAX_HEADER_WORDS = 8
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


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a header and the columns that it stands over."""

    text: str
    middle: float
    columns: frozenset[int]


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
    """Part a row into label and figures; None for one without figures or with other text behind them.

    Text cells before the first figure count as the label; a row of figures alone, such as a total, has none.
    """
    labels: list[str] = []
    figures: list[Word] = []
    sign = ""
    for number, line in enumerate(row):
        if not figures and not _is_figure(line.text):
            words = line.text.split()
            sign = words.pop() if words[-1] in _CURRENCY else ""
            labels.append(" ".join(words))
            continue
        for word in line.words:
            if word.text in _CURRENCY:
                sign = word.text
            elif word.text in {"%", ")", "%)"} and figures:
                figures[-1] = Word(figures[-1].text + word.text, figures[-1].left, word.right)
            elif _FIGURE.fullmatch(word.text) and (number or len(row) > 1):
                figures.append(Word(sign + word.text, word.left, word.right))
                sign = ""
            else:
                return None
    return _Row(" · ".join(filter(None, labels)), tuple(figures)) if figures else None


def _is_figure(text: str) -> bool:
    return all(_FIGURE.fullmatch(word) or word in _CURRENCY for word in text.split())


def _end_of_run(read: Sequence[_Row | None], rows: Sequence[Sequence[Line]], start: int) -> int | None:
    """Give the last row of the table that begins at `start`, None when none does."""
    if not _has_label(read[start]):
        return None
    last, count, between = start, 1, 0
    for at in range(start + 1, len(read)):
        if read[at] is not None:
            last, count, between = at, count + _has_label(read[at]), 0
            continue
        between += 1
        if between > MAX_BETWEEN or len(rows[at]) > 1 or rows[at][0].middle > rows[at - 1][0].middle:
            break
    return last if count >= MIN_ROWS else None


def _has_label(row: _Row | None) -> bool:
    return row is not None and bool(row.label)


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
            if row.label:
                _add_label(cells, row.label)
                cells[-1] += values
            else:
                cells.append(["", *values])
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
    return [_nearest(figure, columns) for figure in figures]


def _nearest(figure: Word, columns: Sequence[_Column]) -> int:
    return min(range(len(columns)), key=lambda at: abs(columns[at].right - figure.right))


def _header(
    rows: Sequence[Sequence[Line]], first: int, columns: Sequence[_Column], size: float
) -> tuple[int, str, list[str]]:
    """Give the row that the headers begin at, the header over all columns and one for each, "" where none stands."""
    foot = rows[first][0].middle
    begin = first
    found: list[tuple[float, _Part]] = []
    aside: list[str] = []
    for at in range(first - 1, max(first - 1 - MAX_HEADER_LINES, -1), -1):
        if not 0 < rows[at][0].middle - foot < _MAX_HEADER_HEIGHT * size:
            break
        parts = {line: _parts(line, columns, size) for line in rows[at]}
        if any(parts.values()):
            found += [(line.middle, part) for line in rows[at] for part in parts[line]]
            # The header of the labels stands over no column of figures.
            aside += [line.text for line in rows[at] if not parts[line]]
            begin = at
        elif begin < first or not _is_label(rows[at], columns):
            break
    found.sort(key=lambda placed: -placed[0])
    over_all = [*aside, *(part.text for height, part in found if _spans_all(height, part, found, columns, size))]
    headers = [
        " ".join(
            part.text
            for height, part in found
            if column in part.columns and not _spans_all(height, part, found, columns, size)
        )
        for column in range(len(columns))
    ]
    return begin, " ".join(over_all) if any(headers) else "", headers


def _spans_all(
    height: float, part: _Part, found: Sequence[tuple[float, _Part]], columns: Sequence[_Column], size: float
) -> bool:
    """Tell whether a header names no column more than another: it stands over all, alone, or in brackets.

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


def _parts(line: Line, columns: Sequence[_Column], size: float) -> list[_Part]:
    """Give the parts of a line that stand over columns; nothing when any part stands elsewhere, as prose does."""
    runs: list[Word] = []
    for word in line.words:
        if runs and word.left - runs[-1].right < _WORD_SPACE * size:
            runs[-1] = Word(f"{runs[-1].text} {word.text}", runs[-1].left, word.right)
        else:
            runs.append(word)
    parts = []
    for run in runs:
        # The currency sign of a column stands to its left and counts when headers are centred.
        over = [at for at, col in enumerate(columns) if run.left < col.right and run.right > col.left - 2 * size]
        is_value = _is_figure(run.text) and not _YEAR.fullmatch(run.text)
        if not over or is_value or len(run.text.split()) > _MAX_HEADER_WORDS:
            return []
        left = columns[over[0] - 1].right if over[0] else columns[0].left - 8 * size
        right = columns[over[-1] + 1].left if over[-1] + 1 < len(columns) else columns[-1].right + 4 * size
        if run.left < left - 0.5 * size or run.right > right + 0.5 * size:
            return []
        parts.append(_Part(run.text, (run.left + run.right) / 2, frozenset(over)))
    return parts
