from reportqa.parsing.markup.html_tables import HtmlTables
from reportqa.parsing.markup.markdown import parse

TABLE = "<table>\n<tr><th>Town</th><th>Beds</th></tr>\n\n<tr><td rowspan=1>Ely</td><td>31 *</td></tr></table>"


def test_tables_are_tables_in_their_places() -> None:
    builder = parse(f"Before.\n\n{TABLE}\n\n- item\n\nAfter.\n\n{TABLE}\n\n```\n<table>code</table>\n```\n".encode())
    assert builder.text == ("Before.\n\nEly · Beds: 31 *\n\nitem\n\nAfter.\n\nEly · Beds: 31 *\n\n<table>code</table>")
    assert len(builder.tables) == 2


def test_text_without_tables_stays() -> None:
    tables = HtmlTables()
    assert tables.mark("a <b>c</b> \ue0000\ue000") == "a <b>c</b> \ue0000\ue000"
    assert tables.restore({"blocks": []}, []) == {"blocks": []}
