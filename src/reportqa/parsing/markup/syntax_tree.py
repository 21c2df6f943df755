"""A walk over pandoc's JSON syntax tree that writes headings, paragraphs, lists and tables into a builder.

Source: https://hackage.haskell.org/package/pandoc-types/docs/Text-Pandoc-Definition.html
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.inlines import (
    PAGE,
    PAGE_CLASS,
    Inlines,
    clean,
    is_description,
    page_label,
    raw_part,
    split_at_pages,
)
from reportqa.parsing.markup.table_grid import Node, TableGrid, inner_blocks, rows_of
from reportqa.text import BULLETS, clean_text

MAX_HEADING = 250
"""Maximum length of a heading; a longer one is written as a paragraph."""
_MAX_CELL = 1500
_MAX_VERSE_LINE = 60
_MAX_LIST_NUMBER = 100
"""Maximum number of a list item; a larger one is a year at the start of a paragraph, and written."""
_BULLET = re.compile(rf"(?:[{BULLETS}✓]|[-–*](?= ))\s*|(?=[☐☒☑])")
"""A bullet; a box begins an item too, but says whether it is ticked."""


def walk(blocks: Sequence[Node], builder: DocumentBuilder, *, is_naming: bool = False) -> None:
    """Write the blocks; footnotes follow the section of their mark.

    :param is_naming: record pictures, titles that are shown at the mouse, and parts in other formats.
    """
    walker = _Walker(builder, is_naming)
    walker.blocks(blocks)
    walker.write_notes()


class _Walker:
    def __init__(self, builder: DocumentBuilder, is_naming: bool) -> None:
        self._builder, self._is_naming = builder, is_naming
        self._notes: list[list[Node]] = []
        self._labels: list[str] = []

    def blocks(self, blocks: Sequence[Node], with_pictures: bool = True) -> None:
        for node in blocks:
            kind: str = node["t"]
            content: Any = node.get("c")
            if kind in {"Para", "Plain"}:
                self._paragraph(content, with_pictures)
            elif kind == "Header":
                self._heading(content[0], content[2])
            elif kind == "BulletList":
                self._list(content)
            elif kind == "OrderedList":
                self._list(content[1], first=content[0][0])
            elif kind == "DefinitionList":
                self._definitions(content)
            elif kind == "LineBlock":
                self._builder.paragraph("\n".join(self._line(inlines) for inlines in content))
            elif kind == "CodeBlock":
                self._builder.paragraph(dict(content[0][2]).get("caption", ""))
                self._builder.paragraph(clean_text(content[1]))
            elif kind == "RawBlock":
                self._name(raw_part(*content))
            elif kind == "BlockQuote":
                self.blocks(content)
            elif kind == "Div" and PAGE_CLASS in content[0][1]:
                self.write_notes()
                self._labels.append(page_label(content[0]))
                self._begin_pages()
            elif kind == "Div":
                self.blocks(content[1])
            elif kind == "Figure":
                self._figure(content[1][1], content[2])
            elif kind == "Table":
                self._table(content)

    def write_notes(self) -> None:
        # Only hostile files have notes within notes; each is written once, in order.
        while self._notes:
            notes, self._notes = self._notes, []
            for note in notes:
                self.blocks(note)

    def _read(self, inlines: Sequence[Node]) -> tuple[str, list[str]]:
        """Return the text, with hard breaks as line ends, and the captions of its pictures."""
        reader = Inlines(with_struck=not self._is_naming)
        text = clean(reader.text(inlines).replace(PAGE, ""))
        self._labels += reader.labels
        self._notes += reader.notes
        self._name(reader.left_out)
        captions = [caption for caption in reader.captions if is_description(caption)]
        return text, captions

    def _name(self, parts: Sequence[tuple[str, str]]) -> None:
        for kind, text in parts if self._is_naming else ():
            self._builder.leave_out(kind, text)

    def _begin_pages(self) -> None:
        """Begin the pages whose labels were read; text before the first one is on a page without a label."""
        for label in self._labels:
            if not self._builder.page_count and self._has_more_than_headings():
                self._builder.page(1, None)
            self._builder.page(self._builder.page_count + 1, label or None)
        self._labels = []

    def _has_more_than_headings(self) -> bool:
        text = self._builder.text
        return bool(text) and text.count("\n\n") + 1 > len(self._builder.sections)

    def _line(self, inlines: Sequence[Node]) -> str:
        return " ".join(self._read(inlines)[0].split())

    def _heading(self, level: int, inlines: Sequence[Node]) -> None:
        earlier, self._notes = self._notes, []
        heading = self._line(inlines)
        own, self._notes = self._notes, earlier
        if heading:
            # A note in the heading belongs to the section that begins here.
            self.write_notes()
            self._begin_pages()
            if len(heading) > MAX_HEADING:
                self._builder.paragraph(heading)
            else:
                self._builder.heading(heading, level)
        self._notes += own

    def _paragraph(self, inlines: Sequence[Node], with_pictures: bool = True) -> None:
        earlier, self._notes = self._notes, []
        text, captions = self._read(inlines)
        own, self._notes = self._notes, earlier
        if self._labels:
            # The notes are of the page before.
            self.write_notes()
            self._paged_paragraph(inlines)
            text = ""
        self._notes += own
        for paragraph in re.split(r"\n\s*\n", text):
            first, *items = _break_lines(paragraph)
            self._builder.paragraph(first)
            for item in items:
                self._builder.item(item)
        if with_pictures:
            for caption in captions:
                self._builder.paragraph(caption)

    def _paged_paragraph(self, inlines: Sequence[Node]) -> None:
        """Write a paragraph in which pages begin; a word over two pages is on the first."""
        labels, self._labels = self._labels, []
        texts = split_at_pages(Inlines(with_struck=not self._is_naming).text(inlines))
        self._builder.paragraph(texts[0])
        is_begun = bool(texts[0])
        for label, text in zip(labels, texts[1:], strict=True):
            if is_begun and text:
                if not self._builder.page_count:
                    self._builder.page(1, None)
                self._builder.run_over(self._builder.page_count + 1, label or None, text)
            else:
                self._labels = [label]
                self._begin_pages()
                self._builder.paragraph(text)
            is_begun = is_begun or bool(text)

    def _figure(self, caption: Sequence[Node], blocks: Sequence[Node]) -> None:
        """Write a figure and its caption; without a caption, the description of its picture."""
        self.blocks(blocks, with_pictures=not caption)
        if len(caption) != 1 or is_description(self._cell(caption)):
            self.blocks(caption)

    def _list(self, items: Sequence[Sequence[Node]], first: int = 1) -> None:
        for number, blocks in enumerate(items, start=first):
            self._item(blocks, prefix=f"{number}. " if number >= _MAX_LIST_NUMBER else "")

    def _item(self, blocks: Sequence[Node], prefix: str = "") -> None:
        for node in blocks:
            if node["t"] not in {"Para", "Plain"}:
                self.blocks([node])
                continue
            text, captions = self._read(node["c"])
            self._begin_pages()
            line = " ".join(text.split())
            if prefix and line.startswith((prefix, f"({prefix}")):
                # The number is text already, as in Word files.
                prefix = ""
            self._builder.item(prefix + (_BULLET.sub("", line, count=1) if _BULLET.match(line) else line))
            prefix = ""
            for caption in captions:
                self._builder.item(caption)

    def _definitions(self, entries: Sequence[tuple[Sequence[Node], Sequence[Sequence[Node]]]]) -> None:
        for term_inlines, definitions in entries:
            term = self._line(term_inlines)
            prefix = f"{term} " if term.endswith((":", "?", ".", "–", "-")) else f"{term}: " if term else ""
            for blocks in definitions:
                if blocks and blocks[0]["t"] not in {"Para", "Plain"}:
                    self._builder.item(term)
                    prefix = ""
                self._item(blocks, prefix)
                prefix = ""
            if not definitions:
                self._builder.item(term)

    def _table(self, content: Sequence[Any]) -> None:
        caption = self._cell(content[1][1])
        self._begin_pages()
        notes, named = list(self._notes), len(self._builder.left_out)
        grid = TableGrid.read(content, self._cell)
        if grid.is_layout or any(len(cell) > _MAX_CELL for row in grid.rows for cell in row):
            if caption:
                self._builder.paragraph(caption)
            self._notes, self._labels = notes, []
            del self._builder.left_out[named:]
            for blocks in grid.cells:
                self.blocks(blocks)
            return
        self._builder.table(grid.rows, caption, header=grid.has_header)
        # A page that begins within a table begins after it.
        self._begin_pages()

    def _cell(self, blocks: Sequence[Node]) -> str:
        """Return the text of a cell: its paragraphs and list items on one line."""
        pieces: list[str] = []
        for text in self._cell_texts(blocks):
            line = " ".join(text.split())
            if line:
                joint = " " if not pieces or re.search(r"[.,;:!?]$", pieces[-1]) else "; "
                pieces += [joint, line] if pieces else [line]
        return "".join(pieces)

    def _cell_texts(self, blocks: Sequence[Node]) -> Iterator[str]:
        for node in blocks:
            kind: str = node["t"]
            content: Any = node.get("c")
            if kind in {"Para", "Plain"}:
                text, captions = self._read(content)
                lines = _break_lines(text)
                yield from lines if len(lines) > 1 else [text]
                yield from captions
            elif kind == "Header":
                yield self._line(content[2])
            elif kind == "CodeBlock":
                yield clean_text(content[1])
            elif kind == "RawBlock":
                self._name(raw_part(*content))
            elif kind == "LineBlock":
                yield from (self._line(inlines) for inlines in content)
            elif kind == "Table":
                rows = ([self._cell(cell[4]) for cell in row[1]] for row in rows_of(content))
                yield from (" · ".join(filter(None, row)) for row in rows)
            for inner in inner_blocks(node):
                yield from self._cell_texts(inner)


def _break_lines(paragraph: str) -> list[str]:
    """Return the lines of a paragraph with hard breaks: verse, addresses and bulleted lines.

    In other text a hard break is a space.
    """
    lines = [" ".join(line.split()) for line in paragraph.split("\n")]
    lines = [line for line in lines if line]
    if sum(bool(_BULLET.match(line)) for line in lines[1:]) >= 1:
        return _bulleted(lines)
    is_verse = len(lines) > 2 and all(len(line) <= _MAX_VERSE_LINE for line in lines)
    if is_verse and not any(line[0].islower() for line in lines):
        return ["\n".join(lines)]
    return [" ".join(lines)]


def _bulleted(lines: Sequence[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        if (match := _BULLET.match(line)) or not items:
            items.append(line[match.end() :] if match else line)
        else:
            items[-1] += f" {line}"
    return items
