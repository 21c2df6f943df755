import pytest

from reportqa.parsing.html.parser import parse


def test_layout_table_is_read_in_order() -> None:
    page = "<table><tr><td><h2>Left</h2><p>First.</p></td><td><h2>Right</h2><p>Second.</p></td></tr></table>"
    builder = parse(page.encode())
    assert builder.text == "Left\n\nFirst.\n\nRight\n\nSecond."
    assert builder.tables == []


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr></tr><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr><caption>C</caption></table>",
        "<table><tfoot><tr><td>1</td><td>2</td></tr></tfoot><thead><tr><td>A</td><td>B</td></tr></thead></table>",
    ],
)
def test_parts_of_a_table_in_another_order_are_a_table(page: str) -> None:
    (table,) = parse(page.encode()).tables
    assert table.rows == (("A", "B"), ("1", "2"))


def test_nothing_is_lost_in_odd_markup() -> None:
    page = (
        "<dl><p>one</p><dt>two</dt><dd>three</dd></dl><figure><figcaption>four</figcaption><p>five</p>"
        "<figcaption>six</figcaption></figure><table><tr><td>seven</td>eight<td>nine</td></tr></table>"
    )
    text = parse(page.encode()).text
    assert [word for word in "one two three four five six seven eight nine".split() if word not in text] == []


def test_table_without_a_header_keeps_every_cell() -> None:
    page = "<table><tr><th>Founded</th><td>2004</td></tr><tr><th>Location</th><td>London</td></tr></table>"
    builder = parse(page.encode())
    assert builder.text == "Founded · 2004\nLocation · London"
