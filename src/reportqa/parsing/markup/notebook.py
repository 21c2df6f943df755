"""Jupyter notebooks through pandoc: their text, their code and its output, with tables in HTML."""

import json
import re
from typing import Any

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.markup.pandoc import read_tree, write_tree
from reportqa.parsing.markup.table_grid import Node
from reportqa.parsing.metadata import csl_item

_TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^<>]*>", re.DOTALL | re.IGNORECASE)


def parse(data: bytes) -> DocumentBuilder:
    """Read a notebook: its text, its code and the printed output.

    :raises ParseError: when it is not a notebook.
    """
    builder = DocumentBuilder()
    source = decode(data)
    try:
        notebook = json.loads(source, strict=False)
        source = json.dumps(_prepared(notebook))
    except (ValueError, RecursionError):
        # pandoc tolerates more than Python.
        notebook = None
    tree = read_tree(source, "ipynb", builder.warnings)
    write_tree({**tree, "blocks": [_readable(block, builder.warnings) for block in tree["blocks"]]}, builder)
    if isinstance(notebook, dict) and isinstance(meta := notebook.get("metadata"), dict):
        authors = meta.get("authors")
        people = [one for one in authors if isinstance(one, dict)] if isinstance(authors, list) else []
        names = [str(person.get("name") or "") for person in people]
        builder.csl_item = csl_item(title=str(meta.get("title") or ""), authors=names)
    return builder


def _prepared(notebook: Any) -> Any:
    """Return a notebook whose output has no plain text beside HTML with words, which pandoc would leave out."""
    if isinstance(notebook, list):
        return [_prepared(part) for part in notebook]
    if not isinstance(notebook, dict):
        return notebook
    html = notebook.get("text/html")
    source = "".join(map(str, html)) if isinstance(html, list) else str(html or "")
    has_words = any(map(str.isalnum, _TAG.sub("", source)))
    return {name: _prepared(part) for name, part in notebook.items() if name != "text/plain" or not has_words}


def _readable(block: Node, warnings: list[str]) -> Node:
    """Return a block with output in HTML and Markdown as blocks."""
    if block["t"] == "Div":
        attributes, inner = block["c"]
        return {"t": "Div", "c": [attributes, [_readable(one, warnings) for one in inner]]}
    if block["t"] != "RawBlock" or block["c"][0] not in {"html", "markdown"} or not block["c"][1].strip():
        return block
    try:
        read = read_tree(block["c"][1], block["c"][0], warnings)["blocks"]
    except ParseError:
        return block
    return {"t": "Div", "c": [["", [], []], read]}
