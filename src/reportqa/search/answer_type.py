"""The answer type of a question, and how well a sentence matches it: a figure, a date, a name, a reason."""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from reportqa.search.introductions import asked_terms
from reportqa.search.named_documents import NOTHING_NAMED, Naming
from reportqa.search.question import Question
from reportqa.search.question_kind import AUXILIARIES, Kind
from reportqa.search.vocabulary import Vocabulary
from reportqa.text import CARDINALS, DAY, MAGNITUDES, MONTH, SCALE, question_terms, terms, year_pattern

KIND_WEIGHTS: Mapping[Kind, float] = {
    "how_many": 0.35, "how_much": 0.2, "percent": 0.2, "when": 0.2, "definition": 0.1, "who": 0.03,
}  # fmt: skip
"""Weight of a match by kind of question: figures and dates are good signs, names hardly are."""

_WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
_YEAR = rf"\b{year_pattern(1000)}s?\b"
_UNIT_OF_TIME = (
    "hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|era|dynast(?:y|ies)|spring|summer|autumn|winter"
)
_CURRENCY = "pounds|dollars|euros|pence|cents|yen|usd|gbp|eur"
MONEY = re.compile(rf"[£$€¥]|\b(?:{_CURRENCY}|pound|dollar|euro|cent|free)\b", re.IGNORECASE)
"""A sign of an amount of money in a text."""
_SCALE = rf"hundred|{SCALE}"
_NUMBER_WORDS = "|".join(
    (*CARDINALS[1:], *(f"{word}s?" for word in MAGNITUDES), "once", "twice", "half", "several", "none", "single")
)
_NOT_A_NAME = rf"{MONTH}|{_WEEKDAY}|I|The|A|An|In|On|At|It|This"
_NAME = rf"(?!(?:{_NOT_A_NAME})\b)[A-ZÀ-ÖØ-Þ][\w'’.&-]*"

_NAMES = (
    # A capital within a sentence; at its beginning two names or an abbreviation.
    rf"(?<=[^.!?:\s“\"(]\s)[“\"(]?{_NAME}",
    rf"^\W*{_NAME} (?:(?:of|the|for|and|de) )*{_NAME}",
    r"^\W*[A-Z]{2}",
)
_SIGNS: dict[Kind, tuple[str, ...]] = {
    "percent": (
        "%",
        r"(?i:\bper ?cent)",
        r"(?i:\b(?:half|thirds?|quarters?|majority|one-\w+th)\b)",
        r"\b\d+ (?:in|out of) \d",
    ),
    "how_much": (
        r"[£$€¥] ?\d",
        rf"(?i:\d ?(?:{_SCALE})?\b ?(?:{_CURRENCY})\b)",
        rf"\b\d[\d,.]* (?i:(?:{_SCALE})\b)",
        r"\d,\d{3}",
        r"%|(?i:\bper ?cent\b)",
        r"(?i:\bfree\b|\bno (?:charge|cost|fee)\b)",
    ),
    "when": (
        _YEAR,
        rf"\b(?:{MONTH}|{_WEEKDAY})\b",
        rf"(?i:\b(?:{_UNIT_OF_TIME})\b)",
        r"(?i:\b\d+ ?(?:bc|ad|bce|ce|am|pm|a\.m|p\.m)\b)",
    ),
    "who": _NAMES,
    "where": _NAMES,
    "why": (
        r"(?i:\b(?:because|since|therefore|thus|due to|owing to|in order|so that|so as to|as a result)\b)",
        r"(?i:\b(?:reasons?|caus(?:e|es|ed|ing)|(?:led|leads|leading) to|result(?:s|ed|ing)? (?:in|from))\b)",
        r"(?i:\b(?:driven by|attribut(?:able|ed) to|thanks to|explained by|on account of|contributed to)\b)",
        r"(?i:\bto \w)",
    ),
    "list": (r"[;:]", r", [^,.;]+(?:,| and | or )", r"\w and \w", r"^\s*(?:[•·*–-]|\(?\w{1,2}[.)])\s"),
    "definition": (
        r"(?i:\b(?:is|are|was|were) (?:an?|the|any|one of|when|where)\b)",
        r"(?i:\b(?:refers? to|means?|meaning|defin\w+|stands? for|known as|called|named|term)\b)",
        r"\w \(|[–—:]",
    ),
}
_COUNTED = re.compile(r"\b(?:how many|(?:the|a|total) number of)\s+(?P<what>.*)", re.IGNORECASE)
_AFTER_NOUN = re.compile(
    rf"\b(?:{AUXILIARIES}|there|in|of|on|at|by|for|from|to|with|per|that|which|who|\w+ed)\b", re.IGNORECASE
)
_NOUN_WITHIN = 80
"""Characters after a figure in which the counted noun is looked for."""
_NOUN_WORDS = 5
"""Words after a figure in which the counted noun is looked for."""
_MEASURED = tuple(
    (re.compile(rf"\bhow (?:{how})\b", re.IGNORECASE), frozenset(terms(units)))
    for how, units in (
        ("long|soon", "minutes hours days weeks months years decades"),
        ("often|frequently", "times minutes hours days weeks months quarters years"),
        ("far", "miles kilometres kilometers km metres meters yards feet"),
    )
)
"""Words that ask for a measure, and the terms of its units."""
OTHER_FIGURE = 0.25
"""Match of a figure that counts something else."""
INTRODUCTION_WEIGHT = 0.5
"""Weight of a term that only the introduction of a question has."""

