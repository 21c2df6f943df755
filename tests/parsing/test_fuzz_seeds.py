"""Minimal files on which benchmarks/fuzz.py failed."""

import io
import zipfile

import openpyxl
import pytest

from reportqa.errors import ParseError
from reportqa.parsing import parse


def with_damaged_sheet() -> bytes:
    """Return a workbook with a sheet that cannot be decompressed."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Modality", 87556])
    buffer = io.BytesIO()
    book.save(buffer)
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(buffer) as archive:
        start = archive.getinfo(name).header_offset + 30 + len(name)
    data = bytearray(buffer.getvalue())
    data[start : start + 20] = b"\xff" * 20
    return bytes(data)


def test_tab_in_a_string_of_a_notebook_is_read_as_by_pandoc() -> None:
    cell = b'{"cell_type": "markdown", "metadata": {}, "source": ["Modality had\t87,556 patients."]}'
    notebook = b'{"cells": [%s], "metadata": {"title": "A"}, "nbformat": 4, "nbformat_minor": 5}' % cell
    assert "87,556 patients." in parse("a.ipynb", notebook).text


def test_part_that_cannot_be_inflated_is_a_damaged_file() -> None:
    with pytest.raises(ParseError, match="is damaged"):
        parse("a.xlsx", with_damaged_sheet())


def test_cell_over_endless_columns_and_rows_is_one_cell() -> None:
    page = b"<table><tr><td colspan=999999999 rowspan=999999999>Modality had 87,556 patients.</table>"
    assert parse("a.html", page).text == "Modality had 87,556 patients."
