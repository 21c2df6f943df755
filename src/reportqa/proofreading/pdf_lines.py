"""Reads the pages of a PDF as they look: lines, columns, and the notes that begin with the number of a mark."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from pypdfium2 import PdfiumError

from reportqa.parsing import Line, opened, page_lines
from reportqa.text import clean_text

EQUAL = 2.0
"""Points by which lines that begin at one place may differ."""

_GLUED = re.compile(r"(\d{1,3}|[*†‡§]{1,3})(?=[^\W\d_]|[‘’“\"'«(\[<])")
_NUMBER = re.compile(r"\d{1,3}|[*†‡§]{1,3}")
_PAGE_NUMBER = re.compile(r"(?:page\s+)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of)\s*\d{1,4})?", re.IGNORECASE)
_ENDED = re.compile(r"[.!?)\]>]\s*\Z")
_MUCH, _ALIKE = 0.15, 0.06
"""Share of the characters that a size of text has at least, and by which lines of one size may differ."""
_SMALL = 0.94
"""Share of the size of the text that notes are set in at most, where their numbers are not raised."""
_ENOUGH = 40
"""Characters of lines that tell where a page's text begins."""
_BEYOND, _SHARE = 0.4, 0.25
"""Share of the width beyond which a second column begins, and of the characters that it has."""


@dataclass(slots=True)
class Sheet:
    """A page: its lines, those of notes apart, and where its columns begin and end.

    Lines are as far apart as the `closest` or more, and as is `usual`, which counts the gaps between paragraphs too.
    """

    lines: list[Line]
    notes: list[Line] = field(default_factory=list)
    columns: list[tuple[float, float]] = field(default_factory=list)
    closest: float = 0.0
    usual: float = 0.0

    def column(self, line: Line) -> tuple[float, float]:
        """Give where the column begins and ends that a line stands in."""
        return next((column for column in reversed(self.columns) if column[0] < line.left + EQUAL), self.columns[0])


def read_sheets(data: bytes) -> tuple[list[Sheet], float]:
    """Give the pages of a PDF, and the size that its text is set in.

    :raises ParseError: when they cannot be read.
    """
    sheets = []
    with opened(data) as document:
        for number in range(len(document)):
            # A broken page costs that page only.
            sheets.append(Sheet([]))
            with suppress(PdfiumError):
                sheets[-1].lines = list(_rows(page_lines(document[number].get_textpage())))
    _without_furniture(sheets)
    size = _text_size([line for sheet in sheets for line in sheet.lines])
    marks: set[str] = set()
    for before, sheet in pairwise([Sheet([]), *sheets]):
        marks |= _marks_of(sheet)
        _take_notes(sheet, size, marks, goes_on=bool(before.notes) and not _ENDED.search(before.notes[-1].text))
    _take_endnotes(sheets, marks - {_numbered(line)[0] for sheet in sheets for line in sheet.notes})
    for number, sheet in enumerate(sheets):
        _measure(sheet, size, _begin_of(sheets[number % 2 :: 2]))
    return sheets, size


def _rows(lines: Iterable[Line]) -> Iterator[Line]:
    """Give lines with what a wide gap parts on one base line together, as a number is from its note."""
    held: Line | None = None
    for line in lines:
        if held and line.left >= held.right and line.beside(held):
            size = held.size if len(held.text) > len(line.text) else line.size
            held = Line(
                f"{held.text} {line.text}", held.left, line.bottom, line.right, line.top, size,
                held.bold and line.bold, (*held.words, *line.words),
            )  # fmt: skip
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _without_furniture(sheets: Sequence[Sheet]) -> None:
    """Take out page numbers, and what stands at the head or foot of most pages."""
    shapes = Counter[str]()
    for sheet in sheets:
        shapes.update({_shape(line) for line in _outer(sheet)})
    for sheet in sheets:
        for line in _outer(sheet):
            is_repeated = shapes[_shape(line)] > max(2, len(sheets) / 2)
            if is_repeated or _PAGE_NUMBER.fullmatch(line.text.strip(" –—-")):
                sheet.lines.remove(line)


def _outer(sheet: Sheet) -> list[Line]:
    """Give the highest and the lowest line of a page."""
    if not sheet.lines:
        return []
    ends = [min(sheet.lines, key=lambda line: line.bottom), max(sheet.lines, key=lambda line: line.top)]
    return ends if ends[0] is not ends[1] else ends[:1]


def _text_size(lines: Sequence[Line]) -> float:
    """Give the size that the text is set in: the largest of those in use that much is set in, as notes may be long."""
    lengths = Counter[float]()
    for line in lines:
        lengths[round(line.size, 1)] += len(line.text)
    enough = _MUCH * lengths.total()
    for size in sorted(lengths, reverse=True):
        near = {other: count for other, count in lengths.items() if abs(other - size) <= _ALIKE * size}
        if sum(near.values()) >= enough:
            return max(near, key=lambda other: near[other])
    return 0.0


