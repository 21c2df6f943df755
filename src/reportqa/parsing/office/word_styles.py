"""The styles of a Word file: which text they hide or strike out, which are of a table of contents."""

import re
from collections.abc import Iterator

from reportqa.parsing.office.office_xml import ON
from reportqa.parsing.office.word_xml import is_on, value
from reportqa.parsing.xml_tree import Element

_CONTENTS = re.compile(r"toc (?:\d|heading)|table of figures", re.IGNORECASE)
_MAX_DEPTH = 50
_KINDS = {"vanish": "hidden text", "strike": "struck-out text", "dstrike": "struck-out text"}


class WordStyles:
    """The styles of `word/styles.xml`; None for a file without styles. `default_table` is the id of that of tables."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default = self.default_table = ""
        self._document: Element | None = None
        if root is None:
            return
        self._document = root.find("{*}docDefaults/{*}rPrDefault/{*}rPr")
        for style in root.iterchildren("{*}style"):
            self._styles.setdefault(value(style, "styleId"), style)
            if value(style, "default") in ON and value(style, "type") == "paragraph":
                self._default = value(style, "styleId")
            if value(style, "default") in ON and value(style, "type") == "table":
                self.default_table = value(style, "styleId")

    def contents_ids(self) -> frozenset[str]:
        """Return the ids of table-of-contents styles; their names, unlike ids, are English in all languages of Word."""
        found = {f"TOC{level}" for level in range(1, 10)} | {"TOCHeading", "TableofFigures"}
        named = (key for key, style in self._styles.items() if _CONTENTS.fullmatch(value(style.find("{*}name"))))
        return frozenset(found | set(named))

    def style_of(self, paragraph: Element | None) -> str:
        """Return the id of a paragraph's style."""
        style = None if paragraph is None else paragraph.find("{*}pPr/{*}pStyle")
        return value(style) or self._default

    def property_of(self, style_id: str, path: str) -> tuple[Element, str] | None:
        """Return a property of a style or else of those that it is based on, and the id of the style that has it."""
        for _ in range(_MAX_DEPTH):
            style = self._styles.get(style_id)
            if style is None:
                return None
            found = style.find(path)
            if found is not None:
                return found, style_id
            style_id = value(style.find("{*}basedOn"))
        return None

    def shadings(self, style_id: str) -> Iterator[Element]:
        """Yield the shadings of a style and of those that it is based on, under any condition."""
        for _ in range(_MAX_DEPTH):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield from style.iter("{*}shd")
            style_id = value(style.find("{*}basedOn"))

    def omission(self, run: Element) -> str | None:
        """Return the kind of omission for a run that is hidden or struck out, or None."""
        look = run.find("{*}rPr")
        holder = next(run.iterancestors("{*}p"), None)
        styles = (self.style_of(holder), value(None if look is None else look.find("{*}rStyle")))
        for name, kind in _KINDS.items():
            own = None if look is None else look.find(f"{{*}}{name}")
            if is_on(own) if own is not None else self._is_on_by_style(name, styles):
                return kind
        return None

    def _is_on_by_style(self, name: str, styles: tuple[str, str]) -> bool:
        """Return a toggle property by the styles of paragraph and run: on if one of them has it, not both.

        Source: ISO/IEC 29500-1, 17.7.3.
        """
        found = [self.property_of(style, f"{{*}}rPr/{{*}}{name}") for style in styles if style]
        on = [is_on(each[0]) for each in found if each is not None]
        if name == "dstrike":
            return bool(on) and on[-1]
        default = None if self._document is None else self._document.find(f"{{*}}{name}")
        return sum(on) % 2 == 1 if any(on) else default is not None and is_on(default) and not on
