"""Block quotes of a manuscript, without the sources named in them."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby

from reportqa.proofreading.manuscript import QUOTE, ManuscriptBlock
from reportqa.proofreading.quotation_marks import PAIRS, SINGLE, closing_of, is_attribution

_LINE = re.compile(r"[^\n]+")

_CITATION = re.compile(
    r"\b\d{4}\b|\bpp?\.|\bn\.d\.|@\w|\b[Ss]ection\b|,\s[‘“]\w|[^\W\d]\W+(?:[A-Z]{0,2}-?\d+|[ivxl]+)(?:[–-]\w+)?\Z"
)
"""Found in a citation in brackets: a year, a page, a key, a section or a title, or a name and a page."""
_LONGEST_CITATION = 600

Range = tuple[int, int, int, bool]
"""Start and end of a quotation, the end including its closing mark, and whether it is a block quote."""


def find_block_quotes(
    text: str,
    blocks: Sequence[ManuscriptBlock],
    noted: Collection[int],
    names_work: Callable[[str], bool] = lambda _: False,
) -> Iterator[Range]:
    """Yield the ranges of block quotes, without their sources.

    :param noted: the offsets of the marks of notes.
    :param names_work: whether the words of a bracket are the name of a work.
    """
    for (kind, _), group in groupby(blocks, key=lambda block: (block.kind, block.group)):
        if kind == QUOTE:
            yield from _of_group(text, list(group), noted, names_work)


def _of_group(
    text: str, run: list[ManuscriptBlock], noted: Collection[int], names_work: Callable[[str], bool]
) -> Iterator[Range]:
    """Yield the quotations in a group of paragraphs; each ends at its closing mark or its source."""
    while run and text[run[0].start] == "“":
        closing = closing_of(text, run[0].start, run, noted)
        if closing is None:
            break
        yield run[0].start + 1, closing, closing + 1, True
        run = [block for block in run if block.start > closing]
        while run and is_attribution(text, run[0].start, run[0].end):
            run = run[1:]
    if not run:
        return
    first = run[0].start
    if any(at in {run[-1].end - 1, run[-1].end} for at in noted):
        # The note is the source; a bracket before its mark belongs to the quotation.
        yield from _stripped(text, first, run[-1].end, run[-1].end)
        return
    for block in run:
        attributed = [start for start, end in _lines(text, block) if is_attribution(text, start, end)]
        if attributed and (attributed[0] > first):
            yield from _stripped(text, first, attributed[0], block.end)
            first = block.end
    if first < run[-1].end:
        yield from _stripped(text, first, _citation_start(text, first, run[-1].end, names_work), run[-1].end)


def ends_cited(text: str) -> bool:
    """Return whether a text ends with a citation in brackets."""
    return _citation_start(text, 0, len(text), lambda _: False) < len(text)


def _citation_start(text: str, start: int, end: int, names_work: Callable[[str], bool]) -> int:
    """Return the start of the citation in brackets that ends a block quote without marks; `end` without one."""
    last = len(text[start:end].rstrip(" .")) + start - 1
    depth = 0
    for i in range(last, max(last - _LONGEST_CITATION, start), -1):
        depth += (text[i] in ")]") - (text[i] in "([")
        if not depth:
            is_citation = _CITATION.search(text, i + 1, last) or names_work(text[i : last + 1])
            return i if is_citation and text[i - 1].isspace() else end
    return end


def _stripped(text: str, start: int, end: int, outer_end: int) -> Iterator[Range]:
    """Yield the range of a block quote without the white space and quotation marks around it."""
    while start < end and (text[start].isspace() or text[start] in PAIRS or text[start] in SINGLE):
        start += 1
    shut = start + len(text[start:end].rstrip())
    while start < end and (text[end - 1].isspace() or text[end - 1] in "”’\"'»"):
        end -= 1
    if start < end:
        # Text after the quotation in the same block is its source.
        yield start, end, shut if outer_end > end + 2 else outer_end, True


def _lines(text: str, block: ManuscriptBlock) -> list[tuple[int, int]]:
    return [match.span() for match in _LINE.finditer(text, block.start, block.end)]
