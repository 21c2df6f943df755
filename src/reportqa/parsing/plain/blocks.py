"""Headings, paragraphs, list items and tables of plain text, by the form of its lines."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportqa.parsing.plain.flattened import MAX_BLOCKS, Cells, cut_at_prose, is_table_caption, split_cells
from reportqa.text import BULLETS, MONTHS, join_lines

MAX_HEADING = 100
MAX_TITLE = 160
_BULLET = re.compile(rf"\s*(?:[{BULLETS}]\s*|[-–—*]\s+)(?=\S)")
_NUMBERED = re.compile(r"\s*\(?(\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+(?=\S)")
_MARKED_HEADING = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*")
_SECTION_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+(?=[A-Z])")
_UNDERLINE = re.compile(r"\s*(={3,}|-{3,}|~{3,}|\*{3,}|_{3,})\s*")
_CELL_GAP = re.compile(r"\s*\|\s*|\s{3,}")
_TERMINAL = re.compile(r"[.!?…][\"'”’»)\]\d]*$")
_DASH_INSIDE = re.compile(r"\s*[–—-]\s+[a-z]")
_CAPTION = re.compile(r"\s*(?:(?:figure|table|box|chart|exhibit)\s+[\dA-Z][\d.]*\b|(?:source|notes?):)", re.I)
_CLAUSE_END = re.compile(r"[:;]$")
_DATE = re.compile(
    rf"\b(?:{'|'.join(month[:3] for month in MONTHS)})[a-z]*\.?,?\s+\d{{4}}\b|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}",
    re.I,
)
_MAX_WRAP = 140
"""Minimum length of a line of text that is not wrapped."""
_FULL = 0.8
"""Minimum share of a block's width of a full line, after which the sentence continues."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A piece of plain text: `kind` is heading, paragraph, item, line (of a block) or table, whose text is its caption.

    `is_cut`: its last line is full, so that its text may continue in the next block. `is_cell`: it is a cell of a table
    whose rows and columns are lost.
    """

    kind: str
    text: str
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    page: int = 1
    is_cut: bool = False
    is_cell: bool = False


def read_blocks(lines: Sequence[str], words: Mapping[str, int], page: int = 1) -> Iterator[TextBlock]:
    """Yield the blocks of lines; `words` is the document's vocabulary, for broken words."""
    width = _wrap_width(lines)
    for group in split_cells(list(_groups(lines))):
        if isinstance(group, Cells):
            is_lost = len(group.rows[0]) == 1
            cells = [TextBlock("line", row[0], page=page, is_cell=True) for row in group.rows]
            cells[0] = replace(cells[0], kind="paragraph")
            yield from cells if is_lost else [TextBlock("table", group.caption, rows=group.rows, page=page)]
            continue
        is_cut = _FULL * width < len(group[-1].strip()) <= _MAX_WRAP
        blocks = list(_group_blocks(group, words))
        for block in blocks:
            yield replace(block, page=page, is_cut=is_cut and block is blocks[-1])


def find_headings(blocks: Sequence[TextBlock], title: str | None = None) -> list[TextBlock]:
    """Return the blocks with short lines before longer text as headings.

    The first one has level 1, unless the document has another `title`.
    """
    found = list(blocks)
    for at in reversed(range(len(blocks))):
        block = found[at]
        following = found[at + 1] if at + 1 < len(found) else None
        before = found[at - 1] if at else None
        if block.kind not in {"paragraph", "line", "item"} or following is None or block.is_cell:
            continue
        if block.kind == "item" and not _is_numbered_heading(block, before, following):
            continue
        limit = MAX_TITLE if at == 0 else MAX_HEADING
        if _looks_like_heading(block.text, limit) and _is_headed(block, following, first=at == 0):
            found[at] = replace(
                block,
                kind="heading",
                level=_level(block.text, first=at == 0 and title in {None, block.text}),
            )
    return [
        replace(block, text=_NUMBERED.sub("", block.text, count=1)) if _is_numbered_item(found, at) else block
        for at, block in enumerate(found)
    ]


