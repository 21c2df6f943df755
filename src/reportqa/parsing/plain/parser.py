"""Plain text: pages at form feeds, headings by form, wrapped lines and broken words joined.

Plain text is usually extracted from a PDF or saved from a web page, so running titles, page numbers and menus are
removed where they are certain. Numbers beside running titles never become pages: a wrong page is worse than none.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from reportqa.document import Table
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.metadata import csl_item
from reportqa.parsing.plain.blocks import TextBlock, find_headings, goes_on, join_broken, mark_cells, read_blocks
from reportqa.parsing.plain.boilerplate import without_boilerplate
from reportqa.parsing.plain.furniture import page_furniture, without_furniture
from reportqa.parsing.plain.line_numbers import without_line_numbers
from reportqa.parsing.plain.omissions import leave_out_boilerplate, leave_out_furniture, leave_out_line_numbers
from reportqa.text import carry_word, clean_text, counted, repair_ligatures, vocabulary

_PUBLISHED = re.compile(r"(?:published|publication date|date|issued)(?: on)?\s*:?\s+(.{4,30})", re.IGNORECASE)
_FRONT_BLOCKS = 8


def parse(data: bytes) -> DocumentBuilder:
    """Read a plain-text file in any encoding.

    :raises ParseError: when it is empty or not text.
    """
    # Tabs become wide gaps, which separate the cells of a table.
    texts = [clean_text(page.replace("\t", "    ")) for page in decode(data).rstrip().split("\f")]
    numbered = without_line_numbers([text.split("\n") for text in texts])
    words = vocabulary("\n".join(line for lines in numbered.pages for line in lines))
    pages = [[repair_ligatures(line, words) for line in lines] for lines in numbered.pages]
    builder = DocumentBuilder()
    labels: Sequence[str | None] = ()
    title: str | None = None
    if len(pages) > 1:
        bodies, labels = page_furniture(pages)
    else:
        lines, title = without_furniture(pages[0])
        bodies = [lines]
    with_boilerplate = [b for number, lines in enumerate(bodies, start=1) for b in read_blocks(lines, words, number)]
    kept = without_boilerplate(with_boilerplate)
    blocks = mark_cells(find_headings(join_broken(kept, words), title))
    _write(_carry_words(blocks, words), labels, builder)
    builder.require_text()
    builder.csl_item = _item(blocks, title)
    if lost := [table for table in builder.tables if table.is_flattened]:
        builder.warnings.append(
            f"The rows and columns of {counted(len(lost), 'table')} are lost: “{lost[0].rows[0][0]}”. "
            "The cells are read as lines, and none of them is an answer by itself."
        )
    leave_out_line_numbers(numbered, builder)
    leave_out_furniture(pages, bodies, builder)
    leave_out_boilerplate(with_boilerplate, kept, builder)
    builder.left_out.sort(key=lambda thing: thing.position)
    return builder


def _write(blocks: Sequence[TextBlock], labels: Sequence[str | None], builder: DocumentBuilder) -> None:
    """Write the blocks; `labels` has one entry for each page, none for a file without pages."""
    begun = 0
    before: TextBlock | None = None
    cells: list[tuple[int, str]] = []
    for block in blocks:
        runs_over = labels and before and block.page == before.page + 1 and goes_on(before, block)
        while begun < len(labels) and begun + bool(runs_over) < block.page:
            begun += 1
            builder.page(begun, labels[begun - 1])
        if runs_over:
            begun += 1
            start = builder.run_over(block.page, labels[begun - 1], block.text)
        else:
            start = _write_block(block, builder)
        if not block.is_cell:
            _mark_table(cells, builder)
            cells = []
        elif block.kind != "table":
            cells.append((start, block.text))
        before = block
    _mark_table(cells, builder)
    for number in range(begun, len(labels)):
        builder.page(number + 1, labels[number])


def _carry_words(blocks: Sequence[TextBlock], words: Mapping[str, int]) -> list[TextBlock]:
    """Move words broken at a page end to the page where they begin."""
    carried: list[TextBlock] = []
    for block in blocks:
        if carried and block.page == carried[-1].page + 1 and goes_on(carried[-1], block):
            ending, rest = carry_word(carried[-1].text, block.text, words)
            carried[-1] = replace(carried[-1], text=ending)
            carried += [replace(block, text=rest)] if rest else []
        else:
            carried.append(block)
    return carried


def _mark_table(cells: Sequence[tuple[int, str]], builder: DocumentBuilder) -> None:
    """Record cells with their starts as a table whose rows and columns are lost."""
    if cells:
        end = cells[-1][0] + len(cells[-1][1])
        builder.tables.append(Table(cells[0][0], end, tuple((text,) for _, text in cells)))


def _write_block(block: TextBlock, builder: DocumentBuilder) -> int:
    """Write a block; return its start."""
    if block.kind == "heading":
        return builder.heading(block.text, block.level)
    if block.kind == "table":
        return min(builder.table(block.rows, block.text).values(), default=0)
    return builder.item(block.text) if block.kind in {"item", "line"} else builder.paragraph(block.text)


def _item(blocks: Sequence[TextBlock], title: str | None) -> dict[str, Any]:
    """Return the title, which recurs on pages or comes first, and the date of a "Published:" line."""
    front = blocks[:_FRONT_BLOCKS]
    dates = [match[1] for block in front if (match := _PUBLISHED.fullmatch(block.text))]
    if title is None and blocks[0].kind == "heading":
        title = blocks[0].text
    return csl_item(title=title, issued=dates[0] if dates else None)
