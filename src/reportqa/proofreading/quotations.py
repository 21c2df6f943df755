"""Quotations of a manuscript, in quotation marks or as block quotes, with the text that cites them."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from reportqa.proofreading.block_quotes import Range, find_block_quotes
from reportqa.proofreading.manuscript import HEADING, PARAGRAPH, QUOTE, Manuscript, ManuscriptBlock
from reportqa.proofreading.quotation_marks import bracket_end, closing_of, is_attribution, opens
from reportqa.proofreading.reference_list import ReferenceList
from reportqa.text import Wording

FEWEST_WORDS = 4
"""Least length in words of a quotation without a note; shorter ones are terms or scare quotes."""

_LONGEST_RUN = 8
"""Paragraphs that a quotation may extend over."""
_BARE_PAGE = re.compile(r"\(\s*\d{1,4}(?:\s*[-–]\s*\d{1,4})?\s*\)")
_BRACKETED = re.compile(r"[\s.,;:!?]*(\(|\[)")
_SENTENCE_END = re.compile(r"(?<![\s(]p)(?<!\bpp)(?<!\bcf)(?<!\bvol)(?<!\bed)[.!?][\"”’)\]]*\s+(?=[^a-z\s\d])")
_NEW_SENTENCE = re.compile(r"[.!?…][”’\"'»](?:\d{1,3}|[⁰¹²³⁴-⁹]+)?\s+(?=[^a-z\s\d(\[—–―-])")
_ENTRY = re.compile(r"\d{4}|[.)>\]”’]\s*\Z")
"""Found in a short entry of a list, but not in a heading."""
_NUMBER = re.compile(r"\[?\d{1,3}[.\])]?")
_NUMBERED_ENTRY = re.compile(r"[\[(]?\d{1,3}[.\])]")
_NUMBERED = re.compile(r"[.,;]?\s*(?:[—–]\s*)?(?:\^\(?|[(\[])?(\d{1,3}|[⁰¹²³⁴-⁹]+)(?![\d.]|\s*[%a-z])")
"""After a quotation, the number of an entry in the list of references."""
_EARLIER_NOTE = re.compile(r"\(?\b(?:n|fn|note|above n)\.?\s(\d{1,3})\)?")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SOURCE = re.compile(r"(?:\A|[”’\"'»][.,;]?[ \t]*\n)[—–―]\s*\S[^\n]*\Z")
"""The source of a quotation on a line of its own."""
_NEXT_LINE = re.compile(r"[.,;]?[ \t]*\n")
_CONNECTING = re.compile(r"(?:[ ,;–—]|(?<![^\W_])[a-zß-ÿ’']+(?![^\W_]))*")
"""Between two quotations of one sentence with one citation: no name, number or end of a sentence."""
_MOST_BEHIND = 300
_MOST_BEFORE = 240
_REFERENCES = re.compile(
    r"(?:\d+\.?\s*)?(?:list of )?(?:references|bibliography|works cited|sources|literature|further reading|endnotes"
    r"|footnotes|notes)\s*:?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SourceText:
    """Text that may name the source of a quotation: a note, a bracket, or the sentence around it.

    `offset` is its place in the text of the briefing; for a note it is None, and `note` is its number.
    """

    text: str
    offset: int | None
    note: int | None = None

    @property
    def is_citation(self) -> bool:
        """Whether this is a note, a bracket or a line that names a source, and not a part of a sentence."""
        text = self.text.lstrip()
        return self.note is not None or is_attribution(text, 0, len(text)) or text[:1] in {"(", "["}

    @property
    def is_bare_page(self) -> bool:
        """Whether this is a bracket with a number alone: a page if the sentence names a work."""
        return bool(_BARE_PAGE.fullmatch(self.text))


@dataclass(frozen=True, slots=True)
class Quotation:
    """The range `text[start:end]` of a briefing, without marks, and the texts that may cite it, likeliest first."""

    text: str
    start: int
    end: int
    sources: tuple[SourceText, ...]
    is_block: bool = False


def find_quotations(
    manuscript: Manuscript, names_work: Callable[[str], bool] = lambda _: False
) -> tuple[Quotation, ...]:
    """Return the quotations in order, without those in lists of references.

    :param names_work: whether the words of a bracket are the name of a work, such as "(NHS England)".
    """
    blocks, references = _split_references(manuscript)
    noted = frozenset(note.offset for note in manuscript.notes)
    block_quotes = find_block_quotes(manuscript.text, blocks, noted, names_work)
    ranges = sorted([*block_quotes, *_marked(manuscript, blocks, noted)])
    is_numbered = any(_NUMBERED_ENTRY.match(manuscript.text, block.start) for block in references)
    found = []
    shared: tuple[SourceText, ...] = ()
    for number in reversed(range(len(ranges))):
        start, end, outer_end, is_block = ranges[number]
        following = ranges[number + 1][0] if number + 1 < len(ranges) else len(manuscript.text)
        before = ranges[number - 1][2] if number else 0
        sources = list(_sources(manuscript, blocks, start, outer_end, before, following))
        if is_numbered:
            sources = [source for source in sources if not source.is_bare_page]
        sources += _referred(manuscript, sources, outer_end, references)
        text = manuscript.text[start:end]
        words = len(Wording.of(text).keys)
        own = tuple(one for one in sources if _cites_behind(one, outer_end, following))
        gap = manuscript.text[outer_end : max(following - 1, outer_end)]
        if not own and not is_block and _CONNECTING.fullmatch(gap):
            # “A” and “B” (Rosen 2016): the citation is for both.
            own = shared
            sources = [*own, *sources] if words >= FEWEST_WORDS else sources
        shared = own
        is_noted = bool(sources) and (sources[0].note is not None or _is_bracket(sources[0]))
        if words >= FEWEST_WORDS or (words and is_noted and not is_block):
            found.append(Quotation(text, start, end, tuple(sources), is_block))
    return tuple(reversed(found))


def _cites_behind(source: SourceText, end: int, following: int) -> bool:
    """Return whether a source is a note, or a bracket between a quotation and the next."""
    is_bracket = source.offset is not None and end <= source.offset < following and source.text[:1] in {"(", "["}
    return source.note is not None or is_bracket


def _is_bracket(source: SourceText) -> bool:
    """Return whether a source is a bracket with words."""
    return source.text.startswith(("(", "[")) and not source.is_bare_page


def find_references(manuscript: Manuscript) -> ReferenceList:
    """Return the entries of the lists of references as one list, in order."""
    return ReferenceList([manuscript.text[block.start : block.end] for block in _split_references(manuscript)[1]])


def _split_references(manuscript: Manuscript) -> tuple[list[ManuscriptBlock], list[ManuscriptBlock]]:
    """Return the blocks outside and inside lists of references."""
    cited: list[ManuscriptBlock] = []
    references: list[ManuscriptBlock] = []
    is_list = False
    for block in manuscript.blocks:
        text = manuscript.text[block.start : block.end]
        is_line = len(text) < 40 and "\n" not in text and not _NUMBER.fullmatch(text.strip())
        if block.kind == HEADING or (is_line and not _ENTRY.search(text)):
            is_list = bool(_REFERENCES.fullmatch(text.strip()))
        (references if is_list else cited).append(block)
    return cited, references


def _referred(
    manuscript: Manuscript, sources: Sequence[SourceText], end: int, references: Sequence[ManuscriptBlock]
) -> Iterator[SourceText]:
    """Yield the texts to which a note or a number after a quotation refers: earlier notes, or a listed reference."""
    text = manuscript.text
    for one in sources:
        if one.note is not None and (first := earlier_note(manuscript, one.note)) is not None:
            yield SourceText(manuscript.notes[first].text, None, first)
    numbered = _NUMBERED.match(text, end)
    if not numbered or not references:
        return
    number = numbered[1].translate(_RAISED)
    start, stop = references[0].start, references[-1].end
    entry = re.compile(rf"(?:^|(?<=\s)){number}[.\])]\s+(\S(?:.|\n)*?)(?=\s{int(number) + 1}[.\])]\s|\Z)").search(
        text[start:stop]
    )
    if entry:
        yield SourceText(entry[1], start + entry.start(1))


def earlier_note(manuscript: Manuscript, number: int) -> int | None:
    """Return the number of the note to which a note refers with "(n 3)", None if it refers to none; both from 0."""
    earlier = _EARLIER_NOTE.search(manuscript.notes[number].text)
    if not earlier:
        return None
    marks = [note.mark for note in manuscript.notes[:number]]
    first = marks.index(earlier[1]) if earlier[1] in marks else int(earlier[1]) - 1
    return first if 0 <= first < number else None


def _marked(manuscript: Manuscript, blocks: list[ManuscriptBlock], noted: Collection[int]) -> Iterator[Range]:
    text = manuscript.text
    paragraphs = [block for block in blocks if block.kind == PARAGRAPH]
    number, position = 0, paragraphs[0].start if paragraphs else 0
    while number < len(paragraphs):
        block = paragraphs[number]
        position = max(position, block.start)
        opening = next((i for i in range(position, block.end) if opens(text, i, block.start)), None)
        if opening is None:
            number += 1
            continue
        run = paragraphs[number : number + _LONGEST_RUN]
        closing = closing_of(text, opening, run, noted)
        if closing is None:
            position = opening + 1
            continue
        yield opening + 1, closing, closing + 1, False
        position = closing + 1
        while number < len(paragraphs) and paragraphs[number].end <= position:
            number += 1


def _sources(
    manuscript: Manuscript, blocks: list[ManuscriptBlock], start: int, end: int, before: int, following: int
) -> Iterator[SourceText]:
    """Yield the texts that may cite a quotation, likeliest first.

    :param before: the end of the quotation before, 0 for none.
    :param following: the start of the next quotation, or the end of the text.
    """
    text = manuscript.text
    block = next((block for block in blocks if block.start <= start < block.end), None)
    last = next((block for block in blocks if block.start <= end - 1 < block.end), block)
    if block is None or last is None:
        return
    note = next((n for n, one in enumerate(manuscript.notes) if end - 1 <= one.offset <= last.end), None)
    bracket = _BRACKETED.match(text, end)
    closing = bracket_end(text, bracket.start(1), _MOST_BEHIND) if bracket else None
    if bracket and closing is not None:
        bracketed = SourceText(text[bracket.start(1) : closing], bracket.start(1))
        # "[2]" is the mark of a note.
        if any(c.isalpha() for c in bracketed.text) or bracketed.is_bare_page:
            yield bracketed
    is_apart = bool(_NEXT_LINE.match(text, end, last.end))
    sentence_end = None if is_apart else _SENTENCE_END.search(text, end, last.end)
    limit = min(last.end, end + _MOST_BEHIND, sentence_end.end() if sentence_end else last.end)
    if note is not None and manuscript.notes[note].offset <= max(limit, end + 3):
        yield SourceText(manuscript.notes[note].text, None, note)
        note = None
    # After the end of a sentence, the words before the next quotation belong to that.
    leads_on = (
        not is_apart and bool(_NEW_SENTENCE.match(text, max(end - 2, start))) and following <= min(limit, len(text) - 1)
    )
    behind = "" if leads_on else text[end : limit if is_apart else min(limit, max(following - 1, end))]
    if behind.strip(" .,;:!?\n"):
        yield SourceText(behind, end)
    nearby = next((one for one in blocks if one.start >= last.end), None)
    if nearby and nearby.start - last.end <= 2 and is_attribution(text, nearby.start, nearby.end):
        yield SourceText(text[nearby.start : nearby.end], nearby.start)
    if note is not None and manuscript.notes[note].offset < following:
        yield SourceText(manuscript.notes[note].text, None, note)
    taken = _BRACKETED.match(text, before) if before else None
    # A bracket after the quotation before belongs to that.
    before = (taken and bracket_end(text, taken.start(1), _MOST_BEHIND)) or before
    lead_start = max(block.start, before, start - _MOST_BEFORE)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, lead_start, start)]
    lead = text[max([lead_start, *ends]) : max(start - 1, lead_start)]
    if lead.strip():
        yield SourceText(lead, max([lead_start, *ends]))
    if block.kind == QUOTE:
        previous = next((one for one in reversed(blocks) if one.end <= block.start and one.kind != QUOTE), None)
        # Text below another quotation may be the source of that.
        if previous and not _SOURCE.search(text[previous.start : previous.end]):
            leads_on = text[previous.end - 1] == ":"
            begin = max(previous.start, previous.end - _MOST_BEFORE, 0 if leads_on else before)
            if text[begin : previous.end].strip(" .,;:!?"):
                yield SourceText(text[begin : previous.end], begin)
