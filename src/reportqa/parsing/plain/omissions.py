"""Records what is left out of plain text, each at the position where it would be."""

from collections.abc import Sequence

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.html.boilerplate_words import BOILERPLATE_HEADING, part_kind
from reportqa.parsing.omissions import CONTEXT, PositionFinder
from reportqa.parsing.plain.blocks import TextBlock
from reportqa.parsing.plain.line_numbers import NumberedText


def leave_out_furniture(
    pages: Sequence[Sequence[str]], bodies: Sequence[Sequence[str]], builder: DocumentBuilder
) -> None:
    """Record the lines of `pages` that are missing from `bodies`, the same pages without furniture."""
    text, made = builder.text, builder.pages
    for at_page, (lines, body) in enumerate(zip(pages, bodies, strict=True)):
        lost = [at for at, (line, kept) in enumerate(zip(lines, body, strict=True)) if line.strip() and not kept]
        if not lost:
            continue
        page = made[at_page] if len(pages) > 1 else None
        positions = PositionFinder(text, page.start, page.end) if page else PositionFinder(text)
        for at in lost:
            kind = _furniture_kind(lines[at], at < len(lines) / 2, len(pages) > 1)
            position = positions.find(_squeezed(body, at, -1), _squeezed(body, at, 1))
            builder.leave_out(kind, lines[at], position, page.physical if page else None)


def leave_out_line_numbers(numbered: NumberedText, builder: DocumentBuilder) -> None:
    """Record the numbers of the lines of each page."""
    pages = builder.pages
    for at, numbers in enumerate(numbered.numbers):
        page = pages[at] if pages else None
        if numbers:
            position = page.start if page else 0
            builder.leave_out(
                "line numbers", f"{numbers[0]} to {numbers[-1]}", position, page.physical if page else None
            )


def leave_out_boilerplate(blocks: Sequence[TextBlock], kept: Sequence[TextBlock], builder: DocumentBuilder) -> None:
    """Record the blocks that are not kept."""
    ids = {id(block) for block in kept}
    if len(ids) == len(blocks):
        return
    texts = [_block_text(block) if id(block) in ids else "" for block in blocks]
    positions = PositionFinder(builder.text)
    heading_kind = ""
    for at, block in enumerate(blocks):
        if id(block) in ids:
            heading_kind = ""
        else:
            kind = part_kind(block.text, "website notice")
            if BOILERPLATE_HEADING.fullmatch(block.text.strip(" :")):
                heading_kind = kind
            position = positions.find(_squeezed(texts, at, -1), _squeezed(texts, at, 1))
            page = block.page if builder.page_count else None
            builder.leave_out(heading_kind or kind, block.text, position, page)


def _furniture_kind(line: str, is_above: bool, has_pages: bool) -> str:
    # The import takes longer than most texts, few of which have furniture.
    from reportqa.parsing.pdf.margins import is_page_number

    if is_page_number(line.strip()):
        return "page number"
    if not has_pages:
        return "running title"
    return "running header" if is_above else "running footer"


def _squeezed(lines: Sequence[str], at: int, step: int) -> str:
    """Return CONTEXT characters before (step -1) or after (step 1) a line, without spaces."""
    words = ""
    near = at + step
    while 0 <= near < len(lines) and len(words) < CONTEXT:
        line = "".join(lines[near].split())
        words = line + words if step < 0 else words + line
        near += step
    return words[-CONTEXT:] if step < 0 else words[:CONTEXT]


def _block_text(block: TextBlock) -> str:
    return block.text or " ".join(cell for row in block.rows for cell in row)
