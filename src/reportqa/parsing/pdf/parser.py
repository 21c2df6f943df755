"""The text of a PDF with its pages, sections, tables and word boxes, from the lines and rules of its pages.

pypdf reads labels and metadata, PDFium text, positions and outline: pypdf takes far longer for text
(benchmarks/pdf_parsing.py) and has no positions, by which notes, headings and tables are recognised.
"""

import gc
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from reportqa.document import PICTURE
from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.members import Allowance, Read
from reportqa.parsing.pdf.annotations import open_form
from reportqa.parsing.pdf.attachments import MAX_ATTACHED, Attachment, not_read, read_attachments, write_attachments
from reportqa.parsing.pdf.blocks import Block, TableBlock, find_notes, group, note_blocks, with_boxes_first
from reportqa.parsing.pdf.drop_caps import join_drop_caps
from reportqa.parsing.pdf.furniture import find_furniture
from reportqa.parsing.pdf.guessed_letters import guess_letters, warn_of_guesses
from reportqa.parsing.pdf.headings import TextStyle, text_style
from reportqa.parsing.pdf.line_numbers import without_line_numbers
from reportqa.parsing.pdf.lines import Line, TableCell
from reportqa.parsing.pdf.margins import is_page_number
from reportqa.parsing.pdf.pdf_file import PdfInfo, open_pdf, read_info
from reportqa.parsing.pdf.raw_page import RawPage, read_pages
from reportqa.parsing.pdf.ruled_tables import Grid, header_rows, table_rows
from reportqa.parsing.pdf.spans import Span, locate_words, moved, part
from reportqa.parsing.pdf.undrawn import ALTERNATIVE, BOOKMARK, Bookmark, heading_levels, read_bookmarks, unsaid
from reportqa.parsing.pdf.unmapped import read_lines
from reportqa.parsing.pdf.xfa import XfaForm, read_xfa
from reportqa.text import carry_word

_TITLE_LINES = 12
"""Fewer lines may be those of a title page."""


def parse(data: bytes, read: Read = not_read, *, ocr: bool = False) -> DocumentBuilder:
    """Read a PDF, and attached files with `read`; with `ocr`, pages that are pictures too.

    :raises ParseError: when it is not a PDF, is broken, or needs a password.
    """
    with _without_collection():
        builder, attached = _parse(data, ocr=ocr)
    if attached:
        write_attachments(attached, read, builder)
    return builder


@contextmanager
def _without_collection() -> Iterator[None]:
    """Pause the collection of cyclic garbage: pages have half a million words, which are in no cycles."""
    is_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_enabled:
            gc.enable()


