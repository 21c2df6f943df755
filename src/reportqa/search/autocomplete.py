"""Suggestions while a question is typed: titles and headings of the corpus, and its words."""

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
"""Titles and headings among them, where words match too."""
MAX_TYPED = 200
"""Characters that are completed; a longer text gets no suggestion."""
MAX_HEADINGS = 20_000
MAX_WORDS = 50_000
"""Headings and words of the corpus that may be suggested."""

_MAX_LENGTH = 120
"""Characters of a heading; a longer one is a sentence."""
_MAX_COMPARED = 2_000
"""Entries with the same beginning that are compared."""
_SHORTEST = 2
_NUMBERING = re.compile(r"^(?:\d+[.)]?)+\s+")
_LAST_WORD = re.compile(r"[^\W\d_]+$")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to ask, and its source; for a term, the text is what was typed with the last word completed."""

    text: str
    kind: Literal["title", "heading", "term"]

    def to_dict(self) -> dict[str, str]:
        return {"text": self.text, "kind": self.kind}


class Suggester:
    """The suggestions of one generation."""

    def __init__(self, titles: Iterable[str], headings: Iterable[str], words: Mapping[str, int]) -> None:
        names: dict[str, Suggestion] = {}
        for text in titles:
            names.setdefault(_fold(text), Suggestion(text, "title"))
        for text in islice(headings, MAX_HEADINGS):
            short = " ".join(_NUMBERING.sub("", text).split())
            if _SHORTEST < len(short) <= _MAX_LENGTH:
                names.setdefault(_fold(short), Suggestion(short, "heading"))
        # Each name is found by the beginning of any of its words.
        self._names = sorted(
            (folded[match.start() :], match.start(), number)
            for number, folded in enumerate(names)
            for match in re.finditer(r"\b\w", folded)
        )
        self._suggestions = list(names.values())
        known = heapq.nlargest(MAX_WORDS, ((n, word) for word, n in words.items() if word.isalpha() and len(word) > 2))
        self._words = sorted((_fold(word), word, n) for n, word in known)

    def suggest(self, typed: str) -> list[Suggestion]:
        """Return at most MAX_SUGGESTIONS: names with all of the text, then the text with its last word completed."""
        text = " ".join(typed[:MAX_TYPED].split())
        folded = _fold(text)
        if len(typed) > MAX_TYPED or len(folded) < _SHORTEST:
            return []
        # A word before a space is complete.
        terms = [] if typed[-1:].isspace() else list(self._completed(text))
        names = self._named(folded)
        names = names[: max(MAX_NAMES, MAX_SUGGESTIONS - len(terms))]
        return [*names, *terms[: MAX_SUGGESTIONS - len(names)]]

    def _named(self, folded: str) -> list[Suggestion]:
        first = bisect_left(self._names, (folded,))
        fitting = (row for row in self._names[first : first + _MAX_COMPARED] if row[0].startswith(folded))
        # Titles before headings, matches at the beginning before others, short before long.
        ranked = sorted((self._suggestions[n].kind != "title", at > 0, len(rest) + at, n) for rest, at, n in fitting)
        return [self._suggestions[n] for n in dict.fromkeys(row[-1] for row in ranked)][:MAX_SUGGESTIONS]

    def _completed(self, text: str) -> Iterator[Suggestion]:
        last = _LAST_WORD.search(text)
        if not last or len(last[0]) < _SHORTEST:
            return
        folded = _fold(last[0])
        first = bisect_left(self._words, (folded,))
        rows = self._words[first : first + _MAX_COMPARED]
        fitting = ((n, word) for key, word, n in rows if key.startswith(folded) and key != folded)
        for _, word in heapq.nlargest(MAX_SUGGESTIONS, fitting):
            yield Suggestion(text[: last.start()] + word, "term")


def _fold(text: str) -> str:
    return fold(" ".join(text.split()))
