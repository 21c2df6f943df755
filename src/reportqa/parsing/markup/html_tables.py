"""Tables that a Markdown file has as HTML, which pandoc would write cell by cell: they are read as HTML."""

import re
from typing import Any

from reportqa.parsing.markup.pandoc import read_tree
from reportqa.parsing.markup.table_grid import Node

_TABLE = re.compile(r"<table\b(?:(?!<table\b).)*?</table\s*>", re.DOTALL | re.IGNORECASE)
_MARK = "\ue000"
"""A character of no meaning, around the number of a table in the text."""
_PLACE = re.compile(f"{_MARK}(\\d+){_MARK}")


class HtmlTables:
    """The tables in HTML of a text; `mark` replaces them in it, and `restore` puts them into its syntax tree."""

    def __init__(self) -> None:
        self._tables: list[str] = []

    def mark(self, text: str) -> str:
        """Return the text with a paragraph in the place of each table."""

        def marked(match: re.Match[str]) -> str:
            self._tables.append(match[0])
            return f"\n\n{_MARK}{len(self._tables) - 1}{_MARK}\n\n"

        return text if _MARK in text else _TABLE.sub(marked, text)

    def restore(self, tree: Node, warnings: list[str]) -> Node:
        """Return the syntax tree with the tables in their places.

        :raises ParseError: when pandoc cannot read the tables.
        """
        if not self._tables:
            return tree
        source = "".join(f"<div>{table}</div>" for table in self._tables)
        read = read_tree(source, "html", warnings)["blocks"]
        return {**tree, "blocks": _restored(tree["blocks"], read)}


def _restored(value: Any, tables: list[Node]) -> Any:
    if isinstance(value, list):
        return [_restored(one, tables) for one in value]
    if not isinstance(value, dict):
        return value
    if value.get("t") in {"Para", "Plain"} and len(value["c"]) == 1 and value["c"][0]["t"] == "Str":
        place = _PLACE.fullmatch(value["c"][0]["c"])
        if place and int(place[1]) < len(tables):
            return tables[int(place[1])]
    return {name: _restored(one, tables) for name, one in value.items()}
