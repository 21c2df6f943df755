"""Bootstrap: 95 % confidence intervals from samples of the questions with replacement."""

from collections.abc import Iterator
from zlib import crc32

import numpy as np

from reportqa.evaluation.measures import Flags, Floats, auroc, risk_area

RESAMPLES = 10_000
COVERED = 95.0
_CELLS = 2_000_000
"""Cells of one block of samples; limits the memory of a large set to some tens of MiB."""


def seed_of(name: str, seed: int) -> int:
    """Return the seed of a set: different for each set, the same in each run."""
    return crc32(f"{seed} {name}".encode())


def draw(questions: int, seed: int) -> Iterator[Floats]:
    """Yield blocks (m, questions) with the count of each question in each of RESAMPLES samples.

    The same seed yields the same samples, so that two runs on the same questions can be paired.
    """
    random = np.random.default_rng(seed)
    block = max(1, _CELLS // questions)
    for start in range(0, RESAMPLES, block):
        size = min(block, RESAMPLES - start)
        drawn = random.integers(questions, size=(size, questions)) + np.arange(size)[:, None] * questions
        yield np.bincount(drawn.ravel(), minlength=size * questions).reshape(size, questions).astype(np.float64)


def resampled_means(scores: Floats, seed: int) -> Floats:
    """Return the mean of each column of `scores` (questions, measures) in each sample, (RESAMPLES, measures).

    NaN marks a measure that does not apply to a question, or to any question of a sample.
    """
    applies = ~np.isnan(scores)
    filled = np.where(applies, scores, 0.0)
    blocks = []
    for counts in draw(len(scores), seed):
        totals = counts @ applies
        blocks.append(np.divide(counts @ filled, totals, out=np.full(totals.shape, np.nan), where=totals > 0))
    return np.concatenate(blocks)


def resampled_auroc(confidence: Floats, positive: Flags, negative: Flags, seed: int) -> Floats:
    """Return the AUROC of each sample, (RESAMPLES,)."""
    return np.concatenate([auroc(confidence, positive, negative, counts) for counts in draw(len(confidence), seed)])


def resampled_risk_area(confidence: Floats, right: Flags, judged: Flags, seed: int) -> Floats:
    """Return the area under the risk-coverage curve of the `judged` questions of each sample, (RESAMPLES,)."""
    return np.concatenate(
        [risk_area(confidence[judged], right[judged], counts[:, judged]) for counts in draw(len(confidence), seed)]
    )


def interval(resampled: Floats) -> tuple[float, float]:
    """Return the ends of the percentile interval that covers COVERED per cent of (RESAMPLES,) values."""
    known = resampled[~np.isnan(resampled)]
    if not len(known):
        return float("nan"), float("nan")
    tail = (100 - COVERED) / 2
    low, high = np.percentile(known, [tail, 100 - tail])
    return float(low), float(high)
