"""The passages that may answer a question, found by meaning and by words, with their signals."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np

from reportqa.deadline import check_deadline
from reportqa.embedding import Embedder
from reportqa.index import Layout, PassageStore, is_among
from reportqa.search.fusion import NAMES, Floats, Rows, Signals, title_match
from reportqa.search.introductions import INTRODUCTION_SHARE, introduced
from reportqa.search.vocabulary import Vocabulary
from reportqa.text import question_terms, terms

CANDIDATES = 300
"""Passages taken by meaning, and by words, before fusion."""
_UNITS = 50
"""Units taken by their words, with all their passages."""
_TITLES_KEPT = 10_000
_HEADINGS_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates for a question in one or several wordings.

    `queries` (wordings, dim) are the vectors of the wordings, `wanted` the terms of each; `signals` are the highest of
    all wordings.
    """

    queries: Floats
    wanted: Sequence[Sequence[str]]
    signals: Signals


class CandidateFinder:
    """Search for candidates in one generation."""

    def __init__(self, store: PassageStore, layout: Layout, embedder: Embedder, vocabulary: Vocabulary) -> None:
        self._library = store.library
        self._vectors = store.vectors
        self._passage_words = store.passage_words
        self._unit_words = store.unit_words
        self._embedder = embedder
        self._vocabulary = vocabulary
        self._layout = layout
        titles = self._layout.titles
        # A function without a reference to self, so that a replaced finder is freed by reference counting.
        self._title_terms = lru_cache(maxsize=_TITLES_KEPT)(lambda document: terms(titles[document]))
        self._heading_terms = lru_cache(maxsize=_HEADINGS_KEPT)(terms)

    def find(self, texts: Sequence[str], rows: Rows | None, also: Sequence[int] = ()) -> Candidates:
        """Return the candidates for a question in these wordings, the question itself first.

        :param rows: the rows that are searched, ascending; None for all
        :param also: the rows of further candidates
        """
        queries = np.stack([self._embedded(text) for text in texts])
        wanted = [question_terms(text) for text in texts]
        found = [self._vectors.near(queries, CANDIDATES, rows), np.array(also, dtype=np.int64)]
        allowed_units = None if rows is None else _distinct(self._layout.units[rows])
        for asked in wanted:
            found.append(self._passage_words.search(asked, CANDIDATES, rows)[0])
            found.append(self._layout.rows_in(self._unit_words.search(asked, _UNITS, allowed_units)[0]))
        candidates = np.unique(np.concatenate(found))
        # A unit may have passages that are not in `rows`.
        candidates = candidates if rows is None else candidates[is_among(candidates, rows)]
        return Candidates(queries, wanted, self._signals(queries, wanted, candidates))

    def with_rows(self, found: Candidates, rows: Sequence[int]) -> Candidates:
        """Return candidates with those of further rows."""
        every = np.union1d(found.signals.rows, np.array(rows, dtype=np.int64))
        return Candidates(found.queries, found.wanted, self._signals(found.queries, found.wanted, every))

    def _embedded(self, text: str) -> Floats:
        """Return the unit vector of a question, (dim,), in which what is asked counts more than its introduction."""
        check_deadline()
        vector = self._embedder.embed_question(text)
        if not (asked := introduced(text)):
            return vector
        mixed = INTRODUCTION_SHARE * vector + (1 - INTRODUCTION_SHARE) * self._embedder.embed_question(asked)
        return np.asarray(mixed / (np.linalg.norm(mixed) or 1.0), dtype=np.float32)

    def _signals(self, queries: Floats, wanted: Sequence[Sequence[str]], rows: Rows) -> Signals:
        units, documents = self._layout.units[rows].astype(np.int64), self._layout.documents[rows].astype(np.int64)
        different, of_row = np.unique(units, return_inverse=True)
        headings, of_heading = np.unique(self._layout.headings[rows], return_inverse=True)
        texts = self._library.headings(headings.tolist())
        own_documents, of_document = np.unique(documents, return_inverse=True)
        titles = self._best_match(wanted, [self._title_terms(document) for document in own_documents.tolist()])
        matches = self._best_match(wanted, [self._heading_terms(texts[number]) for number in headings.tolist()])
        values = {
            "dense": self._vectors.scores(queries, rows).max(axis=0),
            "sentence": self._vectors.best_sentence_scores(queries, rows).max(axis=0),
            "unit_dense": self._vectors.unit_scores(queries, different).max(axis=0)[of_row],
            "passage_words": self._passage_words.scores(wanted, rows).max(axis=0),
            "unit_words": self._unit_words.scores(wanted, different).max(axis=0)[of_row],
            "title": titles[of_document],
            "heading": matches[of_heading],
        }
        return Signals(rows, units, documents, np.array([values[name] for name in NAMES], dtype=np.float32).T)

    def _best_match(self, wanted: Sequence[Sequence[str]], names: Sequence[Sequence[str]]) -> Floats:
        """Return how well each of the names, by its terms, matches the wording that it matches best.

        A name that has only a few words of those by which a wording differs from the first does not match it:
        "Sustainability" is not what "sustainability and transformation plans" are about.
        """
        asked = frozenset(chain(*wanted))
        # Most names share no term with the question.
        near = {number: name for number, name in enumerate(names) if not asked.isdisjoint(name)}
        weights = self._vocabulary.weights({*asked, *chain(*near.values())})
        matches = np.zeros(len(names), np.float32)
        for number, name in near.items():
            check_deadline()
            fitting = (one for one in wanted if not _has_few_added(one, wanted[0], name))
            matches[number] = max(title_match(one, name, weights) for one in fitting)
        return matches


def _has_few_added(variant: Sequence[str], question: Sequence[str], name: Sequence[str]) -> bool:
    """Return whether a name shares with a variant only terms that it adds to the question, less than two in five.

    >>> added = ["stp", "sustain", "transform", "plan"]
    >>> [_has_few_added(added, ["stp"], name) for name in (["sustain"], ["transform", "plan"], ["stp", "plan"])]
    [True, False, False]
    """
    added = set(variant).difference(question)
    shared = set(variant).intersection(name)
    return bool(shared) and shared <= added and 5 * len(shared) < 2 * len(added)


def _distinct(numbers: Rows) -> Rows:
    """Return each of ascending numbers once."""
    return numbers[np.flatnonzero(np.diff(numbers, prepend=-1))].astype(np.int64)
