"""Documents that state different figures for the same thing."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from reportqa.search import FIGURE_KINDS, Kind, Question, answers_kind
from reportqa.text import DAY, SCALE, YEAR, question_terms, scaled, terms

MIN_SIMILARITY = 0.7
"""Cosine from which on two sentences are about the same thing."""

_NO_AMOUNT = re.compile(rf"\b{YEAR} ?[/–-] ?\d{{2,4}}\b|\b(?:{DAY})\b|\[\d+\]")
"""Years such as 2014/15, days and note marks are not amounts."""
_FIGURE = re.compile(
    r"(?P<currency>[£$€]?) ?(?P<number>\d+(?:,\d+)*(?:\.\d+)?)"
    rf"(?: ?(?P<share>%|per ?cent\b)| ?(?P<scale>{SCALE})\b)?",
    re.IGNORECASE,
)
_YEAR = re.compile(YEAR)
_UNIT_WORDS = 3
"""Words after a figure among which its unit is: "80,000 registered patients"."""


@dataclass(frozen=True, slots=True)
class FigureClaim:
    """The best sentence of one document: its text and unit vector; `citation` is the number it is cited by.

    `about` has the terms of the sentence, the heading and the title.
    """

    doc_id: str
    citation: int
    text: str
    about: frozenset[str]
    vector: npt.NDArray[np.float32] = field(repr=False, compare=False)


def figures(text: str, kind: Kind) -> dict[str, str]:
    """Return the figures of a text as it writes them; years only for a question that asks when.

    The key is the same however a figure is written: "£1.2m" and "£1,200,000", "62%" and "62 per cent".
    """
    found: dict[str, str] = {}
    for match in _FIGURE.finditer(text if kind == "when" else _NO_AMOUNT.sub(" ", text)):
        number = scaled(match["number"], match["scale"] or "")
        key = f"{match['currency']}{number.normalize():f}{'%' if match['share'] else ''}"
        if bool(_YEAR.fullmatch(match[0].strip())) == (kind == "when"):
            found.setdefault(key, match[0].strip())
    return found


def figure_ranges(text: str, wanted: Collection[str]) -> list[tuple[int, int]]:
    """Return the ranges of a text that are figures, as `figures` returned them, in order."""
    return [
        (match.end() - len(match[0].lstrip()), match.start() + len(match[0].rstrip()))
        for match in _FIGURE.finditer(text)
        if match[0].strip() in wanted
    ]


def disagreeing_claims(question: Question, claims: Sequence[FigureClaim]) -> tuple[FigureClaim, ...]:
    """Return the first claim and those that answer the same with other figures; nothing when all agree.

    The same means: a similar sentence, the same unit, and the names of the question that the first one has. Figures of
    the question itself do not count.

    :param claims: the best claim of each document, best first
    """
    kind = question.kind
    if kind not in FIGURE_KINDS or len(claims) < 2:
        return ()
    asked = figures(question.text, kind).keys()
    first = claims[0]
    stated = figures(first.text, kind).keys() - asked
    if not stated or not answers_kind(kind, first.text):
        return ()
    units = _units(first.text)
    names = {term for name in question.names for term in question_terms(name)} & first.about
    others = [
        claim
        for claim in claims[1:]
        if names <= claim.about
        and (kind == "when" or units & _units(claim.text))
        and (own := figures(claim.text, kind).keys() - asked)
        and not own & stated
        and float(first.vector @ claim.vector) >= MIN_SIMILARITY
    ]
    return (first, *others) if others else ()


def _units(text: str) -> set[str]:
    """Return the units of the amounts in a text: currencies, "%", and the terms of the words after a number."""
    found: set[str] = set()
    said = _NO_AMOUNT.sub(" ", text)
    for match in _FIGURE.finditer(said):
        if match["currency"] or match["share"]:
            found.add(match["currency"] or "%")
        elif not _YEAR.fullmatch(match[0].strip()):
            found.update(terms(" ".join(said[match.end() :].split()[:_UNIT_WORDS])))
    return found
