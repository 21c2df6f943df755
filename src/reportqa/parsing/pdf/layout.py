"""The layout of a PDF that is a briefing: lines with their tags, notes separated from the text, and columns."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from pypdfium2 import PdfDocument, PdfiumError, PdfTextPage

from reportqa.parsing.pdf.furniture import PageFurniture, find_furniture
from reportqa.parsing.pdf.line_numbers import without_line_numbers
from reportqa.parsing.pdf.lines import Line, page_lines
from reportqa.parsing.pdf.margins import is_page_number
from reportqa.parsing.pdf.page_notes import EQUAL, LaidOutPage, PrintedNote, notes_of, take_notes
from reportqa.parsing.pdf.pdf_file import characters, open_pdf
from reportqa.parsing.pdf.rotation import open_text
from reportqa.parsing.pdf.tags import NONE, MarkedContent, Run, Tag, read_tags
from reportqa.parsing.pdf.words import Word

_RAISED_TEXT = re.compile(r"\d{1,3}(?:,\d{1,3})*|[*†‡§]{1,3}")
_GLUED_MARK = re.compile(r"(?<=[^\W\d_]|[”’\"'».,;:!?)\]])(?:\d{1,3}|[*†‡§]{1,3})\Z")
_LINK_MARKS = re.compile(r"(?:\[\d{1,3}\]|\(\d{1,3}\))+(?=[.,;:]?\Z)")
_LINK_MARK = re.compile(r"[\[(](\d+)[\])]")
_RAISED_SIZE, _RAISED_BY, _CLOSE = 0.9, 0.1, 0.15
"""Height, raise and distance of a raised number behind a word, as shares of the height of the word."""
_MAX_UNTAGGED = 0.02
"""Maximum share of the characters outside the tag tree."""
_MUCH, _ALIKE = 0.15, 0.06
"""Minimum share of the characters in the size of the text, and maximum relative difference of lines of one size."""
_ENOUGH = 40
"""Minimum characters in lines that begin at the left edge of the text of a page."""
_BEYOND, _SHARE = 0.4, 0.25
"""Minimum share of the width before a second column, and minimum share of the characters in it."""


@dataclass(slots=True)
class PdfLayout:
    """The pages of a PDF, the size of its text, and its notes in order; `is_tagged` is whether all lines have tags."""

    pages: list[LaidOutPage]
    size: float
    notes: list[PrintedNote]
    is_tagged: bool


def read_layout(data: bytes) -> PdfLayout:
    """Return the layout of a PDF.

    :raises ParseError: when it cannot be read.
    """
    tags = read_tags(data)
    with open_pdf(data) as document:
        read = [_read_page(document, number, tags) for number in range(len(document))]
    rows = [page.lines for page in without_line_numbers([rows for rows, _ in read])]
    tagged = [[line for line in lines if line.tag] for _, lines in read]
    # Page furniture is outside the tag tree.
    outside = [line for _, lines in read for line in lines if line.tag is None]
    is_tagged = bool(tags) and _length(outside) <= _MAX_UNTAGGED * _length(line for page in rows for line in page)
    pages = [
        LaidOutPage(lines) for lines in (tagged if is_tagged else map(_without_furniture, rows, find_furniture(rows)))
    ]
    size = _text_size([line for page in pages for line in page.lines])
    if any(line.tag and line.tag.note for page in pages for line in page.lines):
        for page in pages:
            page.notes = [line for line in page.lines if line.tag and line.tag.note]
            page.lines = [line for line in page.lines if not (line.tag and line.tag.note)]
    else:
        take_notes(pages, size)
    for number, page in enumerate(pages):
        _measure(page, size, _begin_of(pages[number % 2 :: 2]))
    return PdfLayout(pages, size, notes_of(pages), is_tagged)


def _read_page(document: PdfDocument, number: int, tags: dict[Run, Tag]) -> tuple[list[Line], list[Line]]:
    """Return the lines of a page, and its lines split by tags, without artifacts."""
    rows: list[Line] = []
    tagged: list[Line] = []
    # Only a broken page is lost, not the file.
    with suppress(PdfiumError):
        page = document[number]
        text_page, frame = open_text(page)
        lines = page_lines(text_page, characters(text_page), frame)
        rows = list(_rows(_with_marks(line, text_page) for line in lines if line.words))
        marks = MarkedContent(text_page)

        def tag_of(word: Word) -> Tag | int:
            mark = marks.mark_at(word.first)
            return tags.get((number, mark), min(mark, NONE))

        def is_linked(index: int) -> bool:
            tag = tags.get((number, marks.mark_at(index)))
            return tag is not None and tag.linked and not tag.note

        rows = [_with_link_marks(line, is_linked) for line in rows] if tags else rows
        for line in rows if tags else ():
            for tag, words in groupby(line.words, tag_of):
                if isinstance(tag, Tag):
                    tagged.append(_part(line, tuple(words), tag))
                elif tag == NONE:
                    tagged.append(_part(line, tuple(words), None))
        text_page.close()
        page.close()
    return rows, tagged


def _with_marks(line: Line, text_page: PdfTextPage) -> Line:
    """Return a line with raised numbers as marks of its words, also large ones, as browsers print them."""
    words: list[Word] = []
    for word in line.words:
        before = words[-1] if words else None
        if (
            before
            and _RAISED_TEXT.fullmatch(word.text)
            and not before.text[-1].isdecimal()
            and _is_behind(before, word)
        ):
            words[-1] = before._replace(mark=before.mark + word.text)
            continue
        mark = _GLUED_MARK.search(word.text)
        if mark and not word.mark and word.last - word.first == len(word.text) - 1:
            (_, low, _, high), (_, bottom, _, top) = (
                text_page.get_charbox(word.first + at, loose=True) for at in (0, mark.start())
            )
            if _is_raised(bottom, top, low, high):
                words.append(word._replace(text=word.text[: mark.start()], mark=mark[0]))
                continue
        words.append(word)
    if words == list(line.words):
        return line
    return replace(line, text=" ".join(word.text for word in words), words=tuple(words))


def _with_link_marks(line: Line, is_linked: Callable[[int], bool]) -> Line:
    """Return a line with links such as "[1]" as marks of the words before them; `is_linked` takes a character."""
    words: list[Word] = []
    for word in line.words:
        found = None if word.mark or len(word.text) != word.last - word.first + 1 else _LINK_MARKS.search(word.text)
        begin, end = found.span() if found else (0, 0)
        is_mark = found is not None and is_linked(word.first + begin + 1)
        if not is_mark or not (begin or (words and not words[-1].mark)):
            words.append(word)
            continue
        marks = list(_LINK_MARK.finditer(word.text, begin, end))
        shown = [mark[0] for mark in marks]
        if begin:
            words.append(word._replace(text=word.text[:begin], last=word.first + begin - 1))
        else:
            shown[0] = f" {shown[0]}"
        words[-1] = words[-1]._replace(mark=",".join(mark[1] for mark in marks), shown=tuple(shown))
        if end < len(word.text):
            words.append(word._replace(text=word.text[end:], first=word.first + end))
    if words == list(line.words):
        return line
    return replace(line, text=" ".join(word.text for word in words), words=tuple(words))


def _is_behind(before: Word, word: Word) -> bool:
    is_close = word.left - before.right < _CLOSE * (before.top - before.bottom)
    return is_close and _is_raised(word.bottom, word.top, before.bottom, before.top)


def _is_raised(bottom: float, top: float, low: float, high: float) -> bool:
    size = high - low
    return top - bottom < _RAISED_SIZE * size and bottom > low + _RAISED_BY * size


def _part(line: Line, words: tuple[Word, ...], tag: Tag | None) -> Line:
    if len(words) == len(line.words):
        return replace(line, tag=tag)
    text = " ".join(word.text for word in words)
    return replace(line, text=text, words=words, left=words[0].left, right=words[-1].right, tag=tag)


def _length(lines: Iterable[Line]) -> int:
    return sum(len(word.text) for line in lines for word in line.words)


def _rows(lines: Iterable[Line]) -> Iterator[Line]:
    """Return lines, those on one baseline joined, such as the number and the text of a note."""
    held: Line | None = None
    for line in lines:
        if held and line.left >= held.right and line.shares_baseline(held):
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


def _without_furniture(lines: Sequence[Line], furniture: PageFurniture) -> list[Line]:
    """Return lines without running headers and footers, and without a page number at either end."""
    kept = [line for line in lines if line not in furniture.lines]
    ends = {min(kept, key=lambda line: line.bottom), max(kept, key=lambda line: line.top)} if kept else set()
    return [line for line in kept if not (line in ends and is_page_number(line.text))]


def _text_size(lines: Sequence[Line]) -> float:
    """Return the size of the text: the largest one of much text, since notes may be longer than the text."""
    lengths = Counter[float]()
    for line in lines:
        lengths[round(line.size, 1)] += len(line.text)
    for size in sorted(lengths, reverse=True):
        near = {other: count for other, count in lengths.items() if abs(other - size) <= _ALIKE * size}
        if sum(near.values()) >= _MUCH * lengths.total():
            return max(near, key=lambda other: near[other])
    return 0.0


def _begin_of(pages: Sequence[LaidOutPage]) -> float:
    """Return the left edge of the text on left-hand or on right-hand pages."""
    begins = _begins([line for page in pages for line in (*page.lines, *page.notes)])
    return min((left for left, count in begins.items() if count >= _ENOUGH), default=min(begins, default=0))


def _begins(lines: Iterable[Line]) -> dict[int, int]:
    """Return the number of characters in lines by the left edge of the lines."""
    begins: dict[int, int] = defaultdict(int)
    for line in lines:
        begins[round(line.left)] += len(line.text)
    return begins


def _measure(page: LaidOutPage, size: float, first: float) -> None:
    """Set the columns of a page and the distance of its lines; `first` is the left edge of the text."""
    every = [*page.lines, *page.notes]
    if not every:
        return
    begins = _begins(every)
    width = max(line.right for line in every) - first
    others = {left: count for left, count in begins.items() if left > first + _BEYOND * width}
    bounds: list[float] = [first]
    if sum(others.values()) > _SHARE * sum(begins.values()):
        bounds.append(max(others, key=lambda left: others[left]))
    for begin, limit in zip(bounds, [*bounds[1:], None], strict=True):
        ends = [line.right for line in every if line.left >= begin - EQUAL and (limit is None or line.right < limit)]
        page.columns.append((begin, max(ends, default=begin + width)))
    drops = [before.bottom - line.bottom for before, line in pairwise(page.lines)]
    drops = sorted(drop for drop in drops if 0.5 * size < drop < 3 * size) or [1.2 * size]
    page.closest, page.usual = drops[len(drops) // 5], median(drops)
