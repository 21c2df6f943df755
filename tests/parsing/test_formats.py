"""Files of every kind, made here by the programs that write them, and what reportqa reads in them."""

import io
import json
import zipfile
from typing import Any

import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from reportqa import parsing
from reportqa.errors import ParseError
from support.formats import read, saved, with_parts, workbook, written
from support.strategies import fast

pytestmark = pytest.mark.slow

REPORT = """---
title: The report
author: [Rebecca Rosen, Natasha Curry]
date: 19 July 2016
lang: en-GB
---

# Findings

Half of the practices[^1] had *joined* the café’s board.

- first item
- second item

| Year | Modality | Harness |
|------|----------|---------|
| 2008 | 2        | 12      |
| 2014 | 9        | 16      |

## Method

Two surveys cost £25.

[^1]: Of those that answered.
"""
WRITERS = {"odt": "odt", "rtf": "rtf", "epub": "epub", "rst": "rst", "tex": "latex", "org": "org", "docx": "docx"}
WORD = st.text("abcdefghijklmnopqrstuvwxyzéßñ€", min_size=2, max_size=9)
CELL = st.lists(WORD, min_size=1, max_size=3).map(" ".join)


@pytest.mark.parametrize("suffix", WRITERS)
def test_headings_lists_tables_and_notes_are_kept_in_every_format(suffix: str) -> None:
    builder = read(f"report.{suffix}", written(REPORT, WRITERS[suffix]))
    text = builder.text
    headings = [section.heading for section in builder.sections]
    assert headings[-2:] == ["Findings", "Method"]
    assert builder.sections[-1].level == builder.sections[-2].level + 1
    places = [
        text.index(words)
        for words in ("Half of the practices", "had joined the café", "first item", "second item",
                      "2008 · Modality: 2 · Harness: 12", "2014 · Modality: 9 · Harness: 16", "Method",
                      "Two surveys cost £25.")
    ]  # fmt: skip
    assert places == sorted(places)
    assert text.count("Of those that answered.") == 1
    (table,) = builder.tables
    assert table.rows[0] == ("Year", "Modality", "Harness")


@pytest.mark.parametrize("suffix", ["odt", "epub", "tex", "org", "docx"])
def test_title_authors_and_date_are_found_in_every_format(suffix: str) -> None:
    item = read(f"report.{suffix}", written(REPORT, WRITERS[suffix])).csl_item
    assert item["title"] == "The report"
    assert item["author"] == [{"literal": "Rebecca Rosen"}, {"literal": "Natasha Curry"}]
    assert suffix == "odt" or item["issued"]["date-parts"][0] == [2016, 7, 19]


@settings(fast, max_examples=25)
@given(st.lists(st.lists(CELL, min_size=1, max_size=3), min_size=1, max_size=5), st.sampled_from(sorted(WRITERS)))
def test_no_word_is_lost_or_moved(blocks: list[list[str]], suffix: str) -> None:
    source = "\n\n".join(
        block[0] if len(block) == 1 else "\n".join(f"- {item}" for item in block) + "\n\n<!-- -->" for block in blocks
    )
    words = [word for block in blocks for item in block for word in item.split()]
    text = read(f"a.{suffix}", written(source, WRITERS[suffix])).text
    assert [word for word in text.split() if word not in "•-–"] == words


def test_words_in_boxes_are_kept_and_margins_comments_and_hidden_words_left_out() -> None:
    box = (
        '<w:p><w:r><w:t xml:space="preserve">Before the box. </w:t></w:r><w:r><mc:AlternateContent'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">{0}'
        "</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>After it.</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Unseen.</w:t></w:r></w:p>"
        '<w:p><w:ins w:id="1" w:author="A"><w:r><w:t xml:space="preserve">Put in. </w:t></w:r></w:ins><w:del w:id="2"'
        ' w:author="A"><w:r><w:delText>Taken out.</w:delText></w:r></w:del></w:p>'
    ).format("<w:pict><w:txbxContent><w:p><w:r><w:t>Words in a box.</w:t></w:r></w:p></w:txbxContent></w:pict>")
    header = (
        '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>Draft for'
        " comment</w:t></w:r></w:p></w:hdr>"
    )
    data = with_parts(written("Text.", "docx"), {"word/document.xml": box, "word/header1.xml": header}, "<w:sectPr")
    builder = read("a.docx", data)
    assert builder.text == "Text.\n\nBefore the box. After it.\n\nWords in a box.\n\nPut in."
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [("running header", "Draft for comment")]


def test_words_in_boxes_of_opendocument_are_kept() -> None:
    box = (
        "<text:p>Before <draw:frame><draw:text-box><text:p>Words in a box.</text:p></draw:text-box></draw:frame>it."
        '</text:p><text:p text:style-name="Title">A title</text:p>'
    )
    builder = read("a.odt", with_parts(written("Text.", "odt"), {"content.xml": box}, "</office:text>"))
    assert builder.text == "Text.\n\nBefore it.\n\nWords in a box.\n\nA title"
    assert [section.heading for section in builder.sections] == ["A title"]


