"""Reads a briefing from the structure of a tagged PDF: its blocks, its quotations set apart, its notes by their marks.

Typst and browsers write such a structure, LibreOffice does when asked to.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reportqa.cleaning import clean_text, join_lines, vocabulary
from reportqa.manuscript import HEADING, PARAGRAPH, QUOTE, Manuscript, ManuscriptBuilder
from reportqa.parsing.marked_content import MarkedText, marked_text
from reportqa.parsing.pdf import opened
from reportqa.parsing.structure import Element, Run, read_structure

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
_AROUND_LABEL = " \t\n[]().:"
_LONGEST_MARK = 5
_MARK = "\ue000"
"""Stands for the mark of a note while lines are joined; cleaned text has no such character."""
_SPACED_MARK = re.compile(rf"(\s+)({_MARK})")
_SOURCE_LINE = re.compile(r"(?<=[.!?…”’\"'»)\]])\s*\n(?=[—–―]\s)")
"""The end of the line in a quotation set apart below which stands where it comes from."""
_RAISED, _LOWERED = (str.maketrans(*pair) for pair in pairwise(["0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"]))
_LOST = 0.02
"""Share of the text that may be in no part of the structure."""


@dataclass(slots=True, eq=False)
class _Mark:
    """What may be the mark of a note, as it is printed; it is one when a note is said to be meant."""

    printed: str
    said: str | None = None

    @property
    def label(self) -> str:
        return self.printed.translate(_LOWERED).strip(_AROUND_LABEL)


@dataclass(slots=True)
class _Draft:
    """A block as it is collected: the runs of its text and marks among them; `page` counts from 1.

    `is_label` says that it has nothing but the number of a list's item yet.
    """

    kind: str = PARAGRAPH
    group: int = 0
    page: int | None = None
    pieces: list[str | _Mark] = field(default_factory=list)
    is_label: bool = False

    @property
    def text(self) -> str:
        return "".join(map(_printed, self.pieces))


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
    lost = marked.unmarked + sum(map(_size, marked.runs.values()))
    is_whole = walk.taken > 0 and lost <= _LOST * (walk.taken + lost)
    return _written(walk.drafts) if walk.tells and is_whole else None


class _Walk:
    """Goes through the structure and collects blocks."""

    def __init__(self, marked: MarkedText) -> None:
        self.drafts: list[_Draft] = []
        self.taken = 0
        self.tells = False
        self._marked = marked
        self._draft = _Draft()
        self._groups = 0
        self._page: int | None = None
        self._waiting: dict[str, deque[_Mark]] = defaultdict(deque)
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
        if self._draft.is_label:
            return
        if self._draft.pieces:
            self.drafts.append(self._draft)
        self._draft = _Draft(self._draft.kind, self._draft.group)

    def _element(self, element: Element, parent: str) -> None:
        role = element.role
        if role in _NOTES and not self._in_note:
            self._note(element)
        elif role == "Lbl" and parent in _LISTS:
            self.close()
            self.kids(element, role)
            self._write("\n")
            self._draft.is_label = bool(self._draft.pieces)
        elif role in _MARKS:
            self._mark(element)
        elif role in _BLOCKS or _HEADING.fullmatch(role) or self._begins_line(element, parent):
            self._block(element)
        else:
            draft, begin = self._draft, len(self._draft.pieces)
            self.kids(element, parent if role in _TRANSPARENT else role)
            if element.raised and draft is self._draft:
                draft.pieces[begin:] = map(_raised, draft.pieces[begin:])

    def _block(self, element: Element) -> None:
        outer = self._draft.kind, self._draft.group
        self.close()
        if _HEADING.fullmatch(element.role):
            self._draft.kind = HEADING
        elif element.role in _QUOTES or element.name in _QUOTES:
            # Paragraphs in the style of a quotation that follow each other are one.
            is_next = element.role != "BlockQuote" and self._styled == element.name
            self._groups += outer[0] != QUOTE and not is_next
            self._draft.kind, self._draft.group = QUOTE, self._groups
            self.tells = True
        kind = self._draft.kind
        self.kids(element, element.role)
        self._styled = element.name if kind == QUOTE else None
        if element.role in _BLOCKS or kind == HEADING:
            self.close()
            self._draft.kind, self._draft.group = outer

    def _begins_line(self, element: Element, parent: str) -> bool:
        """Tell whether words that are no paragraph, yet set as blocks, are blocks: not those that go on with a line."""
        if parent not in _GROUPS or not (element.placed or element.role in _TRANSPARENT):
            return False
        before = self._draft.pieces[-1:]
        return element.page != self._page or any(isinstance(piece, str) and piece.endswith("\n") for piece in before)

    def _mark(self, element: Element) -> None:
        """Take a short text of its own for what may be the mark of a note."""
        draft, begin = self._draft, len(self._draft.pieces)
        self.kids(element, element.role)
        pieces = draft.pieces[begin:]
        text = "".join(piece for piece in pieces if isinstance(piece, str))
        is_short = 0 < len(text.strip()) <= _LONGEST_MARK
        if draft is not self._draft or not is_short or any(isinstance(piece, _Mark) for piece in pieces):
            return
        mark = _Mark(text.rstrip())
        if not self._in_note:
            draft.pieces[begin:] = [mark, text[len(mark.printed) :]]
            self._waiting[mark.label].append(mark)
        elif self._label is None and element.role == "Lbl":
            self._label = mark.label
            del draft.pieces[begin:]

    def _note(self, element: Element) -> None:
        """Read a note apart from the text, and tie it to the mark that it stands behind, or has for its own."""
        self.tells = True
        kept = self.drafts, self._draft, self._page
        self.drafts, self._draft, self._label, self._in_note = [], _Draft(), None, True
        self.kids(element, element.role)
        self.close()
        said = " ".join(draft.text for draft in self.drafts)
        (self.drafts, self._draft, self._page), self._in_note = kept, False
        number = _NUMBER.match(said) if self._label is None else None
        mark = self._meant(number[1] if number else self._label or "")
        if mark is None:
            self.drafts.append(_Draft(page=self._draft.page, pieces=[said]))
            return
        mark.said = said[number.end() :] if number and number[1] == mark.label else said

    def _meant(self, label: str) -> _Mark | None:
        """Give the mark that stands just before, or the first with that label that means no note yet."""
        behind = [piece for piece in self._draft.pieces[-2:] if isinstance(piece, _Mark) or piece.strip()][-1:]
        if behind and isinstance(behind[0], _Mark) and behind[0].said is None:
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
        self._draft.page = self._draft.page or page + 1
        self._draft.is_label = False
        self._write(clean_text(text))

    def _write(self, text: str) -> None:
        if self._draft.pieces or text.strip():
            self._draft.pieces.append(text)


def _written(drafts: Sequence[_Draft]) -> Manuscript:
    """Give the blocks as a manuscript, their lines joined."""
    words = vocabulary("\n".join(draft.text for draft in drafts))
    builder = ManuscriptBuilder()
    for draft in _with_marks(drafts):
        text = _SPACED_MARK.sub(r"\2\1", draft.text)
        lines = _SOURCE_LINE.split(text) if draft.kind == QUOTE else [text]
        parts = "\n".join(join_lines(line.split("\n"), words) for line in lines).split(_MARK)
        notes: list[tuple[int, str, str]] = []
        offset = 0
        marks = [piece for piece in draft.pieces if isinstance(piece, _Mark) and piece.said is not None]
        for part, mark in zip(parts, marks, strict=False):
            offset += len(part)
            notes.append((offset, join_lines((mark.said or "").split("\n"), words), mark.label))
        builder.add("".join(parts), draft.kind, notes, page=draft.page, group=draft.group)
    return builder.build()


def _with_marks(drafts: Sequence[_Draft]) -> Iterator[_Draft]:
    """Put marks that stand alone at the end of what is before them."""
    before: _Draft | None = None
    for draft in drafts:
        if before and not draft.text.strip(f"{_MARK} \n"):
            before.pieces += draft.pieces
            continue
        if before:
            yield before
        before = draft
    if before:
        yield before


def _printed(piece: str | _Mark) -> str:
    if isinstance(piece, _Mark):
        return piece.printed if piece.said is None else _MARK
    return piece


def _raised(piece: str | _Mark) -> str | _Mark:
    return piece.translate(_RAISED) if isinstance(piece, str) and piece.strip().isdecimal() else piece


def _size(text: str) -> int:
    return sum(not character.isspace() for character in text)
