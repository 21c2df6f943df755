"""Numbers of lines in the margins of PDF pages: found in a whole document, and the lines without them."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from reportqa.parsing.line_numbering import MIN_NUMBERS, count_lines, is_running_text, longest_run, may_be_text
from reportqa.parsing.pdf.lines import Line, by_baseline, split_runs

_ENOUGH = 12
"""Number of lines from which on they need not be full and not be counted from 1 on, as page numbers are not."""
_MAX_OVERLAP = 0.05
"""Maximum share of the lines beside a column of numbers that run through it."""
_MAX_PARTS = 2
"""Maximum usual number of parts on the baseline of a number: the lines of two columns of text."""
_FULL, _MIN_FULL = 0.85, 0.5
"""Width of a full line, as a share of the widest, and minimum share of full lines in text."""
_EDGE = 2.0
"""Maximum distance of the left or right edges of numbers one under another, in points."""
_NEAR = 72.0
"""Maximum distance of a line from its number, in points."""
_EDGE_LINES = 3
"""Lines at the head and foot of a page that may begin where the numbers do: running headers and page numbers."""
_YEARS = 1900, 2100
_MAX_FIGURES = 5

SIDES = "left", "right"
Edge = tuple[str, int]
"""The edge at which numbers are aligned: "left" or "right", and its position in points."""


@dataclass(frozen=True, slots=True)
class NumberedPage:
    """The lines of a page without the numbers that count them, and these numbers from the top."""

    lines: list[Line]
    numbers: list[int]

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """The kind and the text of what is left out: the first and the last number."""
        return [("line numbers", f"{self.numbers[0]} to {self.numbers[-1]}")] if self.numbers else []


class _Number(NamedTuple):
    """A number at the beginning or end of a line, or alone."""

    digits: str
    left: float
    right: float
    line: Line
    is_first: bool = True

    @property
    def rest(self) -> Line | None:
        """The line without the number."""
        return None if self.line.text == self.digits else _without(self.line, first=self.is_first)

    @property
    def value(self) -> int:
        return int(self.digits)

    @property
    def middle(self) -> float:
        return self.line.middle


@dataclass(frozen=True, slots=True)
class _Column:
    """Numbers one under another that grow by one step.

    `counted` are the lines that they are in front of, or behind if there are none, without the numbers; `parts` the
    number of lines on the baseline of each; `outside` the lines above and below the numbers.
    """

    side: str
    numbers: Sequence[_Number]
    step: int
    counted: Sequence[Line]
    parts: Sequence[int]
    outside: Sequence[Line]

    @property
    def edges(self) -> set[Edge]:
        """The position of its edge, and those right beside it."""
        at = _place(median(map(attrgetter(self.side), self.numbers)))
        return {(self.side, near) for near in (at - 1, at, at + 1)}

    @property
    def texts(self) -> list[str]:
        return [line.text for line in self.counted]

    @property
    def is_certain_text(self) -> bool:
        """Return whether it counts lines of running text."""
        is_short = self.numbers[-1].value - self.numbers[0].value < _ENOUGH
        begins = self.numbers[0].value in {1, self.step}
        return is_running_text(self.texts) and (not is_short or (begins and self.is_likely_text))

    @property
    def is_likely_text(self) -> bool:
        """Return whether it may count lines of text: one on each baseline, most nearly as wide as the widest."""
        widths = [line.right - line.left for line in self.counted]
        is_full = sum(width >= _FULL * max(widths) for width in widths) >= _MIN_FULL * len(widths)
        return may_be_text(self.texts) and is_full and median(self.parts) <= 1

    def heads(self, lines: Iterable[Line]) -> bool:
        """Return whether any of some lines begins where the numbers do, as those around a list do."""
        left, right = min(number.left for number in self.numbers), max(number.right for number in self.numbers)
        return any(left - _EDGE <= line.left <= right and not line.text[:1].isdecimal() for line in lines)

    def counts_lines(self) -> bool:
        """Return whether the numbers count the lines beside them."""
        values = [number.value for number in self.numbers]
        if _YEARS[0] <= values[0] <= values[-1] <= _YEARS[1]:
            return False
        if median(self.parts) > _MAX_PARTS or self.heads(self.outside):
            return False
        heights = [row[0].middle for row in by_baseline(self.counted)]
        slack = 0.4 * median(line.size for line in self.counted) if self.counted else 0.0
        counts = [
            sum(after.middle + slack < height <= number.middle + slack for height in heights)
            for number, after in pairwise(self.numbers)
        ]
        return count_lines(values, counts)


def without_line_numbers(pages: Sequence[Sequence[Line]]) -> list[NumberedPage]:
    """Return the pages of a document without the numbers of their lines.

    These are in a column with no text in it and count the lines beside it one by one, or every fifth; they go on from
    page to page or begin anew. In lists and tables, which are numbered too, the numbered lines are no running text.
    """
    columns = [list(_columns(lines)) for lines in pages]
    certain = [column for page in columns for column in page if column.is_certain_text]
    if not certain:
        likely = [page for page in ([c for c in found if c.is_likely_text] for found in columns) if page]
        every = [column for page in likely for column in page]
        if len(likely) > 1 and not any(column.heads(lines) for column in every for lines in pages):
            certain = every
    if not certain:
        return [NumberedPage(list(lines), []) for lines in pages]
    edges = {edge for column in certain for edge in column.edges}
    step = Counter(column.step for column in certain).most_common(1)[0][0]
    return list(_stripped(pages, edges, step))


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= _MAX_FIGURES


def _columns(lines: Sequence[Line]) -> Iterator[_Column]:
    """Yield the columns of numbers of a page that count its lines."""
    numbers = list(_numbers(lines))
    for side in SIDES if len(numbers) >= MIN_NUMBERS else ():
        for group in _aligned(numbers, side):
            column = _column(lines, group, side) if len(group) >= MIN_NUMBERS else None
            if column and column.counts_lines():
                yield column


def _aligned(numbers: Iterable[_Number], side: str) -> list[list[_Number]]:
    """Return numbers grouped by their left or their right edges."""
    edge = attrgetter(side)
    return split_runs(sorted(numbers, key=edge), lambda last, number: edge(number) - edge(last) > _EDGE)


def _numbers(lines: Iterable[Line]) -> Iterator[_Number]:
    """Yield the numbers that a page has alone or at an end of a line."""
    for line in lines:
        if not line.words:
            continue
        first, last = line.words[0], line.words[-1]
        if _is_number(line.text):
            yield _Number(line.text, line.left, line.right, line)
        elif len(line.words) > 1:
            if _is_number(first.text):
                yield _Number(first.text, first.left, first.right, line)
            if _is_number(last.text):
                yield _Number(last.text, last.left, last.right, line, is_first=False)


def _without(line: Line, *, first: bool) -> Line:
    """Return a line without its first or its last word."""
    words = line.words[1:] if first else line.words[:-1]
    text = line.text.removeprefix(line.words[0].text) if first else line.text.removesuffix(line.words[-1].text)
    return replace(
        line, text=text.strip(), words=words, left=words[0].left, right=words[-1].right,
        bottom=min(word.bottom for word in words), top=max(word.top for word in words),
        size=median(word.top - word.bottom for word in words) or line.size,
    )  # fmt: skip


def _column(lines: Sequence[Line], numbers: Iterable[_Number], side: str) -> _Column | None:
    """Return the column of those numbers that grow by one step; None if there are none or text runs through it."""
    numbers = sorted(numbers, key=lambda number: -number.middle)
    run = longest_run([number.value for number in numbers])
    if run is None:
        return None
    numbers = numbers[run.first : run.last + 1]
    rest = {number.line: number.rest for number in numbers}
    left, right = min(number.left for number in numbers), max(number.right for number in numbers)
    high, low = numbers[0].line.top, numbers[-1].line.bottom
    parts = [part for line in lines if (part := rest.get(line, line)) and not _is_number(part.text)]
    beside = [part for part in parts if low < part.middle < high]
    across = sum(part.left < right and part.right > left for part in beside)
    if across > _MAX_OVERLAP * len(beside):
        return None
    counted = [part for part in beside if 0 <= part.left - right <= _NEAR]
    if 2 * len(counted) < len(numbers):
        before = [part for part in beside if part.right <= left]
        nearest = max((part.left for part in before), default=left) - _NEAR
        counted = [part for part in before if part.left >= nearest]
    on_line = [sum(part.shares_baseline(number.line) for part in beside) for number in numbers]
    ordered = sorted(parts, key=lambda part: -part.middle)
    outside = [part for part in ordered[_EDGE_LINES : -_EDGE_LINES or None] if not low < part.middle < high]
    return _Column(side, numbers, run.step, counted, on_line, outside)


def _stripped(pages: Sequence[Sequence[Line]], edges: Container[Edge], step: int) -> Iterator[NumberedPage]:
    """Yield the pages without the numbers at some edges that go on from the page before or begin anew."""
    following = 0
    for lines in pages:
        kept, found = list(lines), list[int]()
        while numbers := max((_counting(kept, side, edges, step, following) for side in SIDES), key=len):
            rest = {number.line: number.rest for number in numbers}
            kept = [part for line in kept if (part := rest.get(line, line))]
            found += [number.value for number in numbers]
            following = numbers[-1].value + step
        yield NumberedPage(kept, sorted(found))


def _counting(lines: Sequence[Line], side: str, edges: Container[Edge], step: int, following: int) -> Sequence[_Number]:
    """Return the numbers of the lines of a page at an edge; `following` is the one that comes next."""
    at_edge = (number for number in _numbers(lines) if (side, _place(getattr(number, side))) in edges)
    for numbers in _aligned(at_edge, side):
        column = _column(lines, numbers, side)
        if column is None:
            if found := [number for number in numbers if number.value == following]:
                return found[:1]
            continue
        is_next = column.numbers[0].value in {following, 1, step}
        if column.step == step and (len(column.numbers) >= MIN_NUMBERS or is_next):
            return column.numbers
    return ()


def _place(edge: float) -> int:
    return round(edge / _EDGE)
