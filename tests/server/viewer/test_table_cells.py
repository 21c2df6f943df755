from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.document import Document, Table
from reportqa.parsing.builder import DocumentBuilder
from reportqa.server.viewer.table_cells import find_tables, shown_ranges
from support.strategies import fast

ROWS = [["Group", "Founded", "Patients"], ["Modality", "2009", "87,556"], ["Granta", "", "43,000"]]

cells = st.text("ab7,. ", max_size=6)
tables = st.integers(2, 4).flatmap(
    lambda columns: st.lists(st.lists(cells, min_size=columns, max_size=columns), min_size=2, max_size=5)
)


def document_of(text: str, *found: Table) -> Document:
    return Document("a.md", "0" * 64, "text/markdown", {"title": "A"}, text, tables=found)


def written(*parts: str | list[list[str]]) -> Document:
    builder = DocumentBuilder()
    for part in parts:
        if isinstance(part, str):
            builder.paragraph(part)
        else:
            builder.table(part)
    return document_of(builder.text, *builder.tables)


def shown(document: Document, start: int = 0, end: int | None = None) -> list[str]:
    end = len(document.text) if end is None else end
    return [document.text[a:b] for a, b in shown_ranges(document, start, end)]


def test_cells_are_found_behind_the_names_of_their_columns() -> None:
    document = written("Before.", ROWS, "After.")
    (table,) = find_tables(document, 0, len(document.text))
    assert table.header == ("Group", "Founded", "Patients")
    texts = [[document.text[visible:end] for _, visible, end in row] for row in table.rows]
    assert texts == [["Modality", "2009", "87,556"], ["Granta", "", "43,000"]]
    assert document.text[slice(*table.rows[0][2][::2])] == " · Patients: 87,556"


@fast
@given(tables)
def test_each_cell_of_a_parsed_table_is_found_in_order(rows: list[list[str]]) -> None:
    document = written("Before.", rows)
    parsed = [table for table in document.tables if len(table.rows) > 1]
    found = list(find_tables(document, 0, len(document.text)))
    assert len(found) == len(parsed)
    for table, source in zip(found, parsed, strict=True):
        before = table.start
        for row, texts in zip(table.rows, source.rows[1:], strict=True):
            assert [document.text[visible:end] for _, visible, end in row] == list(texts)
            for start, visible, end in row:
                assert before <= start <= visible <= end <= table.end
                before = end


def test_names_of_columns_are_not_shown_again_in_each_row() -> None:
    assert shown(written("Before.", ROWS, "After.")) == [
        "Before.\n\n", "Modality", "2009", "87,556", "Granta", "43,000", "\n\nAfter."
    ]  # fmt: skip


def test_shown_ranges_are_cut_at_both_ends() -> None:
    document = written("Before.", ROWS, "After.")
    start, end = document.text.index("09"), document.text.index("000")
    assert shown(document, start, end) == ["09", "87,556", "Granta", "43,"]
    assert shown(document, 5, 5) == []
    assert shown(document, 1, 4) == ["efo"]


@fast
@given(st.lists(st.one_of(cells, tables), max_size=4), st.data())
def test_shown_ranges_are_in_order_and_within_what_was_asked(
    parts: list[str | list[list[str]]], data: st.DataObject
) -> None:
    document = written(*parts)
    start = data.draw(st.integers(0, len(document.text)))
    end = data.draw(st.integers(start, len(document.text)))
    ranges = shown_ranges(document, start, end)
    flat = [offset for one in ranges for offset in one]
    assert flat == sorted(flat)
    assert all(start <= a < b <= end for a, b in ranges)
    if not document.tables:
        assert ranges == ([(start, end)] if start < end else [])


@pytest.mark.parametrize("rows", [[["x", "y"]], [["x"], ["y"], ["z"]]], ids=["one row", "one column"])
def test_table_without_column_headers_is_shown_whole(rows: list[list[str]]) -> None:
    document = written(rows)
    assert document.tables
    assert list(find_tables(document, 0, len(document.text))) == []
    assert shown(document) == [document.text]


def test_table_with_unknown_cells_is_shown_whole() -> None:
    document = document_of("x · b: y", Table(0, 8, (("a", "b"), ("x", "y"))))
    assert shown(document) == ["x · b: y"]


def test_cell_with_the_words_of_other_cells_is_where_it_was_written() -> None:
    document = written([["Group", "Size", "Size of"], ["Size: 4", "", "4 · 4"], ["", "Size", "Size: 4"]])
    (table,) = find_tables(document, 0, len(document.text))
    assert [[document.text[visible:end] for _, visible, end in row] for row in table.rows] == [
        ["Size: 4", "", "4 · 4"], ["", "Size", "Size: 4"],
    ]  # fmt: skip


def test_table_outside_the_range_is_not_looked_for() -> None:
    document = written("Before.", ROWS, "After.")
    (table,) = document.tables
    assert list(find_tables(document, 0, table.start)) == []
    assert list(find_tables(document, table.end, len(document.text))) == []
    assert len(list(find_tables(document, table.end - 1, len(document.text)))) == 1


def test_of_overlapping_tables_the_first_is_shown_by_its_cells() -> None:
    document = written(ROWS)
    (table,) = document.tables
    doubled = document_of(document.text, table, replace(table, start=table.start + 1))
    assert shown(doubled) == shown(document)
