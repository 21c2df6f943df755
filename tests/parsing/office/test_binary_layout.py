import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.errors import ParseError
from reportqa.parsing.office.binary_layout import read_layouts
from support.old_sheets import Error, binary_workbook
from support.strategies import fast

DATA = binary_workbook(
    "Beds", [["Trust", "Beds"], ["Avon", Error(7)], [Error(42), 3.0]], {"Hid": "x"}, hidden_rows=[2], hidden_columns=[0]
)


def test_errors_and_hidden_rows_and_columns_have_their_places() -> None:
    layouts = read_layouts(DATA)
    assert list(layouts) == ["Beds", "Hid"]
    assert layouts["Beds"].errors == {(1, 1): "#DIV/0!", (2, 0): "#N/A"}
    assert (layouts["Beds"].hidden_rows, layouts["Beds"].hidden_columns) == ({2}, {0})
    assert layouts["Hid"].errors == {}


@fast
@given(st.integers(0, len(DATA) - 1), st.integers(0, 255))
def test_damaged_files_are_read_or_refused(at: int, byte: int) -> None:
    changed = DATA[:at] + bytes([byte]) + DATA[at + 1 :]
    try:
        layouts = read_layouts(changed)
    except ParseError:
        return
    assert all(row >= 0 for layout in layouts.values() for row, _ in layout.errors)


def test_other_files_are_refused() -> None:
    with pytest.raises(ParseError, match="damaged"):
        read_layouts(b"PK no package")
