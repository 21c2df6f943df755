"""The lines of a text as paragraphs and lists: a paragraph is one line, and several lines in a row are a list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportqa.answering import ITEM_MARKER

BLOCK_GAP = re.compile(r"\n[^\S\n]*\n\s*")
"""The empty lines between two blocks of a text."""


@dataclass(frozen=True, slots=True)
class LineGroup:
    """The line of a paragraph, or the lines of a list, each as (start, end).

    :param marked: whether each item of a list has its own bullet or number
    """

    lines: tuple[tuple[int, int], ...]
    is_list: bool = False
    marked: bool = False


def line_groups(text: str, start: int, end: int) -> Iterator[LineGroup]:
    """Yield the paragraphs and lists of a range of a text, in order; a line that introduces a list is a paragraph."""
    position = start
    while position < end:
        gap = BLOCK_GAP.search(text, position, end)
        lines = list(_lines(text, position, gap.start() if gap else end))
        marked = [ITEM_MARKER.match(text, *line) is not None for line in lines]
        leads = bool(lines) and (
            len(lines) == 1 or text[lines[0][1] - 1] == ":" or (any(marked) and not marked[0])
        )  # fmt: skip
        if leads:
            yield LineGroup((lines[0],))
        if items := lines[leads:]:
            yield LineGroup(tuple(items), is_list=True, marked=all(marked[leads:]))
        position = gap.end() if gap else end


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of a range that are not blank, without the white space around them."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = text[start:stop]
        if line.strip():
            yield start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        start = stop + 1
