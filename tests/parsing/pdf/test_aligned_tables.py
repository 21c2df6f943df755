"""Tables set without rules: made with typst, read by the PDF parser."""

import pytest

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.pdf.parser import parse
from support.typeset import typeset

PAGE = """
#set page(width: 620pt, height: 420pt, margin: 40pt)
#set text(font: "Libertinus Serif", size: 10pt)
"""
FIRST, LAST = "The results of the year are set out below in full.", "They were approved by the board in the spring."


def table(*rows: str, columns: int = 3) -> DocumentBuilder:
    cells = ", ".join(f"[{cell.strip()}]" for row in rows for cell in row.split("|"))
    align = ", ".join(["left", *["right"] * (columns - 1)])
    widths = f"(200pt, ..((80pt,) * {columns - 1}))"
    made = f"#table(columns: {widths}, stroke: none, align: ({align}), {cells})"
    return parse(typeset(f"{FIRST}\n\n{made}\n\n{LAST}", PAGE))


def test_figure_has_its_label_and_its_header() -> None:
    builder = table("|2022|2021", r"Total revenue|\$17,606|\$15,785", "Cost of sales|(2,165)|(1,865)", "Margin|12.5%|—")
    lines = builder.text.split("\n")
    assert "Total revenue · 2022: $17,606 · 2021: $15,785" in lines
    assert "Cost of sales · 2022: (2,165) · 2021: (1,865)" in lines
    assert "Margin · 2022: 12.5% · 2021: —" in lines
    assert builder.tables[0].rows[0] == ("", "2022", "2021")


def test_the_paragraphs_around_a_table_are_no_headers_of_it() -> None:
    builder = table("Patients|120,000|87,556", "Practices|21|16", "Staff|410|220")
    assert FIRST in builder.text.split("\n\n")
    assert LAST in builder.text.split("\n\n")
    assert "Patients · 120,000 · 87,556" in builder.text


def test_a_header_over_several_columns_names_each_of_them() -> None:
    builder = table(
        "|Three months|Three months|Twelve months|Twelve months",
        "|2022|2021|2022|2021",
        "Net sales|1|2|3|4",
        "Net income|5|6|7|8",
        columns=5,
    )
    assert "Net sales · Three months 2022: 1 · Three months 2021: 2 · Twelve months 2022: 3" in builder.text


def test_line_that_groups_rows_stays_between_them() -> None:
    builder = table("|2022|2021", "Income|1,000|900", "Costs:||", "Staff|400|300", "Rent|100|90")
    lines = builder.text.split("\n")
    assert lines.index("Costs:") == lines.index("Staff · 2022: 400 · 2021: 300") - 1


def test_a_total_without_a_label_keeps_its_headers() -> None:
    assert "2022: 500 · 2021: 390" in table("|2022|2021", "Staff|400|300", "Rent|100|90", "|500|390").text


@pytest.mark.parametrize("rows", [("Name|Role|Town", "Ann Lee|Chair|Leeds", "Bo Ek|Member|York"), ("Only one|12|13",)])
def test_what_is_no_table_of_figures_is_kept_as_rows(rows: tuple[str, ...]) -> None:
    builder = table(*rows)
    assert builder.tables == []
    for row in rows:
        assert " · ".join(row.split("|")) in builder.text


def test_no_word_of_a_table_is_lost_or_written_twice_but_for_headers() -> None:
    builder = table("|2022|2021", "Income|1,000|900", "Costs:||", "Staff|400|300")
    for word in ("1,000", "900", "400", "300", "Income", "Costs:", "Staff"):
        assert builder.text.count(word) == 1


def test_headers_that_share_the_columns_evenly_name_all_of_theirs() -> None:
    over = "table.cell(colspan: 3, align: center)"
    names = ", ".join(["[Gross]", "[Written off]", "[Net]"] * 2)
    heads = f"[], {over}[December 2022], {over}[December 2021], [], {names}"
    rows = "[Trademarks], [376], [172], [204], [375], [128], [247], [Other], [61], [54], [7], [60], [31], [29]"
    look = "columns: (80pt, ..((55pt,) * 6)), stroke: none, align: (x, _) => if x > 0 { right } else { left }"
    text = parse(typeset(f"{FIRST}\n\n#table({look}, {heads}, {rows})\n\n{LAST}", PAGE)).text
    assert "Trademarks · December 2022 Gross: 376 · December 2022 Written off: 172 · December 2022 Net: 204" in text
    assert "December 2021 Gross: 375 · December 2021 Written off: 128 · December 2021 Net: 247" in text


def test_a_header_in_two_lines_names_its_own_column_only() -> None:
    builder = table(
        "||Written||Set", "|Gross|off|Net|aside", "Trademarks|376|172|204|12", "Patents|61|54|7|3", columns=5
    )
    assert "Trademarks · Gross: 376 · Written off: 172 · Net: 204 · Set aside: 12" in builder.text


@pytest.mark.parametrize(("cells", "shown"), [("0.1 to 2.3", "0.1 to 2.3"), ("(0.1, 2.3)", "(0.1, 2.3)")])
def test_a_range_is_one_figure(cells: str, shown: str) -> None:
    builder = table("|Mean|Range", f"Patients|1.2|{cells}", "Practices|4.5|3.1 to 6.7")
    assert f"Patients · Mean: 1.2 · Range: {shown}" in builder.text


def test_the_short_end_of_a_paragraph_is_no_header() -> None:
    place = "#h(200pt) patients were affected."
    rows = "columns: (200pt, 80pt, 80pt), stroke: none, [], [Mean], [Least], [North], [11], [12], [South], [21], [22]"
    text = parse(typeset(f"{FIRST}\\\n{place}\n#v(-8pt)\n#table({rows})\n\n{LAST}", PAGE)).text
    assert "North · Mean: 11 · Least: 12" in text


def test_years_below_a_table_are_the_headers_of_another() -> None:
    builder = table("|2022|2021", "Sales|100|90", "Costs|60|50", "Spent:||", "|2020|2019", "Wages|70|65", "Rent|8|7")
    lines = builder.text.split("\n")
    assert "Costs · 2022: 60 · 2021: 50" in lines
    assert "Wages · 2020: 70 · 2019: 65" in lines
    assert len(builder.tables) == 2
