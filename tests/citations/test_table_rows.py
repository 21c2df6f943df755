from dataclasses import replace

import pytest

from reportqa.citations.quote_pattern import Pattern
from reportqa.citations.table_rows import PrintedRows, cite_rows
from reportqa.document import Document
from reportqa.parsing.builder import DocumentBuilder
from support.mutations import document_of

ROWS = [
    ["Clinic", "Nurses", "Patients [a]", "Share"],
    ["Ashby", "12", "4,100", "7%"],
    ["Borrow End", "", "990", "−2%"],
    ["Cray", "31", "8,020", "15%"],
]


@pytest.fixture(scope="module")
def document() -> Document:
    builder = DocumentBuilder()
    builder.paragraph("Every clinic was asked.")
    builder.table(ROWS)
    builder.paragraph("All of them answered.")
    return replace(document_of(builder.text, "clinics.pdf"), tables=tuple(builder.tables))


def range_of(document: Document, words: str) -> tuple[int, int]:
    start = document.text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Ashby · Nurses: 12 · Patients [a]: 4,100 · Share: 7%", "Ashby [Nurses] 12 [Patients (a)] 4,100 [Share] 7%"),
        ("Borrow End · Patients [a]: 990 · Share: −2%", "Borrow End [Patients (a)] 990 [Share] −2%"),
        (
            "Share: −2%\nCray · Nurses: 31 · Patients [a]: 8,020",
            "[Share] −2%\nCray [Nurses] 31 [Patients (a)] 8,020",
        ),
        ("was asked.\n\nAshby · Nurses: 12 · P", "was asked.\n\nAshby [Nurses] 12"),
        ("8,020 · Share: 15%\n\nAll of them", "[Patients (a)] 8,020 [Share] 15%\n\nAll of them"),
        ("20 · Share: 1", "20 [Share] 1"),
        ("Nurses: 3", "[Nurses] 3"),
        ("Patients [a]", "Patients [a]"),
        ("Every clinic was", "Every clinic was"),
    ],
)
def test_cells_stand_as_printed_with_names_of_columns_in_brackets(document: Document, words: str, shown: str) -> None:
    assert cite_rows(document, *range_of(document, words)) == shown


def test_everything_in_a_cited_row_but_the_brackets_is_printed_in_it(document: Document) -> None:
    for table in document.tables:
        lines = cite_rows(document, table.start, table.end).split("\n")
        for line, row in zip(lines, ROWS[1:], strict=True):
            assert [part.rpartition("] ")[2] for part in line.split(" [")] == [cell for cell in row if cell]


def test_long_name_of_a_column_is_cut() -> None:
    builder = DocumentBuilder()
    builder.table([["Name", "very " * 40], ["Ashby", "12"]])
    made = replace(document_of(builder.text, "long.pdf"), tables=tuple(builder.tables))
    shown = cite_rows(made, 0, len(made.text))
    assert shown.startswith("Ashby [very very")
    assert shown.endswith("very…] 12")
    assert len(shown) < 120


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("Ashby 12 4,100 7%", "Ashby · Nurses: 12 · Patients [a]: 4,100 · Share: 7%"),
        ("Borrow End | 990 | −2%", "Borrow End · Patients [a]: 990 · Share: −2%"),
        ("8,020 15%", "8,020 · Share: 15%"),
        ("−2% Cray 31", "−2%\nCray · Nurses: 31"),
    ],
)
def test_rows_are_found_as_they_are_printed(document: Document, quote: str, stands: str) -> None:
    (match,) = PrintedRows(document).exact(Pattern(quote, marks=False))
    assert document.text[match.start : match.end] == stands
    assert match.is_exact


def test_changed_cell_is_told(document: Document) -> None:
    pattern = Pattern("Ashby 12 4,200 7%")
    assert PrintedRows(document).exact(pattern) == []
    match = PrintedRows(document).near(pattern)[0]
    assert [(part.quoted, part.current) for part in match.differences] == [("4,200", "4,100")]
    assert match.changes_figure


def test_document_without_tables_has_no_rows() -> None:
    rows = PrintedRows(document_of("Ashby 12", "plain.pdf"))
    assert rows.exact(Pattern("Ashby 12")) == rows.near(Pattern("Ashby 12")) == []
