"""Minimal files on which benchmarks/fuzz.py failed."""

import io
import zipfile

import openpyxl
import pytest

from reportqa.errors import ParseError
from reportqa.parsing import parse
from support.books import book
from support.hostile import zipped


def with_damaged_sheet() -> bytes:
    """Return a workbook with a sheet that cannot be decompressed."""
    made = openpyxl.Workbook()
    made.worksheets[0].append(["Modality", 87556])
    buffer = io.BytesIO()
    made.save(buffer)
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


@pytest.mark.parametrize(
    "body",
    [
        '<p>Modality had 87,556 patients.<aside epub:type="note"><a="b:c d"></aside>',
        "&#1;Modality had 87,556 patients.<p>",
    ],
)
def test_chapter_with_names_and_characters_that_xml_does_not_allow_is_read(body: str) -> None:
    assert "87,556 patients." in parse("a.epub", book({"one": f"{body}<br>"})).text


def test_font_without_a_number_is_no_font() -> None:
    assert parse("a.rtf", b"{\\rtf1{\\f0{\\fonttbl Arial;}}Modality had 87,556 patients.}").text


def test_style_with_a_number_that_is_too_large_is_a_damaged_file() -> None:
    made = openpyxl.Workbook()
    made.worksheets[0].append(["Modality", 87556])
    buffer = io.BytesIO()
    made.save(buffer)
    data = with_part(buffer.getvalue(), "xl/styles.xml", b'<xf numFmtId="0"', b'<xf numFmtId="99999999999999999999"')
    with pytest.raises(ParseError, match="is damaged"):
        parse("a.xlsx", data)


def with_part(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Return a zipped file with a change in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for each in source.namelist():
            part = source.read(each)
            target.writestr(each, part.replace(old, new) if each == name else part)
    return out.getvalue()


def test_lines_like_the_headers_of_a_mail_are_read_at_once() -> None:
    page = b"a: 1\n" + b"    b: 2; c: 3\n" * 200 + b"<p>Modality had 87,556 patients.</p>"
    assert "87,556 patients." in parse("a.html", page).text


@pytest.mark.parametrize("year", ["99999999999", "99999999999999999999"])
def test_date_of_a_mail_that_no_number_holds_is_kept_as_it_is_written(year: str) -> None:
    mail = f"From: a@b.org\nSubject: Beds\nDate: Tue, 3 Mar {year} 10:00:00 +0000\n\nModality had 87,556 patients.\n"
    text = parse("a.eml", mail.encode()).text
    assert year in text
    assert "87,556 patients." in text


def test_file_without_a_name_in_an_archive_is_no_fault() -> None:
    packed = bytearray(zipped({"a.md": "Modality had 87,556 patients.", "b": "x"}))
    # The length of the last name in the list of files, which is followed by the name.
    at = packed.rindex(b"PK\x01\x02")
    packed[at + 28 : at + 30] = b"\0\0"
    packed[at + 30 : at + 32] = b"\1\0"
    assert "87,556 patients." in parse("a.zip", bytes(packed)).text
