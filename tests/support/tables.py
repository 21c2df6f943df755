"""Small documents with a table, written by the builder of all parsers."""

from collections.abc import Sequence

from reportqa.answering.labelled_tables import LabelledTable, read_table
from reportqa.document import Document
from reportqa.parsing.builder import DocumentBuilder

Rows = Sequence[Sequence[str]]

VOTES = [
    ["", "Votes For", "Votes Against", "Abstentions"],
    ["Ada B. Marsh", "5,120,400", "310,200", "12"],
    ["Tom Reed", "4,980,000", "450,900", "40"],
    ["Una Voss", "5,300,150", "130,000", "9"],
]
PAYMENTS = [
    ["", "First payment", "Monthly payment"],
    ["Higher rate", "£3,500", "£350"],
    ["Lower rate", "£2,500", "£100"],
]
SALES = [
    ["", "Full Year 2022", "Full Year 2021", "Change"],
    ["Gas", "$1,200", "$1,000", "20.0%"],
    ["Water", "900", "950", "(5.3)%"],
    ["Waste", "400", "500", "(20.0)%"],
    ["Worldwide", "$2,500", "$2,450", "2.0%"],
]


def document_of(rows: Rows, above: str = "", heading: str = "", title: str = "Title", media_type: str = "") -> Document:
    """Return a document with one table."""
    builder = DocumentBuilder()
    if heading:
        builder.heading(heading, 1)
    builder.paragraph(above)
    builder.table(rows)
    return Document(
        "a.md",
        "0" * 64,
        media_type,
        {"title": title},
        builder.text,
        sections=tuple(builder.sections),
        tables=tuple(builder.tables),
    )


def table_of(rows: Rows, above: str = "", heading: str = "", title: str = "Title") -> LabelledTable:
    """Return the only table of a document as a grid."""
    document = document_of(rows, above, heading, title)
    grid = read_table(document, document.tables[0])
    assert grid
    return grid
