"""The ranking of passages from their signals: absolute scores, pooled per unit, then per document.

Convex fusion of absolute scores beat reciprocal rank fusion on every set measured (docs/development/measures.md).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportqa.text import YEAR

WEIGHTS: Mapping[str, float] = {
    "dense": 0.18, "sentence": 0.27, "unit_dense": 0.15, "passage_words": 0.275, "unit_words": 0.275, "title": 0.05,
    "heading": 0.2,
}  # fmt: skip
"""Weight of each signal. Meaning .45 (passage .4, its best sentence .6 of it), words .55 (half passage, half unit) and
title .05 were measured on five sets before reportqa was written, except the share of the sentence (.5 there). The whole
page and the heading were added on FinanceBench, where they find the right page among many similar ones. Source:
benchmarks/ablation.py; half of any weight changes the mean of the five sets by .001."""
DOCUMENT_WEIGHT = 0.3
"""Weight of the mean of a document's best units, which is added to all its passages."""
DOCUMENT_UNITS = 3
NAMES = tuple(WEIGHTS)
ADDED = ("year", "named", "kind", "late", "place", "phrase", "edition", "variety", "reader")
"""Parts that are added after fusion; the confidence of an answer does not depend on them."""
PARTS = (*NAMES, "document", "in_unit", *ADDED)
"""The parts of a score: the signals, weighted and pooled; the bonus of the document; the distance, 0 or less, to the
best passage of the same unit; and what is added later (0 or less for an older edition)."""

_YEAR = re.compile(YEAR)

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of n candidate passages: `values` (n, len(NAMES)), the rest (n,).

    `dense`, `sentence` and `unit_dense` are the cosine of the question with the passage, with its best sentence
    and, on average, with the passages of its unit, -1 to 1; `passage_words` and `unit_words` normalised BM25,
    `title` and `heading` the match of their words with the question's, 0 to 1.
    """

    rows: Rows
    units: Rows
    documents: Rows
    values: Floats

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, index: int) -> dict[str, float]:
        """Return the signals of one candidate by name."""
        return dict(zip(NAMES, self.values[index].tolist(), strict=True))


def fuse(signals: Signals, weights: Mapping[str, float] = WEIGHTS) -> Floats:
    """Return the PARTS of each candidate's score, (n, len(PARTS)); the score is their sum, higher is better.

    Each signal is pooled over the unit before fusion, so that all of a page counts, and the mean of the document's best
    units is added. Within a unit the best passage has the unit's score, the others keep their distances. ADDED are 0.
    """
    if len(signals) == 0:
        return np.empty((0, len(PARTS)), np.float32)
    units, of_unit = np.unique(signals.units, return_inverse=True)
    weighted = signals.values * np.array([weights[name] for name in NAMES], dtype=np.float32)
    pooled = np.full((len(units), len(NAMES)), -np.inf, dtype=np.float32)
    np.maximum.at(pooled, of_unit, weighted)
    unit_scores = pooled.sum(axis=1)
    unit_documents = np.zeros(len(units), dtype=np.int64)
    unit_documents[of_unit] = signals.documents
    bonus = DOCUMENT_WEIGHT * _best_sums(unit_scores, unit_documents) / DOCUMENT_UNITS
    own = weighted.sum(axis=1)
    best_own = np.full(len(units), -np.inf, dtype=np.float32)
    np.maximum.at(best_own, of_unit, own)
    added_later = np.zeros((len(signals), len(ADDED)), np.float32)
    return np.column_stack([pooled[of_unit], bonus[of_unit], own - best_own[of_unit], added_later]).astype(np.float32)


def _best_sums(scores: Floats, groups: Rows) -> Floats:
    """Return for each score the sum of the DOCUMENT_UNITS highest scores of its group."""
    _, of_score = np.unique(groups, return_inverse=True)
    order = np.lexsort((-scores, of_score))
    ascending = of_score[order]
    begins = np.flatnonzero(np.diff(ascending, prepend=-1))
    best = order[np.arange(len(order)) - begins[ascending] < DOCUMENT_UNITS]
    return np.bincount(of_score[best], scores[best])[of_score].astype(np.float32)


def title_match(question: Sequence[str], title: Sequence[str], weights: Mapping[str, float]) -> float:
    """Return how well a title or heading matches: recall × precision over their terms; 0 to 1.

    :param weights: the idf of at least their terms
    """
    wanted, present = set(question), set(title)
    shared = sum(weights[term] for term in wanted & present)
    if not shared:
        return 0.0
    return shared / sum(weights[term] for term in wanted) * (shared / sum(weights[term] for term in present))


def years(found: Iterable[str]) -> set[str]:
    """Return the terms that are years."""
    return {term for term in found if _YEAR.fullmatch(term)}
