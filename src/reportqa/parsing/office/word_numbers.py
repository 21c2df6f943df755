"""Automatic numbers of the headings, clauses and list items of Word files, as Word prints them."""

import re
from collections.abc import Mapping

from reportqa.parsing.office.numerals import numeral
from reportqa.parsing.office.word_styles import WordStyles
from reportqa.parsing.office.word_xml import is_on, value
from reportqa.parsing.xml_tree import Element, whole_number

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_FORMATS = {
    "decimalZero": "01",
    "upperRoman": "I",
    "lowerRoman": "i",
    "upperLetter": "A",
    "lowerLetter": "a",
    "ordinal": "1st",
    "none": "",
}
_PRINTED = re.compile(r"[^\W_]")


_Levels = dict[int, Element]
"""The levels of a list, from 0."""


class WordNumbers:
    """The numbers of the paragraphs of a document, asked for in its order."""

    def __init__(self, root: Element | None, styles: WordStyles) -> None:
        self._styles = styles
        self._lists: dict[str, _Levels] = {}
        self._list_of: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._own_levels: dict[str, _Levels] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is not None:
            self._read(root)

    def number(self, paragraph: Element) -> str:
        """Count a paragraph and return the number before it ("2.1", "(a)"), empty if it has none."""
        num_id, level = self._place(paragraph)
        list_id = self._list_of.get(num_id)
        if list_id is None:
            return ""
        levels = self._lists.get(list_id, {}) | self._own_levels.get(num_id, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(list_id, {})
        counts.update({at: start - 1 for at, start in self._starts.pop(num_id, {}).items()})
        for above in range(level):
            counts.setdefault(above, _start(levels, above))
        counts[level] = counts.get(level, _start(levels, level) - 1) + 1
        for below in range(level + 1, LEVELS):
            restart = _setting(levels, below, "lvlRestart")
            # A level with 0 never begins again.
            if not restart or level < whole_number(restart, 0):
                counts.pop(below, None)
        return _printed(levels, level, counts)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """Return the list and level of a paragraph, its own before those of its style."""
        own = paragraph.find("{*}pPr/{*}numPr")
        num_id = value(None if own is None else own.find("{*}numId"))
        level = value(None if own is None else own.find("{*}ilvl"))
        style = self._styles.style_of(paragraph)
        styled = self._styles.property_of(style, "{*}pPr/{*}numPr")
        if styled is not None and not num_id:
            num_id = value(self._of_style(style, "numId"))
            if not level:
                linked = self._lists.get(self._list_of.get(num_id, ""), {})
                by_style = [at for at in linked if _setting(linked, at, "pStyle") in {style, styled[1]} - {""}]
                level = str(by_style[0]) if by_style else value(self._of_style(style, "ilvl"))
        at = whole_number(level, 0)
        return num_id, at if at < LEVELS else 0

    def _of_style(self, style: str, name: str) -> Element | None:
        found = self._styles.property_of(style, f"{{*}}pPr/{{*}}numPr/{{*}}{name}")
        return None if found is None else found[0]

    def _read(self, root: Element) -> None:
        linked: dict[str, str] = {}
        by_style: dict[str, str] = {}
        for each in root.iterchildren("{*}abstractNum"):
            list_id = value(each, "abstractNumId")
            self._lists[list_id] = {
                at: level
                for level in each.iterchildren("{*}lvl")
                if (at := whole_number(value(level, "ilvl"), -1)) >= 0
            }
            if style := value(each.find("{*}styleLink")):
                by_style[style] = list_id
            if style := value(each.find("{*}numStyleLink")):
                linked[list_id] = style
        for each in root.iterchildren("{*}num"):
            num_id, list_id = value(each, "numId"), value(each.find("{*}abstractNumId"))
            self._list_of[num_id] = by_style.get(linked.get(list_id, ""), list_id)
            for override in each.iterchildren("{*}lvlOverride"):
                at = whole_number(value(override, "ilvl"), 0)
                own = override.find("{*}lvl")
                if own is not None:
                    self._own_levels.setdefault(num_id, {})[at] = own
                start = value(override.find("{*}startOverride"))
                if start:
                    self._starts.setdefault(num_id, {})[at] = whole_number(start)


def _setting(levels: _Levels, level: int, name: str) -> str:
    """Return a setting of a level, empty if there is none."""
    return value(levels[level].find(f"{{*}}{name}")) if level in levels else ""


def _start(levels: _Levels, level: int) -> int:
    return whole_number(_setting(levels, level, "start"))


def _printed(levels: _Levels, level: int, counts: Mapping[int, int]) -> str:
    is_legal = is_on(levels[level].find("{*}isLgl"))

    def place(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        form = _setting(levels, at, "numFmt")
        form = "decimal" if is_legal and form != "none" else form
        return numeral(counts.get(at, _start(levels, at)), _FORMATS.get(form, "1"))

    # A bullet may be a letter of a font of symbols.
    is_bullet = _setting(levels, level, "numFmt") == "bullet"
    text = "" if is_bullet else _PLACE.sub(place, _setting(levels, level, "lvlText")).strip()
    return text if _PRINTED.search(text) else ""
