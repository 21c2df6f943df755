"""Turns hits into the sentences that answer and how sure that is, without a language model.

A sentence counts by the share of the question's rare words that it covers and by the cosine of its vector.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportqa.datatypes import Hit, Sentence
from reportqa.terms import terms

MAX_SENTENCES = 3
COSINE_SHARE = 0.5
"""Of a sentence's score; the rest is coverage. Half each found the answering sentence most often within two."""
PREFIX_SHARE = 0.5
"""What a word of the question counts that stands in the passage's title or heading only."""
HIT_SHARE = 0.5
"""How much a better hit lifts its sentences."""
NEAR_BEST = 0.9
"""A further sentence is shown when its score is at least this share of the best one's."""
THRESHOLD = 0.65
"""Confidence from which on the corpus is said to answer: an answer where there is none costs more trust than the
nearest passages shown as such."""

_INTERCEPT, _COSINE, _COVERAGE = -11.7, 17.3, 6.7
"""A logistic regression, rounded, on three sets of equal weight; benchmarks/confidence.py fits it and judges it on the
set left out."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence of the hit with that position, and its score, higher is better."""

    hit: int
    sentence: Sentence
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the hits say: sentences best first, and what tells whether they answer.

    `cosine` (-1 to 1) is the highest of a passage or sentence and the question, `coverage` (0 to 1) the
    largest share of the question's rare words that a sentence covers.
    """

    sentences: tuple[Found, ...]
    cosine: float
    coverage: float

    @property
    def confidence(self) -> float:
        """How sure it is that the hits answer, 0 to 1."""
        return 1 / (1 + math.exp(-(_INTERCEPT + _COSINE * self.cosine + _COVERAGE * self.coverage)))

    @property
    def answerable(self) -> bool:
        return self.confidence >= THRESHOLD


def read(
    wanted: Sequence[str],
    hits: Sequence[Hit],
    text_of: Callable[[Hit, Sentence], str],
    idf: Callable[[str], float],
) -> Reading:
    """Find the sentences of the hits that answer a question with the terms `wanted`."""
    if not hits:
        return Reading((), -1.0, 0.0)
    weights = {term: idf(term) for term in set(wanted)}
    total = sum(weights.values()) or 1.0
    found = []
    best_coverage = 0.0
    for position, hit in enumerate(hits):
        prefix = set(terms(hit.passage.prefix))
        lift = HIT_SHARE * (hit.score - hits[0].score)
        for sentence, cosine in zip(hit.passage.sentences, hit.sentence_scores, strict=True):
            own = set(terms(text_of(hit, sentence)))
            coverage = (
                sum(
                    weight * (1.0 if term in own else PREFIX_SHARE if term in prefix else 0.0)
                    for term, weight in weights.items()
                )
                / total
            )
            best_coverage = max(best_coverage, coverage)
            score = COSINE_SHARE * cosine + (1 - COSINE_SHARE) * coverage + lift
            found.append(Found(position, sentence, score))
    found.sort(key=lambda item: (-item.score, item.hit, item.sentence.start))
    best = found[0].score
    kept = [item for item in found if item.score >= NEAR_BEST * best][:MAX_SENTENCES]
    cosine = max(max(hit.signals["dense"], *hit.sentence_scores) for hit in hits)
    return Reading(tuple(kept), cosine, best_coverage)
