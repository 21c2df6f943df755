"""Mends what pandoc would take apart or drop: odd tables, figures with two captions, endless nesting."""

from itertools import takewhile

from lxml import etree
from lxml.html import HtmlElement

MAX_DEPTH = 60
"""Depth from which elements are unwrapped: pandoc and the walk over its tree nest no deeper."""
_MAX_COLUMNS = 1000
"""Columns that a cell may span, as in browsers; pandoc would make as many cells as the page says."""
_PLAIN_PARTS = ("aside", "article", "footer", "address", "nav", "hgroup", "form", "fieldset", "center")
"""Elements that are a <div> by another name to pandoc."""
_TABLE_PARTS = frozenset({"caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr"})


def mend(content: HtmlElement) -> None:
    """Bring the page's tables, figures and definitions, in place, into the order that pandoc reads."""
    for table in list(content.iter("table")):
        if next(table.iterdescendants("table"), None) is not None:
            # It only lays out the page; pandoc would try each nested table many times over.
            for part in [table, *table.iterdescendants("tbody", "thead", "tfoot", "tr", "td", "th", "caption")]:
                if next(part.iterancestors("table"), table) is table:
                    part.tag = "div"
        else:
            _mend_table(table)
    for part in content.iter(*_PLAIN_PARTS):
        # Within nested lists pandoc tries each of them twice for every list around it.
        part.tag = "div"
    for figure in content.iter("figure"):
        for caption in figure.findall(".//figcaption")[1:]:
            caption.tag = "p"
    for definitions in list(content.iter("dl")):
        if any(child.tag not in {"dt", "dd", "div"} for child in definitions):
            definitions.tag = "div"
            for part in list(definitions.iter("dt", "dd")):
                part.tag = "p"
    _flatten(content)


def _mend_table(table: HtmlElement) -> None:
    """Put the caption first and rows of header cells into <thead>: pandoc takes only the first for headers.

    A table with anything else in it stays as it is; pandoc writes its cells as paragraphs.
    """
    sections = [child for child in table if child.tag in {"thead", "tbody", "tfoot"}]
    if not all(child.tag in _TABLE_PARTS for child in table):
        return
    if not all(row.tag == "tr" for section in sections for row in section):
        return
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
    for child in list(table):
        table.remove(child)
    table.text = None
    if caption is not None:
        table.append(caption)
    for tag, rows in (("thead", head), ("tbody", [*body, *foot])):
        if rows:
            etree.SubElement(table, tag).extend(rows)


def _flatten(content: HtmlElement) -> None:
    """Unwrap elements that only wrap one other, then all that are still too deep."""
    for element in [node for node in content.iterdescendants("div", "span", "section") if len(node) == 1]:
        if not (element.text or "").strip() and not (element[0].tail or "").strip():
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
