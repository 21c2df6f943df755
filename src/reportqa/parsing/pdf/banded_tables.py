"""Tables of words with rules or shading between rows only, found by the white space between their columns.

Tables of figures without vertical rules are found by the alignment of their figures (`aligned_tables`).
"""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from reportqa.parsing.pdf.handles import Box
from reportqa.parsing.pdf.lines import Line, by_baseline
from reportqa.parsing.pdf.ruled_tables import Grid
from reportqa.parsing.pdf.rules import Rules, distinct, horizontal_edges
from reportqa.parsing.pdf.words import Word

MIN_RULES = 3
"""Minimum number of rules of one width: over and under the headers, and at the end of the table."""
_MIN_WIDTH = 120.0
_LEVEL = 1.5
"""Maximum vertical distance of the pieces of one rule, in points."""
_PIECES = 6.0
"""Maximum horizontal gap between the pieces of one rule, in points."""
_SAME_EDGE = 4.0
_MIN_HEIGHT, _MAX_HEIGHT = 6.0, 150.0
"""Range of the height of a row, in points."""
_WORD_SPACE = 0.17
"""Half the maximum space between two words of one column, in font sizes."""
_MAX_CELL = 1200
"""Maximum characters of a cell; longer ones are columns of text."""
_ROW_GAP = 1.4
"""Minimum distance of two rows without a rule, as a multiple of the distance of the lines of a cell."""
_HEADS = 1.6
"""Maximum distance of headers without a rule over them from the rule below, in font sizes."""
_MAX_NAME = 100
"""Maximum characters of a header."""
_MAX_FIGURES = 0.35
"""Maximum share of figures in the cells beside the labels; `aligned_tables` is better at tables of figures."""
_FIGURE = re.compile(r"[^\w]*[\d.,\s]*\d[^\w]*(?:bn|m|k|x|bps|pts?|pp)?[^\w]*|[^\w]+|n/?a", re.IGNORECASE)


@dataclass(slots=True)
class _Band:
    """The lines between two rules, top to bottom."""

    top: float
    bottom: float
    lines: list[Line]


def find_banded(rules: Rules, lines: Sequence[Line], grids: Sequence[Grid]) -> list[Grid]:
    """Return the tables of a page without rules between columns, top to bottom; `grids` are the ruled tables."""
    found: list[Grid] = []
    stacks = list(_stacks(rules, grids)) if any(line.bold for line in lines) else []
    if not stacks:
        return found
    ordered = sorted(lines, key=lambda line: line.middle)
    middles = [line.middle for line in ordered]
    for left, right, heights in stacks:
        tops = [*_over(lines, left, right, heights[0]), *heights]
        bands = [
            _Band(top, foot, ordered[bisect(middles, foot) : bisect(middles, top)]) for top, foot in pairwise(tops)
        ]
        whole = [all(_is_inside(line, left, right) for line in band.lines) for band in bands]
        for is_whole, run in groupby(zip(whole, bands, strict=True), key=itemgetter(0)):
            if is_whole:
                found += list(_tables([band for _, band in run], left, right))
    return sorted(found, key=lambda grid: -grid.top)


def _over(lines: Sequence[Line], left: float, right: float, height: float) -> list[float]:
    """Return the top of the headers above the first rule if there is no rule over them."""
    heads: list[Line] = []
    for level in reversed(by_baseline([line for line in lines if line.middle > height])):
        floor = heads[-1].middle if heads else height
        if level[0].middle - floor > _HEADS * level[0].size:
            break
        if not all(line.bold and _is_inside(line, left, right) for line in level):
            return []
        heads += level
    return [max(line.top for line in heads) + 1.0] if len(heads) > 1 else []


def _is_inside(line: Line, left: float, right: float) -> bool:
    return bool(line.words) and left - _SAME_EDGE <= line.left and line.right <= right + _SAME_EDGE


def _stacks(rules: Rules, grids: Sequence[Grid]) -> Iterator[tuple[float, float, list[float]]]:
    """Return left, right and heights, top to bottom, of long rules that begin and end at the same positions."""
    shaded = [edge for box in rules.shaded if box[3] - box[1] <= _MAX_HEIGHT for edge in horizontal_edges(box)]
    known = [(grid.rows[-1] - _SAME_EDGE, grid.rows[0] + _SAME_EDGE) for grid in grids]
    level = [rule for rule in [*rules.horizontal, *shaded] if not any(low < rule[1] < high for low, high in known)]
    whole: list[Box] = []
    for left, bottom, right, top in sorted(level, key=lambda rule: (-round(rule[1] / _LEVEL), rule[0])):
        last = whole[-1] if whole else None
        if last and abs(last[1] - bottom) <= 2 * _LEVEL and left <= last[2] + _PIECES and right >= last[0]:
            whole[-1] = (min(last[0], left), last[1], max(last[2], right), last[3])
        else:
            whole.append((left, bottom, right, top))
    stacks: list[list[Box]] = []
    for rule in whole:
        if rule[2] - rule[0] < _MIN_WIDTH:
            continue
        for stack in stacks:
            if abs(stack[0][0] - rule[0]) <= _SAME_EDGE and abs(stack[0][2] - rule[2]) <= _SAME_EDGE:
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    for stack in stacks:
        heights = [-depth for depth in distinct([-rule[1] for rule in stack], _MIN_HEIGHT)]
        if len(heights) >= MIN_RULES:
            yield stack[0][0], stack[0][2], heights


