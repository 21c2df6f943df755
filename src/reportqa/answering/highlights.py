"""Turns what a question finds in one document into the places that its pages mark."""

from collections.abc import Iterator, Sequence

from reportqa.answer import AnswerSentence, Hit
from reportqa.answering.findings import Finding
from reportqa.answering.reader import READ, Found
from reportqa.document import Sentence

MARKED = 100
"""Passages of a document that are looked at for one question."""
NEAR_ENOUGH = 0.8
"""Share of the best sentence's score from which on a passage beyond the best READ is marked. A sentence of the answer
has to come nearer (NEAR_BEST); benchmarks/marking.py tells what shares about this mark of what was asked for."""

Range = tuple[int, int]


def marked_places(findings: Sequence[Finding], sentences: Sequence[AnswerSentence]) -> list[Range]:
    """Give the sentences to mark in a document, in order: those of the answer, and the best one of each other passage.

    These are the first READ passages, from which answers are made, and all whose best sentence comes near the best.
    A passage that stands in the document several times is marked wherever it does.
    """
    said = [(sentence.start, sentence.end) for sentence in sentences]
    places = set(said)
    for finding in findings:
        for one in finding.reading.key:
            if one.hit < READ or one.score >= NEAR_ENOUGH * finding.reading.best.score:
                hit = finding.hits[one.hit]
                places |= {place for place, passage in _standing(hit, one) if not _has_any(passage, said)}
    return sorted(places)


def _standing(hit: Hit, one: Found) -> Iterator[tuple[Range, Range]]:
    """Give where a sentence stands, and its passage, with those of the same document that repeat the passage."""
    position = hit.passage.sentences.index(one.sentence)
    for passage in (hit.passage, *hit.duplicates):
        same = passage.doc_id == hit.passage.doc_id and len(passage.sentences) == len(hit.passage.sentences)
        if same:
            sentence: Sentence = passage.sentences[position]
            yield (sentence.start, sentence.end), (passage.start, passage.end)


def _has_any(passage: Range, said: Sequence[Range]) -> bool:
    return any(passage[0] <= start < passage[1] for start, _ in said)
