"""Pages whose fonts do not say which characters they show."""

import re
from collections.abc import Iterator, Sequence

from pypdf.errors import PyPdfError

from reportqa.errors import ParseError
from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.pdf_file import BROKEN, read_with_pypdf
from reportqa.parsing.pdf.stacked import join_single
from reportqa.parsing.pdf.words import Word
from reportqa.text import REPLACEMENT, clean_text

_MIN_LENGTH = 30
"""Minimum characters of a page that is judged."""
_SIGNS = "!\"#&'’*+/<=>?@\\^_`{|}~"
_MAX_SIGNS, _MIN_ALPHANUMERIC = 0.08, 0.5
"""Maximum share of signs on a page with fewer letters and figures than the minimum share. Neither dashes and currencies
of tables nor the dots of contents count."""
_NO_CHARACTER = re.compile(f"[\x00\x01\x03-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff{REPLACEMENT}\U000f0000-\U000fffff]")
_MAX_NO_CHARACTER = 0.15
_SIZE, _LEADING = 10.0, 12.0


def is_unreadable(text: str) -> bool:
    """Return whether a text of a page is codes of its fonts and not what is seen."""
    length = len(text) - text.count(" ") - 2 * text.count("\n")
    if length < _MIN_LENGTH:
        return False
    has_signs = sum(map(text.count, _SIGNS)) > _MAX_SIGNS * length
    if has_signs and sum(map(str.isalnum, text)) < _MIN_ALPHANUMERIC * length:
        return True
    return len(_NO_CHARACTER.findall(text)) > _MAX_NO_CHARACTER * length


def read_lines(data: bytes, numbers: Sequence[int], height: float) -> Iterator[tuple[int, list[Line]]]:
    """Return lines of pages (from 0) as pypdf reads them, for pages of which PDFium reads nothing.

    PDFium leaves out single characters of fonts that are neither in the file nor on the computer. The positions of the
    lines are made up.
    """
    try:
        reader = read_with_pypdf(data)
    except (ParseError, *BROKEN):
        return
    for number in numbers:
        try:
            rows = reader.pages[number].extract_text().split("\n")
        except (PyPdfError, *BROKEN):
            continue
        texts = [cleaned for row in join_single(rows) if (cleaned := clean_text(row).strip())]
        yield number, [_line(text, height - (at + 1) * _LEADING) for at, text in enumerate(texts)]


def _line(text: str, bottom: float) -> Line:
    words = tuple(Word(word, 0.0, 0.0) for word in text.split())
    return Line(text, 0.0, bottom, len(text) * _SIZE / 2, bottom + _SIZE, _SIZE, words=words)
