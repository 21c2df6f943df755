"""Fit of the confidence to questions with known answers: the shipped weights, or the scale for a user's questions.

Each answerable question is asked twice: of the whole corpus, and of the corpus without the documents that answer it,
which makes as many unanswerable questions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from reportqa.answering import FEATURES, Calibration, Engine
from reportqa.errors import InputError
from reportqa.evaluation.answer_strings import holds
from reportqa.evaluation.datasets import Kind, KnownQuestion, QuestionSet
from reportqa.evaluation.ground_truth import Expectation, Truth
from reportqa.index import Filters

MAY_ANSWER, ANSWERS = 0.41, 0.7
"""Thresholds for an answer with a warning and without. At the first, with weights fitted on the other sets, each set
keeps nine of ten answerable questions and refuses three of four others."""
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
    """Features of the best answer to a question, and whether it answers; `made` by leaving documents out."""

    question_id: str
    features: Mapping[str, float]
    answered: bool
    made: bool = False


def examples(
    questions: QuestionSet,
    engine: Engine,
    advance: Callable[[int], None],
    same_subject: Callable[[str], str] = str,
) -> list[Example]:
    """Return examples of the questions of a set, asked with and without the documents that answer them.

    Adversarial questions and those near a document of the corpus are skipped, as are questions without their documents
    if other documents contain an answer word for word.
    :param same_subject: maps a document id to its subject; by default each document is a subject.
    """
    truth = Truth(questions, engine.catalogue)
    doc_ids = [summary.doc_id for summary in engine.catalogue.documents()]
    found = []
    for question in questions.questions:
        advance(1)
        if question.kind is Kind.OUTSIDE:
            found.append(Example(question.id, engine.examine(question.text), False))
        if question.kind is not Kind.ANSWERABLE:
            continue
        expected = truth.of(question)
        found.append(Example(question.id, engine.examine(question.text), True))
        subjects = {same_subject(doc_id) for doc_id in expected.doc_ids}
        others = Filters(doc_ids=tuple(doc_id for doc_id in doc_ids if same_subject(doc_id) not in subjects))
        if subjects and others.doc_ids and not _is_answered(question, expected, engine, others):
            found.append(Example(question.id, engine.examine(question.text, others), False, made=True))
    return found


def _is_answered(question: KnownQuestion, expected: Expectation, engine: Engine, others: Filters) -> bool:
    """Return whether the key sentences of other documents contain an answer to a question."""
    return any(
        holds(expected.gold.strings, engine.catalogue.text(citation.doc_id, citation.key.start, citation.key.end))
        for citation in engine.ask(question.text, filters=others).citations
        if citation.key
    )


def fit(sets: Mapping[str, Sequence[Example]]) -> Calibration:
    """Return a logistic regression in which all sets, and both classes of a set, have the same weight."""
    rows, truth, weights = [], [], []
    for found in sets.values():
        answered = np.array([example.answered for example in found])
        rows.append(matrix(found))
        truth.append(answered)
        weights.append(np.where(answered, 0.5 / max(answered.sum(), 1), 0.5 / max((~answered).sum(), 1)))
    features, weight = np.vstack(rows), np.concatenate(weights) * _EXAMPLES
    centre, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    model = LogisticRegression(C=_STRENGTH, max_iter=1000).fit(
        (features - centre) / spread, np.concatenate(truth), sample_weight=weight
    )
    slopes = model.coef_[0] / spread
    return Calibration(
        weights={name: round(float(slope), 4) for name, slope in zip(FEATURES, slopes, strict=True)},
        intercept=round(float(model.intercept_[0] - slopes @ centre), 4),
        may_answer=MAY_ANSWER,
        answers=ANSWERS,
        made_from=", ".join(sets),
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
    return replace(rescale(calibration, found), made_from=made_from)


def rescale(calibration: Calibration, found: Sequence[Example]) -> Calibration:
    """Return a calibration with scale and shift fitted to examples, both classes with the same weight."""
    answered = np.array([example.answered for example in found], dtype=bool)
    logits = np.array([calibration.logit(example.features) for example in found])
    signs = np.where(answered, 1.0, -1.0)
    weights = np.where(answered, 0.5 / answered.sum(), 0.5 / (~answered).sum()) * len(found)

    def loss(point: Floats) -> float:
        scale, shift = point
        losses = np.logaddexp(0, -signs * (scale * logits + shift))
        return float(weights @ losses + _PRIOR * ((scale - 1) ** 2 + shift**2) / 2)

    # A negative scale would reverse the order of the answers.
    scale, shift = minimize(loss, x0=np.array([1.0, 0.0]), bounds=[(MIN_SCALE, None), (None, None)]).x
    return replace(calibration, scale=round(float(scale), 4), shift=round(float(shift), 4))


def matrix(found: Sequence[Example]) -> Floats:
    """Return the features of the examples, (examples, len(FEATURES))."""
    return np.array([[example.features[name] for name in FEATURES] for example in found], dtype=np.float64)
