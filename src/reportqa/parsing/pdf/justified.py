"""Justified lines made whole whose wide spaces look like gaps between cells."""

from collections.abc import Sequence
from itertools import pairwise

from reportqa.parsing.pdf.lines import Line, Separated, merged, no_rules

_EVEN = 0.12
"""In font sizes, by how much the spaces of one justified line differ at most: all are stretched alike."""
_EDGE = 0.15
"""In font sizes, by how much the edges of justified lines differ at most."""
_MAX_STEP = 2.2
"""In font sizes, the distance of two base lines of one paragraph at most."""
_REACH = 4
"""Lines up and down in which the edges of a column are looked for; two words alone are believed beside a line only."""
_MIN_WORDS = 3
"""Words of a line that shows where the edges of its column are."""

Run = list[Line]


def make_whole(lines: Sequence[Line], separated: Separated = no_rules) -> list[Line]:
    """Join the parts of each justified line; `separated` is as for `page_lines`.

    A line is justified when the spaces between its words are even and it ends where its neighbours do.
    """
    runs = _runs(lines, separated)
    if len(runs) == len(lines):
        return list(lines)
    shows_edges = [len(run) == 1 and len(run[0].words) >= _MIN_WORDS for run in runs]
    even = [len(run) > 1 and _is_even(run) for run in runs]
    whole: list[Line] = []
    for at, run in enumerate(runs):
        reach = _REACH if _many(run) else 1
        around = [*range(max(at - reach, 0), at), *range(at + 1, min(at + reach + 1, len(runs)))]
        near = [
            runs[other]
            for other in (around if even[at] else [])
            if (shows_edges[other] or (even[other] and _many(runs[other]))) and _is_near(run, runs[other], reach)
        ]
        if near and _is_full(run, near):
            whole.append(merged(run))
        else:
            whole += run
    return whole


def _runs(lines: Sequence[Line], separated: Separated) -> list[Run]:
    """Group lines that follow each other on one base line, left to right, with no rule between them."""
    runs: list[Run] = []
    for line in lines:
        last = runs[-1][-1] if runs else None
        if (
            last
            and line.left >= last.right
            and line.shares_baseline(last)
            and not (line.turned or last.turned)
            and abs(line.size - last.size) < _EVEN * line.size
            and not separated(last.left, line.left, line.middle)
        ):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _words(run: Run) -> int:
    return sum(len(line.words) for line in run)


def _many(run: Run) -> bool:
    return _words(run) >= _MIN_WORDS


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
    """Return whether a run begins and ends where lines near it do, one of two words where the same one does."""
    slack = _EDGE * run[0].size
    left = [abs(other[0].left - run[0].left) <= slack for other in near]
    right = [abs(other[-1].right - run[-1].right) <= slack for other in near]
    return any(left) and any(right) if _many(run) else any(map(all, zip(left, right, strict=True)))
