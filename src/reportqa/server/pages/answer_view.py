"""Turns an answer into what its page shows: quotes with their credit, documents that differ, passages in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportqa.answer import Answer, Citation, Difference
from reportqa.answering import Engine, Query, Quote, figure_ranges, quotes_of
from reportqa.citations import Interval
from reportqa.server.viewer.text_blocks import Segment, highlight

_NEVER: Interval = ((0, 0, 0), (0, 0, 0))


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


@dataclass(frozen=True, slots=True)
class Group:
    """Passages that stand together, under the title of their document where they are grouped by documents."""

    title: str | None
    citations: tuple[Citation, ...]


def arranged(citations: Sequence[Citation], query: Query, published: Mapping[str, Interval | None]) -> list[Group]:
    """Give the passages as a page has them: best first or newest first, together or document by document.

    A document without a date comes after all that have one; `published` gives the first and last day of each.
    """
    ordered = list(citations)
    if query.sort == "date":
        dates = {one.doc_id: published.get(one.doc_id) for one in ordered}
        ordered.sort(key=lambda one: dates[one.doc_id] or _NEVER, reverse=True)
    if query.group != "document":
        return [Group(None, tuple(ordered))]
    groups: dict[str, list[Citation]] = {}
    for citation in ordered:
        groups.setdefault(citation.doc_id, []).append(citation)
    return [Group(passages[0].title, tuple(passages)) for passages in groups.values()]


def credited_quotes(engine: Engine, answer: Answer) -> list[Credited]:
    """Give the quotes of an answer, each with its own citation."""
    return [
        Credited(quote, engine.cite(answer.citations[quote.number - 1].doc_id, quote.start, quote.end))
        for quote in quotes_of(answer)
    ]


def claims(engine: Engine, answer: Answer) -> list[Claim]:
    """Give what the documents say that differ, each with the citation of its sentence."""
    return [_claim(engine, difference, answer.citations) for difference in answer.differences]


def _claim(engine: Engine, difference: Difference, citations: Sequence[Citation]) -> Claim:
    passage = citations[difference.citation - 1]
    start = passage.start + max(passage.quote.find(difference.text), 0)
    ranges = figure_ranges(difference.text, difference.figures)
    return Claim(
        number=passage.number,
        figures=tuple(dict.fromkeys(difference.text[a:b] for a, b in ranges)),
        segments=highlight(difference.text, 0, ranges),
        date=difference.date,
        citation=engine.cite(passage.doc_id, start, start + len(difference.text)),
    )
