"""Values of a filled form of a web page, as text beside their labels."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from reportqa.parsing.html.elements import LEFT_OUT, is_inside, names_of, text_of

_TYPED = frozenset(
    {
        "",
        "text",
        "number",
        "date",
        "month",
        "week",
        "time",
        "datetime",
        "datetime-local",
        "email",
        "tel",
        "url",
        "range",
    }
)
_TICKED = frozenset({"checkbox", "radio"})
_FIELDS = ("input", "select", "textarea")
_TOOLS = re.compile(
    r"\b(?:search|log ?in|sign ?(?:in|up)|newsletters?|subscri\w+|comments?|cookies?|consent|filters?|share|menu)\b",
    re.I,
)
"""Names of forms that are tools of the site."""
_CHROME = ("nav", "header", "footer", "button")


def write_form_values(body: HtmlElement) -> None:
    """Write what is filled in, ticked and chosen as text, in place; forms that hold nothing are unchanged."""
    for form in list(body.iter("form")):
        fields = list(form.iter(*_FIELDS))
        if any(map(_is_filled, fields)) and not _is_tool(form):
            _write(fields)
            form.tag = "div"
    alone = [
        field for field in body.iter(*_FIELDS) if not is_inside(field, ("form",)) and not is_inside(field, _CHROME)
    ]
    if any(map(_is_filled, alone)):
        _write([field for field in alone if not _is_tool(field)])


def _is_tool(element: HtmlElement) -> bool:
    """Return whether a form or a field belongs to the site, such as its search."""
    if is_inside(element, _CHROME) or "search" in (element.get("role"), element.get("type")):
        return True
    names = [*names_of(element), element.get("action", ""), element.get("name", ""), element.get("aria-label", "")]
    return bool(_TOOLS.search(" ".join(names).replace("_", " ").replace("/", " ")))


def _is_filled(field: HtmlElement) -> bool:
    kind = field.get("type", "").lower()
    if field.tag == "textarea":
        return bool(text_of(field))
    if field.tag == "select":
        return any(option.get("selected") is not None for option in field.iter("option"))
    return (
        field.get("checked") is not None if kind in _TICKED else kind in _TYPED and bool(field.get("value", "").strip())
    )


def _write(fields: list[HtmlElement]) -> None:
    for field in fields:
        kind = field.get("type", "").lower()
        if field.tag == "select":
            _write_choice(field)
        elif field.tag == "textarea":
            field.tag = "span"
            field.text = f" {field.text or ''} "
        elif kind in _TICKED:
            _put(field, "☒ " if field.get("checked") is not None else "☐ ")
        elif kind in _TYPED and field.get("value", "").strip():
            _put(field, f" {field.get('value')} ")


def _put(field: HtmlElement, text: str) -> None:
    field.tag = "span"
    field.text = text


def _write_choice(field: HtmlElement) -> None:
    options = list(field.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None] or options[:1]
    names = list(_names(chosen))
    others = list(_names([option for option in options if option not in chosen]))
    field[:] = []
    _put(field, f" {', '.join(names)} ")
    if others:
        rest = field.makeelement("span")
        rest.set(LEFT_OUT, "options not chosen")
        rest.text = ", ".join(others)
        field.append(rest)


def _names(options: list[HtmlElement]) -> Iterator[str]:
    for option in options:
        if name := text_of(option) or option.get("label", "").strip():
            yield name
