"""The characters of a PDF page and their places as pdfminer reads them, which shares nothing with PDFium."""

import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pdfplumber

from reportqa.document import Document
from reportqa.text import clean_text
from reportqa.word_boxes import Box, WordBox, unpack_boxes

_DROPPED = frozenset("-‐‑\u00ad\ufffe\x02\x1f·•")
"""Hyphens, which come and go with line ends, and the dots that the text puts between the cells of a row."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A letter, figure or sign: what it is compared by, and its place."""

    text: str
    box: Box


class Witness:
    """One page as another reader sees it."""

    def __init__(self, signs: Sequence[Sign]) -> None:
        self.signs = signs
        self.stream = "".join(sign.text for sign in signs)
        self._at = [number for number, sign in enumerate(signs) for _ in sign.text]

    @classmethod
    def read(cls, data: bytes, physical: int) -> "Witness":
        """Read a page, counted from 1."""
        with pdfplumber.open(io.BytesIO(data), pages=[physical]) as pdf:
            (page,) = pdf.pages
            left, top = page.cropbox[0] - page.bbox[0], page.cropbox[1] - page.bbox[1]
            signs = []
            for char in page.chars:
                folded = "".join(map(fold_character, char["text"]))
                box = Box(char["x0"] - left, char["top"] - top, char["x1"] - left, char["bottom"] - top)
                if folded:
                    signs.append(Sign(folded, box))
            page.close()
        return cls(signs)

    def said_in(self, boxes: Iterable[Box]) -> list[Sign]:
        """Return the characters whose centre is in the boxes, from left to right and box after box."""
        found: dict[int, Sign] = {}
        for box in boxes:
            here = [(sign.box.left, number, sign) for number, sign in enumerate(self.signs) if _in(box, sign.box)]
            for _, number, sign in sorted(here):
                found.setdefault(number, sign)
        return list(found.values())

    def only(self, quote: str, context: str, at: int) -> list[Sign] | None:
        """Return the characters of a quote at its place on the page, None if the place is not certain.

        `context` holds the quote, at the sign `at`: where the quote stands several times, it decides.
        """
        for words, skip in ((quote, 0), (context, at)):
            if self.stream.count(words) == 1:
                start = self.stream.index(words) + skip
                return [self.signs[n] for n in dict.fromkeys(self._at[start : start + len(quote)])]
        return None


def _in(box: Box, sign: Box) -> bool:
    x, y = (sign.left + sign.right) / 2, (sign.top + sign.bottom) / 2
    return box.left <= x <= box.right and box.top <= y <= box.bottom


@lru_cache(maxsize=10_000)
def fold_character(character: str) -> str:
    """Return what a character is compared by: nothing for spaces, hyphens, bullets and what nobody can read."""
    if character in _DROPPED or character == "\ufffd":
        return ""
    plain = unicodedata.normalize("NFKD", clean_text(character)).replace("\ufffd", "")
    return "".join(c for c in plain if not c.isspace() and c not in _DROPPED and unicodedata.category(c)[0] not in "MC")


@lru_cache(maxsize=100_000)
def letters(text: str) -> str:
    """Return the letters and digits of a text, folded for comparison."""
    return "".join(c for c in "".join(map(fold_character, text)) if c.isalnum())


def kept_words(document: Document) -> dict[int, tuple[WordBox, ...]]:
    """Return the words of each page of a document as its parser keeps them."""
    return {
        page.physical: unpack_boxes(boxes) if boxes else ()
        for page, boxes in zip(document.pages, document.boxes, strict=True)
    }
