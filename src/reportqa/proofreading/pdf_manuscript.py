"""Manuscripts from PDF: the lines of the layout joined into blocks, and notes tied to their marks.

Blocks come from the structure tree if there is one, else from the look of the lines: block quotes by their indent.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, repeat

from reportqa.errors import ParseError
from reportqa.parsing.pdf import LaidOutPage, Line, PrintedNote, read_layout
from reportqa.proofreading.block_quotes import ends_cited
from reportqa.proofreading.manuscript import HEADING, PARAGRAPH, QUOTE, Manuscript, ManuscriptBuilder
from reportqa.text import clean_text, join_lines, vocabulary

_BULLET = re.compile(r"[•‣▪◦·–—*-]")
_LABEL = re.compile(rf"{_BULLET.pattern}|\(?(?:\d{{1,3}}|[a-z]|[ivx]{{1,4}})[.)]")
_BEHIND = r"(?:[⁰¹²³⁴-⁹]+|\d{1,3})(?:,[^“”]*(?:“[^”]*”[^“”]*)?)?"
_CITED = re.compile(rf"[”’\"»][.,;]?\s*(?:[(\[][^”]*(?:“[^”]*”[^”]*)?[)\]]|{_BEHIND})\.?\s*\Z")
_OPENING = "“‘\"'„«"
_ENDED = re.compile(r"(?:(?<!\bp)(?<!\bpp)(?<!\bn)\.|[!?:”’\"»)\]])\s*\Z")
_LARGE = 1.12
"""Least font size of a heading, as a multiple of the text's."""
_NEXT_LINE, _NEXT_QUOTE = 1.22, 2.4
"""Line distances beyond which a paragraph, or a block quote, ends."""
_EQUAL = 2.0
"""Largest difference in points between lines with the same indent."""
_INDENT = 0.9
"""Least indent of a block quote, in font sizes of the text."""
_FULL = 0.85
"""Least width of a full line, as a share of the column."""
_MARK = "\ue000"
"""Placeholder for the mark of a note while lines are joined; cleaned text has no such character."""
_RANGE_END = re.compile(r"(?<=\w–)\s*\n(?=\w)")
_SPACED_MARK = re.compile(rf"(?<!\s)(\s+)({_MARK})")
_SOURCE_LINE = re.compile(r"(?<=[.!?…”’\"'»)\]])\s*\n(?=[—–―]\s)")
"""The line end before the source of a block quote."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BACK_LINK = re.compile(r"\s*[↩↑^]\ufe0e?\s*\Z")


@dataclass(slots=True, eq=False)
class _Mark:
    """The mark of a note, with the note if there is one; `shown` is how it is printed, raised if empty."""

    label: str
    shown: str = ""
    note: str | None = None


@dataclass(slots=True)
class _Paragraph:
    """A block under construction: the text of its lines with line feeds between them, and marks of notes."""

    kind: str
    group: int
    page: int
    pieces: list[str | _Mark] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(map(_printed, self.pieces))

    def add(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self.pieces += [*(["\n"] if self.pieces else []), *_pieces(line)]


def read_pdf(data: bytes) -> Manuscript:
    """Return the manuscript of a PDF.

    :raises ParseError: when it cannot be read or has no text.
    """
    layout = read_layout(data)
    if layout.is_tagged:
        paragraphs = _tagged(layout.pages)
    else:
        paragraphs = []
        for number, page in enumerate(layout.pages, 1):
            groups = max((paragraph.group for paragraph in paragraphs), default=0)
            paragraphs += _UntaggedPage(page, layout.size, number, groups).paragraphs(paragraphs[-1:])
    paragraphs += _tie(paragraphs, layout.notes)
    manuscript = _write(paragraphs)
    if not manuscript.text:
        raise ParseError("holds no text that can be read. Save it from the program that made it.")
    return manuscript


def _tagged(pages: Sequence[LaidOutPage]) -> list[_Paragraph]:
    """Return the blocks of a structure tree, in the order of the pages."""
    blocks: dict[int, _Paragraph] = {}
    for number, page in enumerate(pages, 1):
        for line in page.lines:
            if tag := line.tag:
                kind = {"quote": QUOTE, "heading": HEADING}.get(tag.kind, PARAGRAPH)
                blocks.setdefault(tag.block, _Paragraph(kind, tag.group, number)).add([line])
    return list(blocks.values())


class _UntaggedPage:
    """The lines of a page, joined to paragraphs by their look."""

    def __init__(self, page: LaidOutPage, size: float, number: int, groups: int) -> None:
        self._page = page
        self._size = size
        self._number = number
        self._groups = groups
        self._indent = _INDENT * size

    def paragraphs(self, before: Sequence[_Paragraph]) -> list[_Paragraph]:
        """Return the paragraphs of the page; lines that continue the paragraph `before` are added to it."""
        made: list[_Paragraph] = []
        last = before[0] if before else None
        distance = left = 0.0
        is_first = True
        for lines in self._runs():
            before_it = made[-1] if made else last
            kind = self._kind(lines, before_it, left)
            if is_first and last and _goes_on(last, kind, lines[0]):
                last.add(lines)
                distance = 0.0
            else:
                group = self._group(before_it, kind, lines, distance, is_first=is_first)
                made.append(_Paragraph(kind, group, self._number))
                made[-1].add(lines)
            is_first = False
            distance = lines[-1].bottom
            left = lines[0].left
        return made

    def _runs(self) -> Iterator[list[Line]]:
        run: list[Line] = []
        for line in self._page.lines:
            if run and self._ends(run, line):
                yield run
                run = []
            run.append(line)
        if run:
            yield run

    def _ends(self, run: Sequence[Line], line: Line) -> bool:
        """Return whether a paragraph has ended before a line."""
        last = run[-1]
        drop = last.bottom - line.bottom
        if drop < 0:
            return bool(_ENDED.search(last.text))
        label, is_over = line.words[0].text, bool(_ENDED.search(last.text))
        begin, end = self._page.column(last)
        is_full = last.right - begin > _FULL * (end - begin)
        larger = max(1.0, line.size / self._size)
        before = run[-2].bottom - last.bottom if len(run) > 1 else self._page.usual * larger
        if drop > _NEXT_LINE * max(before, 0.0):
            return True
        # After a single line, an ordinary gap ends the paragraph only if the line looks like the end of one.
        if len(run) == 1 and drop > _NEXT_LINE * self._page.closest * larger and (is_over or not is_full):
            return True
        if abs(line.size - last.size) > 0.15 * last.size or _BULLET.fullmatch(label):
            return True
        if is_over and _LABEL.fullmatch(label):
            return True
        step = line.left - last.left
        if step > self._indent:
            # The first line of a hanging paragraph is full.
            return len(run) > 1 or not is_full or is_over
        # A first line may be indented, so a step to the left counts from the second line on.
        return step < -self._indent and len(run) > 1

    def _kind(self, lines: Sequence[Line], before: _Paragraph | None, left_before: float) -> str:
        if lines[0].size > _LARGE * self._size or all(line.bold for line in lines):
            return HEADING
        left = lines[0].left
        if left <= self._page.column(lines[0])[0] + self._indent:
            return PARAGRAPH
        if _LABEL.fullmatch(lines[0].words[0].text):
            # List items are indented too; inside a quotation they have its indent.
            return QUOTE if before and before.kind == QUOTE and abs(left - left_before) < _EQUAL else PARAGRAPH
        return QUOTE if all(abs(line.left - left) < _EQUAL for line in lines) else PARAGRAPH

    def _group(
        self, before: _Paragraph | None, kind: str, lines: Sequence[Line], bottom: float, *, is_first: bool
    ) -> int:
        """Return the group of a block: that of the block quote before if it continues, a new one, or 0."""
        if kind != QUOTE:
            return 0
        is_near = is_first or bottom - lines[0].bottom < _NEXT_QUOTE * self._page.closest
        if before and before.kind == QUOTE and is_near and not _begins_next_quote(before, lines[0]):
            return before.group
        self._groups += 1
        return self._groups


def _goes_on(paragraph: _Paragraph, kind: str, line: Line) -> bool:
    """Return whether a paragraph continues on the next page: no end before it, or a lower-case letter after it."""
    is_other = paragraph.kind != kind and kind == QUOTE
    if HEADING in {paragraph.kind, kind} or is_other or _begins_next_quote(paragraph, line):
        return False
    text = paragraph.pieces[-1]
    is_ended = isinstance(text, _Mark) or bool(_ENDED.search(text))
    return not is_ended or line.text[:1].islower()


def _begins_next_quote(paragraph: _Paragraph, line: Line) -> bool:
    """Return whether a line begins a quotation after one that ended with the mark of a note or a citation."""
    text, mark = paragraph.text, line.text[0]
    if isinstance(paragraph.pieces[-1], _Mark) or ends_cited(text):
        return True
    # Other marks may be nested in “ and ”.
    return bool(_CITED.search(text)) and mark in _OPENING and (mark == "“" or text.startswith(mark))


def _pieces(line: Line) -> Iterator[str | _Mark]:
    """Yield the text of a line and the marks of notes in it."""
    if not any(word.mark for word in line.words):
        yield clean_text(line.text)
        return
    for before, word in pairwise([None, *line.words]):
        if word is None:
            continue
        is_behind_mark = before is not None and before.mark and word.text[0] in ",.;:"
        yield ("" if before is None or is_behind_mark else " ") + clean_text(word.text.removesuffix(word.tail))
        if word.mark and word.mark != word.text:
            labels = filter(None, word.mark.split(","))
            yield from map(_Mark, labels, word.shown or repeat(""))
        if word.tail:
            yield clean_text(word.tail)


def _tie(paragraphs: Sequence[_Paragraph], notes: Iterable[PrintedNote]) -> list[_Paragraph]:
    """Tie marks to the notes on their pages or later ones; return the notes without a mark as paragraphs."""
    waiting: dict[str, deque[PrintedNote]] = defaultdict(deque)
    for note in notes:
        waiting[note.label].append(note)
    for paragraph in paragraphs:
        for mark in paragraph.pieces:
            if isinstance(mark, _Mark):
                # A line that is moved to the next page may leave its note behind.
                found = next((note for note in waiting[mark.label] if note.page >= paragraph.page - 1), None)
                if found:
                    waiting[mark.label].remove(found)
                    mark.note = _BACK_LINK.sub("", "\n".join(map(clean_text, found.lines)))
    left = [note for label, notes_left in waiting.items() if label for note in notes_left]
    return [_Paragraph(PARAGRAPH, 0, note.page, ["\n".join([note.label, *note.lines])]) for note in left]


def _write(paragraphs: Sequence[_Paragraph]) -> Manuscript:
    """Return the paragraphs as a manuscript, their lines joined."""
    words = vocabulary("\n".join(paragraph.text for paragraph in paragraphs))
    builder = ManuscriptBuilder()
    for paragraph in _with_marks(paragraphs):
        text = _SPACED_MARK.sub(r"\2\1", paragraph.text)
        lines = _SOURCE_LINE.split(text) if paragraph.kind == QUOTE else [text]
        parts = "\n".join(_joined(line, words) for line in lines).split(_MARK)
        notes: list[tuple[int, str, str]] = []
        offset = 0
        marks = [piece for piece in paragraph.pieces if isinstance(piece, _Mark) and piece.note is not None]
        for part, mark in zip(parts, marks, strict=False):
            offset += len(part)
            notes.append((offset, _joined(mark.note or "", words), mark.label))
        builder.add("".join(parts), paragraph.kind, notes, page=paragraph.page, group=paragraph.group)
    return builder.build()


def _joined(text: str, words: Mapping[str, int]) -> str:
    return join_lines(_RANGE_END.sub("", text).split("\n"), words)


def _with_marks(paragraphs: Sequence[_Paragraph]) -> Iterator[_Paragraph]:
    """Yield the paragraphs; one that has only marks is joined to the paragraph before."""
    before: _Paragraph | None = None
    for paragraph in paragraphs:
        if before and not paragraph.text.strip(f"{_MARK} \n"):
            before.pieces += paragraph.pieces
            continue
        if before:
            yield before
        before = paragraph
    if before:
        yield before


def _printed(piece: str | _Mark) -> str:
    if isinstance(piece, _Mark):
        return _MARK if piece.note is not None else piece.shown or piece.label.translate(_RAISED)
    return piece
