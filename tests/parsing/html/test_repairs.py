import re

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


def test_rows_of_text_between_bars_are_a_table_named_by_the_first() -> None:
    page = "<p>Two rates.</p><tr> | First | Later</tr>\n<tr>Higher | £3 | £1</tr>\n<tr>Lower | £2 | </tr><p>After.</p>"
    builder = parse(page.encode())
    (table,) = builder.tables
    assert table.rows == (("", "First", "Later"), ("Higher", "£3", "£1"), ("Lower", "£2", ""))
    assert builder.text == "Two rates.\n\nHigher · First: £3 · Later: £1\nLower · First: £2\n\nAfter."


@pytest.mark.parametrize(
    "rows",
    [
        "<tr>One | two</tr>",
        "<tr>One | two</tr><tr>three | four | five</tr>",
        "<tr>One | two</tr>between<tr>three | four</tr>",
        "<tr>One two</tr><tr>three four</tr>",
    ],
)
def test_other_rows_of_text_are_paragraphs_with_all_words(rows: str) -> None:
    builder = parse(f"<p>Before.</p>{rows}<p>After.</p>".encode())
    assert builder.tables == []
    words = re.findall(r"\w+", re.sub("<.*?>", " ", rows))
    assert re.findall(r"\w+", builder.text) == ["Before", *words, "After"]


@pytest.mark.parametrize("tag", ["main", 'div role="main"'])
def test_text_around_the_main_part_is_read(tag: str) -> None:
    page = f"<p>{'Before. ' * 9}</p><{tag}><p>In it.</p></{tag.split(maxsplit=1)[0]}><p>{'After. ' * 9}</p>"
    builder = parse(f"<h1>Title</h1>{page}".encode())
    assert [word for word in ("Before.", "In it.", "After.") if word not in builder.text] == []


def test_raised_letters_of_an_ordinal_are_letters() -> None:
    assert parse(b"<p>The 2<sup>nd</sup> ward has 2<sup>n</sup> beds.</p>").text == "The 2nd ward has 2ⁿ beds."


def test_table_in_a_cell_of_a_table_of_data_is_lines() -> None:
    inner = "<table><tr><th>Type</th><th>Sound</th></tr><tr><td>Short</td><td>quak</td></tr></table>"
    rows = f"<tr><td>Goose</td><td>Water and wetlands of the north</td></tr><tr><td>Duck</td><td>{inner}</td></tr>"
    table = f"<table><tr><th>Name</th><th>Habitat and sound</th></tr>{rows}</table>"
    (found,) = parse(f"<body><p>Ducks.</p>{table}</body>".encode()).tables
    assert found.rows == (
        ("Name", "Habitat and sound"),
        ("Goose", "Water and wetlands of the north"),
        ("Duck", "Type · Sound; Short · quak"),
    )
    layout = f"<table><tr><td>Menu</td><td>{inner}</td></tr></table>"
    (found,) = parse(f"<body><p>Ducks.</p>{layout}</body>".encode()).tables
    assert found.rows[-1] == ("Short", "quak")


def test_words_of_neighbouring_parts_do_not_touch() -> None:
    page = "<div><div><span>Acme</span></div><div><span>Products</span></div></div>"
    assert parse(page.encode()).text == "Acme\n\nProducts"


def test_header_over_all_columns_is_the_title_of_a_table() -> None:
    rows = "<tr><th>Depth</th><td>212 m</td></tr><tr><th>Area</th><td>31 ha</td></tr>"
    builder = parse(f"<p>A lake.</p><table><tr><th colspan='2'>Lake Orrin</th></tr>{rows}</table>".encode())
    assert builder.text == "A lake.\n\nLake Orrin\n\nDepth · 212 m\nArea · 31 ha"


@pytest.mark.parametrize("tag", ["output", "meter", "progress"])
def test_value_in_a_sentence_stays_in_it(tag: str) -> None:
    assert parse(f"<h1>Beds</h1><p>There are <{tag}>29</{tag}> of them.</p>".encode()).text.endswith(
        "There are 29 of them."
    )


def test_example_text_is_a_paragraph() -> None:
    assert parse(b"<h1>Beds</h1><p>As in</p><xmp>a <b> c</xmp>").text == "Beds\n\nAs in\n\na <b> c"
