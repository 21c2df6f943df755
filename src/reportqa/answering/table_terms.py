"""The words of a question and those of a table: which row or column it names, and whether it asks for anything else."""

import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from reportqa.search import Kind, Question, Vocabulary
from reportqa.text import MONTHS, parse_date, question_terms, terms

MAX_UNMATCHED = 0.2
"""Share of the question's terms by weight that neither the table nor what is above it has."""
MIN_NAMED = 0.5
"""Share of the terms of a column's name that a question has to have to name it."""
_TERMS_KEPT = 50_000

_LIGHT = frozenset(
    terms(
        "get got give given receive cast come came earn apply win won hold held make made reach record report see saw"
        " show shown amount number value figure much many list table row column use at by per each every full fiscal"
        " year ended unaudited audited"
    )
)
"""Terms that the words of a table leave out."""
SHARES = frozenset(terms("percent share proportion fraction"))
_LIGHT_IN_KIND: Mapping[Kind, frozenset[str]] = {
    "percent": SHARES,
    "comparison": frozenset(terms("difference compare comparison between versus vs")),
}
_MONTHS = frozenset(term for month in MONTHS for term in terms(month))
_NOTE = re.compile(r"\(\w\)|\[\w+\]|[¹²³*†‡]")
_ASIDE = re.compile(r"\([^()]*\)|, net\b.*")
_PERIOD = re.compile(
    r"\b(?:(?P<count>\d+|three|six|nine|twelve)[ -](?P<unit>weeks?|months?)|Q(?P<quarter>[1-4])"
    r"|(?P<ordinal>first|second|third|fourth) quarter|(?P<year>full[ -]year))\b",
    re.IGNORECASE,
)
_YEAR_LONG = frozenset({"twelve month", "12 month", "52 week", "53 week"})
_QUARTERS = ("first", "second", "third", "fourth")
PART_OF_YEAR = re.compile(
    r"\b(?:Q[1-4]|quarter|(?:three|six|nine) months|(?:13|26|39) weeks|first half|second half|H[12])\b", re.IGNORECASE
)
"""What a question that only names the year does not mean."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The terms of a question by weight; `needed` are those that nothing may replace: names and figures."""

    question: Question
    weights: Mapping[str, float]
    needed: frozenset[str]

    @classmethod
    def of(cls, question: Question, vocabulary: Vocabulary, without: str = "") -> "Asked":
        """Return the terms of a question without one of its phrases, such as "the highest"."""
        text = question.text.replace(without, " ", 1) if without else question.text
        wanted = frozenset(question_terms(text))
        named = {term for name in question.names for term in question_terms(name)}
        needed = frozenset(term for term in wanted if term in named or term[0].isdigit())
        light = _LIGHT | _LIGHT_IN_KIND.get(question.kind, frozenset())
        kept = [term for term in wanted if term not in light or term in needed]
        return cls(question, vocabulary.weights(kept), needed)

    @property
    def is_whole_year(self) -> bool:
        """Whether a question names no part of a year."""
        return not PART_OF_YEAR.search(self.question.text)

    def weight(self, found: Iterable[str]) -> float:
        """Return the sum of the weights of the question's terms that are among some terms."""
        return math.fsum(self.weights[term] for term in set(found) if term in self.weights)

    def is_matched(self, found: Collection[str]) -> bool:
        """Return whether these terms are those of the question, but for a few words."""
        if not all(term in found for term in self.needed):
            return False
        left = math.fsum(weight for term, weight in self.weights.items() if term not in found)
        return left <= MAX_UNMATCHED * math.fsum(self.weights.values())

    def names(self, label: str) -> bool:
        """Return whether a question has the words of a row's label."""
        core = label_terms(label)
        return bool(core) and core <= self.weights.keys()

    def naming(self, name: str, without: Collection[str] = ()) -> tuple[float, float]:
        """Return how well a question names a column: the weight of their common terms, and their share of the name.

        :param without: terms of the row's label, which name the row
        """
        core = label_terms(name)
        share = len(core & self.weights.keys()) / len(core) if core else 0.0
        return self.weight(all_terms(name) - frozenset(without)), share

    def is_of_other_period(self, *texts: str) -> bool:
        """Return whether the first text that has a period, "13 weeks", has another than a question."""
        asked = _periods(self.question.text)
        period = next(filter(None, map(_periods, texts)), set[str]())
        return bool(asked and period and not asked & period)

    def is_dated_otherwise(self, name: str) -> bool:
        """Return whether the name of a column has a year or month, and none of the question's."""
        own = all_terms(name)
        return any(
            bool(of_name) and bool(of_question) and not of_name & of_question
            for of_name, of_question in (
                (_years(own), _years(self.weights)),
                (own & _MONTHS, self.weights.keys() & _MONTHS),
            )
        )


def all_terms(*texts: str) -> frozenset[str]:
    """Return the terms of texts without note marks."""
    return frozenset[str]().union(*map(_terms_of, texts))


@lru_cache(maxsize=_TERMS_KEPT)
def _terms_of(text: str) -> frozenset[str]:
    return frozenset(terms(_NOTE.sub(" ", text)))


@lru_cache(maxsize=_TERMS_KEPT)
def label_terms(name: str) -> frozenset[str]:
    """Return the terms that a question has to have to name a row or column.

    Without notes, what is in brackets, light words, initials, figures and months, as far as anything else is left.
    """
    bare = _ASIDE.sub(" ", name)
    found = frozenset(question_terms(bare if re.search(r"\w", bare) else name)) if name else frozenset[str]()
    # The initials of a name may be left out.
    words = frozenset(term for term in found if len(term) > 1 and not term[0].isdigit() and term not in _LIGHT)
    return words - _MONTHS or words or found - _LIGHT or found


def has_year(name: str) -> bool:
    """Return whether a name has a year."""
    return bool(_years(all_terms(name)))


def _years(found: Iterable[str]) -> set[str]:
    return {term for term in found if len(term) == 4 and term.isdigit() and parse_date(term)}


def quarters(text: str) -> set[str]:
    """Return the quarters of a year that a text names.

    >>> sorted(quarters("In the fourth quarter; Q3 2024"))
    ['q3', 'q4']
    """
    return {period for period in _periods(text) if period.startswith("q")}


def _periods(text: str) -> set[str]:
    """Return the periods that a text names: "13 week", "q4", "year"."""
    found = set()
    for match in _PERIOD.finditer(text):
        if match["count"]:
            period = f"{match['count']} {match['unit'].rstrip('sS')}".lower()
            found.add("year" if period in _YEAR_LONG else period)
        elif match["year"]:
            found.add("year")
        else:
            found.add(f"q{match['quarter'] or 1 + _QUARTERS.index(match['ordinal'].lower())}")
    return found
