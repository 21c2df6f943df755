"""The quotations of a briefing: between quotation marks of any kind, or block quotes, with the text that cites them."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from reportqa.proofreading.block_quotes import Range, set_apart
from reportqa.proofreading.manuscript import HEADING, PARAGRAPH, QUOTE, Manuscript, ManuscriptBlock
from reportqa.proofreading.quotation_marks import bracket_end, closing_of, is_attribution, opens
from reportqa.text import Wording

FEWEST_WORDS = 4
"""Words of a quotation that no note follows; fewer are a term or a doubt, no quotation."""

_LONGEST_RUN = 8
"""Paragraphs that one quotation may go on for."""
_BRACKETED = re.compile(r"[\s.,;:!?]*(\(|\[)")
_SENTENCE_END = re.compile(r"(?<![\s(]p)(?<!\bpp)(?<!\bcf)(?<!\bvol)(?<!\bed)[.!?][\"”’)\]]*\s+(?=[^a-z\s\d])")
_NEW_SENTENCE = re.compile(r"[.!?…][”’\"'»](?:\d{1,3}|[⁰¹²³⁴-⁹]+)?\s+(?=[^a-z\s\d(\[—–―-])")
_ENTRY = re.compile(r"\d{4}|[.)>\]”’]\s*\Z")
"""What distinguishes an entry of a list from a heading, when both are short."""
_NUMBER = re.compile(r"\[?\d{1,3}[.\])]?")
_NUMBERED = re.compile(r"[.,;]?\s*(?:[—–]\s*)?(?:\^\(?|[(\[])?(\d{1,3}|[⁰¹²³⁴-⁹]+)(?![\d.]|\s*[%a-z])")
"""The number of an entry in the list of references behind a quotation."""
_EARLIER_NOTE = re.compile(r"\(?\b(?:n|fn|note|above n)\.?\s(\d{1,3})\)?")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SOURCE = re.compile(r"(?:\A|[”’\"'»][.,;]?[ \t]*\n)[—–―]\s*\S[^\n]*\Z")
"""The source of a quotation on a line of its own."""
_NEXT_LINE = re.compile(r"[.,;]?[ \t]*\n")
_MOST_BEHIND = 300
_MOST_BEFORE = 240
_REFERENCES = re.compile(
    r"(?:\d+\.?\s*)?(?:list of )?(?:references|bibliography|works cited|sources|literature|further reading|endnotes"
    r"|footnotes|notes)\s*:?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """Text that may name the source of a quotation: a note, a bracket, or the sentence around it.

    `offset` is its place in the text of the briefing; None for a note, which has the number `note` instead.
    """

    text: str
    offset: int | None
    note: int | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: `text[start:end]` of the briefing, without its marks, and what cites it, the nearest first."""

    text: str
    start: int
    end: int
    said: tuple[Said, ...]
    is_block: bool = False


def find_quotations(manuscript: Manuscript) -> tuple[Quotation, ...]:
    """Return the quotations in the order of the briefing; lists of references have none."""
    blocks, references = _parted(manuscript)
    noted = frozenset(note.offset for note in manuscript.notes)
    ranges = sorted([*set_apart(manuscript.text, blocks, noted), *_marked(manuscript, blocks, noted)])
    found = []
    for number, (start, end, outer_end, is_block) in enumerate(ranges):
        following = ranges[number + 1][0] if number + 1 < len(ranges) else len(manuscript.text)
        before = ranges[number - 1][2] if number else 0
        said = list(_said_of(manuscript, blocks, start, outer_end, before, following))
        said += _listed(manuscript, said, outer_end, references)
        text = manuscript.text[start:end]
        words = len(Wording.of(text).keys)
        is_noted = bool(said) and (said[0].note is not None or said[0].text.startswith(("(", "[")))
        if words >= FEWEST_WORDS or (words and is_noted and not is_block):
            found.append(Quotation(text, start, end, tuple(said), is_block))
    return tuple(found)


def _parted(manuscript: Manuscript) -> tuple[list[ManuscriptBlock], list[ManuscriptBlock]]:
    """Return the blocks of the text, and those of its lists of references."""
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


