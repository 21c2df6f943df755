"""What the page of an answer shows: quotes with citations, differing figures, passages in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reportqa.answer import Answer, Citation, Difference
from reportqa.answering import Engine, Query, Quote, figure_ranges, quotes_of
from reportqa.citations import Interval
from reportqa.document import Sentence
from reportqa.server.viewer.text_blocks import Segment, highlight
from reportqa.server.viewer.text_lines import line_groups

_NEVER: Interval = ((0, 0, 0), (0, 0, 0))


@dataclass(frozen=True, slots=True)
class PassageBlock:
    """The line of a paragraph, the items of a list or the rows of a table, each as segments.

    :param kind: "paragraph", "lines" for the items of a list, "marked" if these have bullets, "rows" of a table
    """

    kind: Literal["paragraph", "lines", "marked", "rows"]
    lines: tuple[tuple[Segment, ...], ...]


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote with the citation of its own range, which can be on fewer pages than its passage.

    `blocks` are its text with what is shown around it; a list has its own layout.
    """

    quote: Quote
    citation: Citation
    blocks: tuple[PassageBlock, ...]


@dataclass(frozen=True, slots=True)
class DifferingFigure:
    """The figures of one document where documents differ, as written, with their sentence and its citation."""

    number: int
    figures: tuple[str, ...]
    segments: tuple[Segment, ...]
    date: str | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class NearHeading:
    """A heading of the document `title`, and the link to it."""

    heading: str
    doc_id: str
    title: str
    link: str


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
    """Return the quotes of an answer in the order of its passages, each with its own citation."""
    shown = []
    for quote in sorted(quotes_of(answer), key=lambda quote: quote.number):
        doc_id = answer.citations[quote.number - 1].doc_id
        text, start = f"{quote.before}{quote.text}{quote.after}", quote.start - len(quote.before)
        ranges = [(quote.start, quote.end)] if quote.before or quote.after else []
        blocks = _blocks(engine, doc_id, text, start, ranges)
        shown.append(ShownQuote(quote, engine.cite(doc_id, quote.start, quote.end), blocks))
    return shown


def passage_blocks(engine: Engine, answer: Answer) -> dict[int, tuple[PassageBlock, ...]]:
    """Return the text of each passage by its number.

    The answer's sentences are highlighted, and its key sentence if there is an answer.
    """
    shown: dict[int, tuple[PassageBlock, ...]] = {}
    for one in answer.citations:
        ranges = [(sentence.start, sentence.end) for sentence in answer.nearest if sentence.citation == one.number]
        key = one.key if answer.answerable else None
        shown[one.number] = _blocks(engine, one.doc_id, one.quote, one.start, ranges, key)
    return shown


def _blocks(
    engine: Engine,
    doc_id: str,
    text: str,
    offset: int,
    ranges: Sequence[tuple[int, int]],
    key: Sentence | None = None,
) -> tuple[PassageBlock, ...]:
    """Return the blocks of a text that starts at `offset` of its document."""
    segments = highlight(text, offset, ranges, key)
    blocks = []
    for group in line_groups(text, 0, len(text)):
        lines = tuple(_within(segments, offset + start, offset + end) for start, end in group.lines)
        kind: Literal["paragraph", "lines", "marked", "rows"] = "paragraph"
        if group.is_list:
            first = lines[0][0].start
            in_table = any(table.start <= first < table.end for table in engine.document(doc_id).tables)
            kind = "rows" if in_table else "marked" if group.marked else "lines"
        blocks.append(PassageBlock(kind, lines))
    return tuple(blocks)


def _within(segments: Sequence[Segment], start: int, end: int) -> tuple[Segment, ...]:
    """Return the parts of segments in a range."""
    return tuple(
        replace(
            one,
            start=(a := max(one.start, start)),
            end=(b := min(one.end, end)),
            text=one.text[a - one.start : b - one.start],
        )
        for one in segments
        if one.start < end and one.end > start
    )


def nearest_headings(engine: Engine, answer: Answer) -> list[NearHeading]:
    """Return the headings above the passages of an answer, nearest first, each once."""
    found: dict[tuple[str, int], NearHeading] = {}
    for one in answer.citations:
        above = [section for section in engine.catalogue.outline(one.doc_id).sections if section.start <= one.start]
        if above and (heading := above[-1].heading):
            start, end = above[-1].start, above[-1].start + len(heading)
            is_there = engine.catalogue.text(one.doc_id, start, end) == heading
            link = engine.cite(one.doc_id, start, end).link if is_there else one.link
            found.setdefault((one.doc_id, start), NearHeading(heading, one.doc_id, one.title, link))
    return list(found.values())


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