def _begin_of(sheets: Sequence[Sheet]) -> float:
    """Give where the text begins on these pages, which are turned the same way."""
    begins: dict[int, int] = defaultdict(int)
    for sheet in sheets:
        for line in (*sheet.lines, *sheet.notes):
            begins[round(line.left)] += len(line.text)
    return min((left for left, count in begins.items() if count >= _ENOUGH), default=min(begins, default=0))


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _marks_of(sheet: Sheet) -> set[str]:
    """Give what is raised behind words of a page."""
    return {word.mark for line in sheet.lines for word in line.words if word.mark and word.mark != word.text}


def _take_notes(sheet: Sheet, size: float, marks: Collection[str], *, goes_on: bool) -> None:
    """Part the notes at the foot of a page from its text: from a line that begins with the number of a mark on.

    Where the last note of the page before `goes_on`, from the small lines above it.
    """
    for number, line in enumerate(sheet.lines):
        is_small = line.size <= _SMALL * size
        label, _, is_raised = _numbered(line)
        is_start = label in marks and (is_small or is_raised)
        after = sheet.lines[number:]
        if is_start and all(other.size <= _SMALL * size for other in after if is_small and len(other.text) > 3):
            begin = number
            while goes_on and begin and sheet.lines[begin - 1].size <= _SMALL * size:
                begin -= 1
            sheet.lines, sheet.notes = sheet.lines[:begin], sheet.lines[begin:]
            return


def _take_endnotes(sheets: Sequence[Sheet], marks: Collection[str]) -> None:
    """Part the notes at the end from the text: from where lines begin with the numbers of all marks, in order."""
    numbers = sorted(int(mark) for mark in marks if mark.isdigit())
    if not numbers:
        return
    wanted = iter([str(number) for number in reversed(numbers)])
    label = next(wanted)
    for page in range(len(sheets) - 1, -1, -1):
        for row in range(len(sheets[page].lines) - 1, -1, -1):
            if _numbered(sheets[page].lines[row])[0] != label:
                continue
            label = next(wanted, "")
            if not label:
                for sheet, begin in zip(sheets[page:], [row, *[0] * len(sheets)], strict=False):
                    sheet.lines, sheet.notes = sheet.lines[:begin], [*sheet.lines[begin:], *sheet.notes]
                return


def _numbered(line: Line) -> tuple[str, str, bool]:
    """Give the number that a line begins with, "" for none, the rest of the line, and whether it must be a note's."""
    first, rest = line.words[0], " ".join(word.text for word in line.words[1:])
    if first.mark == first.text or _NUMBER.fullmatch(first.text):
        return first.text, rest, first.mark == first.text
    glued = _GLUED.match(first.text)
    return (glued[1], f"{first.text[glued.end() :]} {rest}", True) if glued else ("", line.text, False)


def _measure(sheet: Sheet, size: float, first: float) -> None:
    """Find where the columns of a page begin and end, and how far its lines are apart; `first` is where text begins."""
    every = [*sheet.lines, *sheet.notes]
    if not every:
        return
    begins: dict[int, int] = defaultdict(int)
    for line in every:
        begins[round(line.left)] += len(line.text)
    width = max(line.right for line in every) - first
    others = {left: count for left, count in begins.items() if left > first + _BEYOND * width}
    bounds: list[float] = [first]
    if sum(others.values()) > _SHARE * sum(begins.values()):
        bounds.append(max(others, key=lambda left: others[left]))
    for begin, limit in zip(bounds, [*bounds[1:], None], strict=True):
        ends = [line.right for line in every if line.left >= begin - EQUAL and (limit is None or line.right < limit)]
        sheet.columns.append((begin, max(ends, default=begin + width)))
    drops = [before.bottom - line.bottom for before, line in pairwise(sheet.lines)]
    drops = sorted(drop for drop in drops if 0.5 * size < drop < 3 * size) or [1.2 * size]
    sheet.closest, sheet.usual = drops[len(drops) // 5], median(drops)


def notes_of(lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """Give number and text of the notes of a page; what goes on from the page before has no number."""
    label, texts, number = "", list[str](), 0
    for line in lines:
        begun, rest, is_raised = _numbered(line)
        # A line within a note may begin with a number, too: with that of the page that it names.
        is_next = begun.isdigit() and int(begun) == number + 1
        is_later = is_raised and not (begun.isdigit() and int(begun) <= number)
        if begun and (is_next or is_later or not number):
            if texts:
                yield label, "\n".join(texts)
            label, texts = begun, [clean_text(rest)]
            number = int(label) if label.isdigit() else number
        else:
            texts.append(clean_text(line.text))
    if texts:
        yield label, "\n".join(texts)
