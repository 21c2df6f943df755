"""Jupyter notebooks through pandoc."""

import json

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.markup.pandoc import read_tree, write_tree
from reportqa.parsing.metadata import csl_item


def parse(data: bytes) -> DocumentBuilder:
    """Read a notebook: its text, its code and the printed output.

    :raises ParseError: when it is not a notebook.
    """
    builder = DocumentBuilder()
    source = decode(data)
    write_tree(read_tree(source, "ipynb"), builder)
    try:
        meta = json.loads(source, strict=False).get("metadata")
    except (ValueError, RecursionError):
        # pandoc tolerates more than Python.
        meta = None
    if isinstance(meta, dict):
        authors = meta.get("authors")
        people = [one for one in authors if isinstance(one, dict)] if isinstance(authors, list) else []
        names = [str(person.get("name") or "") for person in people]
        builder.csl_item = csl_item(title=str(meta.get("title") or ""), authors=names)
    return builder
