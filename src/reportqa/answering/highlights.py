"""The sentences of one document to highlight for a question."""

from collections.abc import Iterator, Sequence

from reportqa.answer import AnswerSentence
from reportqa.answering.reader import READ, Evidence, ScoredSentence

MARKED = 100
"""Passages of a document that are searched for one question."""
NEAR_ENOUGH = 0.8
"""Share of the best sentence's score from which on a passage beyond the first READ is highlighted. A sentence of the
answer has to come closer (NEAR_BEST); benchmarks/marking.py measures the effect of this share."""

Range = tuple[int, int]


def marked_places(evidence: Sequence[Evidence], sentences: Sequence[AnswerSentence]) -> list[Range]:
    """Return the sentences to highlight, in order: those of the answer, and the best one of each other passage.

    These are the first READ passages, and all others whose best sentence scores close to the best. A passage that its
    document repeats is highlighted at each place.
    """
    said = [(sentence.start, sentence.end) for sentence in sentences]
    places = set(said)
    for one in evidence:
        for key in one.reading.key:
            if key.rank < READ or key.score >= NEAR_ENOUGH * one.reading.best.score:
                places |= {place for place, passage in _places_of(key) if not _has_any(passage, said)}
    return sorted(places)


def _places_of(key: ScoredSentence) -> Iterator[tuple[Range, Range]]:
    """Yield the ranges of a sentence and its passage, and those of the repetitions in the same document."""
    own = key.hit.passage
    for passage in (own, *key.hit.duplicates):
        if passage.doc_id == own.doc_id and len(passage.sentences) == len(own.sentences):
            sentence = passage.sentences[key.position]
            yield (sentence.start, sentence.end), (passage.start, passage.end)


def _has_any(passage: Range, said: Sequence[Range]) -> bool:
    return any(passage[0] <= start < passage[1] for start, _ in said)
