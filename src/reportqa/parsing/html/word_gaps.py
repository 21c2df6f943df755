"""Gaps between words that a page makes with styles: "4,312" and "people" in two boxes are no "4,312people"."""

import re

from lxml.html import HtmlElement

from reportqa.parsing.html.elements import is_inside, text_of

_MEANING = re.compile(r"[a-z]{4}", re.I)
"""In a class that says what an element is; programs that write PDFs as HTML number theirs."""
_ENDINGS = re.compile(r"(?:st|nd|rd|th|s|er|e)\b", re.I)
_NUMBER = re.compile(r"\(?(?:\d+|[a-z]{1,3})[.)]")
"""Number of a clause."""
_MIN_WORD = 2


def part_words(content: HtmlElement) -> None:
    """Put spaces between neighbouring spans of different classes, and behind a number in a span before a word."""
    for span in list(content.iter("span")):
        after, classes = span.getnext(), _classes(span)
        if not classes or not (span.tail or after is not None) or is_inside(span, ("pre", "code", "math")):
            continue
        said = text_of(span)
        if len(said) < _MIN_WORD:
            continue
        if span.tail:
            if re.match(r"[A-Z][a-z]", span.tail) and re.search(r"\d\.?$", said):
                span.tail = f" {span.tail}"
        elif after is not None and after.tag == "span" and _is_apart(span, after, said):
            span.tail = " "


def _is_apart(span: HtmlElement, after: HtmlElement, said: str) -> bool:
    """Return whether two spans without a space between them are words of their own."""
    following, classes = str(after.text_content()), _classes(after)
    is_number = _NUMBER.fullmatch(said) is not None
    if not classes or (classes & _classes(span) and not is_number) or len(following) < _MIN_WORD:
        return False
    is_word = following[0].isalpha() and not str(span.text_content())[-1].isspace()
    if not is_word or not (is_number or said[-1].isalnum() or said[-1] == "."):
        return False
    return not (said[-1].isdigit() and _ENDINGS.match(following))


def _classes(element: HtmlElement) -> set[str]:
    """Return the classes of an element if one of them says what it is."""
    names = set(element.get("class", "").split())
    return names if any(map(_MEANING.search, names)) else set()