def mark_cells(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Return the blocks with those below the caption of a table marked as cells, up to prose."""
    marked = list(blocks)
    for at, block in enumerate(blocks):
        if not is_table_caption(block.text) or (at + 1 < len(blocks) and blocks[at + 1].kind == "table"):
            continue
        end = at + 1 + cut_at_prose([below.text for below in blocks[at + 1 : at + 1 + MAX_BLOCKS]])
        while end > at + 1 and blocks[end - 1].kind == "heading":
            end -= 1
        marked[at + 1 : end] = [replace(cell, is_cell=True) for cell in blocks[at + 1 : end]]
    return marked


def join_broken(blocks: Iterable[TextBlock], words: Mapping[str, int]) -> list[TextBlock]:
    """Join blocks where an empty line or a page's furniture splits a sentence."""
    runs: list[list[TextBlock]] = []
    for block in blocks:
        before = replace(runs[-1][-1], kind=runs[-1][0].kind) if runs else None
        if before and before.page == block.page and goes_on(before, block):
            runs[-1].append(block)
        else:
            runs.append([block])
    return [
        replace(run[0], text=join_lines((block.text for block in run), words), is_cut=run[-1].is_cut) for run in runs
    ]


def goes_on(before: TextBlock, block: TextBlock) -> bool:
    """Return whether a block continues the unfinished sentence of the block before it."""
    if before.kind not in {"paragraph", "item"} or block.kind != "paragraph" or block.is_cell:
        return False
    ending = before.text[-20:]
    if _TERMINAL.search(ending) or _CLAUSE_END.search(ending):
        return False
    if before.kind == "item" and before.is_cut and len(block.text) > 40:
        return True
    starts_inside = block.text[0].islower() or (block.text[0] == "(" and block.text[1:2].islower())
    return starts_inside and (before.kind == "item" or len(before.text) >= 40)


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield runs of lines between empty lines; an indented line after others begins a page."""
    group: list[str] = []
    for line in lines:
        if not line.strip() or (group and _begins_page(group, line)):
            if group:
                yield group
            group = []
        if line.strip():
            group.append(line)
    if group:
        yield group


def _wrap_width(lines: Sequence[str]) -> int:
    """Return the 90th percentile of the lengths of the lines."""
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _begins_page(group: Sequence[str], line: str) -> bool:
    """Return whether a line begins with the single space that some tools write for a form feed."""
    before = group[-1]
    if not re.match(r" \S", line) or (re.match(r" \S", before) and len(group) > 1):
        return False
    return bool(_TERMINAL.search(before.strip())) or not line.strip()[0].islower()


def _group_blocks(group: Sequence[str], words: Mapping[str, int]) -> Iterator[TextBlock]:
    if rows := _table_rows(group):
        yield TextBlock("table", "", rows=rows)
        return
    width = max(len(line.strip()) for line in group)
    pending: list[str] = []
    first = True
    for line in group:
        if _UNDERLINE.fullmatch(line):
            if pending and sum(len(part) for part in pending) <= MAX_TITLE:
                level = 1 if line.strip()[0] == "=" else 2
                yield TextBlock("heading", " ".join(" ".join(pending).split()), level)
                pending, first = [], True
            continue
        if pending and _is_same_sentence(pending[0], pending[-1], line, width):
            pending.append(line)
            continue
        if pending:
            yield _block(pending, words, first)
            first = False
        pending = [line]
    if pending:
        yield _block(pending, words, first)


def _block(lines: Sequence[str], words: Mapping[str, int], first: bool) -> TextBlock:
    text = " ".join(join_lines(lines, words).split())
    if match := _MARKED_HEADING.fullmatch(text):
        return TextBlock("heading", match[2], len(match[1]))
    if match := _BULLET.match(text):
        return TextBlock("item", text[match.end() :])
    if _NUMBERED.match(text):
        return TextBlock("item", text)
    return TextBlock("paragraph" if first else "line", text)


def _is_same_sentence(item: str, before: str, line: str, width: int) -> bool:
    """Return whether a line end only wraps a paragraph of this width; `item` is its first line."""
    if _DASH_INSIDE.match(line) and not _BULLET.match(item) and not re.search(r"[.!?:;]\s*$", before):
        return True
    if _CAPTION.match(before) and not line.strip()[0].islower() and not before.rstrip().endswith(","):
        return False
    if _BULLET.match(line) or _NUMBERED.match(line) or _MARKED_HEADING.fullmatch(line.strip()):
        return False
    before, line = before.strip(), line.strip()
    is_full = len(before) + 1 + len(line.split()[0]) > _FULL * width
    if before.endswith(("-", ",", "–")) or before.count("(") > before.count(")"):
        return True
    if _CLAUSE_END.search(before) or _TERMINAL.search(before):
        return is_full
    return is_full or line[0].islower() or (line[0] == "(" and line[1:2].islower())


def _table_rows(group: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the cells of lines that all have the same number, separated by bars or wide gaps, or ()."""
    lines = [line for line in group if not re.fullmatch(r"[\s|:+=-]+", line)]
    rows = [tuple(_CELL_GAP.split(line.strip().strip("|").strip())) for line in lines]
    widths = {len(row) for row in rows}
    if len(rows) < 2 or len(widths) != 1 or widths == {1} or any(_BULLET.match(line) for line in lines):
        return ()
    if len(rows[0]) == 2 and len(rows) < 3:
        return ()
    return tuple(rows)


def _looks_like_heading(text: str, limit: int) -> bool:
    letters = [character for character in text if character.isalpha()]
    if not 2 < len(text) <= limit or len(letters) < 0.6 * len(text) or not re.search(r"[^\W\d_]{4}", text):
        return False
    if _CAPTION.match(text) or _DATE.search(text) or re.search(r"www\.|https?:|@", text):
        return False
    if "•" in text or re.search(r"[.,:;…–-]$|\.\.\.$", text) or text.count("(") != text.count(")"):
        return False
    start = re.sub(r"^[\W\d]+", "", text)[:1]
    return start.isalpha() and not start.islower()


def _is_headed(block: TextBlock, following: TextBlock, first: bool) -> bool:
    """Return whether the following block can be below a heading."""
    if following.kind in {"heading", "item"}:
        return True
    if following.kind == "table":
        return False
    if _CLAUSE_END.search(following.text) or (first and _DATE.search(following.text)):
        return True
    return len(following.text) > max(60, len(block.text)) and bool(_TERMINAL.search(following.text))


def _is_numbered_heading(block: TextBlock, before: TextBlock | None, following: TextBlock) -> bool:
    """Return whether "2. Methods" is a heading and not an item of a numbered list."""
    if not _SECTION_NUMBER.match(block.text) or following.kind == "item":
        return False
    return before is None or before.kind != "item" or not _SECTION_NUMBER.match(before.text)


def _level(text: str, first: bool) -> int:
    if first:
        return 1
    if match := _SECTION_NUMBER.match(text):
        return 2 + match[1].count(".")
    return 2


def _is_numbered_item(blocks: Sequence[TextBlock], at: int) -> bool:
    """Return whether a block is an item of a numbered list and not a paragraph such as "(c) 2016 The Trust"."""
    beside = [blocks[near] for near in (at - 1, at, at + 1) if 0 <= near < len(blocks)]
    numbered = [block for block in beside if block.kind == "item" and _NUMBERED.match(block.text)]
    return len(numbered) > 1 and blocks[at] in numbered
