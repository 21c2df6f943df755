"""Alignment of the words of a quotation with those of a text, at the lowest cost."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reportqa.citations.quote_pattern import Slot

EDIT = 1000
GAP_COSTS = {"ellipsis": 1, "bracket": 60}
"""Cost of one omitted word, in thousandths of a changed word."""
LARGEST_TABLE = 6_000_000

Ids = npt.NDArray[np.int32]
Costs = npt.NDArray[np.int64]

Operation = tuple[str, int | None, int | None]
"""Kind ("=" same word, "~" other word, "-" missing, "+" added, "…" omitted by a gap), slot, and word."""


def align(
    slots: Sequence[Slot],
    ids: Ids,
    costs: Costs,
    numbers: dict[str, int],
    *,
    whole: bool = False,
    limit: int | None = None,
) -> list[Operation] | None:
    """Return the alignment of all slots with the nearest part of the words, or with all words when `whole`.

    None when it costs more than `limit`.
    Source: P. H. Sellers, The theory and computation of evolutionary distances, 1980.
    """
    n, m = len(slots), len(ids)
    if n * m > LARGEST_TABLE:
        slots = slots[: max(LARGEST_TABLE // max(m, 1), 1)]
        n = len(slots)
    steps = np.concatenate([[0], np.cumsum(costs)])
    table = np.zeros((n + 1, m + 1), np.int64)
    if whole:
        table[0] = steps
    alike = np.zeros((n, m), bool)
    ramps = {kind: np.arange(m + 1, dtype=np.int64) * cost for kind, cost in GAP_COSTS.items()}
    for i, slot in enumerate(slots):
        before = table[i]
        if slot.gap:
            ramp = ramps[slot.gap]
            table[i + 1] = ramp + np.minimum.accumulate(before - ramp)
            continue
        for key in slot.keys:
            if key in numbers:
                alike[i] |= ids == numbers[key]
        row = before + EDIT
        row[1:] = np.minimum(row[1:], before[:-1] + np.where(alike[i], 0, EDIT))
        table[i + 1] = steps + np.minimum.accumulate(row - steps)
    j = m if whole else int(np.argmin(table[n]))
    if limit is not None and table[n, j] > limit:
        return None
    return _trace(slots, table, alike, j, whole)


def _trace(
    slots: Sequence[Slot], table: npt.NDArray[np.int64], alike: npt.NDArray[np.bool_], j: int, whole: bool
) -> list[Operation]:
    operations: list[Operation] = []
    i = len(slots)
    while i or (whole and j):
        cost = table[i, j]
        if i and slots[i - 1].gap:
            if cost == table[i - 1, j]:
                i -= 1
            else:
                j -= 1
                operations.append(("…", i - 1, j))
        elif i and j and alike[i - 1, j - 1] and cost == table[i - 1, j - 1]:
            i, j = i - 1, j - 1
            operations.append(("=", i, j))
        elif i and j and cost == table[i - 1, j - 1] + EDIT:
            i, j = i - 1, j - 1
            operations.append(("~", i, j))
        elif i and cost == table[i - 1, j] + EDIT:
            i -= 1
            operations.append(("-", i, None))
        else:
            j -= 1
            operations.append(("+", None, j))
    return operations[::-1]


def align_long(wanted: Sequence[str], words: Sequence[str]) -> list[Operation]:
    """Return the alignment of two whole texts that are too long for a table."""
    from rapidfuzz.distance import Levenshtein

    operations: list[Operation] = []
    for code in Levenshtein.opcodes(wanted, words):
        left, right = range(code.src_start, code.src_end), range(code.dest_start, code.dest_end)
        if code.tag == "delete":
            operations += [("-", i, None) for i in left]
        elif code.tag == "insert":
            operations += [("+", None, j) for j in right]
        else:
            kind = "=" if code.tag == "equal" else "~"
            operations += [(kind, i, j) for i, j in zip(left, right, strict=True)]
    return operations
