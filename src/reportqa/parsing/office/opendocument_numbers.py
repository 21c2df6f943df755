"""Automatic numbers of the headings and list items of OpenDocument texts, as they are printed."""

import re
from collections.abc import Iterator

from lxml import etree

from reportqa.parsing.office.numerals import numeral
from reportqa.parsing.office.opendocument_styles import OpenDocumentStyles
from reportqa.parsing.office.opendocument_xml import attribute
from reportqa.parsing.xml_tree import Element, all_text, local_name, whole_number

LEVELS = 10
_FORMATS = frozenset({"1", "a", "A", "i", "I"})
_PLACE = re.compile(r"%(\d+)%")
_PRINTED = re.compile(r"[^\W_]")
_Counts = dict[int, int]


def write_numbers(body: Element, styles: OpenDocumentStyles) -> None:
    """Write the numbers at the beginning of their paragraphs."""
    numbers = _Numbers(styles)
    for paragraph, number in list(numbers.of(body)):
        if _PRINTED.search(number):
            _insert(paragraph, number)


class _Numbers:
    def __init__(self, styles: OpenDocumentStyles) -> None:
        self._styles = styles
        self._outline: _Counts = {}
        self._by_list: dict[str, _Counts] = {}
        self._by_style: dict[str, _Counts] = {}

    def of(self, node: Element) -> Iterator[tuple[Element, str]]:
        """Yield the paragraphs with a number, in order."""
        for child in node.iterchildren("*"):
            kind = local_name(child)
            if kind == "list":
                yield from self._list(child, 1, "", {})
            elif kind == "h":
                yield from self._heading(child)
            elif kind != "p":
                yield from self.of(child)

    def _heading(self, heading: Element) -> Iterator[tuple[Element, str]]:
        level = whole_number(attribute(heading, "outline-level"), 1)
        if attribute(heading, "is-list-header") == "true" or not all_text(heading).strip():
            return
        name = self._styles.list_of_paragraph(heading)
        style = self._styles.list_style(name) if name else self._styles.outline
        if style is None:
            return
        counts = self._outline if style is self._styles.outline else self._by_style.setdefault(name, {})
        start = attribute(heading, "start-value") if attribute(heading, "restart-numbering") == "true" else ""
        yield heading, _counted(style, level, counts, start)

    def _list(self, node: Element, level: int, style_name: str, counts: _Counts) -> Iterator[tuple[Element, str]]:
        style_name = attribute(node, "style-name") or style_name
        if level == 1:
            counts = self._counts(node, style_name)
        style = self._styles.list_style(style_name)
        for item in node.iterchildren("*"):
            is_counted = local_name(item) == "list-item"
            for child in item.iterchildren("*"):
                kind = local_name(child)
                if kind == "list":
                    yield from self._list(child, min(level + 1, LEVELS), style_name, counts)
                elif kind in {"p", "h"} and is_counted:
                    # Further paragraphs of an item have no number.
                    is_counted = False
                    if number := _counted(style, level, counts, attribute(item, "start-value")):
                        yield child, number
                elif kind not in {"p", "h"}:
                    yield from self.of(child)

    def _counts(self, node: Element, style_name: str) -> _Counts:
        """Return the counts that a list begins with: new ones, or those of the list that it continues."""
        counts: _Counts = {}
        if style_name == "Outline":
            counts = self._outline
        elif continued := attribute(node, "continue-list"):
            counts = self._by_list.get(continued, {})
        elif attribute(node, "continue-numbering") == "true":
            counts = self._by_style.get(style_name, {})
        self._by_list[attribute(node, "id")] = counts
        self._by_style[style_name] = counts
        return counts


def _counted(style: Element | None, level: int, counts: _Counts, start: str) -> str:
    """Count a paragraph and return its number, empty for a bullet."""
    level = min(level, LEVELS)
    looks = (
        {} if style is None else {whole_number(attribute(look, "level"), 0): look for look in style.iterchildren("*")}
    )
    for above in range(1, level):
        counts.setdefault(above, _start(looks, above))
    first = whole_number(start, -1)
    counts[level] = first if first >= 0 else counts.get(level, _start(looks, level) - 1) + 1
    for below in [at for at in counts if at > level]:
        del counts[below]
    if style is None:
        # A list without a style is only known to be numbered by the number of an item.
        is_numbered = first >= 0 or 0 in counts
        counts.update({0: 1} if is_numbered else {})
        return f"{counts[level]}." if is_numbered else ""
    look = looks.get(level)
    if look is None or "bullet" in local_name(look) or "image" in local_name(look):
        return ""
    return _printed(looks, look, level, counts)


def _printed(looks: dict[int, Element], look: Element, level: int, counts: _Counts) -> str:
    def of_level(at: int) -> str:
        form = attribute(looks.get(at), "num-format")
        return numeral(counts.get(at, _start(looks, at)), form if form in _FORMATS else "")

    if not attribute(look, "num-format"):
        return ""
    if template := attribute(look, "num-list-format"):
        return _PLACE.sub(lambda match: of_level(whole_number(match[1], 0)), template).strip()
    shown = min(whole_number(attribute(look, "display-levels"), 1), level)
    names = [name for at in range(level - shown + 1, level + 1) if (name := of_level(at))]
    return f"{attribute(look, 'num-prefix')}{'.'.join(names)}{attribute(look, 'num-suffix')}".strip()


def _start(looks: dict[int, Element], level: int) -> int:
    return whole_number(attribute(looks.get(level), "start-value"), 1)


def _insert(paragraph: Element, number: str) -> None:
    first = next(iter(paragraph), None)
    if not (paragraph.text or "").strip() and first is not None and local_name(first) == "span":
        # In the span it has its look.
        first.text = f"{number} {first.text or ''}"
        return
    span = etree.Element(f"{{{etree.QName(paragraph).namespace}}}span")
    span.text = f"{number} "
    span.tail, paragraph.text = paragraph.text, None
    paragraph.insert(0, span)
