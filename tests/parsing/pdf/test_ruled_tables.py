"""Tables that have rules, as typst draws them."""

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.pdf.parser import parse
from support.typeset import typeset

SPANS = """
#table(columns: 5,
  table.cell(rowspan: 2)[Region], table.cell(colspan: 2)[2015], table.cell(colspan: 2)[2016],
  [Practices], [Patients], [Practices], [Patients],
  [North], [11], [21,000], [15], [31,000],
  [South], [12], [22,000], [16], [32,000])
"""
LABELS = """
#table(columns: (2cm, 7cm, 2cm),
  table.cell(rowspan: 2)[Money], [The council pays.], [Page 3],
  [Nobody else pays.], [Page 4],
  table.cell(rowspan: 2)[Staff], [Nurses are hired.], [Page 5],
  [Doctors are not.], [Page 6])
"""


def read(source: str) -> DocumentBuilder:
    return parse(typeset(source))


def test_headers_that_span_columns_precede_those_below() -> None:
    text = read(f"Text before.\n{SPANS}").text
    assert "North · 2015 Practices: 11 · 2015 Patients: 21,000 · 2016 Practices: 15 · 2016 Patients: 31,000" in text
    assert text.count("Region") == 0


def test_label_that_spans_rows_is_in_each_and_is_no_header() -> None:
    builder = read(LABELS)
    assert builder.text.split("\n") == [
        "Money · The council pays. · Page 3", "Money · Nobody else pays. · Page 4",
        "Staff · Nurses are hired. · Page 5", "Staff · Doctors are not. · Page 6",
    ]  # fmt: skip


def test_table_continued_overleaf_has_its_headers_there() -> None:
    rows = ", ".join(f"[Practice {n}], [{n * 1000}], [Good]" for n in range(1, 41))
    builder = read(f"#table(columns: 3, [*Name*], [*List*], [*Rating*], {rows})\n\nText behind.")
    assert len(builder.tables) == len(builder.pages) == 2
    for n in range(1, 41):
        assert f"Practice {n} · List: {n * 1000} · Rating: Good" in builder.text
    assert "List: List" not in builder.text


def test_headers_that_the_file_repeats_are_not_doubled() -> None:
    rows = ", ".join(f"[Practice {n}], [{n * 1000}]" for n in range(1, 41))
    builder = read(f"#table(columns: 2, table.header([*Name*], [*List*]), {rows})\n\nText behind.")
    assert "Practice 40 · List: 40000" in builder.text
    assert builder.text.count("Name") == 0


def test_boxes_that_reach_beyond_the_page_make_no_table() -> None:
    boxes = "".join(
        f"#place(top + left, dx: {20 + 90 * n}pt, dy: -300pt, box(width: 60pt, height: 500pt, stroke: .5pt))"
        for n in (0, 1, 2)
    )
    text = "The council met on Monday and agreed that nothing should change before the summer of next year. " * 6
    assert " ".join(read(boxes + text).text.split()) == text.strip()


def test_boxes_behind_text_make_no_table() -> None:
    boxes = (
        "".join(
            f"#place(top + left, dx: {20 + 50 * n}pt, dy: 0pt, box(width: 50pt, height: 100pt, stroke: .5pt))"
            for n in range(4)
        )
        + "#place(top + left, dx: 20pt, dy: 30pt, box(width: 200pt, height: 40pt, stroke: .5pt))"
    )
    text = "The council met on Monday and agreed that nothing should change before the summer of next year. " * 6
    assert " ".join(read(boxes + text).text.split()) == text.strip()


def test_boxes_around_figures_leave_the_table_whole() -> None:
    cell = "table.cell(stroke: .5pt)"
    heads = "columns: (4cm, 2cm, 2cm, 2cm), stroke: none, align: (x, _) => if x > 0 { right } else { left }"
    rows = "".join(
        f", [{name}], {cell}[{n}1], {cell}[{n}2], [{n}3]" for n, name in enumerate(("North", "South", "East"), start=4)
    )
    assert "South · 2014: 51 · 2015: 52 · 2016: 53" in read(f"#table({heads}, [], [2014], [2015], [2016]{rows})").text


def test_a_row_that_begins_with_a_number_at_the_foot_of_a_page_is_no_note() -> None:
    table = (
        "#table(columns: 2, [Area], [What was found], [North], [20 practices merged], [South], [80 per cent agreed])"
    )
    text = read(f"#text(size: 12pt)[{'Words about it all. ' * 20}]\n\n#set text(size: 8pt)\n{table}").text
    assert "South · What was found: 80 per cent agreed" in text


def test_table_without_rules_at_its_sides_has_all_columns() -> None:
    strokes = "stroke: (x, y) => (top: .5pt, bottom: .5pt, left: if x > 0 { .5pt })"
    cells = "[Layers], [Language], [Score], [Time], [6], [Short], [0.965], [2.73], [4], [Long], [0.938], [1.97]"
    builder = read(f"#table(columns: (3cm, 3cm, 3cm, 3cm), {strokes}, {cells})")
    assert builder.text == (
        "6 · Language: Short · Score: 0.965 · Time: 2.73\n4 · Language: Long · Score: 0.938 · Time: 1.97"
    )
