"""What is added to the scores of candidates after fusion: for the answer type, years, names, quoted words, variety."""

from collections.abc import Callable, Collection, Sequence

import numpy as np

from reportqa.document import DocumentSummary
from reportqa.embedding import Embedder, token_words
from reportqa.index import Layout, PassageStore
from reportqa.search.answer_type import ExpectedAnswer
from reportqa.search.editions import newer_editions
from reportqa.search.fusion import NAMES, PARTS, Floats, Rows, Signals, years
from reportqa.search.named_documents import Naming
from reportqa.search.vocabulary import Vocabulary
from reportqa.text import asks_for_newest, question_terms, terms

KIND_WEIGHT = 0.25
"""Weight of a sentence that matches the answer type near the question's words."""
KIND_CANDIDATES = 50
"""Best candidates whose sentences are matched with the answer type."""
YEAR_WEIGHT = 0.04
"""Weight of a title that names a year of the question: for "FY2022" the report of 2022 ranks first. Chosen by hand on
FinanceBench, where fewer documents rank first at half of it, and at half more."""
NAMED_WEIGHT = 0.1
"""Weight of a document that the question names: by title, author, publisher or kind. On FinanceBench and ConditionalQA,
whose questions name few documents that do not rank first anyway, .1 costs nothing and .15 the first .001. Source:
benchmarks/naming.py."""
EDITION_WEIGHT = YEAR_WEIGHT
"""Weight of the newest edition of a work where the question names no year."""
NEWEST_WEIGHT = 0.2
"""Weight of the newest edition where the question asks for what is newest, instead of EDITION_WEIGHT. Chosen by hand:
from .1 on, the last of several yearly returns ranks first; no answer to benchmarks/desk changes between .04 and .5.
Source: benchmarks/constants.py."""
LATE_WEIGHT = 0.8
"""Weight of late interaction. Source: benchmarks/token_weight.py."""
LATE_CANDIDATES = 10
"""Best candidates that late interaction compares with the question token by token."""
PHRASE_WEIGHT = 0.2
"""Weight of a passage with the ordinary words that a question has in quotation marks; at most that of a heading."""
PAGE_ENDS = (5, 10)
"""Places for the best passage of another document, if those before are of the same documents."""
OTHER_DOCUMENT = 0.8
"""Share of the best score, without what the document adds, that such a passage has. Chosen by hand: more right
documents are among the first five and ten on the reports set, and other sets lose next to nothing."""
NAMED_BY_TITLE = 0.05
"""Match of a title from which on the question names its document."""
VARIED = 50
"""Best candidates among which another document is looked for."""


class Preferences:
    """The preferences of one generation."""

    def __init__(
        self,
        store: PassageStore,
        layout: Layout,
        summaries: Sequence[DocumentSummary],
        embedder: Embedder,
        vocabulary: Vocabulary,
    ) -> None:
        self._library = store.library
        self._vectors = store.vectors
        self._embedder = embedder
        self._vocabulary = vocabulary
        self._layout = layout
        title_of = dict(zip(self._layout.doc_ids, self._layout.titles, strict=True))
        self.newer_editions = newer_editions([title_of[one.doc_id] for one in summaries], summaries)

    def add(
        self,
        question: str,
        signals: Signals,
        parts: Floats,
        expected: ExpectedAnswer | None,
        naming: Naming,
        favoured: Sequence[Collection[int]],
    ) -> None:
        """Add to the parts of the scores of candidates what is preferred, except variety.

        :param parts: (candidates, len(PARTS)), changed in place
        :param expected: what an answer needs
        :param naming: the documents that the question names
        :param favoured: for each quoted phrase the rows that have it
        """
        for with_words in favoured:
            share = PHRASE_WEIGHT / len(favoured)
            parts[:, PARTS.index("phrase")] += share * np.isin(signals.rows, sorted(with_words))
        parts[:, PARTS.index("year")] = YEAR_WEIGHT * self._share_year(question, signals.documents)
        parts[:, PARTS.index("named")] = NAMED_WEIGHT * self.favours(naming, signals.documents)
        edition_weight = NEWEST_WEIGHT if asks_for_newest(question) else EDITION_WEIGHT
        parts[:, PARTS.index("edition")] = -edition_weight * self._have_newer(question, signals.documents)
        if expected and expected.kind_weight:
            self._prefer_answer_type(expected, signals.rows, parts)
        self._compare_tokens(question, signals.rows, parts)

    def favours(self, naming: Naming, documents: Rows) -> Floats:
        """Return for each candidate how well the question names its document, 0 to 1."""
        doc_ids = self._layout.doc_ids
        return _per_document(documents, lambda one: naming.favours.get(doc_ids[one], 0.0))

    def _share_year(self, question: str, documents: Rows) -> Floats:
        """Return for each candidate 1 if the title of its document names a year of the question, else 0."""
        asked, titles = years(question_terms(question)), self._layout.titles
        return _per_document(documents, lambda one: bool(asked) and not asked.isdisjoint(terms(titles[one])))

    def _have_newer(self, question: str, documents: Rows) -> Floats:
        """Return for each candidate 1 if another is of a newer edition of its work, 0 if none or a year is asked."""
        if not self.newer_editions or years(question_terms(question)):
            return np.zeros(len(documents), dtype=np.float32)
        doc_ids = self._layout.doc_ids
        present = {doc_ids[one] for one in np.unique(documents).tolist()}
        return _per_document(documents, lambda one: self.newer_editions.get(doc_ids[one]) in present)

    def _prefer_answer_type(self, expected: ExpectedAnswer, rows: Rows, parts: Floats) -> None:
        """Add to the parts of the best candidates how well one of their sentences has what an answer needs."""
        first = np.argsort(-parts.sum(axis=1), kind="stable")[:KIND_CANDIDATES]
        for index, sentences in zip(first, self._library.sentences(rows[first].tolist()), strict=True):
            doc_id = self._layout.doc_ids[self._layout.documents[rows[index]]]
            preferences = (expected.preference(doc_id, sentence) for sentence in sentences)
            parts[index, PARTS.index("kind")] = KIND_WEIGHT * max(preferences, default=0.0)

    def _compare_tokens(self, question: str, rows: Rows, parts: Floats) -> None:
        """Add to the parts of the best candidates how much nearer their tokens are than those of the farthest one."""
        best = np.argsort(-parts.sum(axis=1), kind="stable")[:LATE_CANDIDATES]
        asked = self._embedder.question_tokens(question)
        words = token_words(question, asked)
        weights = np.array([self._vocabulary.word_weight(word) for word in words], dtype=np.float32)
        nearness = self._vectors.token_scores(asked, weights, rows[best])
        parts[best, PARTS.index("late")] = LATE_WEIGHT * (nearness - nearness.min(initial=1.0))


def with_variety(order: Sequence[int], signals: Signals, parts: Floats) -> list[int]:
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
