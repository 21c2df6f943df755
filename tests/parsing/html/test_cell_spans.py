import pytest

from reportqa.parsing.html.parser import parse


def _text(rows: str) -> str:
    return parse(f"<table>{rows}</table>".encode()).text


HEAD = "<tr><th>Site</th><th>Ward</th><th>Beds</th></tr>"


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><th rowspan='3'>Hale</th></tr><tr><td>Ash</td><td>31</td></tr><tr><td>Elm</td><td>9</td></tr>",
        "<tr><th rowspan='2'>Hale</th><td>Ash</td><td>31</td></tr><tr><td>Elm</td><td>9</td></tr>",
        "<tr><td rowspan='0'>Hale</td><td>Ash</td><td>31</td></tr><tr><td>Elm</td><td>9</td></tr>",
        "<tr><td rowspan='99'>Hale</td><td>Ash</td><td>31</td></tr><tr></tr><tr><td>Elm</td><td>9</td></tr>",
    ],
)
def test_label_over_rows_stands_in_each_of_them(rows: str) -> None:
    assert _text(HEAD + rows) == "Hale · Ward: Ash · Beds: 31\nHale · Ward: Elm · Beds: 9"


def test_labels_alone_in_rows_within_each_other_move_no_figure() -> None:
    rows = "<tr><td rowspan='4'>Hale</td></tr><tr><td rowspan='3'>Ash</td></tr><tr><td>31</td></tr><tr><td>28</td></tr>"
    assert _text(HEAD + rows) == "Hale · Ward: Ash · Beds: 31\nHale · Ward: Ash · Beds: 28"


def test_span_ends_with_its_group_of_rows() -> None:
    rows = (
        f"<thead>{HEAD}</thead><tbody><tr><td rowspan='9'>Hale</td><td>Ash</td><td>31</td></tr></tbody>"
        "<tbody><tr><td>Yew</td><td>Elm</td><td>9</td></tr></tbody>"
    )
    assert _text(rows) == "Hale · Ward: Ash · Beds: 31\nYew · Ward: Elm · Beds: 9"


def test_cell_over_rows_and_columns_is_in_each() -> None:
    rows = "<tr><td>Hale</td><td rowspan='2' colspan='2'>closed</td></tr><tr><td>Yew</td></tr>"
    assert _text(HEAD + rows) == "Hale · Ward: closed · Beds: closed\nYew · Ward: closed · Beds: closed"


def test_cells_of_a_layout_are_read_once() -> None:
    rows = "<tr><td rowspan='2'><h2>Left</h2><p>First.</p></td><td>Second.</td></tr><tr><td>Third.</td></tr>"
    assert _text(rows).split() == ["Left", "First.", "Second.", "Third."]


@pytest.mark.slow
def test_huge_spans_are_bounded() -> None:
    row = "<tr>" + "<td rowspan='999999' colspan='999999'>word</td>" * 50 + "</tr>"
    assert "word" in _text(row * 50)


@pytest.mark.slow
def test_label_of_a_long_table_stands_in_each_row() -> None:
    rows = "<tr><td rowspan='900'>Hale</td><td>Ash</td><td>1</td></tr>" + "<tr><td>Elm</td><td>2</td></tr>" * 899
    lines = _text(HEAD + rows).split("\n")
    assert len(lines) == 900
    assert set(lines[1:]) == {"Hale · Ward: Elm · Beds: 2"}
