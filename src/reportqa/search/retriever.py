"""A question as hits: candidates, one ranking of them, and the best without duplicates."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reportqa.embedding import Embedder
from reportqa.index import EVERYTHING, Facets, Filters, PassageStore, is_among
from reportqa.search.answer_type import ExpectedAnswer
from reportqa.search.candidates import CANDIDATES, CandidateFinder, Candidates
from reportqa.search.fusion import PARTS, Floats, Rows, Signals, fuse
from reportqa.search.hit import Hit
from reportqa.search.named_documents import NOTHING_NAMED, NamedDocuments, Naming
from reportqa.search.named_places import NamedPlace, PlaceFinder
from reportqa.search.preferences import NAMED_WEIGHT, VARIED, Preferences, with_variety
from reportqa.search.vocabulary import Vocabulary

PLACE_WEIGHT = 1.0
"""Weight of a passage at the place that a question names: such a passage is before all others."""
_PLACE_DOCUMENTS = 3
"""Best documents in which the places that a question names are looked for."""
_DUPLICATES_AT_ONCE = 500
"""Candidates whose duplicates are read at once."""


class Retriever:
    """Retrieval from one generation; the best candidates are compared with the question token by token."""

    def __init__(self, store: PassageStore, embedder: Embedder) -> None:
        self.library = store.library
        summaries = self.library.summaries()
        self.facets = Facets(summaries, store.collections)
        self.named_documents = NamedDocuments(summaries, self.library, store.passage_words)
        self.vocabulary = Vocabulary(self.library, store.passage_words, self.facets.names)
        self._vectors = store.vectors
        self._layout = self.library.layout()
        self._places = PlaceFinder(self.library, self._layout, store.passage_words)
        self._finder = CandidateFinder(store, self._layout, embedder, self.vocabulary)
        self._preferences = Preferences(store, self._layout, summaries, embedder, self.vocabulary)
        self.newer_editions = self._preferences.newer_editions

    def sentence_vectors(self, hit: Hit) -> Floats:
        """Return the unit vectors of the sentences of a hit, (sentences, dim)."""
        return self._vectors.sentences(hit.row)

    def has_phrase(self, phrase: str, filters: Filters = EVERYTHING) -> bool:
        """Return whether a passage of the documents that match the filters has the exact words of a phrase."""
        return bool(self.vocabulary.rows_with(phrase, self._rows_of(filters)))

    def signals(self, question: str) -> Signals:
        """Return the signals of all candidates for a question, from which `retrieve` makes one ranking."""
        return self._finder.find([question], None).signals

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
        candidates = self._finder.find([question, *variants], rows, sorted(set().union(*favouring)))
        parts = fuse(candidates.signals)
        if places:
            candidates, parts = self._with_places(places, naming, candidates, parts)
        signals = candidates.signals
        self._preferences.add(question, signals, parts, expected, naming, favouring)
        order = np.lexsort((signals.rows, -parts.sum(axis=1)))
        kept = self._without_duplicates(order, signals, max(k, VARIED))
        varied = list(kept) if naming.favours else with_variety(list(kept), signals, parts)
        best = varied[:k]
        beside = {
            index: [other for other in kept[index] if rows is None or is_among(np.array([other]), rows)[0]]
            for index in best
        }
        return self._hits(best, beside, candidates, parts)

    def _hits(
        self, best: Sequence[int], beside: dict[int, list[int]], candidates: Candidates, parts: Floats
    ) -> list[Hit]:
        """Return candidates as hits, each with the passages of the rows beside it."""
        signals = candidates.signals
        rows = signals.rows[np.array(best, dtype=np.intp)]
        shown = [*rows.tolist(), *(other for others in beside.values() for other in others)]
        passages = dict(zip(shown, self.library.passages(shown), strict=True))
        texts = self.library.texts(rows.tolist())
        cosines = self._vectors.sentence_scores(candidates.queries, rows)
        scores = parts.sum(axis=1)
        return [
            Hit(
                row=row,
                passage=passages[row],
                text=text,
                score=float(scores[index]),
                signals=signals.at(index),
                parts=dict(zip(PARTS, parts[index].tolist(), strict=True)),
                sentence_scores=tuple(of_hit.max(axis=0).astype(float).tolist()),
                duplicates=tuple(passages[other] for other in beside[index]),
            )
            for index, row, text, of_hit in zip(best, rows.tolist(), texts, cosines, strict=True)
        ]

    def _rows_of(self, filters: Filters) -> Rows | None:
        """Return the rows of the documents that match the filters, ascending; None for all documents."""
        allowed = self.facets.select(filters)
        if len(allowed) == len(self._layout.doc_ids):
            return None
        return self._layout.rows_of([n for n, doc_id in enumerate(self._layout.doc_ids) if doc_id in allowed])

    def _with_places(
        self, places: Sequence[NamedPlace], naming: Naming, candidates: Candidates, parts: Floats
    ) -> tuple[Candidates, Floats]:
        """Return the candidates, with the passages at the places in the best documents, and their parts."""
        documents = candidates.signals.documents
        scores = parts.sum(axis=1) + NAMED_WEIGHT * self._preferences.favours(naming, documents)
        order = np.argsort(-scores, kind="stable")
        best = list(dict.fromkeys(documents[order].tolist()))[:_PLACE_DOCUMENTS]
        if found := self._places.rows(places, best):
            candidates = self._finder.with_rows(candidates, list(found))
            parts = fuse(candidates.signals)
            rows = candidates.signals.rows.tolist()
            parts[:, PARTS.index("place")] = [PLACE_WEIGHT * found.get(row, 0.0) for row in rows]
        return candidates, parts

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
