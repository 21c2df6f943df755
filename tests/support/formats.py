"""Office and markup files, written by the programs that write them."""

import io
import subprocess
import zipfile
from collections.abc import Mapping
from typing import Any

import openpyxl
import pypandoc
from hypothesis import strategies as st

from reportqa import parsing
from reportqa.parsing.builder import DocumentBuilder

WORD = st.text("abcdefghijklmnopqrstuvwxyzéßñ€", min_size=2, max_size=9)
CELL = st.lists(WORD, min_size=1, max_size=3).map(" ".join)


def written(markdown: str, writer: str) -> bytes:
    command = [pypandoc.get_pandoc_path(), "-s", "-f", "markdown", "-t", writer, "-o", "-"]
    return subprocess.run(command, input=markdown.encode(), capture_output=True, check=True).stdout


def read(name: str, data: bytes) -> DocumentBuilder:
    builder = parsing.parse(name, data)
    text = builder.text
    for section in builder.sections:
        assert text.startswith(section.heading, section.start)
    for page in builder.pages:
        assert 0 <= page.start <= page.end <= len(text)
    return builder


def with_parts(data: bytes, parts: Mapping[str, str], mark: str) -> bytes:
    """Insert text before the last `mark` of some parts of a zipped file; missing parts are added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            head, found, tail = source.read(name).decode("utf-8", "surrogateescape").rpartition(mark)
            added = parts[name] if name in parts and found else ""
            target.writestr(name, f"{head}{added}{found}{tail}".encode("utf-8", "surrogateescape"))
        for name in parts.keys() - set(source.namelist()):
            target.writestr(name, parts[name])
    return out.getvalue()


def workbook(sheets: Mapping[str, Any]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return book


def saved(thing: Any) -> bytes:
    out = io.BytesIO()
    thing.save(out)
    return out.getvalue()
