"""The nouns of an explanation: words searched, passages with the shares of their scores, what the confidence is of."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reportqa.answer import Answer, Citation
from reportqa.answering.confidence import Calibration

SIGNAL_NAMES: Mapping[str, str] = {
    "dense": "meaning of the passage",
    "sentence": "meaning of its best sentence",
    "unit_dense": "meaning of its whole page or section",
    "passage_words": "words of the passage",
    "unit_words": "words of its whole page or section",
    "title": "words of the title",
    "heading": "words of the heading",
    "document": "other pages of its document",
    "in_unit": "place among the passages of its page",
    "year": "a title that names the year that is asked for",
    "kind": "having the kind of thing that is asked for",
    "late": "nearness token by token",
}
"""What the parts of a score tell, for a reader."""
SHARES = (
    "A score is the sum of its shares. A share is the weight times the best value on the same page or section, so that"
    " a page counts by all it holds; its place there takes off what the passage itself is behind the best one."
)
FEATURE_NAMES: Mapping[str, str] = {
    "cosine": "nearest meaning of a passage or sentence",
    "score": "score of the first passage",
    "lead": "how far it is before the tenth",
    "coverage": "words of the question that one passage has",
    "names": "names in the question that the first passage has",
    "title": "match with a title",
    "length": "length of the question, as a logarithm",
    "fits": "the best sentence has the figure or date asked for",
}
"""What the confidence is made of, for a reader."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question that was searched: its term, the weight of that (idf), whether any passage has it."""

    word: str
    term: str
    weight: float
    known: bool


@dataclass(frozen=True, slots=True)
class Share:
    """What a signal gives to a score: `share` is its weight times the best value on the passage's page or section.

    `rank` is that of the passage among those shown by its own `value`, from 1.
    """

    name: str
    value: float
    weight: float
    share: float
    rank: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a passage got its score: the sum of its shares and of `others`, the parts that no signal of its own makes.

    `number` is that of its citation in the answer, None when it has none of its own.
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
    """A feature of what was found, and what it gives to the log odds: weight times value."""

    name: str
    value: float
    weight: float

    @property
    def product(self) -> float:
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Search:
    """What became of a question, or of one part of it; `reason` says why the first passage stands before the second."""

    question: str
    variants: tuple[str, ...]
    words: tuple[Word, ...]
    standings: tuple[Standing, ...]
    reason: str | None
    factors: tuple[Factor, ...]
    logit: float
    confidence: float

    def to_dict(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "variants": list(self.variants),
            "terms": [_rounded(asdict(word)) for word in self.words],
            "passages": [standing.to_dict() for standing in self.standings],
            "reason": self.reason,
            "features": [_rounded(asdict(one) | {"product": one.product}) for one in self.factors],
            "logit": round(self.logit, 4),
            "confidence": round(self.confidence, 4),
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer and how it came about, search by search; its confidence is that of the surest."""

    answer: Answer
    searches: tuple[Search, ...]
    calibration: Calibration

    def to_dict(self) -> dict[str, Any]:
        """Give the answer's object with an "explanation"."""
        calibration = self.calibration
        explanation = {
            "searches": [search.to_dict() for search in self.searches],
            "intercept": calibration.intercept,
            "scale": calibration.scale,
            "shift": calibration.shift,
            "may_answer": calibration.may_answer,
            "answers": calibration.answers,
        }
        return self.answer.to_dict() | {"explanation": explanation}


def _rounded(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in values.items()}
