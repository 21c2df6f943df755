"""Fits the confidence to questions whose answers are known: the weights that are shipped, or a user's own scale.

Every question that has an answer is asked twice: of the whole corpus, and of the corpus without the documents that
answer it, so that there are as many questions that nothing answers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from reportqa.answering import FEATURES, Calibration
from reportqa.errors import InputError
from reportqa.evaluation.answer_strings import holds
from reportqa.evaluation.datasets import Kind, Question, QuestionSet
from reportqa.evaluation.ground_truth import Expectation, Truth
from reportqa.evaluation.scoring import Opened
from reportqa.index import Filters

MAY_ANSWER, ANSWERS = 0.41, 0.7
"""Probabilities from which on the answer is shown with its doubt, and without. The first was chosen where, of each set
by weights fitted on the others, nine of ten answered questions are kept and three of four others refused."""
_STRENGTH, _EXAMPLES = 0.1, 50
"""Inverse of the regularisation, and how many examples a set counts as: few, so that weights stay near each other."""
MIN_QUESTIONS = 10
"""Answered ones, and as many unanswered, that a calibration to a user's own questions needs."""
MIN_SCALE = 0.1
_PRIOR = 4.0
"""Weight of the shipped scale against a user's questions: as much as so many of them."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """The features of what a question found, and whether that answers it; `made` by leaving its documents out."""

    question_id: str
    features: Mapping[str, float]
    answered: bool
    made: bool = False


def examples(
    questions: QuestionSet,
    opened: Opened,
    advance: Callable[[int], None],
    same_subject: Callable[[str], str] = str,
) -> list[Example]:
    """Ask the questions of a set with and without the documents that answer them.

    Questions that stand in a document without being answered there, and those near to one, teach nothing of what
    is outside and are left out; so are those that other documents answer too, as far as answers are known word for
    word. `same_subject` gives what two documents on one subject share; by default each document is on its own.
    """
    truth = Truth(questions, opened.catalogue)
    doc_ids = [summary.doc_id for summary in opened.catalogue.documents()]
    found = []
    for question in questions.questions:
        advance(1)
        if question.kind is Kind.OUTSIDE:
            found.append(Example(question.id, opened.engine.examine(question.text), False))
        if question.kind is not Kind.ANSWERABLE:
            continue
        expected = truth.of(question)
        found.append(Example(question.id, opened.engine.examine(question.text), True))
        subjects = {same_subject(doc_id) for doc_id in expected.doc_ids}
        others = Filters(doc_ids=tuple(doc_id for doc_id in doc_ids if same_subject(doc_id) not in subjects))
        if subjects and others.doc_ids and not _is_answered(question, expected, opened, others):
            found.append(Example(question.id, opened.engine.examine(question.text, others), False, made=True))
    return found


def _is_answered(question: Question, expected: Expectation, opened: Opened, others: Filters) -> bool:
    """Tell whether a sentence that these other documents have for a question holds the words of an answer."""
    return any(
        holds(expected.strings, opened.catalogue.text(citation.doc_id, citation.key.start, citation.key.end))
        for citation in opened.engine.ask(question.text, filters=others).citations
        if citation.key
    )


def fit(sets: Mapping[str, Sequence[Example]]) -> Calibration:
    """Fit a logistic regression in which every set weighs the same, and in it what is answered and what is not."""
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
    """Fit the scale and the shift of a calibration to a user's own questions, near the shipped ones when they are few.

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
    """Fit scale and shift to questions of either kind, however few; both kinds weigh the same."""
    answered = np.array([example.answered for example in found], dtype=bool)
    logits = np.array([calibration.logit(example.features) for example in found])
    signs = np.where(answered, 1.0, -1.0)
    weights = np.where(answered, 0.5 / answered.sum(), 0.5 / (~answered).sum()) * len(found)

    def loss(point: Floats) -> float:
        scale, shift = point
        losses = np.logaddexp(0, -signs * (scale * logits + shift))
        return float(weights @ losses + _PRIOR * ((scale - 1) ** 2 + shift**2) / 2)

    # A scale below 0 would turn the order of the answers around.
    scale, shift = minimize(loss, x0=np.array([1.0, 0.0]), bounds=[(MIN_SCALE, None), (None, None)]).x
    return replace(calibration, scale=round(float(scale), 4), shift=round(float(shift), 4))


def matrix(found: Sequence[Example]) -> Floats:
    """Give the features of the examples, (examples, len(FEATURES))."""
    return np.array([[example.features[name] for name in FEATURES] for example in found], dtype=np.float64)
