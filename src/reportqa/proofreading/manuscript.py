"""Manuscripts: finished briefings as one text with notes and blocks."""

from collections.abc import Iterable
from dataclasses import dataclass, field

PARAGRAPH, QUOTE, HEADING = "paragraph", "quote", "heading"


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote; `offset` is the place of its mark in the text, `mark` is "" when unknown."""

    offset: int
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class ManuscriptBlock:
    """A range of the text: a paragraph, a block quote or a heading, on this page of a PDF (from 1).

    The paragraphs of one block quote share a `group`; other blocks have group 0.
    """

    start: int
    end: int
    kind: str = PARAGRAPH
    page: int | None = None
    group: int = 0


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The text of a briefing with empty lines between blocks; notes in the order of their marks."""

    text: str
    notes: tuple[Note, ...]
    blocks: tuple[ManuscriptBlock, ...]


@dataclass(slots=True)
class ManuscriptBuilder:
    """A manuscript under construction: blocks and notes in reading order."""

    parts: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    blocks: list[ManuscriptBlock] = field(default_factory=list)
    length: int = 0

    def add(
        self,
        text: str,
        kind: str,
        notes: Iterable[tuple[int, str] | tuple[int, str, str]] | None = None,
        page: int | None = None,
        group: int = 0,
    ) -> None:
        """Add a block; `notes` have offsets in its text."""
        if not text.strip():
            return
        if self.parts:
            self._write("\n\n")
        start = self.length
        self._write(text)
        self.blocks.append(ManuscriptBlock(start, self.length, kind, page, group))
        self.notes += [Note(start + offset, *rest) for offset, *rest in notes or ()]

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def build(self) -> Manuscript:
        return Manuscript("".join(self.parts), tuple(self.notes), tuple(self.blocks))
