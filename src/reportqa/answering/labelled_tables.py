"""Tables of a document as grids: rows with their labels and groups, column names, and the text that announces them."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from reportqa.answering.lists import BLOCK, CELL_SEPARATOR
from reportqa.answering.table_terms import PART_OF_YEAR, SHARES, Asked, all_terms
from reportqa.document import Document, Sentence, Table
from reportqa.text import is_dash, parse_amount, question_terms, split_sentences

MAX_ABOVE = 3
"""Paragraphs above a table that may announce it."""
MAX_ABOVE_LENGTH = 600
"""Characters above a table in which they are."""
_MIN_ANNOUNCING_WORDS = 4
"""Shorter lines above a table are remains of its head: "Name"."""
_CAPTION = re.compile(r"(?:table|figure|exhibit|box) [\dA-Z]", re.IGNORECASE)
_SCALE = re.compile(r"\(?(?:[$£€]|dollars|USD)? ?(?:\w+ )?in (?:thousands|millions|billions)\b[^().]*", re.IGNORECASE)
_MAX_LINE_WORDS = 12
"""A longer paragraph above a table is prose, above which nothing is on the table."""
_VALUE_IN_NAME = re.compile(r"[£$€]\s?\d|(?<![^\s(-])\d+(?:\.\d+)?\s?%|\d,\d{3}|(?<!\w)\d+\.\d")


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: its cells with their ranges in the document; `group` is the row without values above it ("Domestic:")."""

    group: str
    cells: tuple[str, ...]
    ranges: tuple[Sentence, ...]
    lines: tuple[Sentence, ...]

    @property
    def label(self) -> str:
        return self.cells[0]

    @property
    def terms(self) -> frozenset[str]:
        """The terms of the label, the group, and the cells that are text."""
        words = (cell for cell in self.cells[1:] if not is_dash(cell) and not parse_amount(cell))
        return all_terms(self.label, self.group, *words)

    def lines_with(self, columns: Sequence[int]) -> tuple[Sentence, ...]:
        """Return the lines of the text that have these cells; a long row has a line for each."""
        wanted = [self.ranges[column].start for column in columns]
        return tuple(line for line in self.lines if any(line.start <= start < line.end for start in wanted))


