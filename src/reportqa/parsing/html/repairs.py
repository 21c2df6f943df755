"""Repairs of what pandoc would split or drop: layout tables, rows without cells, figures with two captions, nesting."""

from itertools import islice, takewhile

from lxml import etree
from lxml.html import HtmlElement

from reportqa.parsing.html.cell_spans import repeat_spanning_cells
from reportqa.parsing.html.elements import is_inside, length_of
from reportqa.parsing.html.list_numbers import write_list_numbers
from reportqa.parsing.html.prose import BLOCKS
from reportqa.parsing.html.word_gaps import part_words

MAX_DEPTH = 60
"""Maximum depth of elements; deeper ones are unwrapped for pandoc and the walk over its tree."""
_MAX_TABLES = 50
"""Maximum number of tables in the cells of a table of data."""
_MAX_INNER = 0.5
"""Maximum share of the text of a table that is in tables within its cells."""
_MAX_COLUMNS = 1000
"""Maximum column span of a cell, as in browsers; pandoc has no limit."""
_PLAIN_PARTS = ("aside", "article", "footer", "address", "nav", "main", "hgroup", "form", "fieldset", "center")
"""Elements that pandoc treats as <div>."""
_OTHER_NAMES = dict.fromkeys(("output", "meter", "progress"), "span") | {"xmp": "pre", "listing": "pre"}
_OTHER_NAMES |= dict.fromkeys(("legend", "marquee"), "div")
"""Elements that pandoc takes for blocks or for text around them, and those that browsers show alike."""
_TABLE_PARTS = frozenset({"caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr"})
_BAR = " | "
"""Separator of the cells in rows that a converter wrote as text."""


def repair(content: HtmlElement) -> None:
    """Rearrange tables, figures and definitions for pandoc, in place."""
    for row in list(content.iter("tr")):
        _split_rows(row)
    for table in list(content.iter("table")):
        if _is_of_data(table):
            for inner in list(table.iterdescendants("table")):
                _write_rows(inner)
        if next(table.iterdescendants("table"), None) is not None:
            # A layout table; pandoc would parse each nested table many times.
            for part in [table, *table.iterdescendants("tbody", "thead", "tfoot", "tr", "td", "th", "caption")]:
                if next(part.iterancestors("table"), table) is table:
                    part.tag = "div"
        else:
            _repair_table(table)
    for part in content.iter(*_PLAIN_PARTS):
        # Within nested lists pandoc parses each of them twice for every list around it.
        part.tag = "div"
    for part in content.iter(*_OTHER_NAMES):
        part.tag = _OTHER_NAMES[part.tag]
    for part in content.xpath("descendant-or-self::*[@role]"):
        # Of a page with a main part pandoc reads nothing else.
        del part.attrib["role"]
    for figure in content.iter("figure"):
        for caption in figure.findall(".//figcaption")[1:]:
            caption.tag = "p"
    write_list_numbers(content)
    part_words(content)
    for definitions in list(content.iter("dl")):
        if any(child.tag not in {"dt", "dd", "div"} for child in definitions):
            definitions.tag = "div"
            for part in list(definitions.iter("dt", "dd")):
                part.tag = "p"
    _flatten(content)


def _split_rows(first: HtmlElement) -> None:
    """Put a run of rows that are text, "Higher rate | £3,500", into a table outside which they are; the first names it.

    Rows of different numbers of cells are unchanged.
    """
    before = first.getprevious()
    if first.getparent() is None or first.getparent().tag in {"table", "tbody", "thead", "tfoot"}:
        return
    if not _is_text_row(first) or (before is not None and _is_text_row(before) and not (before.tail or "").strip()):
        return
    rows = [first]
    while not (rows[-1].tail or "").strip() and (after := rows[-1].getnext()) is not None and _is_text_row(after):
        rows.append(after)
    cells = [[cell.strip() for cell in f" {row.text} ".split(_BAR)] for row in rows]
    if len(rows) < 2 or len({len(row) for row in cells}) > 1:
        return
    table = etree.Element("table")
    table.tail = rows[-1].tail
    first.addprevious(table)
    head, body = etree.SubElement(table, "thead"), etree.SubElement(table, "tbody")
    for number, (row, texts) in enumerate(zip(rows, cells, strict=True)):
        row.text = row.tail = None
        (body if number else head).append(row)
        for text in texts:
            etree.SubElement(row, "td" if number else "th").text = text


