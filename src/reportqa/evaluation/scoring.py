"""Questions of a set asked of an index and scored, one row per question."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from operator import ne

from reportqa.answer import Answer, Citation, State
from reportqa.answering import Engine, read
from reportqa.document import Document, Sentence
from reportqa.errors import LanguageModelError
from reportqa.evaluation.answer_strings import exact_match, shows, token_scores
from reportqa.evaluation.correctness import Correctness, correctness_of, first_shown, is_from
from reportqa.evaluation.datasets import Kind, KnownQuestion, QuestionSet
from reportqa.evaluation.ground_truth import Expectation, Truth
from reportqa.evaluation.measures import (
    CALLED,
    CALLED_PARTLY,
    CALLED_RIGHT,
    CONFIDENTLY_WRONG,
    EXACT,
    F1,
    FAR_CALLED,
    FIRST,
    FIRST_SENTENCE,
    FIRST_THREE,
    GIVEN_UNIT,
    KEPT,
    KNOWN_WRONG,
    NEAR_CALLED,
    NOTHING,
    REFUSED,
    REFUSED_ADVERSARIAL,
    RIGHT_DOCUMENT,
    SHOWN,
    TOKEN_RECALL,
    rank_scores,
)
from reportqa.evaluation.relevance_units import found_units
from reportqa.index import Filters
from reportqa.search import ExpectedAnswer, Hit, Question
from reportqa.settings import DEFAULT_K
from reportqa.writing import WrittenParagraph, write_paragraph

SEARCHED = 300
"""Passages of the right documents that are searched for sentences of the right unit."""
BEST = 2
"""Sentences of the right unit that are compared with the answer."""
_JUDGED = {Kind.ANSWERABLE: KEPT, Kind.OUTSIDE: REFUSED, Kind.ADVERSARIAL: REFUSED_ADVERSARIAL}
NO_ANSWER = {Kind.OUTSIDE: "no answer, far off", Kind.ADVERSARIAL: "no answer, near miss"}
"""Kinds of question without an answer, where the set names none."""
_MISCALLED = {Kind.OUTSIDE: FAR_CALLED, Kind.ADVERSARIAL: NEAR_CALLED}


@dataclass(frozen=True, slots=True)
class Row:
    """Result of one question; `scores` are the measures that apply to it, by name.

    `group` is the kind of question that the set names, else NO_ANSWER or the kind by its wording. `right`: whether what
    is shown is right, None if that is unknown. `rank` is that of the first relevant unit, None if none was found.
    `faithful` of the `quotes` checked are in the document, on the pages named. `tokens` are those of a language model,
    and `model` says what it found (see `ModelUse`), "" when none was asked or its reply was not used. `written` are the
    sentences that it wrote about the answer, `struck` those of them that the cited sentences do not say;
    `milliseconds` are without writing.
    """

    id: str
    question: str
    kind: Kind
    group: str
    state: str
    answerable: bool
    right: bool | None
    confidence: float
    milliseconds: float
    rank: int | None
    quotes: int
    faithful: int
    shown: str
    scores: Mapping[str, float] = field(default_factory=dict)
    tokens: int = 0
    model: str = ""
    written: int = 0
    struck: int = 0
    writing_milliseconds: float = 0.0


def ask_set(
    questions: QuestionSet, engine: Engine, k: int, advance: Callable[[int], None], *, llm: bool = False
) -> list[Row]:
    """Return the scored rows of the questions, in order.

    Answer, confidence and time are measured with DEFAULT_K passages, as in the product; ranks with `k` passages.

    :param llm: whether the language model of the engine reads the passages, and writes about each answer
    """
    truth = Truth(questions, engine.catalogue)
    expectations = {question.id: truth.of(question) for question in questions.questions}
    has_answers = any(_has_strings(question, expectations[question.id]) for question in questions.questions)
    engine.ask(questions.questions[0].text, llm=False)  # Fills the caches, so that the first time is not an outlier.
    found: dict[str, tuple[Answer, Answer]] = {}
    written: dict[str, tuple[WrittenParagraph | None, float]] = {}
    ranked: dict[str, list[str]] = {}
    for question in questions.questions:
        answer = engine.ask(question.text, llm=llm)
        listed = answer if k <= DEFAULT_K else engine.ask(question.text, k=k, llm=llm)
        found[question.id] = answer, listed
        if llm:
            written[question.id] = _written(engine, answer)
        expected = expectations[question.id]
        ranked[question.id] = list(
            dict.fromkeys(
                unit
                for cited in listed.citations[:k]
                for unit in found_units(expected.units, cited, expected.relevant.keys(), engine.catalogue.text)
            )
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
                bool(listed.citations) and is_from(listed.citations[0], expected.doc_ids)
            )  # fmt: skip
        if question.kind is Kind.ANSWERABLE and expected.gold.strings:
            if expected.gold.need == 1:
                scores |= _string_scores(answer, expected.gold.strings)
            if expected.is_quotable and expected.doc_ids:
                scores[GIVEN_UNIT] = _given_unit(question, expected, engine)
        if question.kind in _JUDGED:
            scores[_JUDGED[question.kind]] = float(answer.answerable == (question.kind is Kind.ANSWERABLE))
        correct = _correctness(question, answer, expected) if has_answers else None
        scores |= _state_scores(question, answer.state, correct)
        if question.wrong:
            scores[KNOWN_WRONG] = float(expected.gold.is_wrong(first_shown(answer)))
        if correct and question.kind is Kind.ANSWERABLE:
            scores |= _correctness_scores(correct)
        paragraph, writing = written.get(question.id, (None, 0.0))
        checked = [is_faithful(shown, engine.catalogue.document) for shown in (answer, listed)]
        rows.append(
            Row(
                id=question.id,
                question=question.text,
                kind=question.kind,
                group=question.group or NO_ANSWER.get(question.kind) or Question.parse(question.text).kind,
                state=str(answer.state),
                answerable=answer.answerable,
                right=correct.shown if correct else None,
                confidence=answer.confidence,
                milliseconds=answer.milliseconds,
                rank=next(
                    (rank for rank, unit in enumerate(ranked[question.id], 1) if expected.relevant.get(unit)), None
                ),
                quotes=sum(total for total, _ in checked),
                faithful=sum(faithful for _, faithful in checked),
                shown=_shown(answer),
                scores=scores,
                tokens=(answer.model.tokens if answer.model else 0) + (paragraph.tokens if paragraph else 0),
                model=str(answer.model.state or "") if answer.model else "",
                written=len(paragraph.sentences) if paragraph else 0,
                struck=len(paragraph.struck) if paragraph else 0,
                writing_milliseconds=writing,
            )
        )
    return rows


def _written(engine: Engine, answer: Answer) -> tuple[WrittenParagraph | None, float]:
    """Return what the language model writes about an answer, None if there is none, and the milliseconds it took."""
    if engine.language_model is None or not answer.answerable:
        return None, 0.0
    started = time.perf_counter()
    try:
        paragraph = write_paragraph(answer.asked, answer.citations, engine.language_model.for_question())
    except LanguageModelError:
        paragraph = None
    return paragraph, (time.perf_counter() - started) * 1000


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
    return quote in on_pages if named else not document.pages or citation.start >= document.pages[-1].end


def _shown(answer: Answer) -> str:
    return " ".join(sentence.text for sentence in answer.sentences)


def _has_strings(question: KnownQuestion, expected: Expectation) -> bool:
    """Return whether the strings of a question say if an answer is right."""
    return question.kind is Kind.ANSWERABLE and expected.is_quotable


def _correctness(question: KnownQuestion, answer: Answer, expected: Expectation) -> Correctness | None:
    """Return what of an answer is right: nothing if the corpus has no answer; None if that is unknown."""
    if question.kind in _MISCALLED:
        return Correctness()
    return correctness_of(answer, expected.gold, expected.doc_ids) if _has_strings(question, expected) else None


def _correctness_scores(found: Correctness) -> dict[str, float]:
    return {
        SHOWN: float(found.shown),
        FIRST_SENTENCE: float(found.first_sentence),
        FIRST: float(found.first_passage),
        FIRST_THREE: float(found.first_three),
    }


def _state_scores(question: KnownQuestion, state: State, found: Correctness | None) -> dict[str, float]:
    """Return the measures of what an answer claims by its state."""
    called = state is State.ANSWERS
    scores: dict[str, float] = {}
    if question.kind is Kind.ANSWERABLE:
        scores[NOTHING] = float(state is State.NOTHING)
    if question.kind in _MISCALLED:
        scores[_MISCALLED[question.kind]] = float(called)
    if found:
        scores[CALLED] = float(called)
        if question.kind is Kind.ANSWERABLE:
            scores[CONFIDENTLY_WRONG] = float(called and not found.partly)
        if called:
            scores |= {CALLED_RIGHT: float(found.shown), CALLED_PARTLY: float(found.partly)}
    return scores


def _string_scores(answer: Answer, strings: Sequence[str]) -> dict[str, float]:
    shown = _shown(answer)
    f1, recall = token_scores(strings, shown)
    return {F1: f1, EXACT: exact_match(strings, shown), TOKEN_RECALL: recall}


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
        if shows(expected.gold.strings, best.text):
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
