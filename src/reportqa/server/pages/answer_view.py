"""What the page of an answer shows: quotes with citations, differing figures, passages in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportqa.answer import Answer, Citation, Difference
from reportqa.answering import Engine, Query, Quote, figure_ranges, quotes_of
from reportqa.citations import Interval
from reportqa.server.viewer.text_blocks import Segment, highlight

_NEVER: Interval = ((0, 0, 0), (0, 0, 0))


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote with the citation of its own range, which can be on fewer pages than its passage."""

    quote: Quote
    citation: Citation


@dataclass(frozen=True, slots=True)
class DifferingFigure:
    """The figures of one document where documents differ, as written, with their sentence and its citation."""

    number: int
    figures: tuple[str, ...]
    segments: tuple[Segment, ...]
    date: str | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class PassageGroup:
    """Passages listed together; `title` is that of their document if they are grouped by document."""

    title: str | None
    citations: tuple[Citation, ...]


def passage_groups(
    citations: Sequence[Citation], query: Query, published: Mapping[str, Interval | None]
) -> list[PassageGroup]:
    """Return the passages in the order of the query: by relevance or newest first, grouped by document or not.

    :param published: the first and last possible day of publication by document; undated documents come last.
    """
    ordered = list(citations)
    if query.sort == "date":
        dates = {one.doc_id: published.get(one.doc_id) for one in ordered}
        ordered.sort(key=lambda one: dates[one.doc_id] or _NEVER, reverse=True)
    if query.group != "document":
        return [PassageGroup(None, tuple(ordered))]
    groups: dict[str, list[Citation]] = {}
    for citation in ordered:
        groups.setdefault(citation.doc_id, []).append(citation)
    return [PassageGroup(passages[0].title, tuple(passages)) for passages in groups.values()]


def cited_quotes(engine: Engine, answer: Answer) -> list[ShownQuote]:
    """Return the quotes of an answer, each with its own citation."""
    return [
        ShownQuote(quote, engine.cite(answer.citations[quote.number - 1].doc_id, quote.start, quote.end))
        for quote in quotes_of(answer)
    ]


def differing_figures(engine: Engine, answer: Answer) -> list[DifferingFigure]:
    """Return the figures of each document where documents differ."""
    return [_differing_figure(engine, difference, answer.citations) for difference in answer.differences]


def _differing_figure(engine: Engine, difference: Difference, citations: Sequence[Citation]) -> DifferingFigure:
    passage = citations[difference.citation - 1]
    start = passage.start + max(passage.quote.find(difference.text), 0)
    ranges = figure_ranges(difference.text, difference.figures)
    return DifferingFigure(
        number=passage.number,
        figures=tuple(dict.fromkeys(difference.text[a:b] for a, b in ranges)),
        segments=highlight(difference.text, 0, ranges),
        date=difference.date,
        citation=engine.cite(passage.doc_id, start, start + len(difference.text)),
    )
