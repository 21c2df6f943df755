"""Numbers that count lines of text, as opposed to those of lists and tables."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_MIN_COUNTED = 0.8
"""Minimum share of the numbers of a run that are one step above the number before them."""
MAX_LOST = 3
"""Maximum number of steps between two numbers of a run."""
MIN_NUMBERS = 4
"""Minimum count of numbers that shows that a text has numbered lines."""
MIN_LINES = 6
"""Minimum number of lines that they count."""
_MIN_EXACT, _MAX_MORE = 0.5, 0.15
"""Minimum share of the numbers with as many lines to the next as they count, and maximum share of those with more."""
_MIN_LENGTH = 20
"""Minimum median length of numbered lines of text, in characters; the cells of tables are shorter."""
_MIN_WRAPPED = 0.15
"""Minimum share of lines that begin in lower case, in the middle of a sentence."""
_MAX_ENDED = 0.8
"""Maximum share of lines that end like a sentence or clause, as the items of a list do."""
_ENDED = re.compile(r"[.!?:;]\W*$")


class NumberRun(NamedTuple):
    """The positions of the first and the last number of a run, and the usual step from one to the next."""

    first: int
    last: int
    step: int


def longest_run(values: Sequence[int]) -> NumberRun | None:
    """Return the longest run of numbers that grow by one step, but for a few that are missing; None if there is none.

    >>> longest_run([7, 5, 10, 15, 20, 3])
    NumberRun(first=1, last=4, step=5)
    """
    steps = Counter(after - before for before, after in pairwise(values) if after > before)
    if not steps:
        return None
    step = min(steps, key=lambda other: (-steps[other], other))
    breaks = [at for at, (before, after) in enumerate(pairwise(values), 1) if not 0 < after - before <= MAX_LOST * step]
    first, end = max(pairwise([0, *breaks, len(values)]), key=lambda run: run[1] - run[0])
    counted = sum(after - before == step for before, after in pairwise(values[first:end]))
    return NumberRun(first, end - 1, step) if counted >= max(_MIN_COUNTED * (end - first - 1), 1) else None


def may_be_text(lines: Sequence[str]) -> bool:
    """Return whether numbered lines may be running text: they are long, and not all end like the items of a list."""
    ended = sum(bool(_ENDED.search(line)) for line in lines)
    return bool(lines) and median(map(len, lines)) >= _MIN_LENGTH and ended <= _MAX_ENDED * len(lines)


def is_running_text(lines: Sequence[str]) -> bool:
    """Return whether numbered lines are running text, whose sentences go on from line to line."""
    wrapped = sum(line[:1].islower() and line[1:2] not in {".", ")"} for line in lines)
    return may_be_text(lines) and wrapped >= _MIN_WRAPPED * len(lines)


def count_lines(values: Sequence[int], lines: Sequence[int]) -> bool:
    """Return whether numbers count lines; `lines` has how many there are from each number to the next."""
    if len(values) < MIN_NUMBERS or values[-1] - values[0] + 1 < MIN_LINES:
        return False
    wanted = [after - before for before, after in pairwise(values)]
    exact = sum(count == step for count, step in zip(lines, wanted, strict=True))
    more = sum(count > step for count, step in zip(lines, wanted, strict=True))
    return exact >= _MIN_EXACT * len(wanted) and more <= _MAX_MORE * len(wanted)
