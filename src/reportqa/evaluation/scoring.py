"""Questions of a set asked of an index and scored, one row per question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from operator import ne

from reportqa.answer import Answer, Citation, Hit
from reportqa.answering import Engine, read
from reportqa.document import Document, Sentence
from reportqa.evaluation.answer_strings import exact_match, holds, shows, token_scores
from reportqa.evaluation.datasets import Kind, KnownQuestion, QuestionSet
from reportqa.evaluation.ground_truth import Expectation, Truth
from reportqa.evaluation.measures import (
    EITHER,
    EXACT,
    F1,
    FIRST,
    GIVEN_UNIT,
    KEPT,
    REFUSED,
    REFUSED_ADVERSARIAL,
    RIGHT_DOCUMENT,
    SHOWN,
    TOKEN_RECALL,
    rank_scores,
)
from reportqa.evaluation.relevance_units import units_in_order
from reportqa.index import Filters
from reportqa.search import ExpectedAnswer, Question
from reportqa.settings import DEFAULT_K

SEARCHED = 300
"""Passages of the right documents that are searched for sentences of the right unit."""
BEST = 2
"""Sentences of the right unit that are compared with the answer."""
_JUDGED = {Kind.ANSWERABLE: KEPT, Kind.OUTSIDE: REFUSED, Kind.ADVERSARIAL: REFUSED_ADVERSARIAL}


@dataclass(frozen=True, slots=True)
class Row:
    """Result of one question; `scores` are the measures that apply to it, by name.

    `rank` is that of the first relevant unit, None if none was found. `faithful` of the `quotes` checked are in the
    document, on the pages named.
    """

    id: str
    question: str
    kind: Kind
    answerable: bool
    confidence: float
    milliseconds: float
    rank: int | None
    quotes: int
    faithful: int
    shown: str
    scores: Mapping[str, float] = field(default_factory=dict)


def ask_set(questions: QuestionSet, engine: Engine, k: int, advance: Callable[[int], None]) -> list[Row]:
    """Return the scored rows of the questions, in order.

    Answer, confidence and time are measured with DEFAULT_K passages, as in the product; ranks with `k` passages.
    """
    truth = Truth(questions, engine.catalogue)
    expectations = {question.id: truth.of(question) for question in questions.questions}
    engine.ask(questions.questions[0].text)  # Fills the caches, so that the first time is not an outlier.
    found: dict[str, tuple[Answer, Answer]] = {}
    ranked: dict[str, list[str]] = {}
    for question in questions.questions:
        answer = engine.ask(question.text)
        listed = answer if k <= DEFAULT_K else engine.ask(question.text, k=k)
        found[question.id] = answer, listed
        units = expectations[question.id].units
        ranked[question.id] = list(
            dict.fromkeys(unit for cited in listed.citations[:k] for unit in units_in_order(units, cited))
        )
        advance(1)
    judged = {key: expected.relevant for key, expected in expectations.items() if expected.relevant}
    ranks = rank_scores(judged, ranked)
    rows = []
    for question in questions.questions:
        expected, (answer, listed) = expectations[question.id], found[question.id]
        scores = dict(ranks.get(question.id, {}))
        if expected.relevant and truth.has_documents:
            scores[RIGHT_DOCUMENT] = float(
                bool(listed.citations) and listed.citations[0].doc_id in expected.doc_ids
            )  # fmt: skip
        if question.kind is Kind.ANSWERABLE and expected.strings:
            scores |= _string_scores(answer, expected)
            if expected.is_quotable and expected.doc_ids:
                scores[GIVEN_UNIT] = _given_unit(question, expected, engine)
        if question.kind in _JUDGED:
            scores[_JUDGED[question.kind]] = float(answer.answerable == (question.kind is Kind.ANSWERABLE))
        checked = [is_faithful(shown, engine.catalogue.document) for shown in (answer, listed)]
        rows.append(
            Row(
                id=question.id,
                question=question.text,
                kind=question.kind,
                answerable=answer.answerable,
                confidence=answer.confidence,
                milliseconds=answer.milliseconds,
                rank=next(
                    (rank for rank, unit in enumerate(ranked[question.id], 1) if expected.relevant.get(unit)), None
                ),
                quotes=sum(total for total, _ in checked),
                faithful=sum(faithful for _, faithful in checked),
                shown=_shown(answer),
                scores=scores,
            )
        )
    return rows


def is_faithful(answer: Answer, document_of: Callable[[str], Document]) -> tuple[int, int]:
    """Return the number of quotes of an answer, and of those that are in the document, on the pages named."""
    quoted = [(citation, citation.start, citation.end, citation.quote) for citation in answer.citations]
    for sentence in answer.sentences:
        citation = answer.citations[sentence.citation - 1]
        quoted.append((citation, sentence.start, sentence.end, sentence.text))
    held = [
        _stands(document_of(citation.doc_id), citation, start, end, quote) for citation, start, end, quote in quoted
    ]
    return len(held), sum(held)


def _stands(document: Document, citation: Citation, start: int, end: int, quote: str) -> bool:
    """Return whether a quote equals its range of the document and is on the pages that its citation names."""
    if document.text[start:end] != quote or not citation.start <= start < end <= citation.end:
        return False
    named = {page.physical for page in citation.pages}
    on_pages = "".join(document.text[page.start : page.end] for page in document.pages if page.physical in named)
    return quote in on_pages if document.pages else not named


def _shown(answer: Answer) -> str:
    return " ".join(sentence.text for sentence in answer.sentences)


def _string_scores(answer: Answer, expected: Expectation) -> dict[str, float]:
    shown = _shown(answer)
    f1, recall = token_scores(expected.strings, shown)
    scores = {F1: f1, EXACT: exact_match(expected.strings, shown), TOKEN_RECALL: recall}
    if expected.is_quotable:
        in_shown = holds(expected.strings, shown)
        in_first = bool(answer.citations) and holds(expected.strings, answer.citations[0].quote)
        scores |= {SHOWN: float(in_shown), FIRST: float(in_first), EITHER: float(in_shown or in_first)}
    return scores


def _given_unit(question: KnownQuestion, expected: Expectation, engine: Engine) -> float:
    """Return 1 if one of the best sentences of the reader in the right units shows an answer, else 0."""
    asked = Question.parse(question.text)
    retriever = engine.searcher.retriever
    wanted = ExpectedAnswer.of(asked, retriever.vocabulary)

    def is_inside(hit: Hit, sentence: Sentence) -> bool:
        cited = engine.catalogue.citation(hit.passage.doc_id, sentence.start, sentence.end)
        return any(unit in expected.relevant for unit in expected.units.of(cited))

    found = retriever.retrieve(question.text, SEARCHED, Filters(doc_ids=expected.doc_ids))
    hits = [part for hit in found if (part := _part(hit, partial(is_inside, hit)))]
    for _ in range(BEST):
        if not hits:
            break
        best = read(asked, hits, wanted).best
        if shows(expected.strings, best.text):
            return 1.0
        # The reader drops sentences far below the best, so the next best is read from the rest.
        rest = _part(best.hit, partial(ne, best.sentence))
        hits[best.rank : best.rank + 1] = [rest] if rest else []
    return 0.0


def _part(hit: Hit, is_wanted: Callable[[Sentence], bool]) -> Hit | None:
    """Return a hit with only the sentences that are wanted, None without any."""
    pairs = [
        pair for pair in zip(hit.passage.sentences, hit.sentence_scores, strict=True) if is_wanted(pair[0])
    ]  # fmt: skip
    if not pairs:
        return None
    sentences, scores = zip(*pairs, strict=True)
    return replace(hit, passage=replace(hit.passage, sentences=sentences), sentence_scores=scores)
