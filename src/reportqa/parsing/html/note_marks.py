"""Marks of footnotes in a web page, which would add figures to quotes: "12" with the mark "2" is not "122"."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from reportqa.parsing.html.elements import names_of, text_of

_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡§¶]{1,2})[\])]?", re.I)
_MARKS = re.compile(rf"{_MARK.pattern}(?:\s*[,;]\s*{_MARK.pattern})*", re.I)
_LETTER = re.compile(r"[\[(]?(?:[a-h]|[*†‡§])[\])]?")
"""Raised behind a figure in a cell, always a mark: "11.9ᵃ"."""
_NOTE_TARGET = re.compile(
    r"#_?(?:ftn|edn|fn|en|note|footnote|endnote|cite_note|sdfootnote|sdendnote)[-_:.]?\d+(?!.*(?:ref|anc|back))\w*",
    re.I,
)
_NOTE_NAMES = frozenset(
    {"noteref", "footnote ref", "footnote reference", "msofootnote reference", "fn ref", "footnote"}
)
_BACK_LINK = re.compile(r"[↩↑^¶#🔗⚓\ufe0e\s]+")
_UNIT = re.compile(r"(?:^|[\s\d(/.,])(?:[cdkmµn]?m|ft|in|yd|mi|s|[Rrxypnχ]|CO|10)\s*$")
"""What is before an exponent, as in "km²" and "10³"."""
_NOTES = ("p", "li", "td", "th", "div", "dd", "small", "span", "blockquote", "footer", "aside")


def drop_note_marks(body: HtmlElement) -> None:
    """Remove the marks of notes and of links to a heading.

    They are links to notes, raised marks with which a note begins, and raised letters behind figures in cells.
    """
    for link in list(body.iter("a")):
        target = link.get("href", "")
        if target.startswith("#") and _BACK_LINK.fullmatch(link.text_content() or "x"):
            _drop(link)
        elif target.startswith("#") and _MARK.fullmatch(text_of(link)) and _is_reference(link):
            raised = link.getparent() if link.getparent() is not None and link.getparent().tag == "sup" else link
            _drop(raised if text_of(raised) == text_of(link) else link)
    for mark in list(body.iter("sup")):
        in_cell = next(mark.iterancestors("td", "th", "table"), body).tag in {"td", "th"}
        if in_cell and _LETTER.fullmatch(text_of(mark)) and _before(mark).rstrip()[-1:].isdigit():
            _drop(mark)
    noted = set(_marks_of_notes(body))
    for mark in list(body.iter("sup")) if noted else ():
        marks = [part.strip() for part in re.split("[,;]", text_of(mark))]
        if _MARKS.fullmatch(text_of(mark)) and noted.issuperset(marks) and not _begins(mark):
            is_power = marks[0] in {"2", "3", "6", "9"} and _UNIT.search(_before(mark))
            if not is_power:
                _drop(mark)


def _is_reference(link: HtmlElement) -> bool:
    """Return whether a link with the text of a mark leads to a note."""
    if link.find(".//sup") is not None or next(link.iterancestors("sup"), None) is not None:
        return True
    if link.get("role") == "doc-noteref" or not _NOTE_NAMES.isdisjoint(names_of(link)):
        return True
    return bool(_NOTE_TARGET.fullmatch(link.get("href", "")))


def _marks_of_notes(body: HtmlElement) -> Iterator[str]:
    """Yield the raised marks with which paragraphs, items and cells begin."""
    for part in body.iter("sup"):
        mark = text_of(part)
        if _MARK.fullmatch(mark) and _begins(part) and (part.tail or "").strip():
            yield mark


def _begins(mark: HtmlElement) -> bool:
    """Return whether a mark is the first text of its paragraph."""
    element = mark
    while element.getprevious() is None and not (
        (parent := element.getparent()) is None or (parent.text or "").strip()
    ):
        if parent.tag in _NOTES:
            return True
        element = parent
    before = element.getprevious()
    return before is not None and before.tag == "br" and not (before.tail or "").strip()


def _before(mark: HtmlElement) -> str:
    """Return the last characters before a mark in its element."""
    before = mark.getprevious()
    parent = mark.getparent()
    said = (before.tail or text_of(before)) if before is not None else parent.text if parent is not None else ""
    return (said or "")[-12:]


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
