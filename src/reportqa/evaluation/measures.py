"""Names of the measures, and the computation of ranking measures, AUROC and calibration error.

Means over questions: ranking (Recall, MRR, nDCG), comparison with answer strings, kept and refused. Measures of the
whole set: AUROC, calibration error, fidelity of quotes, latency.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
import numpy.typing as npt
from ir_measures import RR, R, nDCG

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

RANKING = {"Recall@1": R @ 1, "Recall@5": R @ 5, "Recall@10": R @ 10, "MRR@10": RR @ 10, "nDCG@10": nDCG @ 10}
RIGHT_DOCUMENT = "right document first"
SHOWN, FIRST, EITHER = "answer in the sentences", "answer in the first passage", "answer in either"
F1, EXACT, TOKEN_RECALL = "token F1", "exact match", "token recall"
GIVEN_UNIT = "answer, given the unit"
KEPT, REFUSED, REFUSED_ADVERSARIAL = "kept", "refused", "refused, adversarial"
AUROC, AUROC_ADVERSARIAL = "AUROC", "AUROC, adversarial"
ECE = "calibration error"
FIDELITY = "quote fidelity"
P50, P95 = "p50, ms", "p95, ms"

PER_QUESTION = (
    *RANKING, RIGHT_DOCUMENT, SHOWN, FIRST, EITHER, F1, EXACT, TOKEN_RECALL, GIVEN_UNIT, KEPT, REFUSED,
    REFUSED_ADVERSARIAL,
)  # fmt: skip
GROUPS: Mapping[str, tuple[str, ...]] = {
    "Ranking": (*RANKING, RIGHT_DOCUMENT),
    "Answers": (SHOWN, FIRST, EITHER, GIVEN_UNIT, TOKEN_RECALL, F1, EXACT),
    "Confidence": (KEPT, REFUSED, AUROC, REFUSED_ADVERSARIAL, AUROC_ADVERSARIAL, ECE),
    "Service": (FIDELITY, P50, P95),
}
"""Measures in display order."""
ORDER = tuple(name for names in GROUPS.values() for name in names)
MILLISECONDS = frozenset({P50, P95})

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions with a confidence from `low` to `high`: number, mean confidence, share answerable."""

    low: float
    high: float
    questions: int
    confidence: float
    answerable: float


def rank_scores(
    qrels: Mapping[str, Mapping[str, int]], ranked: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """Return the ranking measures of each question with judged units, by question id and name.

    `ranked` are unit ids, best first, without repetition.
    """
    if not qrels:
        return {}
    names = {measure: name for name, measure in RANKING.items()}
    truth = [
        ir_measures.Qrel(question, unit, relevance)
        for question, units in qrels.items()
        for unit, relevance in units.items()
    ]
    run = [
        ir_measures.ScoredDoc(question, unit, -float(rank))
        for question in qrels
        for rank, unit in enumerate(ranked.get(question, ()))
    ]
    scores: dict[str, dict[str, float]] = {question: dict.fromkeys(RANKING, 0.0) for question in qrels}
    if run:
        for metric in ir_measures.iter_calc(list(names), truth, run):
            scores[metric.query_id][names[metric.measure]] = float(metric.value)
    return scores


def auroc(scores: Floats, positive: Flags, negative: Flags, weights: Floats | None = None) -> Floats:
    """Return the probability that a positive scores above a negative, ties as half; NaN without both.

    `scores`, `positive`, `negative` are (n,). Each row of `weights` (m, n) counts the questions of one sample; the
    result is (m,).
    """
    weights = np.ones((1, len(scores))) if weights is None else weights
    if not positive.any() or not negative.any():
        return np.full(len(weights), np.nan)
    order = np.argsort(scores, kind="stable")
    first_of_ties = np.flatnonzero(np.diff(scores[order], prepend=-np.inf))
    above = np.add.reduceat(weights[:, order] * positive[order], first_of_ties, axis=1)
    below = np.add.reduceat(weights[:, order] * negative[order], first_of_ties, axis=1)
    wins = (above * (np.cumsum(below, axis=1) - below / 2)).sum(axis=1)
    pairs = above.sum(axis=1) * below.sum(axis=1)
    areas: Floats = np.divide(wins, pairs, out=np.full(len(weights), np.nan), where=pairs > 0)
    return areas


def calibrate(confidence: Floats, answerable: Flags) -> tuple[Bin, ...]:
    """Return the non-empty ones of BINS bins of equal width of confidence."""
    numbers = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return tuple(
        Bin(
            number / BINS,
            (number + 1) / BINS,
            int(inside.sum()),
            float(confidence[inside].mean()),
            float(answerable[inside].mean()),
        )
        for number in range(BINS)
        if (inside := numbers == number).any()
    )


def calibration_error(bins: Iterable[Bin]) -> float:
    """Return the expected calibration error, 0 to 1: mean distance of confidence and share answerable over questions.

    Source: https://arxiv.org/abs/1706.04599
    """
    bins = list(bins)
    total = sum(item.questions for item in bins)
    return sum(item.questions * abs(item.confidence - item.answerable) for item in bins) / total
