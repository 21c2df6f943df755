"""Finds words in a document as a reader types them: whatever their case, accents aside, over line ends too."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.errors import InputError
from reportqa.text import fold_characters

MAX_WORDS = 200
"""Characters that can be looked for."""
MAX_FOUND = 1000
_CONTEXT = 50
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Found:
    """A place where the words stand, counted from 1 through the document, and what stands around them."""

    number: int
    start: int
    end: int
    before: str
    words: str
    behind: str


def find(text: str, ranges: Sequence[tuple[int, int]], words: str) -> tuple[Found, ...]:
    """Give the places in a text where the words stand in a row; no more than MAX_FOUND.

    `ranges` are what is shown of the text, in order: what begins elsewhere is not found.
    :raises InputError: when there is no word or there are too many.
    """
    if len(words) > MAX_WORDS:
        raise InputError(f"{len(words):,} characters are too many to look for; the limit is {MAX_WORDS}. Shorten them.")
    parts = [re.escape(part) for part in fold_characters(words).split()]
    if not parts:
        raise InputError("There is nothing to look for. Type a word.")
    places = re.compile(r"\s+".join(parts), re.IGNORECASE)
    plain = fold_characters(text)
    found: list[Found] = []
    for start, end in ranges:
        for match in places.finditer(plain, start, end):
            first, last = match.span()
            found.append(
                Found(
                    len(found) + 1,
                    first,
                    last,
                    _begun(text[max(first - _CONTEXT, start) : first]),
                    " ".join(text[first:last].split()),
                    _ended(text[last : min(last + _CONTEXT, end)]),
                )
            )
            if len(found) == MAX_FOUND:
                return tuple(found)
    return tuple(found)


def _begun(text: str) -> str:
    """Give what stands before, from a whole word on."""
    return _SPACE.sub(" ", text.partition(" ")[2] if len(text) == _CONTEXT else text).lstrip()


def _ended(text: str) -> str:
    return _SPACE.sub(" ", text.rpartition(" ")[0] if len(text) == _CONTEXT else text).rstrip()
