"""The headings of a PDF page and their levels, by outline, size and weight, label and position."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from reportqa.parsing.pdf.lines import Line
from reportqa.text import fold_case

HEADING_SIZE = 1.12
"""Times the size of the body from which on a line is a heading."""
_MAX_HEADING_LENGTH = 160
_CLOSING, _NO_HEADING = "”’\"'", (".", ",", ";")
"""A pull quote is as large as a heading and ends as a sentence does, before its closing mark."""
_APART = 2.0
"""Distance in font sizes from which on a line is too far from a table to be one of its rows."""

_LABEL = re.compile(
    r"(?:(?:annex|appendix|article|box|chapter|exhibit|figure|item|note|part|schedule|section|table)\s+)?"
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z](?:\.\d{1,2}){0,3}|[IVX]{1,5})[.:)]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """What holds for a whole document: the size of its body, its heading sizes, its words and outline.

    `outline` has the level of a heading by its text, lower-cased, spaces made one. `page_body` is the size of one
    page where that is smaller, as it is where tables fill it. `leading` is the usual distance of two base lines, as a
    multiple of the size, `edge` how far to the right the lines of a page reach.
    """

    body: float
    heading_sizes: Sequence[float]
    words: Mapping[str, int]
    outline: Mapping[str, int]
    page_body: float = float("inf")
    leading: float = float("inf")
    edge: float = 0.0

    def level_of(self, text: str, size: float, bold: bool) -> int | None:
        """Return the level of a line that is a heading, None for one that is not."""
        level = self.outline.get(fold_case(text))
        if level is not None and size >= 0.97 * self.body:
            return level
        if (
            len(text) > _MAX_HEADING_LENGTH
            or not re.search(r"[^\W\d_]{2}", text)
            or text.rstrip(_CLOSING)[-1:] in _NO_HEADING
        ):
            return None
        if size >= HEADING_SIZE * self.body:
            larger = [other for other in self.heading_sizes if other > size + 0.3]
            return min(len(larger) + 1, 6)
        if bold and size >= 0.95 * min(self.body, self.page_body) and not text.endswith(":") and text[0].isupper():
            return min(len(self.heading_sizes) + 1, 6)
        return None


def is_labelled(row: Sequence[Line], style: TextStyle) -> bool:
    """Return whether a row is the label of a heading ("2.1", "Item 5.02.", "Annex B") and, behind a gap, its text."""
    label, text = row[0], row[-1]
    return (
        len(row) == 2
        and bool(_LABEL.fullmatch(label.text.strip()))
        and label.bold == text.bold
        and style.level_of(text.text.strip().rstrip("."), min(label.size, text.size), text.bold) is not None
    )


def is_above(line: Line, rows: Sequence[Sequence[Line]], position: int) -> bool:
    """Return whether a line is above a table, larger than it or well apart, and not between two of its rows."""
    below = rows[position + 1][0] if position + 1 < len(rows) else None
    if below is None or (position and len(rows[position - 1]) > 1):
        return False
    return line.size >= HEADING_SIZE * below.size or line.middle - below.middle > _APART * line.size


def level_of(held: Sequence[Line], text: str, style: TextStyle) -> int | None:
    """Return the level of a heading that some lines are, which say `text`; None when they are none."""
    if len(held) > 4:
        return None
    size, bold = median(line.size for line in held), all(line.bold for line in held)
    level = style.level_of(text, size, bold)
    label = _LABEL.match(text)
    if level is None and label and text[label.end() :].startswith(" "):
        # "Item 8.01. Other events." ends as a sentence does; it is a heading if its words are.
        return style.level_of(text[label.end() :].strip().removesuffix("."), size, bold)
    return level
