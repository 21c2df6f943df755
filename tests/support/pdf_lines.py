"""Lines of a PDF page for tests, set in a font of which each character is half as wide as it is high."""

import re

from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.words import Word


def set_line(text: str, left: float = 50.0, bottom: float = 700.0, size: float = 10.0, *, bold: bool = False) -> Line:
    """Return a line of words; its characters are numbered from 0, as if it was alone on its page."""
    width = size / 2
    words = tuple(
        Word(m[0], left + m.start() * width, left + m.end() * width, bottom, bottom + size, m.start(), m.end() - 1)
        for m in re.finditer(r"\S+", text)
    )
    return Line(text, left, bottom, left + len(text) * width, bottom + size, size, bold, words)


def set_row(*cells: tuple[float, str], bottom: float = 700.0, size: float = 10.0, bold: bool = False) -> list[Line]:
    """Return the cells of a row, each from its left edge on."""
    return [set_line(text, left, bottom, size, bold=bold) for left, text in cells]
