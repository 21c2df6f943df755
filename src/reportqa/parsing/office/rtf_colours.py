"""Colours of text in RTF files, and what is behind it: shadings of characters, paragraphs and cells.

Source: Rich Text Format (RTF) Specification, version 1.9.1.
"""

import re
from typing import NamedTuple

from reportqa.parsing.unseen_text import WHITE, Colour, look_alike

_TABLE = re.compile(r"\{\s*\\colortbl\b([^{}]*)\}")
_LEVEL = re.compile(r"\\(red|green|blue)(\d{1,3})(?!\d)")
_BEHIND = re.compile(r"\\shpfblwtxt1|\\\*\\background\b")
"""Shapes behind the text, and a page with a colour or a picture."""
_UNKNOWN = -1
_CHARACTERS = frozenset({"highlight", "cb", "chcbpat"})
_PATTERNS = frozenset({"chshdng", "chcfpat", "shading", "cfpat", "clshdng", "clcfpat"})
_NOT_BODY = frozenset(
    {"stylesheet", "fonttbl", "colortbl", "info", "pict", "listtable", "listoverridetable", "listtext", "fldinst"}
)


class Paint(NamedTuple):
    """The colours that count at a place: numbers in the table of colours, 0: automatic, _UNKNOWN: not known.

    `is_body`: the place is in the text, `is_style`: it is in the list of styles.
    """

    colour: int = 0
    behind: int = 0
    paragraph: int = 0
    is_body: bool = True
    in_table: bool = False
    is_style: bool = False


START = Paint()
"""The colours at the beginning of a file."""


class RtfColours:
    """The table of colours of a file and the shading of the row of a table that is read."""

    def __init__(self, source: str) -> None:
        found = _TABLE.search(source)
        entries = found[1].split(";") if found else []
        self._colours = [dict(_LEVEL.findall(entry)) for entry in entries]
        self._page = None if _BEHIND.search(source) else WHITE
        self._is_row_shaded = False

    def follow(self, paint: Paint, word: str, value: int, *, is_on: bool) -> Paint:
        """Return the colours after a control word."""
        if word == "cf":
            return paint._replace(colour=value)
        if word in _CHARACTERS or word == "cbpat":
            return paint._replace(paragraph=value) if word == "cbpat" else paint._replace(behind=value)
        if word in _PATTERNS or word.startswith(("chbg", "bg")):
            return self._patterned(paint, word, is_on=is_on)
        if word == "plain":
            return paint._replace(colour=0, behind=0)
        if word == "pard":
            return paint._replace(paragraph=0, in_table=False)
        if word in {"intbl", "itap"}:
            # The row of a table in a table is described behind its cells.
            self._is_row_shaded |= word == "itap" and value > 1
            return paint._replace(in_table=True)
        if word == "trowd":
            self._is_row_shaded = False
        elif word in {"clcbpat", "clcbpatraw", "trcbpat"}:
            self._is_row_shaded |= value > 0
        elif word in _NOT_BODY:
            return paint._replace(is_body=False, is_style=word == "stylesheet")
        elif word == "shptxt":
            return paint._replace(paragraph=_UNKNOWN)
        return paint

    def _patterned(self, paint: Paint, word: str, *, is_on: bool) -> Paint:
        if word.startswith("cl"):
            self._is_row_shaded |= is_on
            return paint
        if not is_on:
            return paint
        return paint._replace(behind=_UNKNOWN) if word.startswith("ch") else paint._replace(paragraph=_UNKNOWN)

    def is_unseen(self, paint: Paint) -> bool:
        """Return whether text has the colour of what is behind it; False if one of both is not known."""
        colour = self._colour(paint.colour)
        if colour is None or not paint.is_body or _UNKNOWN in {paint.behind, paint.paragraph}:
            return False
        number = paint.behind or paint.paragraph
        if not number and paint.in_table and self._is_row_shaded:
            return False
        background = self._colour(number) if number else self._page
        return background is not None and look_alike(colour, background)

    def _colour(self, number: int) -> Colour | None:
        levels = self._colours[number] if 0 < number < len(self._colours) else {}
        if len(levels) < 3:
            return None
        return int(levels["red"]), int(levels["green"]), int(levels["blue"])