@dataclass(frozen=True, slots=True)
class LabelledTable:
    """A table with at least one row of values.

    `names` are of the columns, the first of the labels; `above` is the text that announces the table, `announcement`
    its last sentence, `headings` are those of its section, and `title` that of the document.
    """

    doc_id: str
    names: tuple[str, ...]
    rows: tuple[GridRow, ...]
    above: str
    announcement: Sentence | None
    headings: tuple[str, ...]
    title: str

    @property
    def has_values_in_names(self) -> bool:
        """Whether a name of a column has an amount, as where the head of a table was read wrongly."""
        return any(_VALUE_IN_NAME.search(name) for name in self.names[1:])

    @property
    def columns(self) -> range:
        """The columns of values."""
        return range(1, len(self.names))

    def columns_in_time(self, columns: Sequence[int], asked: Asked) -> list[int]:
        """Return those of some columns that are not of another year, month or part of a year than a question."""
        names = self.names
        kept = [c for c in columns if not asked.is_dated_otherwise(names[c]) and not asked.is_of_other_period(names[c])]
        whole = [c for c in kept if not PART_OF_YEAR.search(names[c])]
        return whole if asked.is_whole_year and whole else kept

    def is_of_other_period(self, row: GridRow, asked: Asked) -> bool:
        """Return whether a row is of another period than a question, by the columns or else what is above the row."""
        return asked.is_of_other_period(" ".join(self.names[1:]), row.group, self.above, *self.headings[::-1])

    @property
    def terms_around(self) -> frozenset[str]:
        """The terms of the title, the headings, what is above the table, and the name of its labels."""
        around = all_terms(" ".join([self.title, *self.headings, self.above, self.names[0]]))
        has_shares = any("%" in text for text in (*self.names, self.above, *self.rows[0].cells))
        return around | SHARES if has_shares else around

    @property
    def scale(self) -> str:
        """What the table says of its unit: "$ in millions"; empty if nothing."""
        match = _SCALE.search(" ".join([*self.headings[-1:], self.above, self.names[0]]))
        return match[0].strip(" (,;:") if match else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The rows of a table that may answer, each with the columns that answer; none where the question names none.

    `names` are of the columns or rows compared; `weight` is that of the question's terms that row and column have.
    """

    grid: LabelledTable
    rows: tuple[tuple[GridRow, tuple[int, ...]], ...]
    reason: str
    certain: bool
    weight: float
    names: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(row.cells[column] for row, columns in self.rows for column in columns)


def read_table(document: Document, table: Table) -> LabelledTable | None:
    """Return a table of a document as a grid; None without column names of its own or without rows of values."""
    text = document.text
    if len(table.starts) < 2 or not set(table.starts[0]) <= {None}:
        return None
    width = max(map(len, table.rows))
    group: list[str] = []
    is_open = True
    rows = []
    for row, row_starts in zip(table.rows[1:], table.starts[1:], strict=True):
        texts = [*row, *[""] * (width - len(row))]
        starts = [*row_starts, *[None] * (width - len(row))]
        if texts[0] and not any(texts[1:]):
            # Rows without values one after another are one: "52 Weeks Ended", "Domestic:".
            group = [*group, texts[0]] if is_open else [texts[0]]
            is_open = True
            continue
        is_open = False
        ranges = [_range(cell, start) for cell, start in zip(texts, starts, strict=True)]
        filled = [one for one in ranges if one.start < one.end]
        if len(filled) > bool(texts[0]):
            rows.append(GridRow(" ".join(group), tuple(texts), tuple(ranges), _lines(text, table, filled)))
    if not rows:
        return None
    section = bisect_right(document.sections, table.start, key=attrgetter("start"))
    first = 0
    if section:
        above = document.sections[section - 1]
        first = min(above.start + len(above.heading), table.start)
    own = all_terms(*table.rows[0], *(row[0] for row in table.rows))
    sentences = _sentences_above(text, max(first, table.start - MAX_ABOVE_LENGTH), table.start)
    return LabelledTable(
        doc_id=document.doc_id,
        names=(*table.rows[0], *[""] * (width - len(table.rows[0]))),
        rows=tuple(rows),
        above=" ".join(text[one.start : one.end] for one in sentences),
        announcement=_announcement(text, sentences, own),
        headings=document.section_path(table.start),
        title=f"{document.title} {document.file_words}".strip(),
    )


def _range(cell: str, start: int | None) -> Sentence:
    """Return the range of a cell, empty for an empty one."""
    return Sentence(start or 0, (start or 0) + (len(cell) if start is not None else 0))


def _lines(text: str, table: Table, cells: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Return the lines of the text that have these cells."""
    lines: list[Sentence] = []
    for cell in cells:
        if lines and cell.start < lines[-1].end:
            continue
        start = max(text.rfind("\n", table.start, cell.start) + 1, table.start)
        end = text.find("\n", cell.end, table.end)
        lines.append(Sentence(start, table.end if end < 0 else end))
    return tuple(lines)


def _sentences_above(text: str, first: int, last: int) -> list[Sentence]:
    """Return what may announce a table, in order: the last sentence of the prose above it, and the lines below that."""
    found: list[Sentence] = []
    blocks = list(BLOCK.finditer(text[first:last]))
    for block in reversed(blocks[-MAX_ABOVE:]):
        sentences = split_sentences(text, first + block.start(), first + block.end())
        if not sentences or (CELL_SEPARATOR in block[0] and found):
            break
        found.insert(0, sentences[-1])
        if len(sentences) > 1 or len(block[0].split()) > _MAX_LINE_WORDS:
            break
    return found


def _announcement(text: str, sentences: Sequence[Sentence], own: frozenset[str]) -> Sentence | None:
    """Return the last sentence above a table that is more than a remainder of its head, if it is on the table.

    :param own: terms of the table's rows and columns
    """
    for sentence in reversed(sentences):
        words = text[sentence.start : sentence.end]
        if len(words.split()) >= _MIN_ANNOUNCING_WORDS and CELL_SEPARATOR not in words:
            is_on_table = words.endswith(":") or _CAPTION.match(words) or own & set(question_terms(words))
            return sentence if is_on_table or _SCALE.search(words) else None
    return None
