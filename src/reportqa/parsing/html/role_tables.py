"""Tables made of other elements, by their roles, styles or class names, as HTML tables."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from reportqa.parsing.html.elements import names_of, text_of

_TABLE_ROLES = frozenset({"table", "grid", "treegrid"})
_HEADER_ROLES = frozenset({"columnheader", "rowheader"})
_CELL_ROLES = frozenset({"cell", "gridcell"}) | _HEADER_ROLES
_NATIVE = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "body", "html"})
_NAMES = (
    ("table", re.compile(r"(?:\w+ )?table")),
    ("row", re.compile(r"(?:\w+ )?(?:table )?(?:row|tr)(?: header| head)?|table head(?:er|ing)?")),
    ("columnheader", re.compile(r"(?:\w+ )?(?:table )?(?:th|head(?:er)? cell|cell header)")),
    ("cell", re.compile(r"(?:\w+ )?(?:table )?(?:cell|td)")),
)
_DISPLAY = re.compile(r"display:(?:inline-)?(table(?:-row|-cell)?)(?:!important)?(?:;|$)")
_SPANS = (("aria-colspan", "colspan"), ("aria-rowspan", "rowspan"))


def rebuild_tables(body: HtmlElement) -> None:
    """Replace tables of <div> and other elements by HTML tables, in place."""
    for element in [node for node in body.iterdescendants() if isinstance(node.tag, str)]:
        if element.tag not in _NATIVE and _role(element) in _TABLE_ROLES:
            _rebuild(element)


def _rebuild(element: HtmlElement) -> None:
    """Make a table of an element with two rows or more and two cells or more in one, unless it has text outside."""
    rows = [(row, list(_inside(row, _CELL_ROLES))) for row in _inside(element, frozenset({"row"}))]
    rows = [(row, cells) for row, cells in rows if cells]
    if len(rows) < 2 or max(len(cells) for _, cells in rows) < 2 or element.find(".//table") is not None:
        return
    captions = list(_inside(element, frozenset({"caption"})))[:1]
    if _letters(element) != sum(_letters(part) for part in [*captions, *(cell for _, cells in rows for cell in cells)]):
        return
    is_header = all(_role(cell) == "columnheader" for cell in rows[0][1]) or _is_named_header(rows[0][0])
    for row, cells in rows:
        for cell in cells:
            cell.tag = "th" if _role(cell) in _HEADER_ROLES or (is_header and row is rows[0][0]) else "td"
            cell.tail = None
            for name, native in _SPANS:
                if cell.get(name) is not None:
                    cell.set(native, cell.get(name))
        row.text = row.tail = None
        row[:] = cells
        row.tag = "tr"
    element.text = None
    for caption in captions:
        caption.tag, caption.tail = "caption", None
    element[:] = [*captions, *(row for row, _ in rows)]
    element.tag = "table"


def _letters(element: HtmlElement) -> int:
    return len("".join(text_of(element).split()))


def _is_named_header(row: HtmlElement) -> bool:
    return any("head" in name for name in names_of(row))


def _inside(element: HtmlElement, roles: frozenset[str]) -> Iterator[HtmlElement]:
    """Yield the outermost elements of these roles within an element, without those of tables in it."""
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        role = _role(child) if isinstance(child.tag, str) else ""
        if role in roles:
            yield child
        elif role not in _TABLE_ROLES:
            waiting.extend(reversed(child))


def _role(element: HtmlElement) -> str:
    """Return the role of an element by its attribute, its style or its names; "" if it has no part in a table."""
    given: str = element.get("role", "").strip().lower()
    if given:
        return given
    display = _DISPLAY.search(re.sub(r"\s", "", element.get("style", "").lower()))
    if display:
        return {"table": "table", "table-row": "row", "table-cell": "cell"}[display[1]]
    return next((role for name in names_of(element) for role, names in _NAMES if names.fullmatch(name)), "")
