"""Numbers of lists that are letters, Roman or do not begin at one: texts refer to them, as to "paragraph (b)"."""

import re
from collections.abc import Callable

from lxml.html import HtmlElement

from reportqa.parsing.html.elements import text_of

_STYLE = re.compile(r"list-style(?:-type)?:[^;]*?\b(lower|upper)-(alpha|latin|roman)")
_STYLES = {
    "lower-alpha": "a",
    "upper-alpha": "A",
    "lower-latin": "a",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_NUMBERED = re.compile(r"\(?(?:\d+|[a-z]{1,4})[.)]\s?", re.I)
_MAX_NUMBER = 399
_BLOCKS = ("p", "div")


def write_list_numbers(content: HtmlElement) -> None:
    """Write such numbers before the text of the items, in place; items that begin with a number have theirs already."""
    for numbered in content.iter("ol"):
        items = list(numbered.iterchildren("li"))
        style = _style(numbered)
        step = 1 if numbered.get("reversed") is None else -1
        number = _number(numbered.get("start", ""), 1 if step > 0 else len(items))
        if style is None and number == step == 1 and not any(item.get("value") for item in items):
            continue
        for item in items:
            number = _number(item.get("value", ""), number)
            if 0 < number <= _MAX_NUMBER and not _NUMBERED.match(text_of(item)):
                _write(item, f"{(style or str)(number)}. ")
            number += step
        for name in ("start", "type", "reversed"):
            numbered.attrib.pop(name, None)


def _number(given: str, otherwise: int) -> int:
    """Return the number in an attribute, or another one if it has none."""
    given = given.strip()
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else otherwise


def _style(numbered: HtmlElement) -> Callable[[int], str] | None:
    """Return how the numbers of a list are written, or None for Arabic ones."""
    found = _STYLE.search(re.sub(r"\s", "", numbered.get("style", "").lower()))
    kind = _STYLES[f"{found[1]}-{found[2]}"] if found else numbered.get("type", "1")
    return {"a": _letters, "A": _capitals, "i": _roman, "I": lambda number: _roman(number).upper()}.get(kind)


def _letters(number: int) -> str:
    before, last = divmod(number - 1, 26)
    return (_letters(before) if before else "") + chr(ord("a") + last)


def _capitals(number: int) -> str:
    return _letters(number).upper()


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written


def _write(item: HtmlElement, number: str) -> None:
    place = item
    while not (place.text or "").strip() and len(place) and place[0].tag in _BLOCKS:
        place = place[0]
    place.text = number + (place.text or "").lstrip()
