"""Collections as a table on the command line."""

from collections.abc import Mapping, Sequence
from typing import Any

import click
from rich.cells import cell_len

_HEADINGS = ("Collection", "Documents", "Contents")


def table_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return a line for each collection under a line of headings; without any, how to add one.

    :param rows: collections as JSON objects
    """
    if not rows:
        return 'No collections yet. Add one: reportqa collections --add NAME --publisher "…"'
    cells = [_HEADINGS, *((row["name"], f"{row['documents']:,}", _contents(row)) for row in rows)]
    name_width = max(cell_len(name) for name, _, _ in cells)
    lines = [f"{name}{' ' * (name_width - cell_len(name))}  {count:>9}  {what}" for name, count, what in cells]
    return "\n".join([click.style(lines[0], bold=True), *lines[1:]])


def _contents(row: Mapping[str, Any]) -> str:
    """Return the filters of a collection, how many of its documents have left the index, and its groups."""
    filters: Mapping[str, Any] = row["filters"]
    if filters.keys() == {"document"}:
        what = "chosen by hand"
    else:
        what = ", ".join(
            f"{name}: {given if isinstance(given, str) else ' or '.join(given)}" for name, given in filters.items()
        )
    missing = f"{len(row['missing'])} no longer in the index" if row["missing"] else ""
    groups = f"shared with {', '.join(row['groups'])}" if row.get("groups") else ""
    return "; ".join(filter(None, (what, missing, groups)))
