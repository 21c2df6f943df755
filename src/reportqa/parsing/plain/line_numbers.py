"""Numbers of lines in plain text, such as a transcript, and the text without them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from reportqa.parsing.line_numbering import MAX_LOST, MIN_NUMBERS, count_lines, is_running_text

_FIRST = re.compile(r"(?P<before>\s*)(?P<number>\d{1,5})(?P<text>\s.*|)")
_LAST = re.compile(r"(?P<text>.*\S)\s{2,}(?P<number>\d{1,5})\s*")


class _Number(NamedTuple):
    page: int
    row: int
    value: int
    text: str


@dataclass(frozen=True, slots=True)
class NumberedText:
    """The lines of each page without the numbers that count them, and these numbers."""

    pages: list[list[str]]
    numbers: list[list[int]]


def without_line_numbers(pages: Sequence[Sequence[str]]) -> NumberedText:
    """Return the lines of pages without numbers at their beginnings, else at their ends, that count them.

    The numbers of a list have no running text behind them.
    """
    for pattern in (_FIRST, _LAST):
        runs = list(_runs(pages, pattern))
        shown = [run for run in runs if _counts_lines(run, pages)]
        if shown:
            step = Counter(_step(run) for run in shown).most_common(1)[0][0]
            return _stripped(pages, list(_accepted(runs, step)))
    return NumberedText([list(lines) for lines in pages], [[] for _ in pages])


def _runs(pages: Sequence[Sequence[str]], pattern: re.Pattern[str]) -> Iterator[list[_Number]]:
    """Yield runs of growing numbers of lines on one page."""
    for page, lines in enumerate(pages):
        found = [
            _Number(page, row, int(match["number"]), match["text"].rstrip())
            for row, line in enumerate(lines)
            if (match := pattern.fullmatch(line))
        ]
        steps = Counter(after.value - before.value for before, after in pairwise(found) if after.value > before.value)
        step = min(steps, key=lambda other: (-steps[other], other), default=1)
        run: list[_Number] = []
        for number in found:
            if run and not 0 < number.value - run[-1].value <= MAX_LOST * step:
                yield run
                run = []
            run.append(number)
        if run:
            yield run


def _step(run: Sequence[_Number]) -> int:
    return Counter(after.value - before.value for before, after in pairwise(run)).most_common(1)[0][0]


def _counts_lines(run: Sequence[_Number], pages: Sequence[Sequence[str]]) -> bool:
    """Return whether the numbers of a run count lines of running text."""
    texts = {number.row: number.text.strip() for number in run}
    lines, begin = pages[run[0].page], run[0].row
    beside = [texts.get(row, lines[row].strip()) for row in range(begin, run[-1].row + 1)]
    counts = [sum(map(bool, beside[number.row - begin : after.row - begin])) for number, after in pairwise(run)]
    return count_lines([number.value for number in run], counts) and is_running_text(list(filter(None, beside)))


def _accepted(runs: Sequence[list[_Number]], step: int) -> Iterator[_Number]:
    """Yield the numbers of runs with this step that are long, begin anew, or go on from the run before."""
    following = 0
    for run in runs:
        is_next = run[0].value in {following, 1, step}
        if (len(run) == 1 or _step(run) == step) and (len(run) >= MIN_NUMBERS or is_next):
            following = run[-1].value + step
            yield from run


def _stripped(pages: Sequence[Sequence[str]], numbers: Sequence[_Number]) -> NumberedText:
    indents = [len(number.text) - len(number.text.lstrip()) for number in numbers if number.text]
    indent = min(indents, default=0)
    kept = [list(lines) for lines in pages]
    found: list[list[int]] = [[] for _ in pages]
    for number in numbers:
        kept[number.page][number.row] = number.text[indent:]
        found[number.page].append(number.value)
    return NumberedText(kept, found)
