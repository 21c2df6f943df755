"""Reads a briefing of lines, as plain text and PDF are: its notes are numbered lines, their marks figures."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

from pypdfium2 import PdfiumError

from reportqa import parsing
from reportqa.errors import ParseError
from reportqa.parsing import opened
from reportqa.proofreading.manuscript import HEADING, PARAGRAPH, QUOTE, Manuscript, ManuscriptBuilder, Note
from reportqa.proofreading.pdf_tagged import read_tagged
from reportqa.proofreading.pdf_untagged import read_by_look
from reportqa.text import Wording

_MARKED_LINE = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_INDENTED = re.compile(r"(?:(?: {2,}|\t).*(?:\n|$))+")
_BLANK = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)*|\f")
_NOTE = re.compile(
    r"^\[?(?P<mark>\d{1,3}|[*†‡§]{1,3}|[⁰¹²³⁴-⁹]{1,3})"
    r"(?:[\].):]?[ \t]+|(?=[“‘\"'«]?[^\W\d_])(?!(?:st|nd|rd|th)\b))(?P<text>\S.*)",
    re.MULTILINE,
)
_MARK = re.compile(
    r"(?<=[”’\"'»«“›‹.,;:!?)\]])(?:\[(?P<bracket>\d{1,3})\]|(?P<raised>[⁰¹²³⁴-⁹]{1,3})|(?P<plain>\d{1,3})(?![\w%.,]\d)"
    r"|(?P<star>[*†‡§]{1,3}))"
)
_CLOSING = re.compile(r"[.,;:!?”’\"'»)\]]*")
_CONTEXT = 5
"""Words before a mark by which its place is found again."""
_LEEWAY = 150
"""Words by which the text of a PDF may be ahead of the page, where what stands on it is moved about."""
_BEGINNING = 24
"""Characters by which a paragraph is known to be a note."""
_CLOSERS = ("”", "’", "»")
_PAGE_NUMBER = re.compile(r"\n[ivxlc\d]{1,5}\s*\Z")
_QUOTES = "”’\"'»«“›‹"
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def read_lines(text: str) -> Manuscript:
    """Read plain text: quotations set apart are marked with ">" or indented; notes are numbered."""
    builder = ManuscriptBuilder()
    paragraphs = [raw for raw in _BLANK.split(text.replace("\r\n", "\n").replace("\r", "\n")) if raw.strip()]
    # Where all is indented, that sets nothing apart.
    is_flush = any(not _is_indented(raw) for raw in paragraphs)
    group = 0
    for before, raw in pairwise(["", *paragraphs]):
        is_marked = _is_marked(raw)
        if not is_marked and not (is_flush and _is_indented(raw)):
            builder.add(raw.strip(), PARAGRAPH)
            continue
        # Indented paragraphs that follow each other are one quotation; ">" marks empty lines within one, too.
        group += is_marked or _is_marked(before) or not _is_indented(before)
        for part in re.split(r"\n\s*\n", _MARKED_LINE.sub("", raw) if is_marked else raw):
            builder.add(part.strip(), QUOTE, group=group)
    return _with_numbered_notes(builder.build())


def _is_marked(paragraph: str) -> bool:
    return all(line.lstrip().startswith(">") for line in paragraph.strip().split("\n"))


def _is_indented(paragraph: str) -> bool:
    return bool(_INDENTED.fullmatch(paragraph.strip("\n") + "\n"))


def read_pdf(name: str, data: bytes) -> Manuscript:
    """Read a PDF.

    :raises ParseError: when it cannot be read or has no text.
    """
    if seen := read_tagged(data) or read_by_look(data):
        return seen
    read = parsing.parse(name, data)
    builder = ManuscriptBuilder(guesses=True)
    position = 0
    text, pages = read.text, read.pages
    headings = {section.start for section in read.sections}
    for paragraph in text.split("\n\n"):
        page = next((page.physical for page in pages if page.start <= position < page.end), None)
        builder.add(paragraph.strip(), HEADING if position in headings else PARAGRAPH, page=page)
        position += len(paragraph) + 2
    if not builder.parts:
        raise ParseError("holds no text that can be read. Save it from the program that made it.")
    return _with_footnotes(builder.build(), _page_texts(data))


def _numbered_lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Give the lines that begin as notes do, each with where it stands, its mark, and its text to the next of them."""
    found = list(_NOTE.finditer(text))
    for number, match in enumerate(found):
        blank = text.find("\n\n", match.end())
        ends = [blank if blank >= 0 else len(text), *(other.start() for other in found[number + 1 : number + 2])]
        yield match.start(), match["mark"].translate(_RAISED), " ".join(text[match.start("text") : min(ends)].split())


