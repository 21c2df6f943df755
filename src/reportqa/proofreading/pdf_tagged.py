"""Reads a briefing from the structure of a tagged PDF: its blocks, its quotations set apart, its notes by their marks.

Typst and browsers write such a structure, LibreOffice does when asked to.
"""

import re
from collections import defaultdict, deque

from reportqa.parsing import Element, MarkedText, Run, marked_text, opened, read_structure
from reportqa.proofreading.manuscript import HEADING, QUOTE, Manuscript
from reportqa.proofreading.pdf_blocks import RAISED, Galley, Mark, with_items, write_manuscript
from reportqa.text import clean_text

_GROUPS = frozenset("Document DocumentFragment Part Art Sect Div Aside Index".split())
_TRANSPARENT = frozenset({"NonStruct", "Private"})
_LISTS = frozenset({"L", "LI"})
_BLOCKS = _GROUPS | frozenset(
    "P H Title Sub BlockQuote Caption Figure Formula L LI LBody TOC TOCI Table THead TBody TFoot TR TH TD".split()
)
_HEADING = re.compile(r"H\d*|Title")
_NOTES = frozenset({"Note", "FENote"})
_MARKS = frozenset({"Lbl", "Reference", "Link", "Sup"})
_QUOTES = frozenset({"BlockQuote", "Block Text", "Quotations", "Intense Quote", "Block Quotation"})
"""Names of quotations set apart, those of paragraph styles too, which word processors give as names."""
_NUMBER = re.compile(r"\s*[(\[]?(\d{1,3}|[*†‡§¶#]{1,3}|[ivxlc]{1,6})[)\].:]?\s+")
_LONGEST_MARK = 5
_LOST = 0.02
"""Share of the text that may be in no part of the structure."""


def read_tagged(data: bytes) -> Manuscript | None:
    """Read a PDF by its structure; None when it has none, or none that tells quotations set apart or notes.

    :raises ParseError: when the pages cannot be read.
    """
    structure = read_structure(data)
    if structure is None:
        return None
    with opened(data) as document:
        marked = marked_text(document)
    walk = _Walk(marked)
    walk.kids(structure, "")
    walk.close()
    if not walk.has_notes:
        walk.galleys = with_items(walk.galleys)
    lost = marked.unmarked + sum(map(_size, marked.runs.values()))
    is_whole = walk.taken > 0 and lost <= _LOST * (walk.taken + lost)
    return write_manuscript(walk.galleys) if walk.tells and is_whole else None


