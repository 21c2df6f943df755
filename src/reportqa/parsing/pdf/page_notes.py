"""Footnotes and endnotes of a PDF layout: separated from the text by size and numbers, and read with their labels."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reportqa.parsing.pdf.lines import Line

EQUAL = 2.0
"""Maximum distance of the left edges of lines that begin at the same position, in points."""

_GLUED = re.compile(r"(\d{1,3}|[*†‡§]{1,3})(?=[^\W\d_]|[‘’“\"'«(\[<])")
_NUMBER = re.compile(r"\d{1,3}|[*†‡§]{1,3}")
_LISTED = re.compile(r"[\[(]?(\d{1,3})[.)\]]")
_ENDED = re.compile(r"[.!?)\]>]\s*\Z")
_SMALL = 0.94
"""Maximum size of notes whose numbers are not raised, as a share of the size of the text."""


@dataclass(slots=True)
class LaidOutPage:
    """The lines of a page, those of its notes, its columns from left to right, and the distance of its lines.

    `closest` is the distance within paragraphs, `usual` the median, which counts the gaps between paragraphs too.
    """

    lines: list[Line]
    notes: list[Line] = field(default_factory=list)
    columns: list[tuple[float, float]] = field(default_factory=list)
    closest: float = 0.0
    usual: float = 0.0

    def column(self, line: Line) -> tuple[float, float]:
        """Return the left and right edge of the column of a line."""
        return next((column for column in reversed(self.columns) if column[0] < line.left + EQUAL), self.columns[0])


@dataclass(slots=True)
class PrintedNote:
    """A footnote or endnote: its page (from 1), the number at its beginning, "" for none, and its lines."""

    page: int
    label: str
    lines: list[str]


def take_notes(pages: Sequence[LaidOutPage], size: float) -> None:
    """Move the notes out of the text, by size and numbers: at the foot of pages, else at the end."""
    marks = Counter[str]()
    for before, page in pairwise([LaidOutPage([]), *pages]):
        marks.update(word.mark for line in page.lines for word in line.words if word.mark and word.mark != word.text)
        continues = bool(before.notes) and not _ENDED.search(before.notes[-1].text)
        _take_footnotes(page, size, marks, continues=continues)
    rest = marks.keys() - {_numbered(line)[0] for page in pages for line in page.notes}
    # A number that occurs twice is that of an entry in a list of references.
    _take_endnotes(pages, rest, is_listed=max(marks.values(), default=0) == 1)


def _take_footnotes(page: LaidOutPage, size: float, marks: Collection[str], *, continues: bool) -> None:
    """Move the notes at the foot of a page out of its text, from a line that begins with the number of a mark.

    If the last note of the page before `continues`, they begin with the small lines above it.
    """
    for number, line in enumerate(page.lines):
        is_small = line.size <= _SMALL * size
        label, _, is_raised = _numbered(line)
        is_start = label in marks and (is_small or is_raised)
        after = page.lines[number:]
        if is_start and all(other.size <= _SMALL * size for other in after if is_small and len(other.text) > 3):
            begin = number
            while continues and begin and page.lines[begin - 1].size <= _SMALL * size:
                begin -= 1
            page.lines, page.notes = page.lines[:begin], page.lines[begin:]
            return


def _take_endnotes(pages: Sequence[LaidOutPage], marks: Collection[str], *, is_listed: bool) -> None:
    """Move the notes at the end out of the text, from where lines begin with the numbers of all marks, in order."""
    wanted = [str(number) for number in sorted(int(mark) for mark in marks if mark.isdigit())]
    for at in range(len(pages) - 1, -1, -1):
        for row in range(len(pages[at].lines) - 1, -1, -1):
            if not wanted or _numbered(pages[at].lines[row], is_listed=is_listed)[0] != wanted[-1]:
                continue
            wanted.pop()
            if not wanted:
                for page, begin in zip(pages[at:], [row, *[0] * len(pages)], strict=False):
                    page.lines, page.notes = page.lines[:begin], [*page.lines[begin:], *page.notes]
                return


def _numbered(line: Line, *, is_listed: bool = False) -> tuple[str, str, bool]:
    """Return the number at the beginning of a line, "" for none, the rest of the line, and whether it is raised.

    With `is_listed` also a number followed by a full stop or bracket, as in a list.
    """
    first, rest = line.words[0], " ".join(word.text for word in line.words[1:])
    if first.mark == first.text:
        return first.text, rest, True
    if _NUMBER.fullmatch(first.text):
        return first.text, rest, False
    if is_listed and (number := _LISTED.fullmatch(first.text)):
        return number[1], rest, False
    glued = _GLUED.match(first.text)
    return (glued[1], f"{first.text[glued.end() :]} {rest}", True) if glued else ("", line.text, False)


def notes_of(pages: Sequence[LaidOutPage]) -> list[PrintedNote]:
    """Return the notes of all pages; lines continued from the page before belong to its last note."""
    notes: list[PrintedNote] = []
    tagged = 0
    for number, page in enumerate(pages, 1):
        highest = 0
        for line in page.notes:
            label, rest, is_raised = _numbered(line, is_listed=True)
            if line.tag and line.tag.note:
                is_new = line.tag.note != tagged
                tagged = line.tag.note
            else:
                # A line within a note may begin with a number, too, such as a page number or a year.
                follows = label.isdigit() and int(label) == highest + 1
                is_later = is_raised and not (label.isdigit() and int(label) <= highest)
                is_new = bool(label) and (follows or is_later or not highest)
                highest = int(label) if is_new and label.isdigit() else highest
            if is_new:
                notes.append(PrintedNote(number, label, [rest]))
            elif notes:
                notes[-1].lines.append(line.text)
    return notes
