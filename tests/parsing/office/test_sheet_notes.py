from typing import Any

import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from support.formats import read, saved, with_parts, workbook

pytestmark = pytest.mark.slow

BOX = (
    '<xdr:twoCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:sp><xdr:txBody>'
    "<a:p><a:r><a:t>Beds closed: </a:t></a:r><a:r><a:t>36.</a:t></a:r></a:p><a:p/></xdr:txBody></xdr:sp>"
    '<xdr:pic><xdr:nvPicPr><xdr:cNvPr name="Picture 1" descr="Map of beds"/></xdr:nvPicPr></xdr:pic>'
    "</xdr:twoCellAnchor>"
)


def test_notes_text_boxes_and_titles_of_charts_are_text() -> None:
    book = workbook({"S": [["Trust", "Beds"], ["Avon", 12], ["Bure", 15]]})
    sheet: Any = book["S"]
    sheet["B2"].comment = Comment("Counted\ntwice", "A")
    chart = BarChart()
    chart.title = "Beds by trust"
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "D2")
    data = with_parts(saved(book), {"xl/drawings/drawing1.xml": BOX}, "</wsDr>")
    builder = read("a.xlsx", data)
    assert builder.text == (
        "S\n\nAvon · Beds: 12\nBure · Beds: 15\n\nBeds by trust\n\nBeds closed: 36.\n\nMap of beds\n\n"
        "Note on B2 (Avon, 12): Counted twice"
    )
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [
        ("drawing of a chart", "Beds by trust ('S'!B1, 'S'!$B$2:$B$3)"),
        ("picture", "Map of beds"),
    ]


def test_figures_of_a_chart_of_a_hidden_sheet_are_a_table() -> None:
    book = workbook({"S": [["Report"]], "Data": [["Trust", "Beds"], ["Avon", 12], ["Bure", 15]]})
    book["Data"].sheet_state = "hidden"
    chart = BarChart()
    chart.title = "Beds by trust"
    chart.add_data(Reference(book["Data"], min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet: Any = book["S"]
    sheet.add_chart(chart, "D2")
    cache = '<numCache><ptCount val="2"/><pt idx="0"><v>12</v></pt><pt idx="1"><v>15</v></pt></numCache>'
    data = with_parts(saved(book), {"xl/charts/chart1.xml": cache}, "</numRef>")
    assert read("a.xlsx", data).text == "S\n\nReport\n\nBeds by trust\n\n1 · 12\n2 · 15"
