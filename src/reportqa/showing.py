"""Turns an answer into what its page shows: quotes with their credit, and documents that differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.asking import Asker
from reportqa.datatypes import Answer, Citation, Difference
from reportqa.differences import figure_ranges
from reportqa.quotes import Quote, quotes_of
from reportqa.rendering import Segment, highlight


@dataclass(frozen=True, slots=True)
class Credited:
    """A quote and the citation of just its range, which may stand on fewer pages than its passage."""

    quote: Quote
    citation: Citation


@dataclass(frozen=True, slots=True)
class Claim:
    """What one of several documents that differ says: its figures as written, and where they stand in its sentence."""

    number: int
    figures: tuple[str, ...]
    segments: tuple[Segment, ...]
    date: str | None
    citation: Citation


def credited_quotes(asker: Asker, answer: Answer) -> list[Credited]:
    """Give the quotes of an answer, each with its own citation."""
    return [
        Credited(quote, asker.cite(answer.citations[quote.number - 1].doc_id, quote.start, quote.end))
        for quote in quotes_of(answer)
    ]


def claims(asker: Asker, answer: Answer) -> list[Claim]:
    """Give what the documents say that differ, each with the citation of its sentence."""
    return [_claim(asker, difference, answer.citations) for difference in answer.differences]


def _claim(asker: Asker, difference: Difference, citations: Sequence[Citation]) -> Claim:
    passage = citations[difference.citation - 1]
    start = passage.start + max(passage.quote.find(difference.text), 0)
    ranges = figure_ranges(difference.text, difference.figures)
    return Claim(
        number=passage.number,
        figures=tuple(dict.fromkeys(difference.text[a:b] for a, b in ranges)),
        segments=highlight(difference.text, 0, ranges),
        date=difference.date,
        citation=asker.cite(passage.doc_id, start, start + len(difference.text)),
    )
