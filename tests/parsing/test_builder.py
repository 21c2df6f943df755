import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.errors import ParseError
from reportqa.parsing.builder import MAX_LEFT_OUT, MAX_ROW_LENGTH, DocumentBuilder
from support.strategies import fast

CELLS = st.text("ab ·:", max_size=9)


def built(rows: list[list[str]], header: bool = True) -> DocumentBuilder:
    builder = DocumentBuilder()
    builder.table(rows, header=header)
    return builder


def test_blocks_are_separated_by_empty_lines_and_items_by_line_ends() -> None:
    builder = DocumentBuilder()
    builder.heading("Aims", 1)
    builder.item("to pool resources")
    builder.item("to train")
    builder.paragraph("They agreed.")
    assert builder.text == "Aims\n\nto pool resources\nto train\n\nThey agreed."


def test_pages_cover_the_text_and_a_sentence_runs_over_a_page_end() -> None:
    builder = DocumentBuilder()
    builder.page(1, "i")
    builder.paragraph("It went on")
    builder.run_over(2, None, "to the end.", left_out=[("running header", "The report")])
    first, second = builder.pages
    assert builder.text == "It went on to the end."
    assert builder.text[second.start : second.end] == "to the end."
    assert (first.start, first.end) == (0, second.start)
    assert [(thing.position, thing.page) for thing in builder.left_out] == [(second.start, 2)]


def test_cells_are_written_with_their_headers() -> None:
    builder = built([["Year", "Modality", ""], ["2008", "2", "few"], ["2014", "", ""]])
    assert builder.text == "2008 · Modality: 2 · few\n2014"
    (table,) = builder.tables
    assert table.rows[0] == ("Year", "Modality", "")
    assert builder.text[table.start : table.end] == builder.text
    assert table.starts == ((None, None, None), (0, 17, 21), (25, None, None))


def test_empty_header_row_names_no_columns() -> None:
    builder = built([["", ""], ["a", "b"], ["c", "d"]])
    assert builder.text == "a · b\nc · d"
    assert builder.tables[0].rows == (("", ""), ("a", "b"), ("c", "d"))


def test_table_without_a_header_row_gets_an_empty_one() -> None:
    builder = built([["a", "b"], ["c", "d"]], header=False)
    assert builder.text == "a · b\nc · d"
    assert builder.tables[0].rows == (("", ""), ("a", "b"), ("c", "d"))


def test_long_row_has_a_line_for_each_cell() -> None:
    lines = built([["Year", "A", "B"], ["2014", "x" * MAX_ROW_LENGTH, "y"]]).text.split("\n")
    assert lines == [f"2014 · A: {'x' * MAX_ROW_LENGTH}", "2014 · B: y"]


@fast
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=4))
def test_starts_of_cells_are_where_their_text_is(rows: list[list[str]]) -> None:
    builder = DocumentBuilder()
    builder.paragraph("Before.")
    starts = builder.table(rows)
    for (row, column), start in starts.items():
        assert builder.text.startswith(" ".join(rows[row][column].split()), start)
    written = sorted(start for table in builder.tables for row in table.starts for start in row if start is not None)
    assert written == sorted(starts.values())


def test_text_that_is_left_out_is_shortened_and_empty_text_is_not_recorded() -> None:
    builder = DocumentBuilder()
    builder.leave_out("menu", "word " * MAX_LEFT_OUT)
    builder.leave_out("menu", "  ")
    (thing,) = builder.left_out
    assert len(thing.text) <= MAX_LEFT_OUT
    assert thing.text.endswith("…")


def test_document_without_text_is_refused() -> None:
    builder = DocumentBuilder()
    builder.paragraph("  ")
    with pytest.raises(ParseError, match="has no text"):
        builder.require_text()


def test_appended_document_keeps_its_sections_tables_and_omissions() -> None:
    other, builder = DocumentBuilder(), DocumentBuilder()
    other.heading("Beds", 1)
    other.table([["Town", "Beds"], ["Ely", "31"]])
    other.leave_out("menu", "Home")
    builder.page(4, "4")
    builder.paragraph("Before.")
    builder.append(other, level=2)
    builder.append(DocumentBuilder())
    builder.item("After.")
    assert builder.text == "Before.\n\nBeds\n\nEly · Beds: 31\n\nAfter."
    assert [(section.heading, section.level, section.start) for section in builder.sections] == [("Beds", 3, 9)]
    (table,) = builder.tables
    assert builder.text[table.start : table.end] == "Ely · Beds: 31"
    assert table.starts[1] == (builder.text.index("Ely"), builder.text.index("31"))
    assert [(thing.position, thing.page) for thing in builder.left_out] == [(table.end, 4)]


def test_text_behind_the_pages_is_on_none() -> None:
    builder = DocumentBuilder()
    builder.page(1, None)
    builder.paragraph("On the page.")
    builder.end_pages()
    builder.heading("annex.txt", 1)
    builder.leave_out("menu", "Home")
    [page] = builder.pages
    assert builder.text[page.end :] == "\n\nannex.txt"
    assert [thing.page for thing in builder.left_out] == [None]


def test_what_is_left_out_at_a_position_is_on_its_page() -> None:
    builder = DocumentBuilder()
    builder.leave_out("comment", "before all pages", 0)
    for number in (1, 2):
        builder.page(number, None)
        builder.paragraph(f"Page {number}.")
    builder.end_pages()
    builder.paragraph("Attached.")
    for position in (0, 7, 9, 16, 20):
        builder.leave_out("comment", "Here", position)
    assert [thing.page for thing in builder.left_out] == [None, 1, 1, 2, 2, None]
