import pytest

from reportqa.errors import ParseError
from support.formats import read
from support.old_sheets import NAMESPACES, flat_sheets, zipped_sheets


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def table(*rows: str, attributes: str = "", columns: str = "") -> str:
    return f'<table:table table:name="S" {attributes}>{columns}{"".join(rows)}</table:table>'


NAMES = row(cell("Trust"), cell("Beds"), cell("Share"))


@pytest.mark.parametrize("suffix", [".ods", ".fods"])
def test_cells_are_read_as_displayed(suffix: str) -> None:
    tables = table(
        NAMES,
        row(cell("Avon"), cell("1,204", 'office:value-type="float" office:value="1204"'), cell("50.0%")),
        row(
            cell("Bu<text:span>r</text:span>e"),
            '<table:table-cell office:value-type="float" office:value="15"/>',
            cell("a<text:s/>b<text:line-break/>c"),
        ),
    )
    data = flat_sheets(tables) if suffix == ".fods" else zipped_sheets(tables, {})
    assert read(f"a{suffix}", data).text == "S\n\nAvon · Beds: 1,204 · Share: 50.0%\nBure · Beds: 15 · Share: a b c"


def test_repeated_and_merged_cells() -> None:
    covered = "<table:covered-table-cell/>"
    tables = table(
        NAMES,
        row(cell("Avon", 'table:number-rows-spanned="2"'), cell("12", 'table:number-columns-repeated="2"')),
        row(covered, cell("13"), cell("14")),
        row(cell("Bure"), cell("7", 'table:number-columns-spanned="2"'), covered),
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>',
    )
    assert read("a.fods", flat_sheets(tables)).text == (
        "S\n\nAvon · Beds: 12 · Share: 12\nAvon · Beds: 13 · Share: 14\nBure · Beds: 7 · Share: 7"
    )


def test_hidden_rows_columns_and_sheets_are_named() -> None:
    properties = '<style:table-properties table:display="false"/>'
    styles = f'<style:style style:name="ta2" style:family="table">{properties}</style:style>'
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    shown = table(
        NAMES,
        row(cell("Old"), cell("999"), cell("1%"), attributes='table:visibility="filter"'),
        row(cell("Avon"), cell("777"), cell("2%")),
        row(cell("Bure"), cell("778"), cell("3%")),
        columns=columns,
    )
    hidden = table(row(cell("secret")), attributes='table:style-name="ta2"').replace('name="S"', 'name="Workings"', 1)
    builder = read("a.fods", flat_sheets(shown + hidden, styles))
    assert builder.text == "S\n\nAvon · Share: 2%\nBure · Share: 3%"
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [
        ("hidden row", "row 2: Old 999 1%"),
        ("hidden column", "column B: Beds · 777 · 778"),
        ("hidden sheet", "Workings: secret"),
    ]


def test_notes_boxes_charts_and_pictures() -> None:
    frame = "<draw:frame><draw:text-box><text:p>Beds closed: 36.</text:p></draw:text-box></draw:frame>"
    chart = '<draw:frame><draw:object xlink:href="./Object 1"/><draw:image/></draw:frame>'
    picture = "<draw:frame><draw:image/><svg:title>Map of beds</svg:title></draw:frame>"
    note = "<office:annotation><text:p>Counted</text:p><text:p>twice</text:p></office:annotation>"
    noted = f"<table:table-cell>{note}<text:p>12</text:p></table:table-cell>"
    tables = table(
        f"<table:shapes>{frame}{chart}</table:shapes>", NAMES, row(cell("Avon"), noted, cell("2%") + picture)
    )
    title = "<chart:chart><chart:title><text:p>By trust</text:p></chart:title></chart:chart>"
    inner = f"<office:document-content {NAMESPACES}>{title}</office:document-content>"
    tables = tables.replace("</table:table-cell><draw", "<draw").replace(picture, f"{picture}</table:table-cell>")
    builder = read("a.ods", zipped_sheets(tables, {"Object 1/content.xml": inner}))
    assert builder.text == (
        "S\n\nAvon · Beds: 12 · Share: 2%\n\nBeds closed: 36.\n\nBy trust\n\nMap of beds\n\n"
        "Note on B2 (Avon, 12): Counted twice"
    )
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [
        ("drawing of a chart", "By trust"),
        ("picture", "Map of beds"),
    ]


def test_formula_without_a_result_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    formula = '<table:table-cell table:formula="of:=[.B3]+1"/>'
    tables = table(NAMES, row(cell("All"), formula, cell("1%")), row(cell("Avon"), cell("12"), cell("2%")))
    builder = read("a.fods", flat_sheets(tables))
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [("formula without a result", "B2: [.B3]+1")]
    assert "(S!B2)" in builder.warnings[0]


def test_encrypted_and_damaged_files_are_refused() -> None:
    manifest = '<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>'
    with pytest.raises(ParseError, match="has a password"):
        read("a.ods", zipped_sheets("", {"META-INF/manifest.xml": manifest}))
    with pytest.raises(ParseError, match=r"save it again as \.ods"):
        read("a.fods", b"<x/>")


def test_too_many_repeated_cells_are_refused() -> None:
    wide = row(cell("x", 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1000000"')
    with pytest.raises(ParseError, match="more than 5,000,000 cells"):
        read("a.fods", flat_sheets(table(wide)))


def test_properties_are_those_of_the_file() -> None:
    meta = f"<office:meta {NAMESPACES}><title>Beds</title><creation-date>2016-07-19</creation-date></office:meta>"
    tables = table(NAMES, row(cell("Avon"), cell("12"), cell("2%")))
    zipped = read(
        "a.ods",
        zipped_sheets(tables, {"meta.xml": f"<office:document-meta {NAMESPACES}>{meta}</office:document-meta>"}),
    )
    flat = read("a.fods", flat_sheets(tables).replace(b"<office:body>", meta.encode() + b"<office:body>"))
    assert zipped.csl_item == flat.csl_item == {"title": "Beds", "issued": {"date-parts": [[2016, 7, 19]]}}
