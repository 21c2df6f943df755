"""Columns of characters that are drawn one under another, as Chinese and Japanese are written downwards."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportqa.parsing.pdf.lines import Line, split_runs, words_of

WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]")
"""A character of Chinese, Japanese or Korean."""
_MIN_STACK = 3
"""Minimum characters of a column; a table can have two figures one under another."""
_STEP = 2.0
"""Maximum distance of two characters downwards, in sizes."""


def join_stacked(lines: Sequence[Line]) -> list[Line]:
    """Return lines in which the characters of a column are one line; other lines stay."""
    joined: list[Line] = []
    for run in split_runs(lines, lambda before, line: not _continues(before, line)):
        joined += [_joined(run)] if len(run) >= _MIN_STACK else run
    return joined


def join_single(lines: Iterable[str]) -> list[str]:
    """Return lines of text in which single wide characters on lines of their own are one line."""
    runs = split_runs(lines, lambda before, line: not (_is_wide(before) and _is_wide(line)))
    return ["".join(run) for run in runs]


def _continues(before: Line, line: Line) -> bool:
    size = max(before.size, line.size, 1.0)
    is_below = 0 < before.middle - line.middle <= _STEP * size
    is_under = min(before.right, line.right) - max(before.left, line.left) > 0
    return is_below and is_under and _is_wide(before.text) and _is_wide(line.text)


def _joined(run: Sequence[Line]) -> Line:
    left, right = min(line.left for line in run), max(line.right for line in run)
    middle, size = (run[0].top + run[-1].bottom) / 2, run[0].size
    words = tuple(word._replace(turned=True) for word in words_of(run))
    text = "".join(line.text for line in run)
    return replace(
        run[0], text=text, left=left, right=right, bottom=middle - size / 2, top=middle + size / 2, words=(),
        aside=words, turned=True,
    )  # fmt: skip


def _is_wide(text: str) -> bool:
    return len(text) == 1 and unicodedata.east_asian_width(text) in "WF"
