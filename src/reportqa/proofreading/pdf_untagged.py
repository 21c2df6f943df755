"""Reads a briefing in PDF by its look: notes by their raised numbers, quotations set apart by their indent."""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence

from reportqa.parsing import Line
from reportqa.proofreading.manuscript import HEADING, PARAGRAPH, QUOTE, Manuscript
from reportqa.proofreading.pdf_blocks import RAISED, Galley, Mark, write_manuscript
from reportqa.proofreading.pdf_lines import EQUAL, Sheet, notes_of, read_sheets
from reportqa.text import clean_text

_BULLET = re.compile(r"[•‣▪◦·–—*-]")
_LABEL = re.compile(rf"{_BULLET.pattern}|\(?(?:\d{{1,3}}|[a-z]|[ivx]{{1,4}})[.)]")
_BEHIND = r"(?:[⁰¹²³⁴-⁹]+|\d{1,3})(?:,[^“”]*(?:“[^”]*”[^“”]*)?)?"
_CITED = re.compile(rf"[”’\"»][.,;]?\s*(?:[(\[][^”]*(?:“[^”]*”[^”]*)?[)\]]|{_BEHIND})\.?\s*\Z")
_OPENING = "“‘\"'„«"
_ENDED = re.compile(r"(?:(?<!\bp)(?<!\bpp)(?<!\bn)\.|[!?:”’\"»)\]])\s*\Z")
_LARGE = 1.12
"""Times the size of the text that a heading is set in at least."""
_NEXT_LINE, _NEXT_QUOTE = 1.22, 2.4
"""Line distances beyond which a paragraph, and what is set apart, ends."""
_INDENT = 0.9
"""Sizes of the text by which a quotation is set in at least."""
_FULL = 0.85
"""Share of the width from which a line is full."""


def read_by_look(data: bytes) -> Manuscript | None:
    """Read a PDF by its look; None when that shows neither notes nor quotations set apart.

    :raises ParseError: when the pages cannot be read.
    """
    sheets, size = read_sheets(data)
    galleys: list[Galley] = []
    for number, sheet in enumerate(sheets, 1):
        groups = max((galley.group for galley in galleys), default=0)
        galleys += _Setting(sheet, size, number, groups).galleys(galleys[-1:])
    notes = [(number, *note) for number, sheet in enumerate(sheets, 1) for note in notes_of(sheet.notes)]
    has_notes = _tie(galleys, notes)
    tells = has_notes or any(galley.kind == QUOTE for galley in galleys)
    return write_manuscript(galleys) if tells else None


class _Setting:
    """Puts the lines of a page together as paragraphs."""

    def __init__(self, sheet: Sheet, size: float, page: int, groups: int) -> None:
        self._sheet = sheet
        self._size = size
        self._page = page
        self._groups = groups
        self._indent = _INDENT * size

    def galleys(self, before: Sequence[Galley]) -> list[Galley]:
        """Give the paragraphs of the page; what goes on from the page `before` is put to that."""
        made: list[Galley] = []
        last = before[0] if before else None
        distance = left = 0.0
        for lines in self._paragraphs():
            before_it = made[-1] if made else last
            kind = self._kind(lines, before_it, left)
            if not made and last and _goes_on(last, kind, lines[0]):
                last.pieces += ["\n", *_pieces(lines)]
                made.append(last)
                distance = 0.0
            else:
                group = self._group(before_it, kind, lines, distance, is_first=not made)
                made.append(Galley(kind, group, self._page, _pieces(lines)))
            distance = lines[-1].bottom
            left = lines[0].left
        return [galley for galley in made if galley is not last]

    def _paragraphs(self) -> Iterator[list[Line]]:
        run: list[Line] = []
        for line in self._sheet.lines:
            if run and self._ends(run, line):
                yield run
                run = []
            run.append(line)
        if run:
            yield run

    def _ends(self, run: Sequence[Line], line: Line) -> bool:
        """Tell whether a paragraph has ended before a line."""
        last = run[-1]
        drop = last.bottom - line.bottom
        if drop < 0:
            return bool(_ENDED.search(last.text))
        label, is_over = line.words[0].text, bool(_ENDED.search(last.text))
        begin, end = self._sheet.column(last)
        is_full = last.right - begin > _FULL * (end - begin)
        larger = max(1.0, line.size / self._size)
        before = run[-2].bottom - last.bottom if len(run) > 1 else self._sheet.usual * larger
        if drop > _NEXT_LINE * max(before, 0.0):
            return True
        # Of a single line only its end tells whether a gap that is usual on this page ends its paragraph.
        if len(run) == 1 and drop > _NEXT_LINE * self._sheet.closest * larger and (is_over or not is_full):
            return True
        if abs(line.size - last.size) > 0.15 * last.size or _BULLET.fullmatch(label):
            return True
        if is_over and _LABEL.fullmatch(label):
            return True
        step = line.left - last.left
        if step > self._indent:
            # The first line of a hanging paragraph is full.
            return len(run) > 1 or not is_full or is_over
        # After the first line of a paragraph the others stand further out.
        return step < -self._indent and len(run) > 1

    def _kind(self, lines: Sequence[Line], before: Galley | None, left_before: float) -> str:
        if lines[0].size > _LARGE * self._size or all(line.bold for line in lines):
            return HEADING
        left = lines[0].left
        is_even = all(abs(line.left - left) < EQUAL for line in lines)
        is_set_in = left > self._sheet.column(lines[0])[0] + self._indent
        if not is_set_in:
            return PARAGRAPH
        if _LABEL.fullmatch(lines[0].words[0].text):
            # The items of a list are set in too, those of a quotation as far as it is.
            return QUOTE if before and before.kind == QUOTE and abs(left - left_before) < EQUAL else PARAGRAPH
        return QUOTE if is_even else PARAGRAPH

    def _group(self, before: Galley | None, kind: str, lines: Sequence[Line], bottom: float, *, is_first: bool) -> int:
        """Give the number of what is set apart: the same as before when it stands near, or the page has ended."""
        if kind != QUOTE:
            return 0
        is_near = is_first or bottom - lines[0].bottom < _NEXT_QUOTE * self._sheet.closest
        if before and before.kind == QUOTE and is_near and not _begins_anew(before, lines[0]):
            return before.group
        self._groups += 1
        return self._groups


