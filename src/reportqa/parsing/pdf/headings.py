"""The text style of a PDF, and which lines are headings of which level by it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from reportqa.parsing.pdf.lines import Line
from reportqa.text import fold_case, vocabulary

HEADING_SIZE = 1.12
"""Minimum size of a heading, as a multiple of the size of the body."""
_MAX_HEADING_LENGTH = 160
_CLOSING, _NO_HEADING = "”’\"'", (".", ",", ";")
"""A pull quote is as large as a heading but ends like a sentence, before its closing mark."""
_APART = 2.0
"""Minimum distance of a heading from the table below it, in font sizes."""
_FULL_PAGE = 20
"""Minimum number of lines of a page that shows the usual leading."""

_COMPANY = re.compile(
    r"(?:\b(?:inc|incorporated|corp|corporation|plc|ltd|limited|llc)|(?<=and )(?:consolidated )?subsidiar(?:y|ies))\b"
    r"(?: companies)?\.?$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?:annex|appendix|article|box|chapter|exhibit|figure|item|note|part|schedule|section|table)\s+)?"
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z](?:\.\d{1,2}){0,3}|[IVX]{1,5})[.:)]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """The style of a whole document: the size of its body, its heading sizes, its vocabulary and its outline.

    `outline` has the levels of headings by their folded text. `page_body` is the size of the text of one page, which
    may be smaller, as on a page full of tables. `leading` is the usual distance of two baselines, as a multiple of the
    size, `edge` the right edge of the lines of a page.
    """

    body: float
    heading_sizes: Sequence[float]
    words: Mapping[str, int]
    outline: Mapping[str, int]
    page_body: float = float("inf")
    leading: float = float("inf")
    edge: float = 0.0

    def level_of(self, text: str, size: float, bold: bool) -> int | None:
        """Return the level of a heading, None for a text that is no heading."""
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


def text_style(pages: Sequence[Sequence[Line]], outline: Mapping[str, int]) -> TextStyle:
    """Return the style of a document from the lines of its pages."""
    lines = [line for page in pages for line in page]
    body = body_size(lines)
    sizes = {round(line.size) for line in lines if line.size >= HEADING_SIZE * body}
    words = vocabulary("\n".join(line.text for line in lines))
    full = [page for page in pages if len(page) >= _FULL_PAGE]
    leading = median(usual_leading([[line] for line in page]) for page in full) if full else float("inf")
    edge = median(max(line.right for line in page) for page in full) if full else 0.0
    return TextStyle(body, sorted(sizes, reverse=True), words, outline, leading=leading, edge=edge)


def body_size(lines: Iterable[Line]) -> float:
    """Return the size in which most characters are set, 0 if there are none."""
    sizes: dict[float, int] = {}
    for line in lines:
        size = round(line.size, 1)
        sizes[size] = sizes.get(size, 0) + len(line.text)
    return max(sizes, key=sizes.__getitem__, default=0.0)


def usual_leading(rows: Sequence[Sequence[Line]]) -> float:
    """Return the usual distance of two baselines, as a multiple of the size."""
    middles = pairwise([(row[0].middle, row[0].size) for row in rows])
    steps = [(above - below) / size for (above, _), (below, size) in middles if size and 0 < above - below < 3 * size]
    return sorted(steps)[len(steps) // 4] if steps else 1.2


def is_company(text: str) -> bool:
    """Return whether a heading is the name of a company, as below the name of a financial statement."""
    return bool(_COMPANY.search(text))


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
    """Return whether a line is above a table, larger than it or well apart, and not between its rows."""
    below = rows[position + 1][0] if position + 1 < len(rows) else None
    if below is None or (position and len(rows[position - 1]) > 1):
        return False
    return line.size >= HEADING_SIZE * below.size or line.middle - below.middle > _APART * line.size


def level_of(held: Sequence[Line], text: str, style: TextStyle) -> int | None:
    """Return the level of the heading that some lines with this text are, None if they are no heading."""
    if len(held) > 4:
        return None
    size, bold = median(line.size for line in held), all(line.bold for line in held)
    level = style.level_of(text, size, bold)
    label = _LABEL.match(text)
    if level is None and label and text[label.end() :].startswith(" "):
        # "Item 8.01. Other events." ends like a sentence; it is a heading if its words are.
        return style.level_of(text[label.end() :].strip().removesuffix("."), size, bold)
    return level
