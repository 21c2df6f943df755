"""The characters that a PDF says its signs stand for ("ActualText"), where PDFium reads others or none.

PDFium takes them itself only if the font has a code for one of them and the sign is not empty.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfTextPage

from reportqa.parsing.pdf import handles
from reportqa.parsing.pdf.page_objects import PageObjects
from reportqa.text import clean_text

_FIRST_STAND_IN, _MAX_STAND_INS = 0x100000, 0xFFF0
_FILLER = "\u200b"
"""Cleaning removes it."""
_GAP = 0.15
"""Minimum distance, in heights of a letter, that is a space."""


class ActualText(NamedTuple):
    """The text of a page with a character for each of PDFium, and what its stand-ins mean."""

    text: str
    meanings: Mapping[int, str]


def read_actual(text: str, text_page: PdfTextPage, objects: PageObjects) -> ActualText:
    """Return the text of a page with a stand-in for each sign that PDFium reads in another way than the file."""
    signs = defaultdict[int, list[int]](list)
    for piece, (_, mark) in objects.actual.items():
        signs[mark].append(piece)
    missed = []
    for pieces in signs.values():
        meant = objects.actual[pieces[0]][0]
        read = "".join(handles.text_of(piece, text_page) for piece in pieces)
        if _letters(meant) not in {"", _letters(read)}:
            missed.append((pieces, meant))
    return _Page(text, text_page, objects).replaced(missed) if missed else ActualText(text, {})


class _Page:
    def __init__(self, text: str, text_page: PdfTextPage, objects: PageObjects) -> None:
        self._characters, self._text_page = list(text), text_page
        self._meanings: dict[int, str] = {}
        self._pieces = sorted(objects.texts, key=objects.texts.__getitem__)
        self._order = {piece: number for number, piece in enumerate(self._pieces)}
        self._indexes = defaultdict[int, list[int]](list)
        page = handles.handle_of(text_page)
        for index in range(len(text)):
            if piece := handles.object_of_character(page, index):
                self._indexes[piece].append(index)

    def replaced(self, missed: list[tuple[list[int], str]]) -> ActualText:
        for pieces, meant in missed[:_MAX_STAND_INS]:
            indexes = [index for piece in pieces for index in self._indexes[piece]]
            if indexes:
                for index in indexes[1:]:
                    self._characters[index] = _FILLER
                self._put(indexes[0], meant)
            else:
                self._insert(pieces[0], meant)
        return ActualText("".join(self._characters), self._meanings)

    def _put(self, index: int, meant: str) -> None:
        stand_in = _FIRST_STAND_IN + len(self._meanings)
        self._meanings[stand_in] = clean_text(meant)
        self._characters[index] = chr(stand_in)

    def _meaning(self, index: int) -> str:
        character = self._characters[index]
        return self._meanings.get(ord(character), character)

    def _insert(self, piece: int, meant: str) -> None:
        """Add characters where PDFium has none: in a space that it made up, else to the character before or behind."""
        number = self._order[piece]
        before = next((max(at) for one in self._pieces[:number][::-1] if (at := self._indexes[one])), None)
        behind = next((one for one in self._pieces[number + 1 :] if self._indexes[one]), None)
        after = min(self._indexes[behind]) if behind else None
        between = range(0 if before is None else before + 1, after or 0)
        is_near = before is not None and self._is_near(piece, before)
        made_up = pdfium_c.FPDFText_IsGenerated
        if before is not None and is_near and len(between) == 1 and made_up(self._text_page.raw, between[0]) == 1:
            self._put(between[0], meant)
        elif before is not None and is_near:
            self._put(before, self._meaning(before) + meant)
        elif behind and after is not None:
            space = " " if self._begins_with_space(behind, after) else ""
            self._put(after, f"{meant}{space}{self._meaning(after)}")
        elif before is not None:
            self._put(before, f"{self._meaning(before)} {meant}")

    def _begins_with_space(self, piece: int, index: int) -> bool:
        """Return whether a piece begins before its first character, with a space that PDFium has dropped."""
        left, bottom, _, top = self._text_page.get_charbox(index, loose=True)
        return bool(left - handles.matrix_of(piece).e > _GAP * (top - bottom))

    def _is_near(self, piece: int, index: int) -> bool:
        """Return whether a piece begins at the end of a character, which is no space."""
        box = handles.bounds(piece)
        _, bottom, right, top = self._text_page.get_charbox(index, loose=True)
        if box is None or self._characters[index].isspace():
            return False
        height = top - bottom
        return bool(bottom - height / 2 <= box[1] <= top and abs(box[0] - right) <= _GAP * height)


def _letters(text: str) -> str:
    """Return the characters that are seen."""
    normal = unicodedata.normalize("NFKC", clean_text(text))
    return "".join(one for one in normal if not one.isspace() and unicodedata.category(one) != "Cf")
