"""The lines of a PDF page grouped into headings, paragraphs, list items, table rows and notes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, pairwise
from statistics import median

from reportqa.parsing.pdf.aligned_tables import find_tables
from reportqa.parsing.pdf.columns import order_columns
from reportqa.parsing.pdf.headings import (
    TextStyle,
    body_size,
    is_above,
    is_company,
    is_labelled,
    level_of,
    usual_leading,
)
from reportqa.parsing.pdf.lines import Line, TableCell, merged, split_runs
from reportqa.parsing.pdf.ruled_tables import Grid
from reportqa.parsing.pdf.spans import Span, locate, part
from reportqa.text import BULLETS, join_lines

NOTE_SIZE = 0.93
"""Maximum size of footnotes, as a share of the size of the body."""
_PARAGRAPH_LEADING = 1.3
_RUN_IN_GAP = 2.5
_MAX_BOXES = 8
"""Maximum number of blocks of a box behind a sentence that continues overleaf."""
_RAGGED = 0.1
_SHORT = 60
"""Maximum characters of a label; a longer block without a full stop is a sentence cut by the page break."""

_BULLET = re.compile(rf"^\s*(?:[{BULLETS}–—✓]|o(?=\s))\s*")
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]")
_NUMBERED = re.compile(rf"^\s*{_NUMBER.pattern}\s+(?=\S)")
_NOTE_MARK = re.compile(r"^\s*(?:\d{1,3}|[*†‡§])\s*(?=[A-Z“‘\"(a-z])")
_MIN_LEADERS = 5
_CONTENTS_ENTRY = re.compile(rf"(?:[.…·] ?){{{_MIN_LEADERS},}}\s*(?:\d{{1,4}}|[ivxl]{{1,7}})?$")
"""Dots that lead to a page number: such lines repeat the words of every heading and answer nothing."""
_LEADERS = re.compile(r"\s*(?:[.…·_] ?){5,}\s*")
_RULE = re.compile(r"[_=*~·–—-]{5,}")
_SENTENCE_END = re.compile(r"[.!?:;][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page: `kind` is "heading", "paragraph", "item", "row" or "note"; `level` a heading's.

    A "contents entry" is not part of the text and marks a position only. `spans` are the ranges of the text that are
    words of its page, `overleaf` those of a last word that ends on the next page.
    """

    kind: str
    text: str
    size: float
    level: int = 0
    spans: tuple[Span, ...] = ()
    overleaf: tuple[Span, ...] = ()

    @property
    def is_open(self) -> bool:
        """Return whether the text may continue: it ends without a full stop."""
        return self.kind in {"paragraph", "item"} and not _SENTENCE_END.search(self.text)

    def continues_in(self, following: "Block") -> bool:
        """Return whether the first block of the next page is the rest of this one."""
        return (
            self.is_open
            and following.kind == "paragraph"
            and abs(self.size - following.size) < 0.07 * self.size
            and (following.text[0].islower() or len(self.text) > _SHORT)
        )


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table of a page: its rows, header row first if it has one, and the text over all columns.

    `grid` is where its rules are drawn, None without rules; `bold_header` whether its first row is bold.
    """

    rows: list[list[TableCell]]
    has_header: bool = True
    caption: TableCell | None = None
    grid: Grid | None = None
    bold_header: bool = False

    def continues_in(self, following: "TableBlock") -> bool:
        """Return whether the table at the head of the next page continues this one without headers of its own."""
        if not self.grid or not following.grid or not following.grid.continues(self.grid):
            return False
        first, header = ([cell.text for cell in table.rows[0]] for table in (following, self))
        return self.has_header and not following.bold_header and first != header


def find_notes(lines: Sequence[Line], style: TextStyle) -> list[Line]:
    """Return the lines of the footnotes of a page: small lines below its text, from the first with a mark on."""
    least = NOTE_SIZE * style.body
    floor = min((line.bottom for line in lines if line.size >= least), default=0.0)
    candidates = [line for line in lines if line.size < least and line.top <= floor + 1.0]
    return list(dropwhile(lambda line: not _NOTE_MARK.match(line.text), candidates))


def group(lines: Sequence[Line], style: TextStyle) -> list[Block | TableBlock]:
    """Return the blocks of some lines in reading order."""
    style = replace(style, page_body=body_size(list(lines)))
    rows, entries = _rows(lines)
    leading = usual_leading(rows)
    # A title page has no paragraph that shows the distance of two lines.
    tight = min(leading, style.leading)
    edge = max([style.edge, *(line.right for row in rows for line in row)])
    alone = [(row[0].left, row[0].right) for row in rows if len(row) == 1]
    blocks: list[Block | TableBlock] = []
    tables = {at: table for table in find_tables(rows) for at in range(table.first, table.last + 1)}
    are_cells = [len(row) > 1 and not _is_bulleted(row) and not is_labelled(row, style) for row in rows]
    held: list[Line] = []
    kind = "paragraph"

    def close() -> None:
        text, spans = _joined(held, style, _BULLET if kind == "item" else None)
        level = level_of(held, text, style) if text and kind == "paragraph" else None
        if text:
            size = median(line.size for line in held)
            blocks.append(Block("heading" if level else kind, text, size, level or 0, spans))
        held.clear()

    for position, row in enumerate(rows):
        if position in entries:
            close()
            blocks.extend(entries[position])
        if position in tables:
            close()
            table = tables[position]
            if position == table.first:
                blocks.append(TableBlock(table.rows, table.has_header, table.spanner))
            continue
        if are_cells[position]:
            close()
            blocks.append(_row_block(row))
            continue
        line = row[0] if len(row) == 1 else merged(row)
        if _RULE.fullmatch(line.text):
            close()
            continue
        near_row = any(are_cells[max(0, position - 1) : position + 2])
        is_numbered_heading = _NUMBERED.match(line.text) and style.level_of(line.text, line.size, line.bold)
        starts_item = bool(_BULLET.match(line.text) or _NUMBERED.match(line.text)) and not is_numbered_heading
        if held and (
            starts_item or _begins_block(held, line, leading, alone, kind) or _is_apart(held, line, tight, edge)
        ):
            close()
        if not held:
            kind = "item" if starts_item else "paragraph"
            if near_row and not starts_item and line.bold and not is_above(line, rows, position):
                # A bold line between table rows names them; it is no heading.
                blocks.append(_row_block([line]))
                continue
        held.append(line)
    close()
    blocks.extend(entries.get(len(rows), ()))
    return _with_companies_as_text(blocks)


def _with_companies_as_text(blocks: Sequence[Block | TableBlock]) -> list[Block | TableBlock]:
    """Return blocks with the name of a company right below a heading as text, so that the heading names the section."""
    found = list(blocks)
    for at, (before, block) in enumerate(pairwise(blocks), 1):
        if not (isinstance(before, Block) and isinstance(block, Block) and before.level and block.level):
            continue
        if is_company(block.text) and not is_company(before.text):
            found[at] = replace(block, kind="paragraph", level=0)
    return found


def _row_block(row: Sequence[Line]) -> Block:
    text = " · ".join(line.text for line in row)
    return Block("row", text, row[0].size, spans=locate(row, text))


def with_boxes_first(blocks: Sequence[Block | TableBlock], following: Block) -> list[Block | TableBlock]:
    """Return the blocks of a page, those behind its last sentence first if that continues overleaf.

    Boxes, tables and captions at the foot of a page are often written last. Then their titles do not begin sections.
    """
    for at in reversed(range(max(len(blocks) - 1 - _MAX_BOXES, 0), len(blocks))):
        block = blocks[at]
        if not isinstance(block, Block) or block.level or abs(block.size - following.size) > 0.07 * following.size:
            # A table, or text in another size.
            continue
        is_cut = block.kind == "paragraph" and len(block.text) > _SHORT and following.text[0].islower()
        if at == len(blocks) - 1 or not is_cut or not block.continues_in(following):
            break
        moved = [
            replace(other, kind="paragraph", level=0) if isinstance(other, Block) and other.level else other
            for other in blocks[at + 1 :]
        ]
        return [*blocks[:at], *moved, block]
    return list(blocks)


def note_blocks(lines: Sequence[Line], style: TextStyle) -> list[Block]:
    """Return the footnotes of a page, one block each."""
    notes = split_runs(lines, lambda _last, line: bool(_NOTE_MARK.match(line.text)))
    found = (_joined(note, style, _NOTE_MARK) for note in notes)
    return [Block("note", text, style.body, spans=spans) for text, spans in found]


def _joined(lines: Sequence[Line], style: TextStyle, prefix: re.Pattern[str] | None) -> tuple[str, tuple[Span, ...]]:
    """Return the text of some lines without a prefix, and its spans."""
    whole = join_lines([line.text for line in lines], style.words).strip()
    text = prefix.sub("", whole, count=1) if prefix else whole
    return text, part(locate(lines, whole), len(whole) - len(text), len(whole))


def _rows(lines: Sequence[Line]) -> tuple[list[list[Line]], dict[int, list[Block]]]:
    """Return consecutive lines grouped by baseline, and the entries of a contents list by the row that they precede."""
    rows: list[list[Line]] = []
    entries: dict[int, list[Block]] = {}
    is_contents = sum(_is_entry(line.text) for line in lines) > 1
    for line in lines:
        if is_contents and _is_entry(line.text):
            entries.setdefault(len(rows), []).append(Block("contents entry", _LEADERS.sub(" … ", line.text), line.size))
            continue
        last = rows[-1][-1] if rows else None
        if last and line.shares_baseline(last) and line.left >= last.right - 1.0:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_without_run_in_gaps(row) if len(row) > 1 else row for row in order_columns(rows)], entries


def _is_entry(text: str) -> bool:
    return text.count(".") + text.count("…") + text.count("·") >= _MIN_LEADERS and bool(_CONTENTS_ENTRY.search(text))


def _without_run_in_gaps(row: list[Line]) -> list[Line]:
    """Join parts of a row at a wide space behind a full stop, which is that of justified text, not of a table."""
    joined = row[:1]
    for line in row[1:]:
        last = joined[-1]
        if line.left - last.right < _RUN_IN_GAP * line.size and _SENTENCE_END.search(last.text):
            joined[-1] = merged([last, line])
        else:
            joined.append(line)
    return joined


def _is_bulleted(row: Sequence[Line]) -> bool:
    """Return whether a row is a bullet or number and, behind a gap, its text."""
    first = row[0].text.strip()
    return len(row) == 2 and (_BULLET.sub("", first + " ", count=1).strip() == "" or bool(_NUMBER.fullmatch(first)))


def _begins_block(
    held: Sequence[Line], line: Line, leading: float, alone: Sequence[tuple[float, float]], kind: str
) -> bool:
    """Return whether a line begins a new block; `alone` are the left and right edges of the rows of a single line."""
    last = held[-1]
    size = max(last.size, line.size, 1.0)
    in_item = kind == "item" and line.left > held[0].left + 0.3 * size and not _SENTENCE_END.search(last.text)
    is_other = last.bold != line.bold and all(other.bold != line.bold for other in held)
    if (is_other and not in_item) or last.differs_in_size(line):
        return True
    step = (last.middle - line.middle) / size
    if step <= 0:
        # Up again: the next column, where a sentence without its end continues.
        return bool(_SENTENCE_END.search(last.text))
    if step > _PARAGRAPH_LEADING * leading:
        return True
    if kind == "item" and line.left < held[0].left + 0.3 * size:
        return line.left <= held[0].left + 0.1 * size and bool(_SENTENCE_END.search(last.text))
    if len(held) > 1 and line.left > last.left + 0.8 * size and _SENTENCE_END.search(last.text):
        return True
    low, high = line.left - 3 * line.size, line.left + 3 * line.size
    right_edge = max([right for left, right in alone if low < left < high], default=line.right)
    width = max(right_edge - line.left, 1.0)
    return last.right < right_edge - 0.25 * width and bool(_SENTENCE_END.search(last.text))


def _is_apart(held: Sequence[Line], line: Line, leading: float, edge: float) -> bool:
    """Return whether a line starts a block far below a line that does not reach the `edge` of its page."""
    last = held[-1]
    is_short = last.right < edge - _RAGGED * (edge - last.left) and not line.text[0].islower()
    return is_short and (last.middle - line.middle) / max(last.size, line.size, 1.0) > _PARAGRAPH_LEADING * leading
