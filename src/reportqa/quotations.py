"""Finds the quotations in a briefing: between quotation marks of any kind, or set apart, with what is said of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportqa.manuscript import HEADING, PARAGRAPH, QUOTE, Block, Manuscript
from reportqa.wording import Wording

FEWEST_WORDS = 4
"""Words of a quotation that no note follows; fewer are a term or a doubt, no quotation."""

_PAIRS = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    '"': '"',
    "”": "”",
}
_SINGLE = {"‘": "’'", "'": "'’", "‚": "‘’", "’": "’"}
_BEFORE = re.compile(r"[\s(\[{—–―/\-“\"«>*_]")
_LONGEST_RUN = 6
"""Paragraphs that one quotation may go on for."""
_ATTRIBUTION = re.compile(r"(?:[—–―]|--|Source:|Quelle:)\s*\S|\([^()]*\)\s*\.?$", re.IGNORECASE)
_BRACKETED = re.compile(r"[\s.,;:!?]*(\(|\[)")
_SENTENCE_END = re.compile(r"(?<![\s(]p)(?<!\bpp)(?<!\bcf)(?<!\bvol)(?<!\bed)[.!?][\"”’)\]]*\s+(?=[^a-z\s\d])")
_MOST_BEHIND = 300
_MOST_BEFORE = 240
_REFERENCES = re.compile(
    r"(?:\d+\.?\s*)?(?:list of )?(?:references|bibliography|works cited|sources|literature|further reading|endnotes"
    r"|footnotes|notes)\s*:?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """Something said of where a quotation comes from: a note, a bracket, or the sentence around it.

    `offset` is where it stands in the text of the briefing; None for a note, which has the number `note` instead.
    """

    text: str
    offset: int | None
    note: int | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: `text[start:end]` of the briefing, without its marks, and what is said of it, the nearest first."""

    text: str
    start: int
    end: int
    said: tuple[Said, ...]
    is_block: bool = False


def find_quotations(manuscript: Manuscript) -> tuple[Quotation, ...]:
    """Give the quotations in the order of the briefing; lists of references have none."""
    blocks = list(_cited_blocks(manuscript))
    ranges = sorted([*_set_apart(manuscript, blocks), *_marked(manuscript, blocks)])
    found = []
    for number, (start, end, outer_end, is_block) in enumerate(ranges):
        following = ranges[number + 1][0] if number + 1 < len(ranges) else len(manuscript.text)
        before = ranges[number - 1][2] if number else 0
        said = tuple(_said_of(manuscript, blocks, start, outer_end, before, following))
        text = manuscript.text[start:end]
        words = len(Wording.of(text).keys)
        is_noted = bool(said) and (said[0].note is not None or said[0].text.startswith(("(", "[")))
        if words >= FEWEST_WORDS or (words and is_noted and not is_block):
            found.append(Quotation(text, start, end, said, is_block))
    return tuple(found)


_Range = tuple[int, int, int, bool]
"""Start and end of a quotation's words, the end with its closing mark, and whether it is set apart."""


def _cited_blocks(manuscript: Manuscript) -> Iterator[Block]:
    is_list = False
    for block in manuscript.blocks:
        text = manuscript.text[block.start : block.end]
        if block.kind == HEADING or (len(text) < 40 and "\n" not in text):
            is_list = bool(_REFERENCES.fullmatch(text.strip()))
        if not is_list:
            yield block


def _set_apart(manuscript: Manuscript, blocks: list[Block]) -> Iterator[_Range]:
    """Give the quotations that are set apart, without the line that says where they come from."""
    position = 0
    while position < len(blocks):
        run = [blocks[position]]
        position += 1
        if run[0].kind != QUOTE:
            continue
        while position < len(blocks) and blocks[position].kind == QUOTE:
            run.append(blocks[position])
            position += 1
        first = run[0].start
        for block in run:
            lines = _lines(manuscript.text, block)
            attributed = [start for start, end in lines if _ATTRIBUTION.match(manuscript.text[start:end])]
            if attributed and (attributed[0] > first):
                yield from _stripped(manuscript.text, first, attributed[0], block.end)
                first = block.end
        if first < run[-1].end:
            yield from _stripped(manuscript.text, first, run[-1].end, run[-1].end)


def _stripped(text: str, start: int, end: int, outer_end: int) -> Iterator[_Range]:
    """Give a quotation that is set apart without white space and the quotation marks around all of it."""
    while start < end and (text[start].isspace() or text[start] in _PAIRS or text[start] in _SINGLE):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in "”’\"'»"):
        end -= 1
    if start < end:
        # What follows the words and is set apart with them says where they come from.
        yield start, end, end if outer_end > end + 2 else outer_end, True


def _lines(text: str, block: Block) -> list[tuple[int, int]]:
    lines, start = [], block.start
    for line in text[block.start : block.end].split("\n"):
        lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _marked(manuscript: Manuscript, blocks: list[Block]) -> Iterator[_Range]:
    text = manuscript.text
    paragraphs = [block for block in blocks if block.kind == PARAGRAPH]
    number, position = 0, paragraphs[0].start if paragraphs else 0
    while number < len(paragraphs):
        block = paragraphs[number]
        position = max(position, block.start)
        opening = next((i for i in range(position, block.end) if _opens(text, i, block.start)), None)
        if opening is None:
            number += 1
            continue
        run = paragraphs[number : number + _LONGEST_RUN]
        closing = _closing(text, opening, run)
        if closing is None:
            position = opening + 1
            continue
        yield opening + 1, closing, closing + 1, False
        position = closing + 1
        while number < len(paragraphs) and paragraphs[number].end <= position:
            number += 1


