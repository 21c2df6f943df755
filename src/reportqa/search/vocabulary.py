"""The words of one generation: their weights, how many passages have them, and which passages have a phrase."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from reportqa.index import Library, WordIndex
from reportqa.search.fusion import Rows
from reportqa.search.question import phrase_pattern
from reportqa.text import STOP_WORDS, capitalised_with_initials, name_with_initials, terms

_TERMS_KEPT = 100_000
_MAX_ROWS_WITH_PHRASE = 2000
_LEAST_INITIALS = 3
"""Length of initials that are looked for in texts; many capitalised words have the same two."""
_MOST_BLOCKS = 15_000
"""Blocks of text in which they are looked for, about 60 million characters."""
_ADJACENT_WITHIN = 50
"""Passages with all the words in which two adjacent ones are looked for."""


class Vocabulary:
    """The words of the passages, the abbreviations that documents explain, and the `names` of documents and authors."""

    def __init__(self, library: Library, passage_words: WordIndex, names: Sequence[str] = ()) -> None:
        self.names = names
        self.abbreviations = library.abbreviations()
        self._library = library
        self._passage_words = passage_words
        self._idf = lru_cache(maxsize=_TERMS_KEPT)(passage_words.idf)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """The number of passages that have each word, in lower case; read when it is first needed."""
        return self._library.words()

    def idf(self, term: str) -> float:
        """Return the weight of a term; rarer terms weigh more."""
        return self._idf(term)

    def weights(self, wanted: Iterable[str]) -> dict[str, float]:
        """Return the weight of each of some terms."""
        return {term: self._idf(term) for term in wanted}

    def word_weight(self, word: str) -> float:
        """Return the highest weight of the terms of a word; 0 for stop words and punctuation."""
        return 0.0 if word.lower() in STOP_WORDS else max(map(self._idf, terms(word)), default=0.0)

    def frequency(self, term: str) -> int:
        """Return the number of passages that have a term."""
        return self._passage_words.frequency(term)

    def knows(self, word: str) -> bool:
        """Return whether any passage has one of the terms of a word."""
        return any(self.frequency(term) > 0 for term in terms(word))

    def has_adjacent(self, words: str) -> bool:
        """Return whether one of the first passages with all of these words has them next to each other."""
        return bool(self.rows_with(words, limit=_ADJACENT_WITHIN))

    def name_with_initials(self, initials: str) -> str | None:
        """Return the document, the author or the capitalised words of a text that initials mean, or None."""
        name = name_with_initials(initials, self.names)
        if name or len(initials) < _LEAST_INITIALS:
            return name
        return capitalised_with_initials(initials, self._library.text_blocks(_MOST_BLOCKS))

    def rows_with(self, phrase: str, rows: Rows | None = None, limit: int = _MAX_ROWS_WITH_PHRASE) -> set[int]:
        """Return the rows, of `rows` or of all, whose passages have the exact words of a phrase."""
        pattern = phrase_pattern(phrase)
        candidates = self._passage_words.rows_with(terms(phrase), limit, rows).tolist()
        texts = self._library.texts(candidates)
        return {row for row, text in zip(candidates, texts, strict=True) if pattern.search(text)}
