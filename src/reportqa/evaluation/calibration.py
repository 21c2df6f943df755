"""Fit of the judgements to questions with known answers: the shipped weights, or the scale for a user's questions.

Each answerable question is asked twice: of the whole corpus, and of the corpus without the documents that answer it,
which makes as many unanswerable questions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import get_args

import numpy as np
import numpy.typing as npt

from reportqa.answering import CORPUS, PASSAGE, READER, SENTENCE, Calibration, Engine, Examination, Judgement
from reportqa.errors import InputError
from reportqa.evaluation.answer_strings import holds
from reportqa.evaluation.datasets import Kind as Answerable
from reportqa.evaluation.datasets import KnownQuestion, QuestionSet
from reportqa.evaluation.ground_truth import Expectation, Truth
from reportqa.index import Filters
from reportqa.search import Kind

RELATED, ANSWERS, ALONE = 0.1, 0.5, 0.9
"""Probabilities from which on passages are related, an excerpt is an answer, a sentence is quoted alone."""
CLAIMS: tuple[Kind, ...] = tuple(kind for kind in get_args(Kind) if kind not in {"who", "comparison"})
"""Kinds of question that may have answers: a name in a passage often has another role than the one asked for, and a
comparison has two sides. Source for all four: benchmarks/calibration.py on sets left out, and the development half of
benchmarks/desk."""
_STRENGTH, _EXAMPLES = 0.1, 50
"""Inverse regularisation strength, and the total weight of a set; a low weight keeps the coefficients close."""
MIN_QUESTIONS = 10
"""Minimum of answerable and of unanswerable questions for a calibration to a user's own."""
MIN_SCALE = 0.1
_PRIOR = 4.0
"""Weight of the shipped scale, as a number of a user's questions."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """Features of what was found for a question, and what is true of it; `made` by leaving documents out.

    `answered`: the corpus answers; `near`: it does not, but has the subject. `passage`, `sentence`: the first excerpt,
    its nearest sentences answer, None if unknown.
    """

    question_id: str
    features: Mapping[str, float]
    answered: bool
    made: bool = False
    near: bool = False
    kind: Kind = "other"
    passage: bool | None = None
    sentence: bool | None = None


def examples(
    questions: QuestionSet,
    engine: Engine,
    advance: Callable[[int], None],
    same_subject: Callable[[str], str] = str,
    *,
    near: bool = False,
) -> list[Example]:
    """Return examples of the questions of a set, asked with and without the documents that answer them.

    Questions near a document of the corpus are skipped, as are adversarial ones unless `near`, and questions without
    their documents if other documents contain an answer word for word.
    :param same_subject: maps a document id to its subject; by default each document is a subject.
    """
    truth = Truth(questions, engine.catalogue)
    doc_ids = [summary.doc_id for summary in engine.catalogue.documents()]
    found = []
    for question in questions.questions:
        advance(1)
        if question.kind is Answerable.OUTSIDE:
            found.append(_example(question, engine.examine(question.text), None))
        if question.kind is Answerable.ADVERSARIAL and near:
            found.append(replace(_example(question, engine.examine(question.text), None), near=True))
        if question.kind is not Answerable.ANSWERABLE:
            continue
        expected = truth.of(question)
        found.append(_example(question, engine.examine(question.text), expected))
        subjects = {same_subject(doc_id) for doc_id in expected.doc_ids}
        others = Filters(doc_ids=tuple(doc_id for doc_id in doc_ids if same_subject(doc_id) not in subjects))
        if subjects and others.doc_ids and not _is_answered(question, expected, engine, others):
            found.append(_example(question, engine.examine(question.text, others), None, made=True))
    return found


def _example(
    question: KnownQuestion, examined: Examination, expected: Expectation | None, *, made: bool = False
) -> Example:
    """Return the example of a question; without an expectation nothing answers it."""
    passage = sentence = None if expected and not expected.is_quotable else False
    if expected and expected.is_quotable and examined.doc_id in expected.doc_ids:
        passage, sentence = expected.gold.is_right(examined.excerpt), expected.gold.is_partly_right(examined.nearest)
    return Example(
        question.id, examined.features, bool(expected), made,
        kind=examined.kind, passage=passage, sentence=sentence,
    )  # fmt: skip


def _is_answered(question: KnownQuestion, expected: Expectation, engine: Engine, others: Filters) -> bool:
    """Return whether the key sentences of other documents contain an answer to a question."""
    return any(
        holds(expected.gold.strings, engine.catalogue.text(citation.doc_id, citation.key.start, citation.key.end))
        for citation in engine.ask(question.text, filters=others, llm=False).citations
        if citation.key
    )


def fit(sets: Mapping[str, Sequence[Example]]) -> Calibration:
    """Return a logistic regression for each judgement, in which all sets have the same weight.

    For the corpus both classes of a set have the same weight as well: how many questions nothing answers is unknown.
    """
    return Calibration(
        corpus=_regress(sets, CORPUS, lambda one: None if one.near else one.answered, balanced=True),
        passage=_regress(sets, PASSAGE, attrgetter("passage")),
        sentence=_regress(sets, SENTENCE, attrgetter("sentence")),
        related=RELATED,
        answers=ANSWERS,
        alone=ALONE,
        claims=CLAIMS,
        made_from=", ".join(sets),
    )


def _regress(
    sets: Mapping[str, Sequence[Example]],
    names: Sequence[str],
    truth: Callable[[Example], bool | None],
    *,
    balanced: bool = False,
) -> Judgement:
    """Return a logistic regression to the examples whose truth is known; `balanced` gives classes the same weight."""
    from sklearn.linear_model import LogisticRegression  # The import takes seconds, and only this function needs it.

    rows, truths, weights = [], [], []
    for found in sets.values():
        known = [example for example in found if truth(example) is not None]
        true = np.array([truth(example) for example in known], dtype=bool)
        if known:
            sizes = [max(true.sum(), 1), max((~true).sum(), 1)] if balanced else [len(known) / 2] * 2
            rows.append(matrix(known, names))
            truths.append(true)
            weights.append(np.where(true, 0.5 / sizes[0], 0.5 / sizes[1]))
    features, weight = np.vstack(rows), np.concatenate(weights) * _EXAMPLES
    centre, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    model = LogisticRegression(C=_STRENGTH, max_iter=1000).fit(
        (features - centre) / spread, np.concatenate(truths), sample_weight=weight
    )
    slopes = model.coef_[0] / spread
    return Judgement(
        {name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True)},
        round(float(model.intercept_[0] - slopes @ centre), 4),
    )


def refit(calibration: Calibration, found: Sequence[Example], made_from: str) -> Calibration:
    """Return a calibration with scale and shift fitted to a user's own questions, near the shipped ones for few.

    :raises InputError: when there are fewer than MIN_QUESTIONS of either kind.
    """
    answered = sum(example.answered for example in found)
    if answered < MIN_QUESTIONS:
        raise InputError(
            f"There are {answered} questions that the reports answer; a calibration needs {MIN_QUESTIONS} or more."
            ' Add some, with the "document" that answers each.'
        )
    if len(found) - answered < MIN_QUESTIONS:
        raise InputError(
            f"There are {len(found) - answered} questions that the reports do not answer; a calibration needs"
            f' {MIN_QUESTIONS} or more. Name the "document" that answers each of the others, so that they can be asked'
            ' without it, or add questions with "answerable": false.'
        )
    return replace(weigh_reader(rescale(calibration, found), found), made_from=made_from)


def weigh_reader(calibration: Calibration, found: Sequence[Example]) -> Calibration:
    """Return a calibration with the weight and shift of the reader that read the examples; as it is without one.

    They are fitted to whether the first excerpt answers, near 0 for few questions; both are 0 for a reader whose
    log odds say nothing about it.
    """
    from scipy.optimize import minimize

    known = [example for example in found if example.passage is not None and READER in example.features]
    if not known:
        return calibration
    signs = np.array([1.0 if example.passage else -1.0 for example in known])
    logits = np.array([calibration.logit(calibration.passage, example.features) for example in known])
    odds = np.array([example.features[READER] for example in known])

    def loss(point: Floats) -> float:
        weight, shift = point
        losses = np.logaddexp(0, -signs * (logits + weight * odds + shift))
        return float(losses.sum() + _PRIOR * (weight**2 + shift**2) / 2)

    weight, shift = minimize(loss, x0=np.zeros(2), bounds=[(0.0, None), (None, None)]).x
    weight = round(float(weight), 4)
    return replace(calibration, reader_weight=weight, reader_shift=round(float(shift), 4) if weight else 0.0)


def rescale(calibration: Calibration, found: Sequence[Example]) -> Calibration:
    """Return a calibration with scale and shift fitted to examples, both classes with the same weight."""
    from scipy.optimize import minimize

    answered = np.array([example.answered for example in found], dtype=bool)
    logits = np.array([calibration.corpus.logit(example.features) for example in found])
    signs = np.where(answered, 1.0, -1.0)
    weights = np.where(answered, 0.5 / answered.sum(), 0.5 / (~answered).sum()) * len(found)

    def loss(point: Floats) -> float:
        scale, shift = point
        losses = np.logaddexp(0, -signs * (scale * logits + shift))
        return float(weights @ losses + _PRIOR * ((scale - 1) ** 2 + shift**2) / 2)

    # A negative scale would reverse the order of the answers.
    scale, shift = minimize(loss, x0=np.array([1.0, 0.0]), bounds=[(MIN_SCALE, None), (None, None)]).x
    return replace(calibration, scale=round(float(scale), 4), shift=round(float(shift), 4))


def matrix(found: Sequence[Example], names: Sequence[str]) -> Floats:
    """Return the named features of the examples, (examples, names)."""
    return np.array([[example.features[name] for name in names] for example in found], dtype=np.float64)
