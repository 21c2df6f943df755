"""The sentences of an answer as quotes: adjacent sentences are one quote, and so is a list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from reportqa.answer import Answer, AnswerSentence, Citation
from reportqa.text import BULLETS

ITEM_MARKER = re.compile(rf"[{BULLETS}*–—-]\s|\(?(?:\d{{1,3}}|[a-z]|[ivx]{{1,5}})[.)]\s")
MAX_GAP = 3
"""Characters of white space between two items of a list that continues on the next page."""

_ORDERED = re.compile(r"\(?\w")
_EMPTY_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Quote:
    """Adjacent sentences of a document, in reading order; `is_list` when each is a line of its own.

    The first sentence of a list may announce it. `text` is the document's from the first to the last sentence, except
    white space between pages. Only a list has several citations, one for each page. `before` and `after` are the text
    around it that is shown with it: from the quote before, and after the last quote of an excerpt.
    """

    sentences: tuple[AnswerSentence, ...]
    text: str
    is_list: bool
    before: str = ""
    after: str = ""

    @property
    def number(self) -> int:
        """The number of the citation in which it begins."""
        return self.sentences[0].citation

    @property
    def start(self) -> int:
        return self.sentences[0].start

    @property
    def end(self) -> int:
        return self.sentences[-1].end

    @property
    def lead(self) -> AnswerSentence | None:
        """The sentence that announces a list."""
        return self.sentences[0] if self.is_list and _announces(self.sentences[0]) else None

    @property
    def items(self) -> tuple[AnswerSentence, ...]:
        """The sentences of a list after the one that announces it."""
        return self.sentences[1:] if self.lead else self.sentences

    @property
    def is_marked(self) -> bool:
        """Whether all items of a list begin with a bullet or number."""
        return all(ITEM_MARKER.match(item.text) for item in self.items)

    @property
    def is_ordered(self) -> bool:
        """Whether all items of a list begin with a number or letter."""
        return self.is_marked and bool(_ORDERED.match(self.items[0].text))

    def turns(self) -> Iterator[tuple[AnswerSentence, bool]]:
        """Yield each item, and whether it is the first sentence of its citation."""
        number = self.lead.citation if self.lead else None
        for item in self.items:
            yield item, item.citation != number
            number = item.citation


def quotes_of(answer: Answer) -> tuple[Quote, ...]:
    """Return the quotes of an answer in its order: its nearest sentences, with those around them."""
    found: list[Quote] = []
    for number, group in groupby(answer.sentences, key=lambda sentence: sentence.citation):
        citation = answer.citations[number - 1]
        shown = sorted(group, key=lambda sentence: sentence.start)
        runs = [*_runs([sentence for sentence in shown if sentence.nearest], citation)]
        begins = [shown[0].start, *(run[-1].end for run in runs)]
        for run, begin in zip(runs, begins, strict=False):
            end = shown[-1].end if run is runs[-1] else run[-1].end
            before, text, after = (
                citation.quote[a - citation.start : b - citation.start]
                for a, b in ((begin, run[0].start), (run[0].start, run[-1].end), (run[-1].end, end))
            )
            if not any(begin <= sentence.start < run[0].start for sentence in shown):
                before = ""  # The sentences between these quotes are not shown.
            quote = Quote(tuple(run), text, _is_list(run, citation), before, after)
            if found and _continues(found[-1], quote, answer.citations):
                found[-1] = _joined(found[-1], quote)
            else:
                found.append(quote)
    return tuple(found)


def _gaps(run: Sequence[AnswerSentence], citation: Citation) -> list[str]:
    """Return the text between each two sentences of a passage."""
    return [citation.quote[one.end - citation.start : other.start - citation.start] for one, other in pairwise(run)]


def _announces(sentence: AnswerSentence) -> bool:
    return sentence.text.endswith(":") and not ITEM_MARKER.match(sentence.text)


def _runs(sentences: Sequence[AnswerSentence], citation: Citation) -> Iterator[list[AnswerSentence]]:
    """Split the sentences of a passage at text between them, and around a list that one of them announces."""
    if not sentences:
        return
    gaps = _gaps(sentences, citation)
    run = [sentences[0]]
    for sentence, gap, following in zip(sentences[1:], gaps, [*gaps[1:], ""], strict=False):
        begins = _announces(sentence) and "\n" in following
        ends = _announces(run[0]) and len(run) > 1 and _EMPTY_LINE.search(gap)
        if gap.strip() or begins or ends:
            yield run
            run = []
        run.append(sentence)
    yield run


def _is_list(run: Sequence[AnswerSentence], citation: Citation) -> bool:
    gaps = _gaps(run, citation)
    if len(gaps) > 1 and _announces(run[0]):
        # An empty line may separate a list from the sentence that announces it.
        gaps[0] = _EMPTY_LINE.sub("\n", gaps[0])
    return bool(gaps) and all("\n" in gap and not _EMPTY_LINE.search(gap) for gap in gaps)


def _continues(first: Quote, second: Quote, citations: Sequence[Citation]) -> bool:
    """Return whether a quote continues a list on the next page: each fills its citation, and they are adjacent."""
    one, other = citations[first.sentences[-1].citation - 1], citations[second.number - 1]
    return (
        one.number != other.number
        and one.doc_id == other.doc_id
        and (one.end, other.start, other.end) == (first.end, second.start, second.end)
        and one.start == next(s.start for s in first.sentences if s.citation == one.number)
        and 0 <= second.start - first.end <= MAX_GAP
    )


def _joined(first: Quote, second: Quote) -> Quote:
    return Quote((*first.sentences, *second.sentences), f"{first.text}\n{second.text}", is_list=True)
