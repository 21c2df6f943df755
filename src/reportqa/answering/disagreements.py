"""Finds where documents give different figures for the same thing."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from reportqa.search import FIGURE_KINDS, Kind, answers_kind
from reportqa.text import MONTH, SCALE, YEAR, scaled

MIN_SHARE = 0.85
"""Of the best sentence's score: what is less to the point tells of another thing."""
MIN_SIMILARITY = 0.7
"""Cosine from which on two sentences tell of the same thing."""

_NO_AMOUNT = re.compile(rf"\b{YEAR} ?[/–-] ?\d{{2,4}}\b|\b\d{{1,2}} (?:{MONTH})\b|\b(?:{MONTH}) \d{{1,2}}\b|\[\d+\]")
"""Years such as 2014/15, days, and the marks of notes count nothing."""
_FIGURE = re.compile(
    r"(?P<currency>[£$€]?) ?(?P<number>\d+(?:,\d+)*(?:\.\d+)?)"
    rf"(?: ?(?P<share>%|per ?cent\b)| ?(?P<scale>{SCALE})\b)?",
    re.IGNORECASE,
)
_YEAR = re.compile(YEAR)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one document says best: its text and score, and where it comes from."""

    doc_id: str
    text: str
    score: float
    key: tuple[int, int]


def figures(text: str, kind: Kind) -> dict[str, str]:
    """Give the figures of a text as it writes them, years only for a question that asks when.

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
    """Give where in a text figures stand that `figures` gave as it writes them, in order."""
    written = ((match[0].strip(), match) for match in _FIGURE.finditer(text))
    return [
        (match.end() - len(match[0].lstrip()), match.start() + len(match[0].rstrip()))
        for figure, match in written
        if figure in wanted
    ]


def find_differences(
    kind: Kind, question: str, claims: Sequence[Claim], similarity: Callable[[Claim, Claim], float]
) -> tuple[Claim, ...]:
    """Give the claims, best first, that answer the same with other figures than the best; none when they agree.

    `claims` are the best of each document, best first; figures of the question itself tell nothing.
    """
    if kind not in FIGURE_KINDS or len(claims) < 2:
        return ()
    asked = figures(question, kind).keys()
    first = claims[0]
    given = figures(first.text, kind).keys() - asked
    if not given or not answers_kind(kind, first.text):
        return ()
    others = [
        claim
        for claim in claims[1:]
        if claim.score >= MIN_SHARE * first.score
        and (own := figures(claim.text, kind).keys() - asked)
        and not own & given
        and similarity(first, claim) >= MIN_SIMILARITY
    ]
    return (first, *others) if others else ()