def test_rich_text_as_other_programs_write_it() -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg1252{\info{\title Caf\'e9s and GPs}{\author Rebecca Rosen}{\creatim\yr2016\mo7\dy19}}"
        rb"\pard It\u8217?s \'a325.\par \pard\ls1 one item\par \pard\ls1 other item\par"
        rb"\trowd\cellx2000\cellx4000\pard\intbl Year\cell Size\cell\row\trowd\cellx2000\cellx4000\pard\intbl 2014"
        rb"\cell 9\cell\row \pard After{\super\chftn{\*\footnote\pard A note.}}.{\*\annotation\pard Is it?}\par}"
    )
    builder = read("a.rtf", data)
    assert builder.text == "It’s £25.\n\none item\n\nother item\n\nYear · Size\n2014 · 9\n\nAfter.\n\nA note."
    assert builder.csl_item["title"] == "Cafés and GPs"
    assert builder.csl_item["issued"] == {"date-parts": [[2016, 7, 19]]}


def test_deleted_words_of_rich_text_are_left_out_and_numbered_headings_are_headings() -> None:
    data = (
        rb"{\rtf1\ansi{\stylesheet{\s1\outlinelevel0 heading 1;}}"
        rb"\pard\plain\s1\outlinelevel0\b{\listtext\pard\plain 1.\tab}\ls1 {Money}\par "
        rb"\pard\plain The board recommends{\deleted\revauthdel1 \'20not} {\revised\revauth1 strongly} to go on.\par}"
    )
    builder = read("a.rtf", data)
    assert builder.text == "Money\n\nThe board recommends strongly to go on."
    assert [section.heading for section in builder.sections] == ["Money"]


def test_part_of_a_latex_file_that_lies_elsewhere_is_named() -> None:
    source = rb"\documentclass{article}\begin{document}As \cite{rosen2016} show.\input{chapter2}\end{document}"
    builder = read("a.tex", source)
    assert builder.text == "As [rosen2016] show."
    assert builder.warnings == ['The included file "chapter2.tex" is not read.']


def test_notebook_gives_text_code_and_output() -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Analysis\n", "\n", "Some *text*."]},
        {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": ["print(mean)"],
         "outputs": [{"output_type": "stream", "name": "stdout", "text": ["Mean: 12.5\n"]}]},
    ]  # fmt: skip
    notebook = {"cells": cells, "metadata": {"title": "List sizes"}, "nbformat": 4, "nbformat_minor": 5}
    builder = read("a.ipynb", json.dumps(notebook).encode())
    assert builder.text == "Analysis\n\nSome text.\n\nprint(mean)\n\nMean: 12.5"
    assert builder.csl_item == {"title": "List sizes"}


def test_every_slide_is_a_page_with_its_title_text_table_chart_and_notes() -> None:
    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Findings"
    frame = first.placeholders[1].text_frame
    for run in ("Half of the prac", "tices", " had joined."):
        frame.paragraphs[0].add_run().text = run
    frame.add_paragraph().text = "A second point"
    first.notes_slide.notes_text_frame.text = "Say this slowly."
    deck.slides.add_slide(deck.slide_layouts[6])
    third = deck.slides.add_slide(deck.slide_layouts[6])
    table = third.shapes.add_table(2, 2, Inches(1), Inches(1), Inches(4), Inches(1)).table
    for at, text in enumerate(["Year", "Modality", "2014", "9"]):
        table.cell(at // 2, at % 2).text = text
    group = third.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "In a group"
    figures: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    figures.categories = ["2014", "2016"]
    figures.add_series("Practices", (9, 16))
    third.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(5), Inches(4), figures)
    builder = read("a.pptx", saved(deck))
    text = builder.text
    assert [(page.physical, page.label, text[page.start : page.end].strip()) for page in builder.pages] == [
        (1, "1", "Findings\n\nHalf of the practices had joined.\nA second point\n\nSay this slowly."),
        (2, "2", ""),
        (3, "3", "2014 · Modality: 9\n\nIn a group\n\n2014 · Practices: 9\n2016 · Practices: 16"),
    ]


@fast
@given(st.lists(st.lists(CELL, max_size=4), min_size=1, max_size=4))
def test_no_word_of_a_slide_is_lost_or_moved(slides: list[list[str]]) -> None:
    deck = pptx.Presentation()
    for paragraphs in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = paragraphs[0] if paragraphs else ""
        slide.placeholders[1].text_frame.text = "\n".join(paragraphs[1:])
    try:
        builder = read("a.pptx", saved(deck))
    except ParseError:
        assert not any(slides)
        return
    pages = [builder.text[page.start : page.end].split() for page in builder.pages]
    assert pages == [" ".join(paragraphs).split() for paragraphs in slides]


