"""Judges a confidence on questions that it was not fitted to."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reportqa.answering import Calibration
from reportqa.evaluation.calibration import Example, rescale
from reportqa.evaluation.measures import Bin, Flags, Floats, auroc, calibrate, calibration_error

FOLDS = 5
SEED = 0
"""Of what falls into which part, so that the same questions are always judged alike."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How well a confidence tells answered questions from others.

    `auroc` as in measures, NaN without both kinds; `error` is the expected calibration error, `kept` the share of the
    answered questions at or above the threshold, `refused` that of the others below it.
    """

    auroc: float
    error: float
    kept: float
    refused: float
    bins: tuple[Bin, ...] = ()


def judge(confidence: Floats, answered: Flags, threshold: float) -> Judgement:
    """Judge confidences (n,) of questions that are `answered` (n,) or not."""
    bins = calibrate(confidence, answered)
    shown = confidence >= threshold
    return Judgement(
        auroc=float(auroc(confidence, answered, ~answered)[0]),
        error=calibration_error(bins),
        kept=float(shown[answered].mean()) if answered.any() else float("nan"),
        refused=float((~shown[~answered]).mean()) if not answered.all() else float("nan"),
        bins=bins,
    )


def answered_of(found: Sequence[Example]) -> Flags:
    """Give which of the examples are answered, (n,)."""
    return np.array([example.answered for example in found], dtype=bool)


def confidence_of(calibration: Calibration, found: Sequence[Example]) -> Floats:
    """Give the confidence of each example, (n,)."""
    return np.array([calibration.confidence(example.features) for example in found], dtype=np.float64)


def cross_validated(calibration: Calibration, found: Sequence[Example]) -> Floats:
    """Give the confidence of each example by a calibration rescaled to the other parts of FOLDS, (n,).

    A question stays in one part with what was made of it, and each part has its share of answered questions.
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
    """Give the part, 0 to FOLDS - 1, of each example."""
    random = np.random.default_rng(SEED)
    answered = {example.question_id for example in found if example.answered}
    others = {example.question_id for example in found} - answered
    # Dealt out in turn, so that no part is without either kind unless there are fewer than parts.
    dealt = [str(one) for group in (answered, others) for one in random.permutation(sorted(group))]
    fold_of = {question_id: place % FOLDS for place, question_id in enumerate(dealt)}
    return np.array([fold_of[example.question_id] for example in found])
