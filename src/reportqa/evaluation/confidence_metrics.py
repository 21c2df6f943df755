"""Quality of a confidence on questions that it was not fitted to."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reportqa.answering import Calibration
from reportqa.evaluation.calibration import Example, rescale
from reportqa.evaluation.measures import Bin, Flags, Floats, auroc, calibrate, calibration_error

FOLDS = 5
SEED = 0
"""Seed of the folds, so that the same questions always give the same metrics."""


@dataclass(frozen=True, slots=True)
class ConfidenceMetrics:
    """How well a confidence separates answered questions from others.

    `auroc` is NaN without both classes; `error` is the expected calibration error, `kept` the share of answered
    questions at or above the threshold, `refused` the share of others below it.
    """

    auroc: float
    error: float
    kept: float
    refused: float
    bins: tuple[Bin, ...] = ()


def confidence_metrics(confidence: Floats, answered: Flags, threshold: float) -> ConfidenceMetrics:
    """Return the metrics of confidences (n,) of questions that are `answered` (n,) or not."""
    bins = calibrate(confidence, answered)
    shown = confidence >= threshold
    return ConfidenceMetrics(
        auroc=float(auroc(confidence, answered, ~answered)[0]),
        error=calibration_error(bins),
        kept=float(shown[answered].mean()) if answered.any() else float("nan"),
        refused=float((~shown[~answered]).mean()) if not answered.all() else float("nan"),
        bins=bins,
    )


def answered_of(found: Sequence[Example]) -> Flags:
    """Return which of the examples are answered, (n,)."""
    return np.array([example.answered for example in found], dtype=bool)


def confidence_of(calibration: Calibration, found: Sequence[Example]) -> Floats:
    """Return for each example the probability that the corpus has something on it, (n,)."""
    return np.array(
        [calibration.probability(calibration.corpus, example.features) for example in found], dtype=np.float64
    )


def cross_validated(calibration: Calibration, found: Sequence[Example]) -> Floats:
    """Return the confidence of each example by a calibration fitted to the other folds, (n,).

    All examples of a question are in one fold; the folds are stratified by answered questions.
    """
    folds = folds_of(found)
    confidence = np.empty(len(found))
    for fold in range(FOLDS):
        others = [example for example, of in zip(found, folds, strict=True) if of != fold]
        if any(example.answered for example in others) and not all(example.answered for example in others):
            fitted = rescale(calibration, others)
        else:
            fitted = calibration
        confidence[folds == fold] = confidence_of(fitted, found)[folds == fold]
    return confidence


def folds_of(found: Sequence[Example]) -> Floats:
    """Return the fold of each example, 0 to FOLDS - 1."""
    random = np.random.default_rng(SEED)
    answered = {example.question_id for example in found if example.answered}
    others = {example.question_id for example in found} - answered
    # Dealt in turn, so that each fold has both classes if there are enough questions.
    dealt = [str(one) for group in (answered, others) for one in random.permutation(sorted(group))]
    fold_of = {question_id: place % FOLDS for place, question_id in enumerate(dealt)}
    return np.array([fold_of[example.question_id] for example in found])
