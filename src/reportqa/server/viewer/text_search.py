"""Search in a document for words as a reader types them: without regard to case, accents and line ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.deadline import check_deadline
from reportqa.errors import InputError
from reportqa.text import fold_characters

MAX_WORDS = 200
"""Characters that can be searched for."""
MAX_FOUND = 1000
_CONTEXT = 50
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class TextMatch:
    """A match, numbered from 1 through the document, and the text around it."""

    number: int
    start: int
    end: int
    before: str
    words: str
    behind: str


def find(text: str, ranges: Sequence[tuple[int, int]], words: str) -> tuple[TextMatch, ...]:
    """Return the matches of the words, one after another, in a text; MAX_FOUND at most.

    :param ranges: the ranges of the text that are shown, in order; a match starts in one of them
    :raises InputError: when there is no word or there are too many.
    """
    if len(words) > MAX_WORDS:
        raise InputError(f"{len(words):,} characters are too many to look for; the limit is {MAX_WORDS}. Shorten them.")
    parts = [re.escape(part) for part in fold_characters(words).split()]
    if not parts:
        raise InputError("There is nothing to look for. Type a word.")
    places = re.compile(r"\s+".join(parts), re.IGNORECASE)
    plain = fold_characters(text)
    found: list[TextMatch] = []
    for start, end in ranges:
        check_deadline()
        for match in places.finditer(plain, start, end):
            first, last = match.span()
            found.append(
                TextMatch(
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
    """Return the text before a match from a whole word on."""
    return _SPACE.sub(" ", text.partition(" ")[2] if len(text) == _CONTEXT else text).lstrip()


def _ended(text: str) -> str:
    return _SPACE.sub(" ", text.rpartition(" ")[0] if len(text) == _CONTEXT else text).rstrip()