_PATTERNS = {kind: re.compile("|".join(signs)) for kind, signs in _SIGNS.items()}
_FIGURE = re.compile(rf"\d|(?i:\b(?:{_NUMBER_WORDS})\b)")
_FIGURE_WORD = re.compile(rf"\d[\d,.]*|(?i:\b(?:{_NUMBER_WORDS})\b)")
_NO_FIGURE = re.compile(rf"{_YEAR}(?![,.]\d)|\b(?:{DAY})\b|^\s*\(?\d{{1,2}}[.)]\s|\[\d+\]")
"""Years, days, list numbers and note marks are not counts."""


@dataclass(frozen=True, slots=True)
class ExpectedAnswer:
    """What a sentence needs to answer a question: the question's terms, and a match with its answer type.

    `counted` are the terms of which one names what the question counts; `weights` has the idf of each term. `named`
    has by document the terms that only name it: all of its sentences are about what they name. `introduction` has the
    idf of the terms that are only in the introduction of the question.
    """

    kind: Kind
    counted: frozenset[str]
    weights: Mapping[str, float]
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)
    introduction: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, question: Question, vocabulary: Vocabulary, naming: Naming = NOTHING_NAMED) -> "ExpectedAnswer":
        weights = vocabulary.weights(question_terms(question.text))
        asked = {*asked_terms(question.text)}
        aside = {term: weight for term, weight in weights.items() if asked and term not in asked}
        weights |= {term: INTRODUCTION_WEIGHT * weight for term, weight in aside.items()}
        return cls(question.kind, counted_in(question.text), weights, naming.named, aside)

    def with_introduction(self) -> "ExpectedAnswer":
        """Return what a sentence needs where the introduction of the question counts like the rest."""
        return replace(self, weights={**self.weights, **self.introduction}, introduction={})

    @property
    def kind_weight(self) -> float:
        """The weight of a match with the answer type; 0 for a kind that has none."""
        return KIND_WEIGHTS.get(self.kind, 0.0)

    def coverage(self, found: Collection[str]) -> float:
        """Return the share, 0 to 1, of the question's terms by weight that are among some terms."""
        held = math.fsum(weight for term, weight in self.weights.items() if term in found)
        return held / (math.fsum(self.weights.values()) or 1.0)

    def match(self, text: str) -> float:
        """Return how well a sentence matches the answer type, 0 to 1.

        A figure that counts the noun ("over 260 large-scale organisations") matches fully, another figure less.
        """
        if self.kind != "how_many":
            return float(answers_kind(self.kind, text))
        figures = _NO_FIGURE.sub(" ", text)
        if self.counted and any(
            not self.counted.isdisjoint(terms(figures[figure.end() : figure.end() + _NOUN_WITHIN])[:_NOUN_WORDS])
            for figure in _FIGURE_WORD.finditer(figures)
        ):
            return 1.0
        return OTHER_FIGURE if answers_kind(self.kind, text) else 0.0

    def terms_of(self, doc_id: str, text: str) -> set[str]:
        """Return the terms of a sentence with those that name its document."""
        return {*terms(text), *self.named.get(doc_id, ())}

    def preference(self, doc_id: str, text: str) -> float:
        """Return how much a sentence with the answer type near the question's terms is preferred, 0 to 1."""
        covered = self.coverage(self.terms_of(doc_id, text)) if self.kind_weight else 0.0
        return self.kind_weight / max(KIND_WEIGHTS.values()) * covered * self.match(text) if covered else 0.0


def counted_in(question: str) -> frozenset[str]:
    """Return the term of what a question counts, or the terms of the units in which it measures.

    Empty for a question that counts nothing by name.

    >>> counted_in("How many GP organisations had been formed?"), "week" in counted_in("How long is the leave?")
    (frozenset({'organis'}), True)
    """
    counted = _COUNTED.search(question)
    if not counted:
        return next((units for how, units in _MEASURED if how.search(question)), frozenset())
    rest = counted["what"]
    end = _AFTER_NOUN.search(rest)
    found = [term for term in terms(rest[: end.start()] if end else rest) if not term.isdigit()]
    return frozenset(found[-1:])


def answers_kind(kind: Kind, text: str) -> bool:
    """Return whether a sentence has the answer type of that kind of question; True for a kind without signs.

    >>> answers_kind("how_many", "It had nine practices."), answers_kind("how_many", "It began in 2009.")
    (True, False)
    """
    if kind == "how_many":
        return bool(_FIGURE.search(_NO_FIGURE.sub(" ", text)))
    return kind not in _PATTERNS or bool(_PATTERNS[kind].search(text))
