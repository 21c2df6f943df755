"""The highest, lowest, first or last value of a column or row, the values above a number, and the sum of a column.

Nothing is returned unless every value compared is a number of one unit, or a date.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import gt, lt

from reportqa.answering.labelled_tables import Choice, GridRow, LabelledTable
from reportqa.answering.superlatives import superlatives
from reportqa.answering.table_terms import MIN_NAMED, Asked, all_terms, has_year
from reportqa.search import Question, Vocabulary
from reportqa.text import is_dash, parse_amount, parse_date, terms

MAX_ROWS = 10
"""More rows are a table, not an answer."""
_ROUNDING = 200
"""A value that differs from the sum of the others by less than this part of it is their sum, rounded."""

_OFTEN = frozenset(terms("common often frequent single overall"))
"""Terms beside a superlative of what the numbers count anyway: "the most common", "the largest single"."""
_THRESHOLD = re.compile(
    r"\b(?:(?P<above>more than|over|above|at least|exceed(?:s|ed|ing)?|greater than)|(?P<below>less than|fewer than"
    r"|under|below|at most)) (?P<amount>[£$€]?\d[\d,.]*(?: ?(?:%|per ?cent|million|billion|thousand|m|bn|k)\b)?%?)",
    re.IGNORECASE,
)
_INCLUSIVE = frozenset({"at least", "at most"})
_SUM = re.compile(r"\b(?:in total|altogether|total|combined|in all|sum of)\b", re.IGNORECASE)
_TOTAL = re.compile(r"(?:sub-?)?totals?\b|all\b|overall\b|average\b|mean\b|sum\b|combined\b|worldwide\b", re.IGNORECASE)
_DATED = re.compile(r"\b(?:date|year|founded|opened|started|when|published|established)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    """The values of a column or a row: its name, and the row and column of each; `weight` is how it is named."""

    name: str
    word: str
    values: tuple[tuple[GridRow, int], ...]
    weight: float

    @property
    def cells(self) -> list[str]:
        return [row.cells[column] for row, column in self.values]

    @property
    def shown(self) -> str:
        return f"the {self.word} “{self.name}”" if self.name else f"the only {self.word} of values"

    def choice(self, grid: LabelledTable, positions: Sequence[int], reason: str) -> Choice:
        """Return the rows of some of the values."""
        rows: dict[int, tuple[GridRow, tuple[int, ...]]] = {}
        for row, column in (self.values[at] for at in sorted(positions)):
            at = row.lines[0].start
            rows[at] = (row, (*rows.get(at, (row, ()))[1], column))
        return Choice(grid, tuple(rows.values()), reason, True, self.weight, (self.name,))


def compared(question: Question, grids: Sequence[LabelledTable], vocabulary: Vocabulary) -> Iterator[Choice]:
    """Yield what a question asks to compare in each table: a superlative, values above a number, or a sum."""
    for words, direction in superlatives(question.text):
        asked = Asked.of(question, vocabulary, words)
        asked = replace(asked, weights={term: weight for term, weight in asked.weights.items() if term not in _OFTEN})
        for grid in grids:
            yield from _extreme(grid, asked, direction)
    if threshold := _THRESHOLD.search(question.text):
        asked = Asked.of(question, vocabulary, threshold[0])
        for grid in grids:
            yield from _beyond(grid, asked, threshold)
    if summed := _SUM.search(question.text):
        asked = Asked.of(question, vocabulary, summed[0])
        for grid in grids:
            yield from _sum(grid, asked)


def _lines(grid: LabelledTable, asked: Asked) -> Iterator[_Line]:
    """Yield the column, and the rows, whose names a question has, without totals."""
    if grid.has_values_in_names:
        return
    if column := _column(grid, asked):
        yield column
    for row in grid.rows:
        # Years in names of columns would make them figures of one thing, not things.
        if not asked.names(row.label) or any(map(has_year, grid.names[1:])):
            continue
        if asked.is_matched(grid.terms_around | all_terms(row.label, row.group)):
            columns = [c for c in grid.columns if grid.names[c] and not _TOTAL.match(grid.names[c])]
            yield _Line(row.label, "row", tuple((row, c) for c in columns), asked.weight(all_terms(row.label)))


def _column(grid: LabelledTable, asked: Asked) -> _Line | None:
    """Return the column that a question names best, of the rows of one group."""
    named = {row.group for row in grid.rows if asked.names(row.group)}
    rows = [
        row
        for row in grid.rows
        if row.label and (not named or row.group in named) and not grid.is_of_other_period(row, asked)
    ]
    if len({row.group for row in rows}) != 1 or grid.has_values_in_names:
        return None
    around = grid.terms_around | all_terms(rows[0].group)
    columns = [c for c in grid.columns if any(row.cells[c] for row in rows)]
    only = len(columns) == 1
    columns = grid.columns_in_time(columns, asked)
    found: dict[tuple[float, float], list[int]] = {}
    for column in columns:
        held, share = asked.naming(grid.names[column])
        if (share >= MIN_NAMED or (only and not held)) and asked.is_matched(around | all_terms(grid.names[column])):
            found.setdefault((held, share), []).append(column)
    if not found and asked.is_matched(around):
        # "The largest source of money" is the one with the largest total.
        found = {(0.0, 0.0): [column for column in columns if _TOTAL.match(grid.names[column])]}
    if not found or len(best := found[max(found)]) != 1:
        return None
    name = grid.names[best[0]]
    values = tuple((row, best[0]) for row in rows if not _TOTAL.match(row.label))
    return _Line(name, "column", values, asked.weight(all_terms(name)))


def _numbers(line: _Line, dashes: bool) -> list[tuple[Decimal, int]]:
    """Return the values of a line with their positions, without a sum of the others; none if one is no number.

    :param dashes: whether a dash is a value that cannot be the one looked for
    """
    found: list[tuple[Decimal, int]] = []
    units: list[str] = []
    for position, cell in enumerate(line.cells):
        if dashes and is_dash(cell):
            continue
        amount = parse_amount(cell)
        if amount is None or (parse_date(cell) and _DATED.search(line.name)):
            return []
        units.append(amount.unit)
        found.append((amount.value, position))
    # Accounts write the sign of a unit in the first row and the last.
    if len(set(filter(None, units))) > 1 or (any(units) and not units[0]):
        return []
    everything = sum((value for value, _ in found), Decimal(0))
    kept = [
        (value, at)
        for value, at in found
        if len(found) < 4 or not value or abs(everything - 2 * value) > abs(value) / _ROUNDING
    ]
    return kept if len(kept) > 1 else []


def _extreme(grid: LabelledTable, asked: Asked, direction: str) -> Iterator[Choice]:
    """Yield the highest, lowest, first or last value of the column or rows that a question names."""
    for line in _lines(grid, asked):
        if direction in {"first", "last"}:
            positions, count = _dated(line.cells, direction == "last")
            word = "Earliest" if direction == "first" else "Latest"
        else:
            is_low = direction in {"lowest", "steepest"}
            numbers = _numbers(line, dashes=not is_low)
            values = [value for value, _ in numbers]
            best = (min if is_low else max)(values, default=Decimal(0))
            if direction == "steepest" and best >= 0:
                continue
            positions, count = [at for value, at in numbers if value == best], len(numbers)
            word = "Lowest" if is_low else "Highest"
        if positions:
            yield line.choice(grid, positions, f"{word} of {count} values in {line.shown}.")


def _dated(cells: Sequence[str], last: bool) -> tuple[list[int], int]:
    """Return the position of the first or last of dates, and their number; no position where nothing says which."""
    dates = [date for cell in cells if (date := parse_date(cell))]
    if len(dates) < len(cells) or len(dates) < 2:
        return [], len(dates)
    best = (max if last else min)(dates)
    # A year alone does not order dates within it.
    exact = 1 + bool(best[1]) + bool(best[1] and best[2])
    same = [
        at
        for at, date in enumerate(dates)
        if date[:exact] == best[:exact] or (0 in date[1:exact] and date[0] == best[0])
    ]
    return (same if len(same) == 1 else []), len(dates)


def _beyond(grid: LabelledTable, asked: Asked, match: re.Match[str]) -> Iterator[Choice]:
    """Yield the rows whose value in the column that a question names is above or below a number."""
    amount = match["amount"].rstrip(".,")
    limit, line = parse_amount(amount), _column(grid, asked)
    # "1,000" of a table in millions may be 1,000 or a billion.
    if limit is None or line is None or grid.scale:
        return
    side, is_beyond = ("above", gt) if match["above"] else ("below", lt)
    inclusive = match[side].lower() in _INCLUSIVE
    numbers = _numbers(line, dashes=False)
    kept = [at for value, at in numbers if is_beyond(value, limit.value) or (inclusive and value == limit.value)]
    if 0 < len(kept) <= MAX_ROWS:
        yield line.choice(grid, kept, f"{len(kept)} of {len(numbers)} values in {line.shown} are {side} {amount}.")


def _sum(grid: LabelledTable, asked: Asked) -> Iterator[Choice]:
    """Yield the sum of a column that has no total of its own."""
    if any(_TOTAL.match(row.label) or not row.label for row in grid.rows) or not (line := _column(grid, asked)):
        return
    numbers = _numbers(line, dashes=False)
    if len(numbers) == len(line.values) and 0 < len(numbers) <= MAX_ROWS and "%" not in "".join(line.cells):
        total = sum((value for value, _ in numbers), Decimal(0))
        yield line.choice(grid, range(len(numbers)), f"Sum of {len(numbers)} values in {line.shown}: {total:,f}.")
