"""Tables of words of which only the rows are ruled or shaded."""

import pytest

from reportqa.parsing.pdf.parser import parse
from support.typeset import typeset

WORDS = {
    "Practices": (
        "Each practice decides by itself, after a vote of all its partners",
        "The practice, out of its own budget",
    ),
    "Patients": ("The board of the partnership decides for them", "The clinical commissioning group"),
    "Hospitals": ("A joint committee of both sides, which meets in every month", "NHS England and the council"),
    "Nurses": ("Nobody has said so far who decides", "The practice in which they work, or none"),
}
RULED = "stroke: (x, y) => (bottom: .5pt)"
SHADED = "stroke: none, fill: (x, y) => if calc.even(y) { luma(220) }"
COLUMNS = "columns: (2.5cm, 4.5cm, 4.5cm)"


def table(look: str, heads: str = "[*Group*], [*Who decides*], [*Who pays*]") -> str:
    rows = ", ".join(f"[{group}], [{decides}], [{pays}]" for group, (decides, pays) in WORDS.items())
    return f"Some text stands before it.\n\n#table({COLUMNS}, {look}, {heads}, {rows})\n\nAnd some behind it."


@pytest.mark.parametrize("look", [RULED, SHADED])
def test_cell_has_its_headers(look: str) -> None:
    builder = parse(typeset(table(look)))
    for group, (decides, pays) in WORDS.items():
        assert f"{group} · Who decides: {decides} · Who pays: {pays}" in builder.text
    assert builder.text.startswith("Some text stands before it.\n\n")
    assert builder.text.endswith("\n\nAnd some behind it.")


def test_headers_may_be_on_two_levels() -> None:
    over_all = "table.cell(colspan: 2, align: center)[*What was found in all the areas*]"
    heads = f"[], {over_all}, [*Group*], [*Who decides*], [*Who pays*]"
    rules = "stroke: (x, y) => if y == 0 { (top: .5pt) } else { (bottom: .5pt) }"
    text = parse(typeset(table(rules, heads))).text
    assert "Nurses · What was found in all the areas Who decides: Nobody has said so far who decides" in text


def test_rows_without_bold_headers_are_no_table() -> None:
    assert not parse(typeset(table(RULED, "[Group], [Who decides], [Who pays]"))).tables


def test_columns_of_text_between_rules_are_no_table() -> None:
    rule = "#line(length: 100%)\n"
    column = "The council met on Monday and agreed that nothing should change before the summer of next year. "
    text = parse(typeset(f"{rule}*Columns of text*\n{rule}#columns(2)[{column * 4}]\n{rule}")).text
    assert " ".join(text.split()) == f"Columns of text {column * 4}".strip()