def _parse(data: bytes, *, ocr: bool) -> tuple[DocumentBuilder, list[Attachment]]:
    """Return the document of the pages, and the attached files."""
    info = read_info(data)
    with open_pdf(data) as document, open_form(document) as form:
        allowance = Allowance(MAX_ATTACHED)
        raw = read_pages(document, info, form, allowance, ocr=ocr)
        xfa = read_xfa(document)
        bookmarks = read_bookmarks(document)
        attached = [*read_attachments(document, allowance), *(one for page in raw for one in page.attached)]
    if xfa and xfa.replaces([line.text for page in raw for line in page.lines]):
        return _form_values(xfa, raw, info), attached
    counted = without_line_numbers([page.lines for page in raw])
    raw = [replace(page, lines=found.lines) for page, found in zip(raw, counted, strict=True)]
    if dropped := [number for number, page in enumerate(raw) if page.lacks_text and not page.lines]:
        for number, lines in read_lines(data, dropped, raw[dropped[0]].height):
            raw[number] = replace(raw[number], lines=lines, has_picture=raw[number].has_picture and not lines)
    furniture = find_furniture([page.lines for page in raw], [page.height for page in raw])
    labels = info.labels or [page.label for page in furniture]
    gone = [frozenset(around.lines) for around in furniture]
    bodies = [[line for line in page.lines if line not in lines] for page, lines in zip(raw, gone, strict=True)]
    style = text_style(bodies, heading_levels(bookmarks))
    guessed = [guess_letters(lines, style.words) for lines in bodies]
    pages = [_page_blocks(page, lines, style) for page, (lines, _) in zip(raw, guessed, strict=True)]
    running_over = _join_pages(pages, style)
    builder = DocumentBuilder()
    builder.csl_item = info.csl_item
    spans: dict[int, list[Span]] = defaultdict(list)
    for number, (page, blocks, around, found) in enumerate(zip(raw, pages, furniture, counted, strict=True), start=1):
        if page.is_recognised:
            builder.ocr_pages.add(number)
        elif page.is_unreadable:
            builder.warnings.append(
                f"Page {number} has fonts that do not say which characters they show. Recognise its text with --ocr."
            )
        elif page.has_picture:
            has = "with little text over it" if page.lines else "without text"
            builder.warnings.append(f"Page {number} is a picture {has}. Recognise its text with --ocr.")
        label = labels[number - 1] if number <= len(labels) else None
        head = [*found.left_out, *_named(around.head, "running header")]
        if page.has_picture and not page.is_recognised:
            head.append((PICTURE, "its text is not in the index"))
        first = blocks[0] if blocks else None
        if number - 1 in running_over and isinstance(first, Block):
            start = builder.run_over(number, label, first.text, head)
            _add_spans(spans, number, first, start)
            del blocks[0]
        else:
            builder.page(number, label)
            for kind, text in head:
                builder.leave_out(kind, text)
        for block in blocks:
            if isinstance(block, TableBlock):
                _write_table(builder, block, spans[number])
            else:
                _write_block(builder, block, number, spans)
        for word in guessed[number - 1][1]:
            builder.leave_out("guessed letters", word)
        for kind, text in [*page.left_out, *_note_marks(page.lines), *_named(around.foot, "running footer")]:
            builder.leave_out(kind, text)
    builder.boxes = [page.printed.pack(spans[number]) if page.printed else b"" for number, page in enumerate(raw, 1)]
    _name_bookmarks(bookmarks, builder)
    for text in unsaid(info.alternatives.get(None, ()), builder.text):
        builder.leave_out(ALTERNATIVE, text, 0)
    if xfa:
        builder.warnings.append("It is an XFA form too, of which only what is on its pages is read.")
    builder.warnings += warn_of_guesses([words for _, words in guessed])
    return builder, attached


def _name_bookmarks(bookmarks: Sequence[Bookmark], builder: DocumentBuilder) -> None:
    """Record the bookmarks whose titles are not in the document, each at its page."""
    missing = set(unsaid([bookmark.title for bookmark in bookmarks], " ".join([builder.text, *builder.said])))
    starts = {page.physical: page.start for page in builder.pages}
    for bookmark in bookmarks if missing else ():
        if bookmark.title in missing:
            missing.remove(bookmark.title)
            builder.leave_out(BOOKMARK, bookmark.title, starts.get(bookmark.page or 1, 0), bookmark.page)


def _form_values(form: XfaForm, raw: Sequence[RawPage], info: PdfInfo) -> DocumentBuilder:
    """Return the values of a form whose pages only ask for another program.

    :raises ParseError: when it has no values
    """
    if not form.values:
        raise ParseError("is an XFA form, which only Adobe's programs show. Print it to a PDF there, and add that.")
    builder = DocumentBuilder()
    builder.csl_item = info.csl_item
    for number, page in enumerate(raw, 1):
        builder.page(number, None)
        for line in page.lines:
            builder.leave_out("placeholder of a form", line.text)
        if number == 1:
            for name, value in form.values:
                builder.item(f"{name}: {value}")
    builder.boxes = [b""] * len(raw)
    builder.warnings.append(
        "It is an XFA form, of which only the values are read. Print it to a PDF in an Adobe program, and add that."
    )
    return builder