class _Walk:
    """Goes through the structure and collects blocks."""

    def __init__(self, marked: MarkedText) -> None:
        self.galleys: list[Galley] = []
        self.taken = 0
        self.tells = False
        self.has_notes = False
        self._marked = marked
        self._galley = Galley()
        self._groups = 0
        self._page: int | None = None
        self._waiting: dict[str, deque[Mark]] = defaultdict(deque)
        self._styled: str | None = None
        self._label: str | None = None
        self._in_note = False

    def kids(self, element: Element, role: str) -> None:
        """Take what an element has, as parts of one of that kind."""
        for kid in element.kids:
            if isinstance(kid, Element):
                self._element(kid, role)
            else:
                self._take(kid)

    def close(self) -> None:
        """Begin another block, of the same kind; the number of a list's item waits for its words."""
        if self._galley.is_label:
            return
        if self._galley.pieces:
            self.galleys.append(self._galley)
        self._galley = Galley(self._galley.kind, self._galley.group)

    def _element(self, element: Element, parent: str) -> None:
        role = element.role
        if role in _NOTES and not self._in_note:
            self._note(element)
        elif role == "Lbl" and parent in _LISTS:
            self.close()
            self.kids(element, role)
            self._galley.label = Mark(self._galley.text).label
            self._write("\n")
            self._galley.is_label = bool(self._galley.pieces)
        elif role in _MARKS or element.linked:
            self._mark(element)
        elif role in _BLOCKS or _HEADING.fullmatch(role) or self._begins_line(element, parent):
            self._block(element)
        else:
            galley, begin = self._galley, len(self._galley.pieces)
            self.kids(element, parent if role in _TRANSPARENT else role)
            if element.raised and galley is self._galley:
                galley.pieces[begin:] = map(_raised, galley.pieces[begin:])

    def _block(self, element: Element) -> None:
        outer = self._galley.kind, self._galley.group
        self.close()
        if _HEADING.fullmatch(element.role):
            self._galley.kind = HEADING
        elif element.role in _QUOTES or element.name in _QUOTES:
            # Paragraphs in the style of a quotation that follow each other are one.
            is_next = element.role != "BlockQuote" and self._styled == element.name
            self._groups += outer[0] != QUOTE and not is_next
            self._galley.kind, self._galley.group = QUOTE, self._groups
            self.tells = True
        kind, count = self._galley.kind, len(self.galleys)
        self.kids(element, element.role)
        # A group of nothing but notes, at a page's end, parts nothing.
        if element.role not in _GROUPS or len(self.galleys) > count:
            self._styled = element.name if kind == QUOTE else None
        if element.role in _BLOCKS or kind == HEADING:
            self.close()
            self._galley.kind, self._galley.group = outer

    def _begins_line(self, element: Element, parent: str) -> bool:
        """Tell whether words that are no paragraph, yet set as blocks, are blocks: not those that go on with a line."""
        if parent not in _GROUPS or not (element.placed or element.role in _TRANSPARENT):
            return False
        before = self._galley.pieces[-1:]
        return element.page != self._page or any(isinstance(piece, str) and piece.endswith("\n") for piece in before)

    def _mark(self, element: Element) -> None:
        """Take a short text of its own for what may be the mark of a note."""
        galley, begin = self._galley, len(self._galley.pieces)
        self.kids(element, element.role)
        pieces = galley.pieces[begin:]
        text = "".join(piece for piece in pieces if isinstance(piece, str))
        is_short = 0 < len(text.strip()) <= _LONGEST_MARK
        if galley is not self._galley or not is_short or any(isinstance(piece, Mark) for piece in pieces):
            return
        mark = Mark(text.rstrip())
        if not self._in_note:
            galley.pieces[begin:] = [mark, text[len(mark.printed) :]]
            self._waiting[mark.label].append(mark)
        elif self._label is None and element.role == "Lbl":
            self._label = mark.label
            del galley.pieces[begin:]

    def _note(self, element: Element) -> None:
        """Read a note apart from the text, and tie it to the mark that it stands behind, or has for its own."""
        self.tells = self.has_notes = True
        kept = self.galleys, self._galley, self._page, self._styled
        self.galleys, self._galley, self._label, self._in_note = [], Galley(), None, True
        self.kids(element, element.role)
        self.close()
        said = " ".join(galley.text for galley in self.galleys)
        (self.galleys, self._galley, self._page, self._styled), self._in_note = kept, False
        number = _NUMBER.match(said) if self._label is None else None
        mark = self._meant(number[1] if number else self._label or "")
        if mark is None:
            self.galleys.append(Galley(page=self._galley.page, pieces=[said]))
            return
        mark.said = said[number.end() :] if number and number[1] == mark.label else said

    def _meant(self, label: str) -> Mark | None:
        """Give the mark that stands just before, or the first with that label that means no note yet."""
        behind = [piece for piece in self._galley.pieces[-2:] if isinstance(piece, Mark) or piece.strip()][-1:]
        if behind and isinstance(behind[0], Mark) and behind[0].said is None:
            return behind[0]
        waiting = self._waiting[label]
        while waiting and waiting[0].said is not None:
            waiting.popleft()
        return waiting.popleft() if waiting else None

    def _take(self, run: Run) -> None:
        # Each is taken once, whatever a structure says, so that no text grows beyond that of the pages.
        text = self._marked.runs.pop(run, "")
        if not text:
            return
        page = run[0]
        self.taken += _size(text)
        if self._page is not None and page != self._page:
            self._write("\n")
        self._page = page
        self._galley.page = self._galley.page or page + 1
        self._galley.is_label = False
        self._write(clean_text(text))

    def _write(self, text: str) -> None:
        if self._galley.pieces or text.strip():
            self._galley.pieces.append(text)


def _raised(piece: str | Mark) -> str | Mark:
    return piece.translate(RAISED) if isinstance(piece, str) and piece.strip().isdecimal() else piece


def _size(text: str) -> int:
    return sum(not character.isspace() for character in text)
