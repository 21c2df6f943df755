"""Turns what a question found into an Explanation: what was searched, why passages rank as they do, how sure it is."""

import re
from collections.abc import Callable, Mapping, Sequence

from reportqa.answer import Answer, Hit
from reportqa.answering.confidence import FEATURES, Calibration
from reportqa.answering.explanation import SIGNAL_NAMES, Explanation, Factor, Search, Share, Standing, Word
from reportqa.answering.findings import Finding
from reportqa.index import Catalogue
from reportqa.search import ADDED, NAMES, WEIGHTS
from reportqa.text import listing, question_terms, terms

MAX_REASONS = 3
MIN_REASON = 0.005
"""A smaller difference shows as 0.00."""


def explain(
    answer: Answer,
    findings: Sequence[Finding],
    k: int,
    calibration: Calibration,
    catalogue: Catalogue,
    idf: Callable[[str], float],
    knows: Callable[[str], bool],
) -> Explanation:
    """Explain an answer by what each part of its question found, with up to k passages each."""
    numbers = {(one.doc_id, one.start, one.end): one.number for one in answer.citations}
    searches = []
    for finding in findings:
        hits = finding.hits[:k]
        features = finding.reading.features
        searches.append(
            Search(
                question=finding.question.text,
                variants=finding.variants,
                words=_words(finding.question.text, idf, knows),
                standings=tuple(_standing(rank, hits, numbers, catalogue) for rank in range(1, len(hits) + 1)),
                reason=_reason(hits[0], hits[1]) if len(hits) > 1 else None,
                factors=tuple(Factor(name, features[name], calibration.weights[name]) for name in FEATURES),
                logit=calibration.logit(features),
                confidence=finding.confidence,
            )
        )
    return Explanation(answer, tuple(searches), calibration)


def _words(question: str, idf: Callable[[str], float], knows: Callable[[str], bool]) -> tuple[Word, ...]:
    """Give the terms of a question, the heaviest first, each with the word that it was made of."""
    said: dict[str, str] = {}
    for word in re.findall(r"\S*\w", question):
        for term in terms(word):
            said.setdefault(term, re.sub(r"^\W+", "", word))
    wanted = dict.fromkeys(question_terms(question))
    found = [Word(said.get(term, term), term, idf(term), knows(term)) for term in wanted]
    return tuple(sorted(found, key=lambda word: -word.weight))


def _standing(
    rank: int, hits: Sequence[Hit], numbers: Mapping[tuple[str, int, int], int], catalogue: Catalogue
) -> Standing:
    hit = hits[rank - 1]
    passage = hit.passage
    return Standing(
        rank=rank,
        number=numbers.get((passage.doc_id, passage.start, passage.end)),
        citation=catalogue.citation(rank, passage.doc_id, passage.start, passage.end, hit.score),
        score=hit.score,
        shares=tuple(
            Share(
                name,
                hit.signals[name],
                WEIGHTS[name],
                hit.parts[name],
                1 + sum(other.signals[name] > hit.signals[name] for other in hits),
            )
            for name in NAMES
        ),
        others={name: part for name, part in hit.parts.items() if name not in WEIGHTS},
    )


def _reason(first: Hit, second: Hit) -> str:
    """Say in a sentence what puts the first before the second: where their scores differ the most."""
    if (first.passage.doc_id, first.passage.unit) == (second.passage.doc_id, second.passage.unit):
        # What is pooled over their page is the same for both.
        gains = {name: WEIGHTS[name] * (first.signals[name] - second.signals[name]) for name in NAMES}
        gains |= {name: first.parts[name] - second.parts[name] for name in ADDED}
        where = " of the same page or section"
    else:
        gains = {name: part - second.parts[name] for name, part in first.parts.items()}
        where = ""
    largest = [name for name in sorted(gains, key=lambda name: -abs(gains[name])) if abs(gains[name]) >= MIN_REASON]
    told = [f"{SIGNAL_NAMES[name]} ({gains[name]:+.2f})".replace("-", "−") for name in largest[:MAX_REASONS]]
    reasons = [
        f"{verb} by {listing(names)}"
        for verb, names in (
            ("gains", [one for one in told if "+" in one]),
            ("loses", [one for one in told if "−" in one]),
        )
        if names
    ]
    if not reasons:
        return f"The first passage and the second{where} score the same."
    return (
        f"The first passage is {first.score - second.score:.2f} before the second{where}: it {', and '.join(reasons)}."
    )