def _listed(
    manuscript: Manuscript, said: Sequence[Said], end: int, references: Sequence[ManuscriptBlock]
) -> Iterator[Said]:
    """Yield what a number behind a quotation refers to: an entry in the list of references, or another note."""
    text = manuscript.text
    for one in said:
        if one.note is not None and (earlier := _EARLIER_NOTE.search(one.text)):
            marks = [note.mark for note in manuscript.notes[: one.note]]
            first = marks.index(earlier[1]) if earlier[1] in marks else int(earlier[1]) - 1
            if 0 <= first < one.note:
                yield Said(manuscript.notes[first].text, None, first)
    numbered = _NUMBERED.match(text, end)
    if not numbered or not references:
        return
    number = numbered[1].translate(_RAISED)
    start, stop = references[0].start, references[-1].end
    entry = re.compile(rf"(?:^|(?<=\s)){number}[.\])]\s+(\S(?:.|\n)*?)(?=\s{int(number) + 1}[.\])]\s|\Z)").search(
        text[start:stop]
    )
    if entry:
        yield Said(entry[1], start + entry.start(1))


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


def _said_of(
    manuscript: Manuscript, blocks: list[ManuscriptBlock], start: int, end: int, before: int, following: int
) -> Iterator[Said]:
    """Yield the text that may cite a quotation, the likeliest first."""
    text = manuscript.text
    block = next((block for block in blocks if block.start <= start < block.end), None)
    last = next((block for block in blocks if block.start <= end - 1 < block.end), block)
    if block is None or last is None:
        return
    note = next((n for n, one in enumerate(manuscript.notes) if end - 1 <= one.offset <= last.end), None)
    bracket = _BRACKETED.match(text, end)
    closing = bracket_end(text, bracket.start(1), _MOST_BEHIND) if bracket else None
    # "[2]" is the mark of a note.
    if bracket and closing is not None and any(c.isalpha() for c in text[bracket.start(1) : closing]):
        yield Said(text[bracket.start(1) : closing], bracket.start(1))
    # What stands on lines of its own says but one thing.
    is_apart = bool(_NEXT_LINE.match(text, end, last.end))
    sentence_end = None if is_apart else _SENTENCE_END.search(text, end, last.end)
    limit = min(last.end, end + _MOST_BEHIND, sentence_end.end() if sentence_end else last.end)
    if note is not None and manuscript.notes[note].offset <= max(limit, end + 3):
        yield Said(manuscript.notes[note].text, None, note)
        note = None
    # Where the quotation ends its sentence, what leads to another one is said of that.
    leads_on = (
        not is_apart and bool(_NEW_SENTENCE.match(text, max(end - 2, start))) and following <= min(limit, len(text) - 1)
    )
    behind = "" if leads_on else text[end : limit if is_apart else min(limit, max(following - 1, end))]
    if behind.strip(" .,;:!?\n"):
        yield Said(behind, end)
    nearby = next((one for one in blocks if one.start >= last.end), None)
    if nearby and nearby.start - last.end <= 2 and is_attribution(text, nearby.start, nearby.end):
        yield Said(text[nearby.start : nearby.end], nearby.start)
    if note is not None and manuscript.notes[note].offset < following:
        yield Said(manuscript.notes[note].text, None, note)
    taken = _BRACKETED.match(text, before) if before else None
    # The bracket behind the quotation before is that one's.
    before = (taken and bracket_end(text, taken.start(1), _MOST_BEHIND)) or before
    lead_start = max(block.start, before, start - _MOST_BEFORE)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, lead_start, start)]
    lead = text[max([lead_start, *ends]) : max(start - 1, lead_start)]
    if lead.strip():
        yield Said(lead, max([lead_start, *ends]))
    if block.kind == QUOTE:
        previous = next((one for one in reversed(blocks) if one.end <= block.start and one.kind != QUOTE), None)
        # What stands below another quotation says where that one comes from.
        if previous and not _SOURCE.search(text[previous.start : previous.end]):
            begin = max(previous.start, previous.end - _MOST_BEFORE)
            yield Said(text[begin : previous.end], begin)
