from hypothesis import given
from hypothesis import strategies as st

from reportqa.parsing.pdf.columns import order_columns
from reportqa.parsing.pdf.lines import Line

LEFT, RIGHT = "The left column goes on with line", "and the right has its own line"


def line(text: str, left: float, row: int) -> Line:
    return Line(text, left, 700.0 - 14 * row, left + 5 * len(text), 710.0 - 14 * row, 10.0)


def texts(rows: list[list[Line]]) -> list[str]:
    return [part.text for row in order_columns(rows) for part in row]


def test_columns_come_one_after_another() -> None:
    rows = [[line(f"{LEFT} {n}", 50, n), line(f"{RIGHT} {n}", 320, n)] for n in range(6)]
    assert texts(rows) == [f"{LEFT} {n}" for n in range(6)] + [f"{RIGHT} {n}" for n in range(6)]


def test_a_few_rows_are_no_columns() -> None:
    rows = [[line(f"{LEFT} {n}", 50, n), line(f"{RIGHT} {n}", 320, n)] for n in range(3)]
    assert order_columns(rows) == rows


def test_cells_of_a_table_are_no_columns() -> None:
    rows = [[line(f"Label {n}", 50, n), line(str(n), 320, n)] for n in range(9)]
    assert order_columns(rows) == rows


def test_parts_that_begin_at_nearly_one_place_are_no_columns() -> None:
    rows = [[line(f"{LEFT} {n}", 50, n), line(f"{RIGHT} {n}", 65, n)] for n in range(9)]
    assert order_columns(rows) == rows


@given(
    st.lists(
        st.lists(st.tuples(st.text("ab ", min_size=1, max_size=60), st.floats(0, 600)), min_size=1, max_size=4),
        max_size=14,
    )
)
def test_no_line_is_lost_or_comes_twice(page: list[list[tuple[str, float]]]) -> None:
    rows = [[line(text, left, n) for text, left in row] for n, row in enumerate(page)]
    assert sorted(texts(rows)) == sorted(part.text for row in rows for part in row)
