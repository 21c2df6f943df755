"""Turns the scores of questions into 95 % intervals, by drawing the questions again and again."""

from collections.abc import Iterator
from zlib import crc32

import numpy as np

from reportqa.evaluation.measures import Flags, Floats, auroc

RESAMPLES = 10_000
COVERED = 95.0
_CELLS = 2_000_000
"""Of one block of draws, so that a large set takes no more than some tens of MiB."""


def seed_of(name: str, seed: int) -> int:
    """Give the seed of a set, so that no two sets are drawn alike, and one set always is."""
    return crc32(f"{seed} {name}".encode())


def draw(questions: int, seed: int) -> Iterator[Floats]:
    """Give blocks (m, questions), RESAMPLES rows in all: how often each question is in each draw with replacement.

    The same seed gives the same draws, so that what two runs give on the same questions can be paired.
    """
    random = np.random.default_rng(seed)
    block = max(1, _CELLS // questions)
    for start in range(0, RESAMPLES, block):
        size = min(block, RESAMPLES - start)
        drawn = random.integers(questions, size=(size, questions)) + np.arange(size)[:, None] * questions
        yield np.bincount(drawn.ravel(), minlength=size * questions).reshape(size, questions).astype(np.float64)


def resampled_means(scores: Floats, seed: int) -> Floats:
    """Give the mean of each column of `scores` (questions, measures) in each draw, (RESAMPLES, measures).

    NaN stands for a measure that does not apply to a question; a draw without any that it applies to gives NaN.
    """
    applies = ~np.isnan(scores)
    filled = np.where(applies, scores, 0.0)
    blocks = []
    for counts in draw(len(scores), seed):
        totals = counts @ applies
        blocks.append(np.divide(counts @ filled, totals, out=np.full(totals.shape, np.nan), where=totals > 0))
    return np.concatenate(blocks)


def resampled_auroc(confidence: Floats, positive: Flags, negative: Flags, seed: int) -> Floats:
    """Give the AUROC in each draw, (RESAMPLES,)."""
    return np.concatenate([auroc(confidence, positive, negative, counts) for counts in draw(len(confidence), seed)])


def interval(resampled: Floats) -> tuple[float, float]:
    """Give the ends of the interval that COVERED per cent of the draws fall into, of (RESAMPLES,)."""
    known = resampled[~np.isnan(resampled)]
    if not len(known):
        return float("nan"), float("nan")
    tail = (100 - COVERED) / 2
    low, high = np.percentile(known, [tail, 100 - tail])
    return float(low), float(high)