def _with_numbered_notes(manuscript: Manuscript) -> Manuscript:
    """Tie the marks behind quotations to the numbered lines further on that they mean."""
    text = manuscript.text
    apart = [block for block in manuscript.blocks if block.kind == QUOTE]
    lines = [line for line in _numbered_lines(text) if not any(block.start <= line[0] < block.end for block in apart)]
    marks = []
    for match in _MARK.finditer(text):
        behind = text[max(match.start() - 3, 0) : match.start()]
        if match["raised"] or any(mark in behind for mark in _QUOTES):
            marks.append((match.start(), str(match[match.lastgroup or 0]).translate(_RAISED)))
    notes: list[Note] = []
    taken: set[int] = set()
    for offset, mark in sorted(marks):
        line = next((line for line in lines if line[0] > offset and line[1] == mark), None)
        if line:
            notes.append(Note(offset, line[2]))
            taken.add(line[0])
    blocks = tuple(block for block in manuscript.blocks if block.start not in taken)
    return Manuscript(text, tuple(notes), blocks)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page, with those that follow it, which begins with a number and may be a note.

    `is_listed` tells that there is a full stop behind the number, as in lists of references; `is_raised` that there is
    nothing.
    """

    page: int
    offset: int
    mark: str
    text: str
    is_listed: bool
    is_raised: bool


def _page_texts(data: bytes) -> list[str]:
    """Give the text of each page of a PDF with the numbers that are left out where it is parsed, without its own."""
    texts = []
    with opened(data) as document:
        for number in range(len(document)):
            texts.append("")
            # A broken page costs that page only.
            with suppress(PdfiumError):
                texts[-1] = document[number].get_textpage().get_text_range()
    return [_PAGE_NUMBER.sub("", text.replace("\r\n", "\n")) for text in texts]


def _with_footnotes(manuscript: Manuscript, pages: Sequence[str]) -> Manuscript:
    """Tie the raised marks in a PDF, which its text is read without, to the lines that begin with them."""
    lines = [line for page, text in enumerate(pages) for line in _lines_of(page, text)]
    marks = list(_raised_marks(pages, manuscript.text))
    notes: list[Note] = []
    # A number written to the first word is raised, and so a note's, also where its mark is not found.
    used = [line.text for line in lines if line.is_raised]
    for page, printed_at, offset, mark in marks:
        meant = [line for line in lines if line.mark == mark and (line.page, line.offset) > (page, printed_at)]
        # At the foot of its page, or else at the end.
        below = [line for line in meant if line.page == page and not line.is_listed]
        if meant:
            line = (below or meant)[-1]
            notes.append(Note(offset, line.text, mark))
            used.append(line.text)
    # Without the notes a quotation that goes on overleaf is one.
    whole = _keys(" ".join(used))
    marked = _keys(" ".join(f"{line.mark} {line.text}" for line in lines if line.text in used))
    begins = tuple(_keys(text)[:_BEGINNING] for text in used) + tuple(
        _keys(f"{line.mark} {line.text}")[:_BEGINNING] for line in lines if line.text in used
    )
    builder = ManuscriptBuilder(guesses=True)
    for block in manuscript.blocks:
        text = manuscript.text[block.start : block.end]
        keys = _keys(text)
        if not keys.startswith(begins) or (keys not in whole and keys not in marked):
            within = [note for note in notes if block.start <= note.offset <= block.end]
            placed = [(note.offset - block.start, note.text, note.mark) for note in within]
            builder.add(text, block.kind, placed, page=block.page)
    return builder.build()


def _keys(text: str) -> str:
    return f" {' '.join(Wording.of(text).keys)} "


def _lines_of(page: int, text: str) -> Iterator[_Line]:
    found = [(match, match["mark"].translate(_RAISED)) for match in _NOTE.finditer(text)]
    for number, (match, mark) in enumerate(found):
        # A line in a note may begin with a number, too: with that of the page that it names.
        ends = [
            other.start()
            for other, next_mark in found[number + 1 :]
            if not mark.isdigit() or next_mark == str(int(mark) + 1)
        ]
        said = " ".join(text[match.start("text") : ends[0] if ends else len(text)].split())
        between = match[0][match.end("mark") - match.start() : match.start("text") - match.start()]
        yield _Line(page, match.start(), mark, said, "." in between, not between and mark.isdigit())


def _raised_marks(pages: Sequence[str], text: str) -> Iterator[tuple[int, int, int, str]]:
    """Give the marks of notes of a PDF: page, place on it, the place in the text where it would stand, and the mark."""
    read = Wording.of(text)
    kept = _unraised(read)
    keys = [read.keys[n] for n in kept]
    begin = passed = 0
    for page, printed_text in enumerate(pages):
        printed = Wording.of(printed_text)
        words = _unraised(printed)
        before = 0
        for position in sorted(set(range(len(printed.keys))) - set(words)):
            place = bisect_left(words, position)
            passed, before = passed + place - before, place
            context = [printed.keys[n] for n in words[max(place - _CONTEXT, 0) : place]]
            size = len(context)
            # The same words may stand again further on, but not where a reader would be by then.
            reach = range(begin, min(begin + passed + _LEEWAY, len(keys)))
            at = next((n for n in reach if keys[n : n + size] == context), None) if size else None
            if at is None and size:
                # A line at the end of a page may stand behind its notes in the text: its last word and mark tell.
                size = 1
                at = next(
                    (n for n in reach if keys[n] == context[-1] and text.startswith(_CLOSERS, read.ends[kept[n]])), None
                )
            if at is None:
                continue
            begin, passed = at + 1, 0
            last = kept[at + size - 1]
            for key in printed.keys[words[place - 1] + 1 : position]:
                last += read.keys[last + 1 : last + 2] == (key,)
            end = read.ends[last]
            behind = _CLOSING.match(text, end)
            yield page, printed.starts[position], behind.end() if behind else end, printed.keys[position]
        passed += len(words) - before


def _unraised(wording: Wording) -> list[int]:
    """Give the positions of the words that are no marks of notes, as far as it can be told."""
    return [
        position
        for position, start in enumerate(wording.starts)
        if position not in wording.marks
        and not (wording.keys[position].isdigit() and wording.text[start - 1 : start] in _CLOSERS)
    ]
