import pytest

from support.formats import read
from support.word import kinds, word_file


def cell(text: str, look: str = "") -> str:
    return f"<w:tc><w:tcPr>{look}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def row(*cells: str, look: str = "") -> str:
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    columns = '<w:gridCol w:w="900"/>' * 3
    look = '<w:tblPr><w:tblLook w:firstRow="1"/></w:tblPr>'
    return f"<w:tbl>{look}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


HEADER = row(cell("Ward"), cell("Beds"), cell("Nurses"), look="<w:tblHeader/>")


def test_figures_of_a_row_that_skips_columns_are_under_their_names() -> None:
    body = table(HEADER, row(cell("17"), cell("4"), look='<w:gridBefore w:val="1"/>'))
    assert read("a.docx", word_file(body)).text == "Text.\n\nBeds: 17 · Nurses: 4"


def test_cells_merged_the_old_way_reach_over_their_columns() -> None:
    merged = row(cell("Elm"), cell("9", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"))
    body = table(HEADER, merged, row(cell("Oak"), cell("7"), cell("8")))
    assert "Elm · Beds: 9 · Nurses: 9\nOak · Beds: 7 · Nurses: 8" in read("a.docx", word_file(body)).text


def test_deleted_cells_rows_and_tables_are_named() -> None:
    gone = row(cell("Ash"), cell("99"), cell("98"), look='<w:del w:id="1"/>')
    body = table(HEADER, row(cell("Elm"), cell("17"), cell("97", '<w:cellDel w:id="2"/>')), gone) + table(gone)
    builder = read("a.docx", word_file(body + "<w:p/>"))
    assert builder.text == "Text.\n\nElm · Beds: 17"
    assert kinds(builder) == [
        ("tracked deletion", "97"),
        ("tracked deletion", "Ash · 99 · 98"),
        ("tracked deletion", "Ash · 99 · 98"),
    ]


@pytest.mark.slow
def test_cells_beyond_the_grid_are_kept() -> None:
    rows = HEADER + row(cell("Elm"), cell("17"), cell("4"))
    for grid in (
        "",
        "<w:tblGrid/>",
        "<w:tblGrid><w:gridCol/></w:tblGrid>",
        '<w:tblGrid><w:gridCol w:w="9"/></w:tblGrid>',
    ):
        body = f'<w:tbl><w:tblPr><w:tblLook w:firstRow="1"/></w:tblPr>{grid}{rows}</w:tbl><w:p/>'
        assert read("a.docx", word_file(body)).text == "Text.\n\nElm · Beds: 17 · Nurses: 4"


def test_cell_over_columns_is_under_each_of_their_names() -> None:
    spanning = row(cell("Elm"), cell("both 9", '<w:gridSpan w:val="2"/>'))
    body = table(HEADER, spanning, row(cell("Oak"), cell("7"), cell("8")))
    assert read("a.docx", word_file(body)).text == (
        "Text.\n\nElm · Beds: both 9 · Nurses: both 9\nOak · Beds: 7 · Nurses: 8"
    )


def test_name_over_columns_is_before_the_names_below_it() -> None:
    top = row(
        cell("Ward", '<w:vMerge w:val="restart"/>'), cell("Staff", '<w:gridSpan w:val="2"/>'), look="<w:tblHeader/>"
    )
    below = row(cell("", "<w:vMerge/>"), cell("Nurses"), cell("Doctors"), look="<w:tblHeader/>")
    body = table(top, below, row(cell("Elm"), cell("9"), cell("2")))
    assert read("a.docx", word_file(body)).text == "Text.\n\nElm · Staff Nurses: 9 · Staff Doctors: 2"


def test_cell_over_rows_is_in_each_of_them() -> None:
    first = row(cell("North", '<w:vMerge w:val="restart"/>'), cell("Elm"), cell("9"))
    second = row(cell("", "<w:vMerge/>"), cell("Oak"), cell("7"))
    header = row(cell("Region"), cell("Ward"), cell("Beds"), look="<w:tblHeader/>")
    third = row(cell("South"), cell("Ash"), cell("5"))
    assert read("a.docx", word_file(table(header, first, second, third))).text == (
        "Text.\n\nNorth · Ward: Elm · Beds: 9\nNorth · Ward: Oak · Beds: 7\nSouth · Ward: Ash · Beds: 5"
    )


def test_small_table_in_a_cell_is_text_of_the_cell() -> None:
    inner = table(row(cell("Nights"), cell("3"), cell("4"))) + "<w:p/>"
    around = f"<w:tc><w:p><w:r><w:t>Twenty</w:t></w:r></w:p>{inner}</w:tc>"
    builder = read("a.docx", word_file(table(HEADER, row(cell("Elm"), around, cell("6")))))
    assert builder.text == "Text.\n\nElm · Beds: Twenty; Nights · 3 · 4 · Nurses: 6"
    assert not builder.left_out


def test_table_without_rows_has_no_text() -> None:
    body = "<w:tbl><w:tblPr/><w:tblGrid/></w:tbl><w:p><w:r><w:t>All else.</w:t></w:r></w:p>"
    assert read("a.docx", word_file(body)).text == "Text.\n\nAll else."
