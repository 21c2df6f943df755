"""Turns the beginning of a question into how it may go on: titles and headings of the corpus, and its words."""

import heapq
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from reportqa.text import fold

MAX_SUGGESTIONS = 8
MAX_NAMES = 4
"""How many of them are titles and headings, where words fit too."""
MAX_TYPED = 200
"""Characters of what is typed that are looked at, and given back; who types more needs no suggestion."""
MAX_HEADINGS = 20_000
MAX_WORDS = 50_000
"""How many of the corpus are looked through."""

_MAX_LENGTH = 120
"""Characters of a heading that may be suggested; a longer one is a sentence."""
_MAX_LOOKED_AT = 2_000
"""Entries with the same beginning that are compared; this bounds the time for a short one."""
_SHORTEST = 2
_NUMBERING = re.compile(r"^(?:\d+[.)]?)+\s+")
_LAST_WORD = re.compile(r"[^\W\d_]+$")

Kind = Literal["title", "heading", "term"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to ask, and where it comes from; for a term it is what was typed with its last word completed."""

    text: str
    kind: Kind

    def to_dict(self) -> dict[str, str]:
        return {"text": self.text, "kind": self.kind}


class Suggester:
    """What one generation of an index has to suggest."""

    def __init__(self, titles: Iterable[str], headings: Iterable[str], words: Mapping[str, int]) -> None:
        names: dict[str, Suggestion] = {}
        for text in titles:
            names.setdefault(_fold(text), Suggestion(text, "title"))
        for text in islice(headings, MAX_HEADINGS):
            short = " ".join(_NUMBERING.sub("", text).split())
            if _SHORTEST < len(short) <= _MAX_LENGTH:
                names.setdefault(_fold(short), Suggestion(short, "heading"))
        # Each is found by the beginning of any of its words.
        self._names = sorted(
            (folded[match.start() :], match.start(), number)
            for number, folded in enumerate(names)
            for match in re.finditer(r"\b\w", folded)
        )
        self._suggestions = list(names.values())
        known = heapq.nlargest(MAX_WORDS, ((n, word) for word, n in words.items() if word.isalpha() and len(word) > 2))
        self._words = sorted((_fold(word), word, n) for n, word in known)

    def suggest(self, typed: str) -> list[Suggestion]:
        """Give how a question may go on, at most MAX_SUGGESTIONS: names that have all of it, then its last word."""
        text = " ".join(typed[:MAX_TYPED].split())
        folded = _fold(text)
        if len(typed) > MAX_TYPED or len(folded) < _SHORTEST:
            return []
        # Nothing is completed behind a space: that word is written.
        terms = [] if typed[-1:].isspace() else list(self._completed(text))
        names = self._named(folded)
        names = names[: max(MAX_NAMES, MAX_SUGGESTIONS - len(terms))]
        return [*names, *terms[: MAX_SUGGESTIONS - len(names)]]

    def _named(self, folded: str) -> list[Suggestion]:
        first = bisect_left(self._names, (folded,))
        fitting = (row for row in self._names[first : first + _MAX_LOOKED_AT] if row[0].startswith(folded))
        # Titles before headings, what begins so before what has it within, the short before the long.
        ranked = sorted((self._suggestions[n].kind != "title", at > 0, len(rest) + at, n) for rest, at, n in fitting)
        return [self._suggestions[n] for n in dict.fromkeys(row[-1] for row in ranked)][:MAX_SUGGESTIONS]

    def _completed(self, text: str) -> Iterator[Suggestion]:
        last = _LAST_WORD.search(text)
        if not last or len(last[0]) < _SHORTEST:
            return
        folded = _fold(last[0])
        first = bisect_left(self._words, (folded,))
        rows = self._words[first : first + _MAX_LOOKED_AT]
        fitting = ((n, word) for key, word, n in rows if key.startswith(folded) and key != folded)
        for _, word in heapq.nlargest(MAX_SUGGESTIONS, fitting):
            yield Suggestion(text[: last.start()] + word, "term")


def _fold(text: str) -> str:
    return fold(" ".join(text.split()))
