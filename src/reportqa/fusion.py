"""Turns the signals of passages into one ranking: absolute scores, pooled per unit, then per document.

Every constant of the ranking stands here. Convex fusion of absolute scores beat reciprocal rank fusion on
every set it was measured on; `reportqa evaluate` measures it again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

DENSE_WEIGHT = 0.45
LEXICAL_WEIGHT = 0.55
TITLE_WEIGHT = 0.05
DOCUMENT_WEIGHT = 0.3
DOCUMENT_UNITS = 3
"""How many of a document's best units count for its bonus."""

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of n candidate passages, all (n,).

    `dense`, `sentence`: cosine of the passage and of its best sentence, -1 to 1. `passage_words`,
    `unit_words`: normalised BM25 of the passage and of its unit, `title`: match of the title; 0 to 1.
    """

    rows: Rows
    units: Rows
    documents: Rows
    dense: Floats
    sentence: Floats
    passage_words: Floats
    unit_words: Floats
    title: Floats

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, index: int) -> dict[str, float]:
        """Give the signals of one candidate by name."""
        return {
            name: float(getattr(self, name)[index])
            for name in ("dense", "sentence", "passage_words", "unit_words", "title")
        }


def fuse(signals: Signals) -> Floats:
    """Give each candidate its final score, (n,), higher is better.

    Each signal is pooled over the unit before fusion, so that a page is judged by all it holds, and the
    mean of the document's best units is added. Within a unit the passages keep their distances: the best
    has the unit's score.
    """
    if len(signals) == 0:
        return np.empty(0, np.float32)
    units, of_unit = np.unique(signals.units, return_inverse=True)
    pooled = [_pool(values, of_unit, len(units)) for values in _fields(signals)]
    unit_scores = _convex(*pooled)
    unit_documents = np.zeros(len(units), dtype=np.int64)
    unit_documents[of_unit] = signals.documents
    bonus = np.zeros(len(units), dtype=np.float32)
    for document in np.unique(unit_documents):
        members = unit_documents == document
        best = np.sort(unit_scores[members])[::-1][:DOCUMENT_UNITS]
        bonus[members] = best.sum() / DOCUMENT_UNITS
    unit_scores = unit_scores + DOCUMENT_WEIGHT * bonus
    own = _convex(*_fields(signals))
    best_own = _pool(own, of_unit, len(units))
    return np.asarray(unit_scores[of_unit] - (best_own[of_unit] - own), dtype=np.float32)


def title_match(question: Sequence[str], title: Sequence[str], idf: Mapping[str, float]) -> float:
    """Give how well a title matches: recall × precision over their terms, weighted by idf; 0 to 1."""
    wanted, present = set(question), set(title)
    shared = sum(idf[term] for term in wanted & present)
    if not shared:
        return 0.0
    return shared / sum(idf[term] for term in wanted) * (shared / sum(idf[term] for term in present))


def _fields(signals: Signals) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    return signals.dense, signals.sentence, signals.passage_words, signals.unit_words, signals.title


def _convex(dense: Floats, sentence: Floats, passage_words: Floats, unit_words: Floats, title: Floats) -> Floats:
    return np.asarray(
        DENSE_WEIGHT * (dense + sentence) / 2
        + LEXICAL_WEIGHT * (passage_words + unit_words) / 2
        + TITLE_WEIGHT * title,
        dtype=np.float32,
    )


def _pool(values: Floats, groups: npt.NDArray[np.intp], count: int) -> Floats:
    pooled = np.full(count, -np.inf, dtype=np.float32)
    np.maximum.at(pooled, groups, values)
    return pooled