def _opens(text: str, i: int, start: int) -> bool:
    mark = text[i]
    if mark not in _PAIRS and mark not in _SINGLE:
        return False
    following = text[i + 1 : i + 2]
    # « so » is written with spaces, and “ cannot be taken for anything else.
    if not following.strip() and (mark not in "«»“" or following not in {" ", "\u00a0", "\u202f"}):
        return False
    is_free = i == start or bool(_BEFORE.match(text[i - 1]))
    if mark in "“„«「『‟‚‹":
        return True
    if mark == "‘":
        return is_free or not text[i - 1].isalnum()
    if mark == "'":
        return is_free and not following.isdigit()
    return is_free and following not in ".,;:!?)"


def _closing(text: str, opening: int, run: list[Block]) -> int | None:
    """Give where the quotation that opens there closes: in its paragraph, or in one that goes on with it."""
    mark = text[opening]
    closers = _PAIRS.get(mark) or _SINGLE[mark]
    depth = 0
    for number, block in enumerate(run):
        begin = opening + 1 if not number else block.start
        if number and not _goes_on(text, mark, run[number - 1], block):
            return None
        weak = None
        for i in range(begin, block.end):
            character = text[i]
            if character in closers and mark in _SINGLE:
                if not _closes_single(text, i):
                    continue
                if text[i - 1] == "s" and re.match(r"\s[a-z]", text[i + 1 : i + 3]):
                    # "the practices’ staff": closes only if nothing else does.
                    weak = i if weak is None else weak
                    continue
                return i
            if character in closers:
                if mark == '"' and text[i + 1 : i + 2].isalnum() and text[i - 1 : i].isspace():
                    continue
                if depth and mark != '"':
                    depth -= 1
                    continue
                return i
            if character == mark and mark in "“«「『" and i > begin:
                depth += 1
        if weak is not None:
            return weak
    return None


def _closes_single(text: str, i: int) -> bool:
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    return not before.isspace() and not after.isalnum()


def _goes_on(text: str, mark: str, before: Block, block: Block) -> bool:
    """Tell whether a quotation goes on in the next paragraph: it opens again there, or a page broke a sentence."""
    if text[block.start] == mark:
        return True
    return before.page is not None and text[before.end - 1] not in ".!?:" and text[block.start].islower()


def _said_of(
    manuscript: Manuscript, blocks: list[Block], start: int, end: int, before: int, following: int
) -> Iterator[Said]:
    """Give what is said of a quotation, the likeliest first."""
    text = manuscript.text
    block = next((block for block in blocks if block.start <= start < block.end), None)
    last = next((block for block in blocks if block.start <= end - 1 < block.end), block)
    if block is None or last is None:
        return
    note = next((n for n, one in enumerate(manuscript.notes) if end - 1 <= one.offset <= last.end), None)
    bracket = _BRACKETED.match(text, end)
    closing = _bracket_end(text, bracket.start(1)) if bracket else None
    # "[2]" is the mark of a note.
    if bracket and closing is not None and any(c.isalpha() for c in text[bracket.start(1) : closing]):
        yield Said(text[bracket.start(1) : closing], bracket.start(1))
    sentence_end = _SENTENCE_END.search(text, end, last.end)
    limit = min(last.end, end + _MOST_BEHIND, sentence_end.end() if sentence_end else last.end)
    if note is not None and manuscript.notes[note].offset <= max(limit, end + 3):
        yield Said(manuscript.notes[note].text, None, note)
        note = None
    behind = text[end : min(limit, max(following - 1, end))]
    if behind.strip(" .,;:!?\n"):
        yield Said(behind, end)
    nearby = next((one for one in blocks if one.start >= last.end), None)
    if nearby and nearby.start - last.end <= 2 and _ATTRIBUTION.match(text, nearby.start, nearby.end):
        yield Said(text[nearby.start : nearby.end], nearby.start)
    if note is not None and manuscript.notes[note].offset < following:
        yield Said(manuscript.notes[note].text, None, note)
    lead_start = max(block.start, before, start - _MOST_BEFORE)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, lead_start, start)]
    lead = text[max([lead_start, *ends]) : max(start - 1, lead_start)]
    if lead.strip():
        yield Said(lead, max([lead_start, *ends]))
    if block.kind == QUOTE:
        previous = next((one for one in reversed(blocks) if one.end <= block.start and one.kind != QUOTE), None)
        if previous:
            begin = max(previous.start, previous.end - _MOST_BEFORE)
            yield Said(text[begin : previous.end], begin)


def _bracket_end(text: str, opening: int) -> int | None:
    depth = 0
    for i in range(opening, min(opening + _MOST_BEHIND, len(text))):
        depth += text[i] in "([" or 0
        depth -= text[i] in ")]" or 0
        if not depth:
            return i + 1
    return None
