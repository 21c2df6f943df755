"""How an answer came about: the words searched, each passage with its score's parts, the features of the confidence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from reportqa.answer import Answer, Citation
from reportqa.answering.confidence import Calibration
from reportqa.answering.reader import Evidence
from reportqa.index import Catalogue
from reportqa.search import ADDED, NAMES, WEIGHTS, Hit, Vocabulary
from reportqa.text import listing, question_terms, terms

SIGNAL_NAMES: Mapping[str, str] = {
    "dense": "meaning of the passage",
    "sentence": "meaning of its best sentence",
    "unit_dense": "meaning of its whole page or section",
    "passage_words": "words of the passage",
    "unit_words": "words of its whole page or section",
    "title": "words of the title",
    "heading": "words of the heading",
    "document": "other pages of its document",
    "in_unit": "distance to the best passage of its page",
    "year": "year of the question in the title",
    "named": "document named in the question",
    "kind": "match with the type of answer",
    "late": "similarity word by word",
    "place": "place that the question names",
    "phrase": "words that the question quotes",
    "edition": "newer edition of the same work",
    "variety": "first passage of another document",
    "reader": "what the reader says",
}
"""The parts of a score, for a reader."""
SHARES = (
    "A score is the sum of its shares. A share is the weight times the best value on the same page or section, so the"
    " whole page counts; the distance of the passage to the best one of its page is subtracted."
)
FEATURE_NAMES: Mapping[str, str] = {
    "cosine": "closest meaning of a passage or sentence",
    "score": "score of the first passage",
    "lead": "lead of the first passage over the tenth",
    "coverage": "words of the question in one passage",
    "names": "names of the question in the first passage",
    "title": "match with a title",
    "length": "length of the question, as a logarithm",
    "fits": "match of the best sentence with the figure or date asked for",
    "next": "lead of the first passage over the second",
    "own": "words of the question in the first passage",
    "heading": "other words of the question in its title and heading",
    "heaviest": "weight of the rarest word that it lacks",
    "best": "score of its best sentence",
    "agrees": "no other passage has a better sentence",
    "type": "match of the first passage with the figure or date asked for",
    "attached": "the same, beside the words of the question",
    "figure": "a figure or date is asked for",
}
"""The features of the confidence, for a reader."""
MAX_REASONS = 3
MIN_REASON = 0.005
"""A smaller difference would be shown as 0.00."""


@dataclass(frozen=True, slots=True)
class SearchedWord:
    """A word of the question, its term, the term's weight (idf), and whether any passage has it."""

    word: str
    term: str
    weight: float
    known: bool


@dataclass(frozen=True, slots=True)
class Share:
    """The share of a signal in a score: its weight times the best value on the passage's page or section.

    `rank` is the rank of the passage by its own `value` among the passages shown, from 1.
    """

    name: str
    value: float
    weight: float
    share: float
    rank: int


@dataclass(frozen=True, slots=True)
class ExplainedPassage:
    """A passage and its score: the sum of its shares and of `others`, the parts that are not signals.

    `number` is the number of its citation in the answer, None when it is not cited.
    """

    rank: int
    number: int | None
    citation: Citation
    score: float
    shares: tuple[Share, ...]
    others: Mapping[str, float]

    def to_dict(self) -> dict[str, Any]:
        citation = self.citation.to_dict()
        return {
            "rank": self.rank,
            "citation": self.number,
            **{name: citation[name] for name in ("doc_id", "title", "pages", "start", "end", "link")},
            "score": round(self.score, 4),
            "signals": [_rounded(asdict(share)) for share in self.shares],
            **_rounded(self.others),
        }


@dataclass(frozen=True, slots=True)
class Factor:
    """A feature of the confidence; its `product` is added to the log odds."""

    name: str
    value: float
    weight: float

    @property
    def product(self) -> float:
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class PartExplanation:
    """The search for one part of a question; `reason` says why the first passage ranks before the second.

    `gain` is what a reader that the confidence was calibrated with adds to the log odds.
    """

    question: str
    variants: tuple[str, ...]
    words: tuple[SearchedWord, ...]
    passages: tuple[ExplainedPassage, ...]
    reason: str | None
    factors: tuple[Factor, ...]
    logit: float
    confidence: float
    gain: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "variants": list(self.variants),
            "terms": [_rounded(asdict(word)) for word in self.words],
            "passages": [passage.to_dict() for passage in self.passages],
            "reason": self.reason,
            "features": [_rounded(asdict(one) | {"product": one.product}) for one in self.factors],
            "logit": round(self.logit, 4),
            "gain": round(self.gain, 4),
            "confidence": round(self.confidence, 4),
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer and how it came about, search by search."""

    answer: Answer
    searches: tuple[PartExplanation, ...]
    calibration: Calibration

    def to_dict(self) -> dict[str, Any]:
        """Return the answer's object with an "explanation"."""
        explanation: dict[str, Any] = {"searches": [search.to_dict() for search in self.searches]}
        explanation["intercept"] = self.calibration.passage.intercept
        for name in ("scale", "shift", "related", "answers", "alone"):
            explanation[name] = getattr(self.calibration, name)
        return self.answer.to_dict() | {"explanation": explanation}


