"""A question as hits: candidates by meaning and by words, their signals, one ranking."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from reportqa.answer import Hit
from reportqa.embedding import Embedder, token_words
from reportqa.index import EVERYTHING, Facets, Filters, PassageStore, is_among
from reportqa.search.answer_type import ExpectedAnswer
from reportqa.search.editions import newer_editions
from reportqa.search.fusion import (
    EDITION_WEIGHT,
    KIND_CANDIDATES,
    KIND_WEIGHT,
    LATE_CANDIDATES,
    LATE_WEIGHT,
    NAMED_BY_TITLE,
    NAMED_WEIGHT,
    NAMES,
    OTHER_DOCUMENT,
    PAGE_ENDS,
    PARTS,
    PHRASE_WEIGHT,
    PLACE_WEIGHT,
    VARIED,
    YEAR_WEIGHT,
    Signals,
    fuse,
    shares_year,
    title_match,
    years,
)
from reportqa.search.introductions import INTRODUCTION_SHARE, introduced
from reportqa.search.named_documents import NOTHING_NAMED, NamedDocuments, Naming
from reportqa.search.named_places import NamedPlace, PlaceFinder
from reportqa.search.vocabulary import Vocabulary
from reportqa.text import question_terms, terms

CANDIDATES = 300
"""Passages taken by meaning, and by words, before fusion."""
CANDIDATE_UNITS = 50
"""Units taken by their words, with all their passages."""

PLACE_DOCUMENTS = 3
"""Best documents in which the places that a question names are looked for."""
_DUPLICATES_AT_ONCE = 500
"""Candidates whose duplicates are read at once."""
_TITLES_KEPT = 10_000
_HEADINGS_KEPT = 50_000

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


class Retriever:
    """Retrieval from one generation; the best candidates are compared with the question token by token."""

    def __init__(self, store: PassageStore, embedder: Embedder) -> None:
        self.library = store.library
        self.passage_words = store.passage_words
        summaries = self.library.summaries()
        self.facets = Facets(summaries)
        self.named_documents = NamedDocuments(summaries, self.library, self.passage_words)
        self.vocabulary = Vocabulary(self.library, self.passage_words, self.facets.names)
        self._vectors = store.vectors
        self._unit_words = store.unit_words
        self._embedder = embedder
        self._layout = self.library.layout()
        self._places = PlaceFinder(self.library, self._layout, self.passage_words)
        titles = self._layout.titles
        title_of = dict(zip(self._layout.doc_ids, titles, strict=True))
        self.newer_editions = newer_editions([title_of[one.doc_id] for one in summaries], summaries)
        # A function without a reference to self, so that a replaced retriever is freed by reference counting.
        self._title_terms = lru_cache(maxsize=_TITLES_KEPT)(lambda document: terms(titles[document]))
        self._heading_terms = lru_cache(maxsize=_HEADINGS_KEPT)(terms)

    def sentence_vectors(self, hit: Hit) -> Floats:
        """Return the unit vectors of the sentences of a hit, (sentences, dim)."""
        return self._vectors.sentences(hit.row)

    def has_phrase(self, phrase: str, filters: Filters = EVERYTHING) -> bool:
        """Return whether a passage of the documents that match the filters has the exact words of a phrase."""
        return bool(self.vocabulary.rows_with(phrase, self._rows_of(filters)))

    def retrieve(
        self,
        question: str,
        k: int,
        filters: Filters = EVERYTHING,
        *,
        variants: Sequence[str] = (),
        phrases: Sequence[str] = (),
        expected: ExpectedAnswer | None = None,
        places: Sequence[NamedPlace] = (),
        favoured: Sequence[str] = (),
        naming: Naming = NOTHING_NAMED,
    ) -> list[Hit]:
        """Return up to k hits, best first.

        :param filters: the documents to search
        :param variants: the question in other words; the best match of any of them counts
        :param phrases: exact words; where passages have all of them, or else one, only these passages are searched
        :param expected: what an answer needs; passages with such a sentence are preferred
        :param places: the places that the question names; the passages there are first
        :param favoured: exact words; passages that have them are preferred
        :param naming: the documents that the question names, which are preferred

        :raises DocumentNotFound: for an id that is not in the index.
        :raises NoDocumentFits: when no document matches the filters.
        """
        rows = self._rows_of(filters)
        if having := [found for phrase in phrases if (found := self.vocabulary.rows_with(phrase, rows))]:
            exact = set.intersection(*having) or set.union(*having)
            rows = np.array(sorted(exact), dtype=np.int64)
        favouring = [self.vocabulary.rows_with(phrase, rows, CANDIDATES) for phrase in favoured]
        queries, signals = self._search([question, *variants], rows, sorted(set().union(*favouring)))
        parts = fuse(signals)
        if places:
            wanted = [question_terms(text) for text in (question, *variants)]
            signals, parts = self._with_places(places, naming, queries, wanted, signals, parts)
        for with_words in favouring:
            parts[:, PARTS.index("phrase")] += (
                PHRASE_WEIGHT / len(favouring) * np.isin(signals.rows, sorted(with_words))
            )
        parts[:, PARTS.index("year")] = YEAR_WEIGHT * self._share_year(question, signals.documents)
        if naming.favours:
            parts[:, PARTS.index("named")] = NAMED_WEIGHT * self._favours(naming, signals.documents)
        parts[:, PARTS.index("edition")] = -EDITION_WEIGHT * self._have_newer(question, signals.documents)
        if expected and expected.kind_weight:
            self._prefer_answer_type(expected, signals.rows, parts)
        self._compare_tokens(question, signals.rows, parts)
        order = np.lexsort((signals.rows, -parts.sum(axis=1)))
        kept = self._without_duplicates(order, signals, max(k, VARIED))
        varied = list(kept) if naming.favours else _with_variety(list(kept), signals, parts)
        best = np.array(varied[:k], dtype=np.intp)
        scores = parts.sum(axis=1)
        beside = {
            index: [other for other in kept[index] if rows is None or is_among(np.array([other]), rows)[0]]
            for index in best.tolist()
        }
        shown = [*signals.rows[best].tolist(), *(other for others in beside.values() for other in others)]
        passages = dict(zip(shown, self.library.passages(shown), strict=True))
        texts = self.library.texts(signals.rows[best].tolist())
        cosines = self._vectors.sentence_scores(queries, signals.rows[best])
        return [
            Hit(
                row=int(signals.rows[index]),
                passage=passages[int(signals.rows[index])],
                text=text,
                score=float(scores[index]),
                signals=signals.at(int(index)),
                parts=dict(zip(PARTS, parts[index].tolist(), strict=True)),
                sentence_scores=tuple(of_hit.max(axis=0).astype(float).tolist()),
                duplicates=tuple(passages[other] for other in beside[index]),
            )
            for index, text, of_hit in zip(best.tolist(), texts, cosines, strict=True)
        ]

    def signals(self, question: str) -> Signals:
        """Return the signals of all candidates for a question, from which `retrieve` makes one ranking."""
        return self._search([question], None)[1]

    def _rows_of(self, filters: Filters) -> Rows | None:
        """Return the rows of the documents that match the filters, ascending; None for all documents."""
        allowed = self.facets.select(filters)
        if len(allowed) == len(self._layout.doc_ids):
            return None
        return self._layout.rows_of([n for n, doc_id in enumerate(self._layout.doc_ids) if doc_id in allowed])

    def _search(
        self, texts: Sequence[str], rows: Rows | None, also: Sequence[int] = ()
    ) -> tuple[Floats, Signals]:  # fmt: skip
        """Return the vectors of the texts, (texts, dim), and the highest signals of the candidates of all of them.

        :param also: further candidates
        """
        queries = np.stack([self._embedded(text) for text in texts])
        wanted = [question_terms(text) for text in texts]
        parts = [self._vectors.near(queries, CANDIDATES, rows), np.array(also, dtype=np.int64)]
        allowed_units = None if rows is None else distinct(self._layout.units[rows])
        for asked in wanted:
            parts.append(self.passage_words.search(asked, CANDIDATES, rows)[0])
            parts.append(self._layout.rows_in(self._unit_words.search(asked, CANDIDATE_UNITS, allowed_units)[0]))
        candidates = np.unique(np.concatenate(parts))
        # A unit may have passages that are not in `rows`.
        candidates = candidates if rows is None else candidates[is_among(candidates, rows)]
        return queries, self._signals(queries, wanted, candidates)

    def _embedded(self, text: str) -> Floats:
        """Return the unit vector of a question, (dim,), in which what is asked counts more than its introduction."""
        vector = self._embedder.embed_question(text)
        if not (asked := introduced(text)):
            return vector
        mixed = INTRODUCTION_SHARE * vector + (1 - INTRODUCTION_SHARE) * self._embedder.embed_question(asked)
        return np.asarray(mixed / (np.linalg.norm(mixed) or 1.0), dtype=np.float32)

    def _with_places(
        self,
        places: Sequence[NamedPlace],
        naming: Naming,
        queries: Floats,
        wanted: Sequence[Sequence[str]],
        signals: Signals,
        parts: Floats,
    ) -> tuple[Signals, Floats]:
        """Return the candidates, with the passages at the places in the best documents, and the parts of their scores.

        :param wanted: the terms of each of the queries
        """
        scores = parts.sum(axis=1)
        if naming.favours:
            scores += NAMED_WEIGHT * self._favours(naming, signals.documents)
        order = np.argsort(-scores, kind="stable")
        documents = list(dict.fromkeys(signals.documents[order].tolist()))[:PLACE_DOCUMENTS]
        found = self._places.rows(places, documents)
        if not found:
            return signals, parts
        signals = self._signals(queries, wanted, np.union1d(signals.rows, np.array(list(found), dtype=np.int64)))
        parts = fuse(signals)
        parts[:, PARTS.index("place")] = [PLACE_WEIGHT * found.get(row, 0.0) for row in signals.rows.tolist()]
        return signals, parts

    def _share_year(self, question: str, documents: Rows) -> npt.NDArray[np.bool_]:
        """Return for each candidate whether the title of its document names a year of the question."""
        asked = question_terms(question)
        return _per_document(documents, lambda one: shares_year(asked, self._title_terms(one))).astype(bool)

    def _favours(self, naming: Naming, documents: Rows) -> Floats:
        """Return for each candidate how well the question names its document, 0 to 1."""
        doc_ids = self._layout.doc_ids
        return _per_document(documents, lambda one: naming.favours.get(doc_ids[one], 0.0))

    def _have_newer(self, question: str, documents: Rows) -> npt.NDArray[np.bool_]:
        """Return for each candidate whether another one is of a newer edition of its work; none if a year is asked."""
        if not self.newer_editions or years(question_terms(question)):
            return np.zeros(len(documents), dtype=bool)
        doc_ids = self._layout.doc_ids
        present = {doc_ids[one] for one in np.unique(documents).tolist()}
        newer = self.newer_editions
        return _per_document(documents, lambda one: newer.get(doc_ids[one]) in present).astype(bool)

    def _prefer_answer_type(self, expected: ExpectedAnswer, rows: Rows, parts: Floats) -> None:
        """Add to the parts of the best candidates how well one of their sentences has what an answer needs."""
        first = np.argsort(-parts.sum(axis=1), kind="stable")[:KIND_CANDIDATES]
        for index, sentences in zip(first, self.library.sentences(rows[first].tolist()), strict=True):
            doc_id = self._layout.doc_ids[self._layout.documents[rows[index]]]
            preferences = (expected.preference(doc_id, sentence) for sentence in sentences)
            parts[index, PARTS.index("kind")] = KIND_WEIGHT * max(preferences, default=0.0)

    def _compare_tokens(self, question: str, rows: Rows, parts: Floats) -> None:
        """Add to the parts of the best candidates how much nearer their tokens are than those of the farthest one."""
        best = np.argsort(-parts.sum(axis=1), kind="stable")[:LATE_CANDIDATES]
        asked = self._embedder.question_tokens(question)
        words = token_words(question, asked)
        weights = np.array([self.vocabulary.word_weight(word) for word in words], dtype=np.float32)
        nearness = self._vectors.token_scores(asked, weights, rows[best])
        parts[best, PARTS.index("late")] = LATE_WEIGHT * (nearness - nearness.min(initial=1.0))

    def _without_duplicates(self, order: npt.NDArray[np.intp], signals: Signals, k: int) -> dict[int, list[int]]:
        """Return the first k candidates in order, without duplicates of a better one, each with the rows it replaces.

        These are candidates of the same document with the same words, and near duplicates in other documents.
        """
        kept: dict[int, list[int]] = {}
        said: set[int] = set()
        first: dict[tuple[int, int], int] = {}
        elsewhere: dict[int, tuple[int, ...]] = {}
        for rank, index in enumerate(order.tolist()):
            if len(kept) >= k:
                break
            if rank % _DUPLICATES_AT_ONCE == 0:
                elsewhere.update(
                    self.library.duplicates(signals.rows[order[rank : rank + _DUPLICATES_AT_ONCE]].tolist())
                )
            row = int(signals.rows[index])
            others = elsewhere.get(row, ())
            if row in said or said.intersection(others):
                continue
            words = int(signals.documents[index]), int(self._layout.fingerprints[row])
            if words in first:
                kept[first[words]].append(row)
                continue
            first[words] = index
            kept[index] = []
            if others:
                said.update((row, *others))
        return {index: [*rows, *elsewhere.get(int(signals.rows[index]), ())] for index, rows in kept.items()}

    def _signals(self, queries: Floats, wanted: Sequence[Sequence[str]], rows: Rows) -> Signals:
        units, documents = self._layout.units[rows].astype(np.int64), self._layout.documents[rows].astype(np.int64)
        different, of_row = np.unique(units, return_inverse=True)
        headings, of_heading = np.unique(self._layout.headings[rows], return_inverse=True)
        texts = self.library.headings(headings.tolist())
        own_documents, of_document = np.unique(documents, return_inverse=True)
        titles = self._best_match(wanted, [self._title_terms(document) for document in own_documents.tolist()])
        matches = self._best_match(wanted, [self._heading_terms(texts[number]) for number in headings.tolist()])
        passage_words = self.passage_words.scores(wanted, rows)
        unit_words = self._unit_words.scores(wanted, different)
        values = {
            "dense": self._vectors.scores(queries, rows).max(axis=0),
            "sentence": self._vectors.best_sentence_scores(queries, rows).max(axis=0),
            "unit_dense": self._vectors.unit_scores(queries, different).max(axis=0)[of_row],
            "passage_words": passage_words.max(axis=0),
            "unit_words": unit_words.max(axis=0)[of_row],
            "title": titles[of_document],
            "heading": matches[of_heading],
        }
        return Signals(
            rows=rows,
            units=units,
            documents=documents,
            values=np.array([values[name] for name in NAMES], dtype=np.float32).T,
        )

    def _best_match(self, wanted: Sequence[Sequence[str]], names: Sequence[Sequence[str]]) -> Floats:
        """Return how well each of the names, by its terms, matches the question that it matches best.

        A name that has only a few words of those by which a variant differs from the first question does not match it:
        "Sustainability" is not what "sustainability and transformation plans" are about.
        """
        asked = frozenset(chain(*wanted))
        # Most names share no term with the question.
        near = {number: name for number, name in enumerate(names) if not asked.isdisjoint(name)}
        weights = self.vocabulary.weights({*asked, *chain(*near.values())})
        matches = np.zeros(len(names), np.float32)
        for number, name in near.items():
            matches[number] = max(
                title_match(question, name, weights)
                for question in wanted
                if not _has_few_added(question, wanted[0], name)
            )
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


def _with_variety(order: Sequence[int], signals: Signals, parts: Floats) -> list[int]:
    """Return candidates, best first, with one of another document at the end of each page of results.

    It is the best one of a document not seen before, where its own score comes near the best; not where the question
    names the document of the first one. Its score becomes that of the candidate which it displaces. What late
    interaction adds does not count: only some of the candidates were compared.
    """
    rest = list(order[:VARIED])
    if not rest or signals.values[rest[0], NAMES.index("title")] >= NAMED_BY_TITLE:
        return list(order)
    own = parts.sum(axis=1) - parts[:, [PARTS.index("document"), PARTS.index("late")]].sum(axis=1)
    least = OTHER_DOCUMENT * own[rest].max()
    varied: list[int] = []
    while rest:
        at = 0
        if len(varied) + 1 in PAGE_ENDS:
            seen = set(signals.documents[varied].tolist())
            others = (n for n, one in enumerate(rest) if own[one] >= least and signals.documents[one] not in seen)
            at = next(others, 0)
            parts[rest[at], PARTS.index("variety")] = parts[rest[0]].sum() - parts[rest[at]].sum()
        varied.append(rest.pop(at))
    return [*varied, *order[VARIED:]]


def _per_document(documents: Rows, value: Callable[[int], float]) -> Floats:
    """Return for each candidate the value of its document, which is computed once, (candidates,)."""
    different, of_document = np.unique(documents, return_inverse=True)
    return np.asarray(np.array([value(one) for one in different.tolist()], dtype=np.float32)[of_document])


def distinct(numbers: Rows) -> Rows:
    """Return each of ascending numbers once."""
    return numbers[np.flatnonzero(np.diff(numbers, prepend=-1))].astype(np.int64)
