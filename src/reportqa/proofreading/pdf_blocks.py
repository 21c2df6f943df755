"""Turns blocks of a PDF, as its structure gives them, into a manuscript: lines joined, notes at their marks."""

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reportqa.proofreading.manuscript import PARAGRAPH, QUOTE, Manuscript, ManuscriptBuilder
from reportqa.text import join_lines, vocabulary

_AROUND_LABEL = " \t\n[]().:"
_MARK = "\ue000"
"""Stands for the mark of a note while lines are joined; cleaned text has no such character."""
_RANGE_END = re.compile(r"(?<=\w–)\s*\n(?=\w)")
_SPACED_MARK = re.compile(rf"(?<!\s)(\s+)({_MARK})")
_SOURCE_LINE = re.compile(r"(?<=[.!?…”’\"'»)\]])\s*\n(?=[—–―]\s)")
"""The end of the line in a quotation set apart below which stands where it comes from."""
RAISED, _LOWERED = (str.maketrans(*pair) for pair in pairwise(["0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"]))


@dataclass(slots=True, eq=False)
class Mark:
    """What may be the mark of a note, as it is printed; it is one when a note is said to be meant."""

    printed: str
    said: str | None = None

    @property
    def label(self) -> str:
        return self.printed.translate(_LOWERED).strip(_AROUND_LABEL)


@dataclass(slots=True)
class Galley:
    """A block as it is collected: the runs of its text and marks among them; `page` counts from 1.

    `label` is the number of a list's item, and `is_label` says that it has nothing else yet.
    """

    kind: str = PARAGRAPH
    group: int = 0
    page: int | None = None
    pieces: list[str | Mark] = field(default_factory=list)
    label: str = ""
    is_label: bool = False

    @property
    def text(self) -> str:
        return "".join(map(_printed, self.pieces))


def with_items(galleys: Sequence[Galley]) -> list[Galley]:
    """Take the items of a list for notes whose numbers are links further up, as browsers print notes.

    An arrow that leads back is none of its words.
    """
    waiting: dict[str, deque[Mark]] = defaultdict(deque)
    kept = []
    for galley in galleys:
        if galley.label and waiting[galley.label]:
            said = (piece for piece in galley.pieces[1:] if isinstance(piece, str) or piece.label.isalnum())
            waiting[galley.label].popleft().said = "".join(map(_printed, said))
            continue
        kept.append(galley)
        for mark in galley.pieces:
            if isinstance(mark, Mark):
                waiting[mark.label].append(mark)
    return kept


def write_manuscript(galleys: Sequence[Galley]) -> Manuscript:
    """Give the blocks as a manuscript, their lines joined."""
    words = vocabulary("\n".join(galley.text for galley in galleys))
    builder = ManuscriptBuilder()
    for galley in _with_marks(galleys):
        text = _SPACED_MARK.sub(r"\2\1", galley.text)
        lines = _SOURCE_LINE.split(text) if galley.kind == QUOTE else [text]
        parts = "\n".join(_joined(line, words) for line in lines).split(_MARK)
        notes: list[tuple[int, str, str]] = []
        offset = 0
        marks = [piece for piece in galley.pieces if isinstance(piece, Mark) and piece.said is not None]
        for part, mark in zip(parts, marks, strict=False):
            offset += len(part)
            notes.append((offset, _joined(mark.said or "", words), mark.label))
        builder.add("".join(parts), galley.kind, notes, page=galley.page, group=galley.group)
    return builder.build()


def _joined(text: str, words: Mapping[str, int]) -> str:
    return join_lines(_RANGE_END.sub("", text).split("\n"), words)


def _with_marks(galleys: Sequence[Galley]) -> Iterator[Galley]:
    """Put marks that stand alone at the end of what is before them."""
    before: Galley | None = None
    for galley in galleys:
        if before and not galley.text.strip(f"{_MARK} \n"):
            before.pieces += galley.pieces
            continue
        if before:
            yield before
        before = galley
    if before:
        yield before


def _printed(piece: str | Mark) -> str:
    if isinstance(piece, Mark):
        return piece.printed if piece.said is None else _MARK
    return piece