def explain(
    answer: Answer,
    evidence: Sequence[Evidence],
    k: int,
    calibration: Calibration,
    catalogue: Catalogue,
    vocabulary: Vocabulary,
) -> Explanation:
    """Explain an answer by the evidence for each part of its question, with up to k passages each."""
    searches = []
    weights = calibration.passage.weights
    for one in evidence:
        hits, features = one.part.hits[:k], one.reading.features
        searches.append(
            PartExplanation(
                question=one.question.text,
                variants=one.part.variants,
                words=searched_words(one.question.text, vocabulary),
                passages=tuple(_passage(rank, hits, answer.citations, catalogue) for rank in range(1, len(hits) + 1)),
                reason=_reason(hits[0], hits[1]) if len(hits) > 1 else None,
                factors=tuple(Factor(name, features[name], weight) for name, weight in weights.items()),
                logit=calibration.passage.logit(features),
                confidence=one.passage,
                gain=calibration.gain(features),
            )
        )
    return Explanation(answer, tuple(searches), calibration)


def searched_words(question: str, vocabulary: Vocabulary) -> tuple[SearchedWord, ...]:
    """Return the terms of a question, the heaviest first, each with the word it was made of."""
    said: dict[str, str] = {}
    for word in re.findall(r"\S*\w", question):
        for term in terms(word):
            said.setdefault(term, re.sub(r"^\W+", "", word))
    words = [
        SearchedWord(said.get(term, term), term, vocabulary.idf(term), vocabulary.frequency(term) > 0)
        for term in dict.fromkeys(question_terms(question))
    ]
    return tuple(sorted(words, key=lambda word: -word.weight))


def _passage(rank: int, hits: Sequence[Hit], cited: Sequence[Citation], catalogue: Catalogue) -> ExplainedPassage:
    hit = hits[rank - 1]
    doc_id, start, end = place = hit.passage.doc_id, hit.passage.start, hit.passage.end
    numbers = (one.number for one in cited if one.doc_id == doc_id and one.start <= start < end <= one.end)
    ranks = {name: 1 + sum(other.signals[name] > hit.signals[name] for other in hits) for name in NAMES}
    return ExplainedPassage(
        rank=rank,
        number=next(numbers, None),
        citation=catalogue.citation(*place, number=rank, score=hit.score),
        score=hit.score,
        shares=tuple(
            Share(name, hit.signals[name], WEIGHTS[name], hit.parts[name], ranks[name]) for name in NAMES
        ),
        others={name: part for name, part in hit.parts.items() if name not in WEIGHTS},
    )  # fmt: skip


def _reason(first: Hit, second: Hit) -> str:
    """Return in a sentence what ranks the first hit before the second: where their scores differ the most."""
    if (first.passage.doc_id, first.passage.unit) == (second.passage.doc_id, second.passage.unit):
        # Signals pooled over their page are the same for both.
        gains = {name: WEIGHTS[name] * (first.signals[name] - second.signals[name]) for name in NAMES}
        gains |= {name: first.parts[name] - second.parts[name] for name in ADDED}
        where = " of the same page or section"
    else:
        gains = {name: part - second.parts[name] for name, part in first.parts.items()}
        where = ""
    largest = [name for name in sorted(gains, key=lambda name: -abs(gains[name])) if abs(gains[name]) >= MIN_REASON]
    named = [f"{SIGNAL_NAMES[name]} ({gains[name]:+.2f})".replace("-", "−") for name in largest[:MAX_REASONS]]
    gained, lost = [one for one in named if "+" in one], [one for one in named if "−" in one]
    reasons = [f"{verb} by {listing(names)}" for verb, names in (("gains", gained), ("loses", lost)) if names]
    if not reasons:
        return f"The first passage and the second{where} score the same."
    lead = first.score - second.score
    return f"The first passage is {lead:.2f} before the second{where}: it {', and '.join(reasons)}."


def _rounded(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in values.items()}
