"""Names of the measures, and the computation of ranking measures, AUROC, risk at coverage and calibration error.

Means over questions: right answers, ranking (Recall, MRR, nDCG), comparison with answer strings, kept and refused.
Measures of the whole set: AUROC, area under risk-coverage, calibration error, fidelity of quotes, latency.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import ir_measures
import numpy as np
import numpy.typing as npt
from ir_measures import RR, R, nDCG

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

RANKING = {"Recall@1": R @ 1, "Recall@5": R @ 5, "Recall@10": R @ 10, "MRR@10": RR @ 10, "nDCG@10": nDCG @ 10}
RIGHT_DOCUMENT = "right document first"
SHOWN, FIRST_SENTENCE = "right in what is shown", "right in the first sentence"
FIRST, FIRST_THREE = "right passage first", "right passage in the first three"
CONFIDENTLY_WRONG, NOTHING = "confidently wrong", "nothing, though answerable"
KNOWN_WRONG = "first sentence known as wrong"
CALLED, CALLED_PARTLY, CALLED_RIGHT = "called answers", "called answers: partly right", "called answers: right"
NEAR_CALLED, FAR_CALLED = "near misses called answers", "far-off called answers"
RISK_AREA = "area under risk-coverage"
F1, EXACT, TOKEN_RECALL = "token F1", "exact match", "token recall"
GIVEN_UNIT = "answer, given the unit"
KEPT, REFUSED, REFUSED_ADVERSARIAL = "kept", "refused", "refused, adversarial"
AUROC, AUROC_ADVERSARIAL = "AUROC", "AUROC, adversarial"
ECE = "calibration error"
FIDELITY = "quote fidelity"
P50, P95 = "p50, ms", "p95, ms"

PER_QUESTION = (
    SHOWN, FIRST_SENTENCE, FIRST, FIRST_THREE, CONFIDENTLY_WRONG, NOTHING, KNOWN_WRONG, CALLED, CALLED_PARTLY,
    CALLED_RIGHT, NEAR_CALLED, FAR_CALLED, *RANKING, RIGHT_DOCUMENT, F1, EXACT, TOKEN_RECALL, GIVEN_UNIT, KEPT, REFUSED,
    REFUSED_ADVERSARIAL,
)  # fmt: skip
GROUPS: Mapping[str, tuple[str, ...]] = {
    "Right answers": (SHOWN, FIRST_SENTENCE, FIRST, FIRST_THREE, CONFIDENTLY_WRONG, NOTHING, KNOWN_WRONG),
    "Claims": (CALLED, CALLED_PARTLY, CALLED_RIGHT, NEAR_CALLED, FAR_CALLED, RISK_AREA),
    "Ranking": (*RANKING, RIGHT_DOCUMENT),
    "Answer strings": (GIVEN_UNIT, TOKEN_RECALL, F1, EXACT),
    "Confidence": (KEPT, REFUSED, AUROC, REFUSED_ADVERSARIAL, AUROC_ADVERSARIAL, ECE),
    "Service": (FIDELITY, P50, P95),
}
"""Measures in display order."""
ORDER = tuple(name for names in GROUPS.values() for name in names)
MILLISECONDS = frozenset({P50, P95})
BY_KIND = (SHOWN, FIRST_SENTENCE, FIRST, FIRST_THREE, CONFIDENTLY_WRONG, NOTHING, CALLED)
"""Measures that are also reported by kind of question."""

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions with a confidence from `low` to `high`: number, mean confidence, share for which the claim is true."""

    low: float
    high: float
    questions: int
    confidence: float
    share: float


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


def risk_area(confidence: Floats, right: Flags, weights: Floats | None = None) -> Floats:
    """Return the area under the risk-coverage curve: the mean over questions of the risk at their confidence, 0 to 1.

    The risk is the share of wrong answers among the questions with that confidence or more. Shapes are those of
    `auroc`; NaN for a sample without questions. Source: https://arxiv.org/abs/1705.08500
    """
    asked, risks = _risks(confidence, right, np.ones((1, len(confidence))) if weights is None else weights)
    total = asked.sum(axis=1)
    areas: Floats = np.divide((asked * risks).sum(axis=1), total, out=np.full(len(asked), np.nan), where=total > 0)
    return areas


def risk_curve(confidence: Floats, right: Flags) -> tuple[Floats, Floats]:
    """Return the coverage and the risk at each confidence that occurs, the highest first."""
    asked, risks = _risks(confidence, right, np.ones((1, len(confidence))))
    return np.cumsum(asked[0]) / len(confidence), risks[0]


def _risks(confidence: Floats, right: Flags, weights: Floats) -> tuple[Floats, Floats]:
    """Return the number of questions with each confidence, the highest first, and the risk there, (m, values) each."""
    order = np.argsort(-confidence, kind="stable")
    first_of_ties = np.flatnonzero(np.diff(-confidence[order], prepend=-np.inf))
    asked = np.add.reduceat(weights[:, order], first_of_ties, axis=1)
    wrong = np.add.reduceat(weights[:, order] * ~right[order], first_of_ties, axis=1)
    covered = np.cumsum(asked, axis=1)
    return asked, np.divide(np.cumsum(wrong, axis=1), covered, out=np.zeros(covered.shape), where=covered > 0)


def risks_at_coverage(bins: Sequence[Bin]) -> list[tuple[float, float]]:
    """Return the coverage and the risk after each bin, the surest bin first.

    >>> risks_at_coverage([Bin(0.8, 1.0, 2, 0.9, 1.0), Bin(0.1, 0.7, 2, 0.5, 0.5)])
    [(0.5, 0.0), (1.0, 0.25)]
    """
    asked = np.cumsum([one.questions for one in bins])
    wrong = np.cumsum([one.questions * (1 - one.share) for one in bins])
    return [(float(n / asked[-1]), float(w / n)) for n, w in zip(asked, wrong, strict=True)]


def equal_bins(confidence: Floats, right: Flags) -> tuple[Bin, ...]:
    """Return BINS bins with as nearly as possible the same number of questions, the surest first; fewer for few."""
    order = np.argsort(-confidence, kind="stable")
    ends = sorted({round(len(order) * step / BINS) for step in range(BINS + 1)})
    return tuple(
        _bin(confidence[part], right[part], float(confidence[part].min()), float(confidence[part].max()))
        for start, end in pairwise(ends)
        if len(part := order[start:end])
    )


def calibrate(confidence: Floats, answerable: Flags) -> tuple[Bin, ...]:
    """Return the non-empty ones of BINS bins of equal width of confidence."""
    numbers = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return tuple(
        _bin(confidence[inside], answerable[inside], number / BINS, (number + 1) / BINS)
        for number in range(BINS)
        if (inside := numbers == number).any()
    )


def _bin(confidence: Floats, true: Flags, low: float, high: float) -> Bin:
    return Bin(low, high, len(confidence), float(confidence.mean()), float(true.mean()))


def calibration_error(bins: Iterable[Bin]) -> float:
    """Return the expected calibration error, 0 to 1: mean distance of confidence and share over questions.

    Source: https://arxiv.org/abs/1706.04599
    """
    bins = list(bins)
    total = sum(item.questions for item in bins)
    return sum(item.questions * abs(item.confidence - item.share) for item in bins) / total
