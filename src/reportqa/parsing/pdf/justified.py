"""Justified lines joined again whose wide spaces look like gaps between cells."""

from collections.abc import Sequence
from itertools import pairwise

from reportqa.parsing.pdf.lines import Line, merged, split_runs
from reportqa.parsing.pdf.words import Separated, no_rules

_EVEN = 0.12
"""Maximum difference of the spaces of one justified line, in font sizes: all are stretched alike."""
_EDGE = 0.15
"""Maximum difference of the edges of justified lines, in font sizes."""
_MAX_STEP = 2.2
"""Maximum distance of two baselines of one paragraph, in font sizes."""
_REACH = 4
"""Lines above and below that may show the edges of a column; one for a line of two words."""
_MIN_WORDS = 3
"""Minimum number of words of a line that shows the edges of its column."""

Run = list[Line]


def join_justified(lines: Sequence[Line], separated: Separated = no_rules) -> list[Line]:
    """Join the parts of each justified line; `separated` is as for `page_lines`.

    A line is justified if the spaces between its words are even and it ends where its neighbours do.
    """

    def begins_run(last: Line, line: Line) -> bool:
        return not (
            line.left >= last.right
            and line.shares_baseline(last)
            and not (line.turned or last.turned)
            and abs(line.size - last.size) < _EVEN * line.size
            and not separated(last.left, line.left, line.middle)
        )

    runs = split_runs(lines, begins_run)
    if len(runs) == len(lines):
        return list(lines)
    even = [len(run) > 1 and _is_even(run) for run in runs]
    shows_edges = [(len(run) == 1 or is_even) and _is_long(run) for run, is_even in zip(runs, even, strict=True)]
    joined: list[Line] = []
    for at, run in enumerate(runs):
        if not even[at]:
            joined += run
            continue
        reach = _REACH if _is_long(run) else 1
        around = [*range(max(at - reach, 0), at), *range(at + 1, min(at + reach + 1, len(runs)))]
        near = [runs[other] for other in around if shows_edges[other] and _is_near(run, runs[other], reach)]
        if near and _is_full(run, near):
            joined.append(merged(run))
        else:
            joined += run
    return joined


def _is_long(run: Run) -> bool:
    return sum(len(line.words) for line in run) >= _MIN_WORDS


def _is_even(run: Run) -> bool:
    """Return whether the spaces between words are equal and the words, mostly without figures, are not."""
    words = [word for line in run for word in line.words]
    gaps = [after.left - before.right for before, after in pairwise(words)]
    widths = [word.right - word.left for word in words]
    figures = sum(any(map(str.isdecimal, word.text)) for word in words)
    return max(gaps) - min(gaps) <= _EVEN * run[0].size < max(widths) - min(widths) and 2 * figures < len(words)


def _is_near(run: Run, other: Run, lines: int) -> bool:
    step = abs(run[0].middle - other[0].middle)
    return 0.5 * run[0].size < step < _MAX_STEP * lines * run[0].size


def _is_full(run: Run, near: Sequence[Run]) -> bool:
    """Return whether a run begins and ends where lines near it do; for two words, where one line does both."""
    slack = _EDGE * run[0].size
    left = [abs(other[0].left - run[0].left) <= slack for other in near]
    right = [abs(other[-1].right - run[-1].right) <= slack for other in near]
    return any(left) and any(right) if _is_long(run) else any(map(all, zip(left, right, strict=True)))