def _tables(bands: Sequence[_Band], left: float, right: float) -> Iterator[Grid]:
    """Return the tables made of consecutive bands with the same columns."""
    start = 0
    while start + 1 < len(bands):
        if not bands[start].lines or not all(line.bold for line in bands[start].lines):
            start += 1
            continue
        end, columns = start, list[float]()
        while end + 1 < len(bands):
            more = _columns([line for band in bands[start + 1 : end + 2] for line in band.lines], left, right)
            if len(more) < 3 or len(more) < len(columns) or not bands[end + 1].lines:
                break
            end, columns = end + 1, more
        grid = _grid(bands[start : end + 1], columns) if end > start + 1 else None
        if grid:
            yield grid
        start = end + 1 if grid else start + 1


def _columns(lines: Sequence[Line], left: float, right: float) -> list[float]:
    """Return the left edges of the columns between which white space runs through all lines, and the right edge."""
    spans = sorted(
        (word.left - _WORD_SPACE * line.size, word.right + _WORD_SPACE * line.size)
        for line in lines
        for word in line.words
    )
    starts: list[float] = []
    reached = float("-inf")
    for begin, end in spans:
        if begin > reached:
            starts.append(begin)
        reached = max(reached, end)
    return [left - _SAME_EDGE, *starts[1:], right + _SAME_EDGE] if len(starts) > 1 else []


def _grid(bands: Sequence[_Band], columns: Sequence[float]) -> Grid | None:
    """Return the table of some bands, the first of which has its headers in bold; None if it is not a table."""
    heads = by_baseline(bands[0].lines)
    body = [line for band in bands[1:] for line in band.lines]
    if 2 * sum(line.bold for line in body) > len(body):
        return None
    spanners = [line for line in heads[0] if len(_reach(line, columns)) > 1] if len(heads) == 2 else []
    named = heads[1] if spanners else bands[0].lines
    columns = _columns([*body, *named], columns[0] + _SAME_EDGE, columns[-1] - _SAME_EDGE)
    if len(columns) < 3:
        return None
    rows = [bands[0].top, *([_between(*heads)] if spanners else []), bands[0].bottom]
    open_right = {(0, column) for line in spanners for column in _reach(line, columns)[:-1]}
    for band in bands[1:]:
        rows += [*_inner_rows(band), band.bottom]
    grid = Grid(tuple(columns), tuple(rows), frozenset(open_right))
    return grid if _is_table(grid, [line for band in bands for line in band.lines], 2 if spanners else 1) else None


def _reach(text: Line | Word, columns: Sequence[float]) -> list[int]:
    """Return the columns of a piece of text, the first one if it is in none."""
    pairs = enumerate(pairwise(columns))
    return [at for at, (left, right) in pairs if text.left < right - 1 and text.right > left + 1] or [0]


def _between(above: Sequence[Line], below: Sequence[Line]) -> float:
    return (min(line.middle for line in above) + max(line.middle for line in below)) / 2


def _inner_rows(band: _Band) -> list[float]:
    """Return the boundaries of rows of a band that are separated by space alone."""
    pairs = list(pairwise(by_baseline(band.lines)))
    steps = [above[0].middle - below[0].middle for above, below in pairs]
    return [_between(*pair) for pair, step in zip(pairs, steps, strict=True) if step > _ROW_GAP * min(steps)]


def _is_table(grid: Grid, lines: Sequence[Line], heads: int) -> bool:
    """Return whether the texts in the cells of a grid are those of a table with `heads` header rows."""
    rows: list[dict[int, str]] = [{} for _ in grid.rows[1:]]
    for line in lines:
        row = next((row for row, bottom in zip(rows, grid.rows[1:], strict=True) if line.middle > bottom), rows[0])
        for word in line.words:
            column = _reach(word, grid.columns)[0]
            row[column] = f"{row.get(column, '')} {word.text}".strip()
    body = rows[heads:]
    full = [row for row in body if len(row) > 1]
    values = [text for row in full for column, text in row.items() if column]
    figures = sum(all(map(_FIGURE.fullmatch, text.split())) for text in values)
    return (
        len(rows[heads - 1]) >= max(2, len(grid.columns) - 2)
        and len(full) >= max(2, 0.6 * len(body))
        and figures <= _MAX_FIGURES * len(values)
        and max(len(text) for row in rows[:heads] for text in row.values()) <= _MAX_NAME
        and max(len(text) for row in rows for text in row.values()) <= _MAX_CELL
    )