def test_sheets_are_sections_and_numbers_stand_as_they_are_shown() -> None:
    rows = [
        ["Organisation", "Patients", "Share", "Cost"],
        ["Modality", 87556, 0.125, 1234.5],
        ["Harness", 120000, 1, -3],
    ]
    notes = [["Table 2. Staff"], [], ["Practice", 2015, 2016], ["North", 12, 14], [], ["Source: survey."]]
    book = workbook({"List sizes": rows, "Staff": notes, "Empty": [], "Workings": [["secret"]]})
    book["Workings"].sheet_state = "hidden"
    for line in (2, 3):
        for column, code in (("B", "#,##0"), ("C", "0.0%"), ("D", '[$£-809]#,##0.00;[Red]-"£"#,##0.00')):
            book["List sizes"][f"{column}{line}"].number_format = code
    builder = read("a.xlsx", saved(book))
    assert builder.text == (
        "List sizes\n\nModality · Patients: 87,556 · Share: 12.5% · Cost: £1,234.50\n"
        "Harness · Patients: 120,000 · Share: 100.0% · Cost: -£3.00\n\n"
        "Staff\n\nTable 2. Staff\n\nNorth · 2015: 12 · 2016: 14\n\nSource: survey."
    )
    assert [section.heading for section in builder.sections] == ["List sizes", "Staff"]
    assert [thing.text for thing in builder.left_out] == ["Workings"]


def test_header_rows_of_a_sheet_that_span_columns_are_joined() -> None:
    rows = [["Area", 2015, None, 2016, None], [None, "Practices", "Patients", "Practices", "Patients"]]
    builder = read("a.xlsx", saved(workbook({"Lists": [*rows, ["North", 1, 2, 3, 4], ["South", 5, 6, 7, 8]]})))
    line = "South · 2015 Practices: 5 · 2015 Patients: 6 · 2016 Practices: 7 · 2016 Patients: 8"
    assert builder.text.endswith(line)


def test_numbers_are_rounded_as_they_are_shown() -> None:
    book = workbook({"Shares": [["Group", "Share"], ["Old", 0.2345], ["Young", 1e300]]})
    for line in (2, 3):
        book["Shares"][f"B{line}"].number_format = "0.0%"
    assert "Old · Share: 23.5%" in read("a.xlsx", saved(book)).text


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_rows_of_a_csv_stand_with_their_headers(delimiter: str, encoding: str) -> None:
    lines = [["Practice", "Région", "Note"], ["North, end", "É", "a; b"], ["South", "O", ""], ["East", "P", "c"]]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    builder = read("a.csv", text.encode(encoding))
    assert builder.text == "North, end · Région: É · Note: a; b\nSouth · Région: O\nEast · Région: P · Note: c"


def test_figures_alone_are_no_header() -> None:
    assert read("a.csv", b"1.5,2.5\n3.5,4.5\n").text == "1.5 · 2.5\n3.5 · 4.5"


@fast
@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=2, max_size=8))
def test_every_cell_of_a_csv_and_a_workbook_stands_beside_its_header(rows: list[list[str]]) -> None:
    lines = [f"{row[0]} · {rows[0][1]}: {row[1]}" for row in rows[1:]]
    assert read("a.csv", "\n".join(",".join(row) for row in rows).encode()).text.split("\n") == lines
    assert read("a.xlsx", saved(workbook({"S": list(rows)}))).text.split("\n")[2:] == lines


def test_large_csv_is_read_row_by_row() -> None:
    rows = "".join(f"Practice {n},Region {n % 9},{n * 7}\n" for n in range(50_000))
    builder = read("a.csv", f"Practice,Region,List size\n{rows}".encode())
    assert len(builder.tables[0].rows) == 50_001
    assert builder.text.endswith("Practice 49999 · Region: Region 4 · List size: 349993")


@pytest.mark.parametrize("suffix", [s for s in parsing.SUFFIXES if s != ".pdf"])
@pytest.mark.parametrize("kind", ["random", "zip", "cut"])
def test_damaged_files_give_text_or_a_parse_error(suffix: str, kind: str) -> None:
    deck = saved(pptx.Presentation())
    data = {"random": bytes(range(256)) * 9, "zip": deck, "cut": deck[: len(deck) // 2]}[kind]
    try:
        text = parsing.parse(f"a{suffix}", data).text
    except ParseError:
        return
    assert text


def test_sheet_that_says_that_it_is_huge_is_read_for_what_it_holds() -> None:
    data = saved(workbook({"S": [["a", "b"], ["c", "d"]]}))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))
    assert read("a.xlsx", out.getvalue()).text == "S\n\nc · b: d"
