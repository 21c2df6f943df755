"""Documents as a table on the command line."""

from collections.abc import Mapping, Sequence

import click
from rich.cells import cell_len, set_cell_size

from reportqa.csl import item_authors, item_year
from reportqa.document import DocumentSummary
from reportqa.text import shown_name

HEADINGS = ("Document", "Title", "Authors", "Year", "Pages")
_ID, _TITLE, _AUTHORS, _YEAR, _PAGES = range(len(HEADINGS))
_GAP = 2
_LEAST_TITLE = 20
"""Columns that titles keep in the narrowest terminal."""
_LEAST_WITH_AUTHORS = 30
"""Columns of titles below which the authors are left out."""


def table_text(documents: Sequence[DocumentSummary], columns: int | None) -> str:
    """Return a line for each document under a line of headings.

    :param columns: of the terminal, for which titles are shortened and authors left out; None: nothing is
    """
    rows = [_cells(document) for document in documents]
    widths = {at: max(cell_len(row[at]) for row in (HEADINGS, *rows)) for at in range(len(HEADINGS))}
    if columns is not None:
        room = _room_for_titles(widths, columns)
        if room < min(_LEAST_WITH_AUTHORS, widths[_TITLE]):
            del widths[_AUTHORS]
            room = _room_for_titles(widths, columns)
        widths[_TITLE] = min(widths[_TITLE], max(room, _LEAST_TITLE))
    heading = _line(HEADINGS, widths)
    return "\n".join([click.style(heading, bold=True), *(_colored(_line(row, widths), row[_ID]) for row in rows)])


def _room_for_titles(widths: Mapping[int, int], columns: int) -> int:
    return columns - sum(width + _GAP for at, width in widths.items() if at != _TITLE)


def _cells(document: DocumentSummary) -> tuple[str, ...]:
    year = item_year(document.item)
    first, *others = item_authors(document.item) or ("",)
    authors = f"{first} and others" if others[1:] else " and ".join([first, *others])
    pages = f"{document.pages:,}" if document.pages else ""
    return shown_name(document.doc_id), " ".join(document.title.split()), authors, str(year or ""), pages


def _line(row: Sequence[str], widths: Mapping[int, int]) -> str:
    """Return cells in columns, numbers at the right; one that is too wide ends with an ellipsis."""
    cells = []
    for at, width in widths.items():
        cell = row[at]
        if cell_len(cell) > width:
            cell = set_cell_size(cell, width - 1).rstrip() + "…"
        filler = " " * (width - cell_len(cell))
        cells.append(filler + cell if at == _PAGES else cell + filler)
    return (" " * _GAP).join(cells).rstrip()


def _colored(line: str, doc_id: str) -> str:
    return click.style(doc_id, fg="magenta") + line[len(doc_id) :]