def _goes_on(galley: Galley, kind: str, line: Line) -> bool:
    """Tell whether a paragraph goes on overleaf: it has not ended, or the next page begins with a small letter."""
    if HEADING in {galley.kind, kind} or (galley.kind != kind and kind == QUOTE) or _begins_anew(galley, line):
        return False
    text = galley.pieces[-1]
    is_ended = isinstance(text, Mark) or bool(_ENDED.search(text))
    return not is_ended or line.text[:1].islower()


def _begins_anew(galley: Galley, line: Line) -> bool:
    """Tell whether a quotation has ended, with a note's mark or a citation behind its own, and a line opens one."""
    text, mark = galley.text, line.text[0]
    is_cited = isinstance(galley.pieces[-1], Mark) or bool(_CITED.search(text))
    # Within “ and ” other marks open and close.
    return is_cited and mark in _OPENING and (mark == "“" or text.startswith(mark))


def _pieces(lines: Sequence[Line]) -> list[str | Mark]:
    """Give the text of lines, with the marks of notes among it."""
    pieces: list[str | Mark] = []
    for number, line in enumerate(lines):
        if number:
            pieces.append("\n")
        if not any(word.mark for word in line.words):
            pieces.append(clean_text(line.text))
            continue
        for place, word in enumerate(line.words):
            is_behind_mark = place and line.words[place - 1].mark and word.text[0] in ",.;:"
            space = " " if place and not is_behind_mark else ""
            pieces.append(space + clean_text(word.text))
            if word.mark and word.mark != word.text:
                pieces += [Mark(mark.translate(RAISED)) for mark in word.mark.split(",") if mark]
    return pieces


def _tie(galleys: Sequence[Galley], notes: Iterable[tuple[int, str, str]]) -> bool:
    """Tie marks to the notes (page, number and text) on their pages, else further on; tell whether any was."""
    waiting: dict[str, deque[tuple[int, str]]] = defaultdict(deque)
    last = ""
    for page, label, text in notes:
        if label:
            waiting[label].append((page, text))
        elif last:
            # It goes on from the page before.
            waiting[last][-1] = waiting[last][-1][0], f"{waiting[last][-1][1]}\n{text}"
        last = label or last
    has_notes = False
    for galley in galleys:
        for mark in galley.pieces:
            if isinstance(mark, Mark):
                notes_left = waiting[mark.label]
                # A note may be set a page before its mark, where a line is moved on at last.
                while notes_left and notes_left[0][0] < (galley.page or 1) - 1:
                    notes_left.popleft()
                if notes_left:
                    mark.said = notes_left.popleft()[1]
                    has_notes = True
    return has_notes
