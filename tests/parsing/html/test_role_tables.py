import pytest

from reportqa.parsing.html.parser import parse


def _table(names: tuple[str, str, str, str]) -> str:
    whole, row, head, cell = names
    lines = [f"<div {row}>" + "".join(f"<div {head}>{name}</div>" for name in ("Ward", "Beds")) + "</div>"]
    for ward, beds in (("Birch", 24), ("Cedar", 18)):
        lines.append(f"<div {row}><div><div {cell}>{ward}</div><div {cell}>{beds}</div></div></div>")
    return f"<h1>Wards</h1><div {whole}><div>{''.join(lines)}</div></div>"


@pytest.mark.parametrize(
    "names",
    [
        ('role="table"', 'role="row"', 'role="columnheader"', 'role="cell"'),
        ('role="grid"', 'role="row"', 'role="columnheader"', 'role="gridcell"'),
        ('class="table"', 'class="table-row"', 'class="header-cell"', 'class="table-cell"'),
    ],
)
def test_elements_with_parts_of_a_table_are_a_table(names: tuple[str, str, str, str]) -> None:
    builder = parse(_table(names).encode())
    assert builder.text == "Wards\n\nBirch · Beds: 24\nCedar · Beds: 18"
    assert [table.rows for table in builder.tables] == [(("Ward", "Beds"), ("Birch", "24"), ("Cedar", "18"))]


def test_style_makes_a_table() -> None:
    names = tuple(f'style="display: {part}"' for part in ("table", "table-row", "table-cell", "table-cell"))
    builder = parse(_table((names[0], names[1], names[2], names[3])).encode())
    assert [table.rows[-1] for table in builder.tables] == [("Cedar", "18")]


def test_cell_that_spans_rows_is_repeated() -> None:
    page = (
        "<div role='table'><div role='row'><b role='columnheader'>Site</b><b role='columnheader'>Beds</b></div>"
        "<div role='row'><b role='cell' aria-rowspan='2'>Hale</b><b role='cell'>4</b></div>"
        "<div role='row'><b role='cell'>5</b></div></div>"
    )
    assert parse(page.encode()).text == "Hale · Beds: 4\nHale · Beds: 5"


def test_text_outside_of_the_cells_is_kept() -> None:
    page = _table(('role="table"', 'role="row"', 'role="columnheader"', 'role="cell"'))
    text = parse(page.replace('<div role="columnheader', 'Note <div role="columnheader', 1).encode()).text
    assert text.split() == ["Wards", "Note", "Ward", "Beds", "Birch", "24", "Cedar", "18"]


def test_rows_of_a_page_layout_are_not_a_table() -> None:
    page = '<div class="container"><div class="row"><div class="cell">One</div><div class="cell">Two</div></div></div>'
    assert parse((page + page).encode()).tables == []


def test_deep_table_does_not_exhaust_the_stack() -> None:
    page = "<div role='table'>" + "<div>" * 1500 + "<div role='row'><div role='cell'>words</div></div>"
    assert parse(page.encode()).text == "words"
