"""Finds where documents give different figures for the same thing."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from reportqa.expectations import answers_kind
from reportqa.kinds import Kind

FIGURE_KINDS: frozenset[Kind] = frozenset({"how_many", "how_much", "percent", "when"})
"""Kinds of questions that a figure or a date answers."""
MIN_SHARE = 0.85
"""Of the best sentence's score: what is less to the point tells of another thing."""
MIN_SIMILARITY = 0.7
"""Cosine from which on two sentences tell of the same thing."""

_FIGURE = re.compile(r"[£$€]?\d[\d,]*(?:\.\d+)?(?:\s?%|\s?per ?cent|\s?(?:m|bn|million|billion)\b)?", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Claim:
    """What one document says best: its text and score, and where it comes from."""

    doc_id: str
    text: str
    score: float
    key: tuple[int, int]


def figures(text: str, kind: Kind) -> frozenset[str]:
    """Give the figures of a text, years only for a question that asks when; written alike."""
    found = map(_written_alike, _FIGURE.findall(text))
    return frozenset(figure for figure in found if bool(_YEAR.fullmatch(figure)) == (kind == "when"))


def figure_ranges(text: str, wanted: Collection[str]) -> list[tuple[int, int]]:
    """Give where in a text figures stand that `figures` gave, in order."""
    return [match.span() for match in _FIGURE.finditer(text) if _written_alike(match[0]) in wanted]


def _written_alike(figure: str) -> str:
    return re.sub(r"[\s,]", "", figure.casefold()).replace("percent", "%")


def find_differences(
    kind: Kind, question: str, claims: Sequence[Claim], similarity: Callable[[Claim, Claim], float]
) -> tuple[Claim, ...]:
    """Give the claims, best first, that answer the same with other figures than the best; none when they agree.

    `claims` are the best of each document, best first; figures of the question itself tell nothing.
    """
    if kind not in FIGURE_KINDS or len(claims) < 2:
        return ()
    asked = figures(question, kind)
    first = claims[0]
    given = figures(first.text, kind) - asked
    if not given or not answers_kind(kind, first.text):
        return ()
    others = [
        claim
        for claim in claims[1:]
        if claim.score >= MIN_SHARE * first.score
        and (own := figures(claim.text, kind) - asked)
        and not own & given
        and similarity(first, claim) >= MIN_SIMILARITY
    ]
    return (first, *others) if others else ()