def _is_text_row(element: HtmlElement) -> bool:
    return element.tag == "tr" and not len(element) and _BAR in f" {element.text or ''} "


def _is_of_data(table: HtmlElement) -> bool:
    """Return whether a table with tables in it has names of columns or rows, and most of the text outside of these."""
    inner = list(islice(table.iterdescendants("table"), _MAX_TABLES + 1))
    if not 0 < len(inner) <= _MAX_TABLES or is_inside(table, {"table"}):
        return False
    if table.get("role", "").lower() in {"presentation", "none"}:
        return False
    named = [cell for cell in table.iter("th") if next(cell.iterancestors("table")) is table]
    outermost = [part for part in inner if next(part.iterancestors("table")) is table]
    has_names = len(named) > 1 or any(cell.get("colspan", "1") != "1" for cell in named)
    return has_names and sum(map(length_of, outermost)) <= _MAX_INNER * length_of(table)


def _write_rows(table: HtmlElement) -> None:
    """Write the rows of a table within a cell as lines."""
    for cell in list(table.iter("td", "th")):
        if cell.getnext() is not None:
            cell.tail = " · "
        cell.tag = "span"
    for row in list(table.iter("tr", "caption")):
        row.tag = "p"
    for part in [table, *table.iter("thead", "tbody", "tfoot")]:
        part.tag = "div"


def _repair_table(table: HtmlElement) -> None:
    """Put the caption first and rows of header cells into <thead>, where pandoc expects them.

    A table with other contents is unchanged; pandoc writes its cells as paragraphs.
    """
    sections = [child for child in table if child.tag in {"thead", "tbody", "tfoot"}]
    if not all(child.tag in _TABLE_PARTS for child in table):
        return
    if not all(row.tag == "tr" for section in sections for row in section):
        return
    for group in (table, *sections):
        repeat_spanning_cells(list(group.iterchildren("tr")))
    head = [row for row in table.iterfind("./thead/tr") if len(row)]
    body = [row for row in table.xpath("./tr | ./tbody/tr") if len(row)]
    foot = [row for row in table.iterfind("./tfoot/tr") if len(row)]
    if not head:
        head = list(takewhile(lambda row: all(cell.tag == "th" for cell in row), body[:-1]))
        body = body[len(head) :]
    for cell in table.iterdescendants("td", "th"):
        for name, most in (("colspan", _MAX_COLUMNS), ("rowspan", len(head) + len(body) + len(foot))):
            if cell.get(name, "").strip().isdecimal() and int(cell.get(name)) > most:
                cell.set(name, str(most))
    caption = table.find("caption")
    is_title = len(head) > 0 and len(head[0]) == 1 and head[0][0].get("colspan", "1") != "1"
    if caption is None and is_title and len(head) + len(body) > 1:
        # One cell over all columns is the title of the table.
        caption = head.pop(0)[0]
        caption.tag = "caption"
        caption.attrib.clear()
        caption.tail = None
    for child in list(table):
        table.remove(child)
    table.text = None
    if caption is not None:
        table.append(caption)
    for tag, rows in (("thead", head), ("tbody", [*body, *foot])):
        if rows:
            etree.SubElement(table, tag).extend(rows)


def _flatten(content: HtmlElement) -> None:
    """Unwrap elements with a single child, then all that are still too deep."""
    for element in [node for node in content.iterdescendants("div", "span", "section") if len(node) == 1]:
        # Words of an inline element would touch those of the next part.
        is_line = element.tag != "span" and element[0].tag not in BLOCKS
        if not is_line and not (element.text or "").strip() and not (element[0].tail or "").strip():
            element.drop_tag()
    deep: list[HtmlElement] = []
    depth = 0
    for event, element in etree.iterwalk(content, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth > MAX_DEPTH:
            deep.append(element)
    for element in deep:
        element.tail = f" {element.tail or ''}"
        element.drop_tag()
