"""The list of references of a briefing: its entries, and the words with which each begins."""

import re
from collections.abc import Iterator, Sequence

from reportqa.proofreading.name_words import name_words

_BEGINNING = 30
"""Words of an entry in which author and title are."""
_REPEATED = re.compile(r"\s*[—–―_-]{2,}")
"""In place of the author of the entry before."""

Words = tuple[str, ...]


class ReferenceList:
    """The entries of a list of references, whose words are read once, however many notes are compared with them."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self.entries = tuple((text, name_words(text)) for text in texts)
        """Each entry with its words, in the order of the list."""
        self._by_first: dict[str, list[Words]] = {}
        for words in self._beginnings():
            self._by_first.setdefault(words[0], []).append(words)

    def _beginnings(self) -> Iterator[Words]:
        author: Words = ()
        for text, words in self.entries:
            beginning = words[:_BEGINNING]
            if _REPEATED.match(text):
                beginning = (*author, *beginning)
            elif words:
                author = name_words(text.partition(". ")[0])
            if beginning:
                yield beginning

    def named(self, words: Sequence[str]) -> list[Words]:
        """Return the beginnings of the entries whose first word is among some words, and that have all but initials."""
        found = (entry for word in dict.fromkeys(words) for entry in self._by_first.get(word, ()))
        return [entry for entry in found if all(word in entry or len(word) == 1 for word in words)]


NO_REFERENCES = ReferenceList()