def _join_pages(pages: Sequence[list[Block | TableBlock]], style: TextStyle) -> set[int]:
    """Join words and tables at page breaks; return the pages (from 0) that begin in the middle of a paragraph.

    A table that continues overleaf gets its header row again.
    """
    running_over = set()
    for number in range(1, len(pages)):
        before, after = pages[number - 1], pages[number]
        if not before or not after:
            continue
        first = after[0]
        if isinstance(first, Block):
            before[:] = with_boxes_first(before, first)
        last = before[-1]
        above = next(
            (block for block in reversed(before) if not isinstance(block, Block) or block.kind != "note"), None
        )
        if isinstance(above, TableBlock) and isinstance(first, TableBlock) and above.continues_in(first):
            header = [TableCell(cell.text) for cell in above.rows[0]]
            after[0] = replace(first, rows=[header, *first.rows], has_header=True)
        if isinstance(last, Block) and isinstance(first, Block) and last.continues_in(first):
            ending, rest = carry_word(last.text, first.text, style.words)
            taken = len(first.text) - len(rest)
            length = len(first.text[:taken].rstrip())
            overleaf = tuple(moved(part(first.spans, 0, length), len(ending) - length))
            before[-1] = replace(last, text=ending, overleaf=overleaf)
            after[0] = replace(first, text=rest, spans=part(first.spans, taken, len(first.text)))
            running_over.add(number)
    return running_over


def _named(lines: Sequence[Line], kind: str) -> list[tuple[str, str]]:
    """Return kind and text of each line of a page's furniture."""
    return [("page number" if is_page_number(line.text) else kind, line.text) for line in lines]


def _note_marks(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Return kind and text of the note marks behind words of a page."""
    marks = [word.mark for line in lines for word in line.words if word.mark and word.mark != word.text]
    return [("note marks", ", ".join(marks))] if marks else []


def _write_block(builder: DocumentBuilder, block: Block, number: int, spans: dict[int, list[Span]]) -> None:
    """Write a block of a page and record its spans."""
    if block.kind == "contents entry":
        builder.leave_out(block.kind, block.text)
    elif block.kind == "heading":
        _add_spans(spans, number, block, builder.heading(block.text, block.level))
    elif block.kind in {"item", "row"}:
        _add_spans(spans, number, block, builder.item(block.text))
    else:
        _add_spans(spans, number, block, builder.paragraph(block.text))


def _write_table(builder: DocumentBuilder, table: TableBlock, spans: list[Span]) -> None:
    if table.caption and table.caption.text:
        text, words = table.caption
        spans += moved(locate_words(words, text), builder.paragraph(text))
    rows = [[cell.text for cell in row] for row in table.rows]
    for (row, column), start in builder.table(rows, header=table.has_header).items():
        text, words = table.rows[row][column]
        spans += moved(locate_words(words, " ".join(text.split())), start)


def _add_spans(spans: dict[int, list[Span]], number: int, block: Block, start: int) -> None:
    spans[number] += moved(block.spans, start)
    spans[number + 1] += moved(block.overleaf, start)


def _page_blocks(page: RawPage, lines: Sequence[Line], style: TextStyle) -> list[Block | TableBlock]:
    """Return the blocks of a page in reading order.

    Notes come before a last paragraph that continues overleaf, so that the page break does not cut it.
    """
    lines = join_drop_caps(lines, style.words)
    if len(lines) >= _TITLE_LINES:
        style = replace(style, leading=float("inf"))
    notes = find_notes([line for line in lines if not any(grid.cell_of(line) for grid in page.grids)], style)
    text = [line for line in lines if line not in notes]
    blocks: list[Block | TableBlock] = []
    rest: list[Line] = []
    written: set[int] = set()
    for line in text:
        at = next((at for at, grid in enumerate(page.grids) if grid.cell_of(line)), None)
        if at is None:
            rest.append(line)
        elif at not in written:
            written.add(at)
            blocks += group(rest, style)
            rest = []
            blocks.append(_ruled_table(page.grids[at], text, style))
    blocks += group(rest, style)
    footnotes = note_blocks(notes, style)
    if footnotes and blocks and isinstance(blocks[-1], Block) and blocks[-1].is_open:
        under_heading = len(blocks) > 1 and isinstance(blocks[-2], Block) and blocks[-2].kind == "heading"
        end = -2 if under_heading else -1
        return [*blocks[:end], *footnotes, *blocks[end:]]
    return [*blocks, *footnotes]


def _ruled_table(grid: Grid, lines: Sequence[Line], style: TextStyle) -> TableBlock:
    inside = [(line, place) for line in lines if (place := grid.cell_of(line))]
    rows = table_rows(grid, [line for line, _ in inside], style.words)
    is_bold = {line.bold for line, (row, _) in inside if row == 0} == {True}
    return TableBlock(rows, header_rows(grid) > 0, grid=grid, bold_header=is_bold)
