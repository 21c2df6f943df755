"""Turns a text into the letters, figures and signs that it is compared by."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportqa.text import clean_text

_DROPPED = frozenset("-‐‑\u00ad\ufffe\x02\x1f·•")
"""Hyphens, which come and go with line ends, and the dots that the text puts between the cells of a row."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text by its letters, figures and signs, without spaces, hyphens and bullets.

    `at` are the indexes of the signs in the text, `begins` the numbers of those that begin a line.
    """

    signs: str
    at: tuple[int, ...]
    begins: frozenset[int]

    @classmethod
    def of(cls, text: str, ranges: Sequence[tuple[int, int]] | None = None) -> "Folded":
        """Fold a text, or only these ranges of it."""
        signs: list[str] = []
        at: list[int] = []
        begins: list[int] = []
        for start, end in [(0, len(text))] if ranges is None else ranges:
            is_begin = True
            for index in range(start, end):
                folded = fold_character(text[index])
                if folded:
                    if is_begin:
                        begins.append(len(at))
                    is_begin = False
                    signs.append(folded)
                    at.extend([index] * len(folded))
                elif text[index] in "\n\r":
                    is_begin = True
        return cls("".join(signs), tuple(at), frozenset(begins))


@lru_cache(maxsize=10_000)
def fold_character(character: str) -> str:
    """Give what a character is compared by: none for spaces, hyphens, bullets and what nobody can read."""
    if character in _DROPPED or character == "\ufffd":
        return ""
    plain = unicodedata.normalize("NFKD", clean_text(character)).replace("\ufffd", "")
    return "".join(c for c in plain if not c.isspace() and c not in _DROPPED and unicodedata.category(c)[0] not in "MC")


def is_unreadable(character: str) -> bool:
    """Tell whether a character is one that only its font knows, as that of a lost ligature."""
    return character == "\ufffd" or unicodedata.category(character) in {"Co", "Cn"}
