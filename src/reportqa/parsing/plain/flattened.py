"""Tables of which a text has each cell on a line of its own, as programs write them that read a PDF.

Rows and columns are rebuilt only where each row has a label and the same number of figures, and each of these columns a
name. Of other cells it is lost what they belong to.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile

_MAX_CELL = 60
_MIN_CELLS = 8
_MIN_ROWS = 3
_MIN_FIGURES = 4
"""Minimum number of lines that are a figure, and their minimum share of the cells."""
_MIN_SHARE = 0.3
_FIGURE = re.compile(
    r"[(~<>≤≥+−–-]{0,2}[£$€¥]? ?\d[\d.,']*(?: ?(?:%|[kmb]n?|pp|million|billion|thousand))?\)?[*†‡]?"
    r"|[–—-]|n/?a|nil|\.\.",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:FY ?)?(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?", re.IGNORECASE)
_NO_CELL = re.compile(r"[•▪●*–-]\s.*|.*[.!?:;,]|.*(?:\s\||\s{3,}).*|[=~_-]{2,}")
_CAPTION = re.compile(r"(?:table|exhibit|figure)\s+[\dA-Z][\d.]*\b", re.IGNORECASE)

_TABLE_CAPTION = re.compile(r"table\s+[\dA-Z][\d.]*\b", re.IGNORECASE)
_MAX_CAPTION = 160
MAX_BLOCKS = 100
"""Maximum number of blocks of a table below its caption."""
_PROSE = re.compile(r"(?:\S+\s+){11}.*[.!?][\"'”’)\]\d]*$", re.DOTALL)
"""A sentence of twelve words."""
_MAX_BLOCK = 240


@dataclass(frozen=True, slots=True)
class Cells:
    """A table: rows, header row first, or one cell a row where rows and columns are lost."""

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


def split_cells(groups: Sequence[Sequence[str]]) -> Iterator[Cells | list[str]]:
    """Yield groups of lines in order, without the lines that are cells, and the tables of these."""
    pending: list[tuple[int, str]] = []
    # A group of many lines is a table by itself, else each group is a row or a cell.
    whole = [number if len(group) >= _MIN_CELLS else -1 for number, group in enumerate(groups)]
    numbered = [(number, line) for number, group in enumerate(groups) for line in group]
    for (is_cell, _), lines in groupby(numbered, key=lambda one: (_is_cell(one[1].strip()), whole[one[0]])):
        run = list(lines)
        found = _find([line.strip() for _, line in run]) if is_cell else None
        if found is None:
            pending += run
            continue
        start, end, cells = found
        yield from _grouped(pending + run[:start])
        yield cells
        pending = run[end:]
    yield from _grouped(pending)


def _grouped(lines: Sequence[tuple[int, str]]) -> Iterator[list[str]]:
    for _, group in groupby(lines, key=lambda one: one[0]):
        yield [line for _, line in group]


def _is_cell(line: str) -> bool:
    return bool(_FIGURE.fullmatch(line)) or (len(line) <= _MAX_CELL and not _NO_CELL.fullmatch(line))


def _find(cells: Sequence[str]) -> tuple[int, int, Cells] | None:
    """Return where a table begins and ends among cells, and the table."""
    figures = [_FIGURE.fullmatch(cell) is not None for cell in cells]
    if len(cells) < _MIN_CELLS or sum(figures) < _MIN_FIGURES:
        return None
    if rebuilt := _rebuild(cells, figures):
        return rebuilt
    first = max(figures.index(True) - 1, 0)
    end = len(cells) - figures[::-1].index(True)
    is_flattened = end - first >= _MIN_CELLS and sum(figures) >= _MIN_SHARE * (end - first)
    if not is_flattened or _is_contents(cells[first:end], figures[first:end]):
        return None
    return first, end, Cells(tuple((cell,) for cell in cells[first:end]))


def _is_contents(cells: Sequence[str], figures: Sequence[bool]) -> bool:
    """Return whether cells are headings, each followed by the number of its page."""
    pages = [int(cell) if cell.isdecimal() else -1 for cell, is_figure in zip(cells, figures, strict=True) if is_figure]
    is_rising = all(a <= b for a, b in pairwise(pages)) and pages[0] >= 0
    return is_rising and not any(a and b for a, b in pairwise(figures))


def _rebuild(cells: Sequence[str], figures: Sequence[bool]) -> tuple[int, int, Cells] | None:
    """Return the table of rows that each have a label and as many figures, below the names of the columns."""
    for start, is_figure in enumerate(figures):
        below = (at for at in range(start + 1, len(figures)) if not figures[at])
        width = 0 if is_figure else next(below, len(figures)) - start
        end = start
        while width > 2 and tuple(figures[end : end + width]) == (False, *(True,) * (width - 1)):
            end += width
        if (end - start) < _MIN_ROWS * max(width, 1):
            continue
        if any(figures[end:]):
            return None
        rows = [tuple(cells[at : at + width]) for at in range(start, end, width)]
        names = list(cells[:start])
        caption = names.pop(0) if names and _CAPTION.match(names[0]) else ""
        if not all(_YEAR.fullmatch(name) for name, is_one in zip(cells, figures[:start], strict=False) if is_one):
            return None
        if not names and all(map(_YEAR.fullmatch, rows[0][1:])):
            return 0, end, Cells(tuple(rows), caption)
        if len(names) not in {width, width - 1}:
            return None
        header = ("",) * (width - len(names)) + tuple(names)
        return 0, end, Cells((header, *rows), caption)
    return None


def cut_at_prose(texts: Sequence[str]) -> int:
    """Return how many blocks below the caption of a table are its cells, 0 if the first ones are prose or too few."""
    cells = list(takewhile(_may_be_cell, texts))
    return len(cells) if len(cells) >= _MIN_CELLS else 0


def _may_be_cell(text: str) -> bool:
    return len(text) <= _MAX_BLOCK and not _PROSE.match(text) and not _CAPTION.match(text)


def is_table_caption(text: str) -> bool:
    """Return whether a block is the caption of a table: "Table 2: Overview"."""
    return len(text) <= _MAX_CAPTION and _TABLE_CAPTION.match(text) is not None
