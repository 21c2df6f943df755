"""Finds where a text says what a quotation says, word for word or nearly, and what differs."""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from reportqa.wording import Wording, is_figure, other_case

NEAR = 2 / 3
"""Share of its words that a quotation must have in common with a text to be taken for it."""
MAX_GAP = 900
"""Words that the ellipses of a quotation may leave out in all."""

_ELLIPSIS = r"\[\s*(?:…|\.(?:\s?\.){2,3})\s*\]|\(\s*(?:…|\.(?:\s?\.){2,3})\s*\)|…|\.(?:\s?\.){2,3}"
_SIC = r"\[\s*(?:sic|emphasis (?:added|mine|in original)|my emphasis|our emphasis)\W*\]"
_LETTER = r"\[[^\W\d_]\](?=[^\W\d_])"
_BRACKET = r"[^\W\d_]*\[[^\[\]]{1,120}\][^\W\d_]*"
_MARK = re.compile(
    rf"(?P<ellipsis>{_ELLIPSIS})|(?P<sic>{_SIC})|(?<![^\W_])(?P<letter>{_LETTER})|(?P<bracket>{_BRACKET})", re.I
)
_EDIT = 1000
_GAP_COSTS = {"ellipsis": 1, "bracket": 60}
"""What one word left out costs, in thousandths of a word changed."""
_LARGEST_TABLE = 6_000_000
_RAREST = 24
_MOST_PLACES = 3000
_SEPARATOR = "\x1f"

Ids = npt.NDArray[np.int32]
Costs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a quotation: `quoted` as it has it, `stands` as the text has it; the same words where `same`."""

    quoted: str
    stands: str
    same: bool
    figure: bool = False

    def to_dict(self) -> dict[str, object]:
        return {"quoted": self.quoted, "stands": self.stands, "figure": self.figure}


@dataclass(frozen=True, slots=True)
class Match:
    """Where a text says what a quotation says: `text[start:end]`; the `quoted` of its parts, joined, is the quotation.

    `similarity` is 1 for the same words, less for each that differs.
    """

    start: int
    end: int
    parts: tuple[Part, ...]
    similarity: float

    @property
    def is_exact(self) -> bool:
        """Whether no word differs."""
        return all(part.same for part in self.parts)

    @property
    def differences(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if not part.same)

    @property
    def changes_figure(self) -> bool:
        """Whether a number or a sign differs."""
        return any(part.figure for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A word that is looked for, in any of these forms, or a gap of that kind; where it stands in the quotation."""

    keys: tuple[str, ...]
    gap: str
    start: int
    end: int


class Pattern:
    """A quotation to look for.

    With `marks`, ellipses and words in square brackets stand for what the writer left out or put in, and the case of
    the first letter is the writer's; without, it is taken as it stands.
    """

    def __init__(self, text: str, *, marks: bool = True) -> None:
        self.text = text
        self.slots = tuple(_slots(text)) if marks else tuple(_plain(text, 0))
        self.words = sum(not slot.gap for slot in self.slots)

    @property
    def has_gaps(self) -> bool:
        return any(slot.gap for slot in self.slots)


class Searchable:
    """A text, or a part of one that begins at `offset`, ready to be searched many times."""

    def __init__(self, text: str, offset: int = 0) -> None:
        self._wording = Wording.of(text)
        self._text = text
        self._offset = offset

    def __len__(self) -> int:
        return len(self._wording.keys)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {key: number for number, key in enumerate(dict.fromkeys(self._wording.keys))}

    @cached_property
    def _ids(self) -> Ids:
        return np.fromiter((self._numbers[key] for key in self._wording.keys), np.int32, len(self))

    @cached_property
    def _counts(self) -> npt.NDArray[np.int64]:
        return np.bincount(self._ids, minlength=1)

    @cached_property
    def _costs(self) -> Costs:
        """What each word costs that the quotation does not have; the mark of a footnote next to nothing."""
        costs = np.full(len(self), _EDIT, np.int64)
        costs[list(self._wording.marks)] = 1
        return costs

    @cached_property
    def _joined(self) -> str:
        return _SEPARATOR + _SEPARATOR.join(self._wording.keys) + _SEPARATOR

    @cached_property
    def _places(self) -> list[int]:
        """Where each word begins in `_joined`."""
        return [0, *accumulate(len(key) + 1 for key in self._wording.keys)]

    def exact(self, pattern: Pattern) -> list[Match]:
        """Give every place where the words of a quotation without gaps stand in a row, in the order of the text."""
        if not pattern.words or pattern.has_gaps:
            return []
        found: list[Match] = []
        first, *others = pattern.slots
        for key in first.keys:
            wanted = _SEPARATOR + _SEPARATOR.join([key, *(slot.keys[0] for slot in others)]) + _SEPARATOR
            place = self._joined.find(wanted)
            while place >= 0:
                begin = bisect_right(self._places, place) - 1
                found.append(self._match(pattern, [("=", i, begin + i) for i in range(pattern.words)]))
                place = self._joined.find(wanted, place + 1)
        return sorted(found, key=lambda match: match.start)

    def near(self, pattern: Pattern, windows: int = 12) -> list[Match]:
        """Give the places that say nearly what a quotation says, the nearest first; the same words may be among them.

        Only stretches of text that have the quotation's rarest words in about its order are compared with it.
        """
        if not pattern.words or not len(self):
            return []
        found: dict[tuple[int, int], Match] = {}
        for low, high in self._windows(pattern, windows):
            rest = low
            while high - rest >= pattern.words:
                match = self._best(pattern, rest, high)
                if match.similarity < NEAR:
                    break
                found.setdefault((match.start, match.end), match)
                # A stretch that has room for what an ellipsis leaves out may have the words twice.
                rest = bisect_left(self._wording.starts, match.end - self._offset) if pattern.has_gaps else high
        return sorted(found.values(), key=lambda match: (-match.similarity, match.start))

    def nearest(self, pattern: Pattern) -> Match | None:
        """Give the place of the whole text that says most nearly what a quotation says, compared at every word."""
        return self._best(pattern, 0, len(self)) if pattern.words and len(self) else None

    def _windows(self, pattern: Pattern, count: int) -> Iterator[tuple[int, int]]:
        """Give the stretches where the rarest words of the quotation stand as far from each other as in it."""
        numbers = self._numbers
        known: list[tuple[int, int, int]] = []
        for position, slot in enumerate(pattern.slots):
            known += [(int(self._counts[numbers[key]]), position, numbers[key]) for key in slot.keys if key in numbers]
        known.sort()
        size, slack = len(pattern.slots), len(pattern.slots) // 3 + 8
        room = min(MAX_GAP, sum(MAX_GAP if slot.gap == "ellipsis" else 15 for slot in pattern.slots if slot.gap))
        width = slack + room
        # Two rows of buckets, half a bucket apart: what one row cuts the other has whole.
        totals: dict[int, float] = {}
        for frequency, position, number in known[:_RAREST]:
            diagonals = np.flatnonzero(self._ids == number)[:_MOST_PLACES] - position
            weight = math.log(1 + len(self) / frequency)
            for shift in (0, width // 2):
                # A word that stands twice in a bucket counts once.
                for bucket in set(((diagonals + shift) // width).tolist()):
                    low = bucket * width - shift
                    totals[low] = totals.get(low, 0.0) + weight
        chosen: list[int] = []
        for low in sorted(totals, key=lambda low: (-totals[low], low)):
            if len(chosen) == count:
                break
            # A stretch reaches over the half buckets beside it.
            if all(abs(low - other) >= width for other in chosen):
                chosen.append(low)
                yield max(low - slack, 0), min(low + width + size + slack + room, len(self))

    def _best(self, pattern: Pattern, low: int, high: int) -> Match:
        operations = _align(pattern.slots, self._ids[low:high], self._costs[low:high], self._numbers)
        return self._match(pattern, [(kind, i, None if j is None else j + low) for kind, i, j in operations])

    def _match(self, pattern: Pattern, operations: Sequence["_Operation"]) -> Match:
        return _match(pattern, self._wording, operations, self._offset)


def compare(quoted: str, stands: str) -> Match:
    """Give what differs between two texts as wholes."""
    pattern, text = Pattern(quoted, marks=False), Searchable(stands)
    ids, costs, numbers = text._ids, text._costs, text._numbers
    if len(pattern.slots) * len(text) > _LARGEST_TABLE:
        operations = _long_alignment(pattern, text)
    else:
        operations = _align(pattern.slots, ids, costs, numbers, whole=True)
    return text._match(pattern, operations)


_Operation = tuple[str, int | None, int | None]
"""The same word "=", another "~", one missing "-", one more "+", one that a gap leaves out "…"; slot and word."""


def _align(
    slots: Sequence[_Slot], ids: Ids, costs: Costs, numbers: dict[str, int], *, whole: bool = False
) -> list[_Operation]:
    """Align all slots with the words of a stretch that they are nearest to, or with all of them when `whole`.

    Source: P. H. Sellers, The theory and computation of evolutionary distances, 1980, by rows.
    """
    n, m = len(slots), len(ids)
    if n * m > _LARGEST_TABLE:
        slots = slots[: max(_LARGEST_TABLE // max(m, 1), 1)]
        n = len(slots)
    steps = np.concatenate([[0], np.cumsum(costs)])
    table = np.zeros((n + 1, m + 1), np.int64)
    if whole:
        table[0] = steps
    alike = np.zeros((n, m), bool)
    ramps = {kind: np.arange(m + 1, dtype=np.int64) * cost for kind, cost in _GAP_COSTS.items()}
    for i, slot in enumerate(slots):
        before = table[i]
        if slot.gap:
            ramp = ramps[slot.gap]
            table[i + 1] = ramp + np.minimum.accumulate(before - ramp)
            continue
        for key in slot.keys:
            if key in numbers:
                alike[i] |= ids == numbers[key]
        row = before + _EDIT
        row[1:] = np.minimum(row[1:], before[:-1] + np.where(alike[i], 0, _EDIT))
        table[i + 1] = steps + np.minimum.accumulate(row - steps)
    j = m if whole else int(np.argmin(table[n]))
    return _trace(slots, table, alike, j, whole)


def _trace(
    slots: Sequence[_Slot], table: npt.NDArray[np.int64], alike: npt.NDArray[np.bool_], j: int, whole: bool
) -> list[_Operation]:
    operations: list[_Operation] = []
    i = len(slots)
    while i or (whole and j):
        cost = table[i, j]
        if i and slots[i - 1].gap:
            if cost == table[i - 1, j]:
                i -= 1
            else:
                j -= 1
                operations.append(("…", None, j))
        elif i and j and alike[i - 1, j - 1] and cost == table[i - 1, j - 1]:
            i, j = i - 1, j - 1
            operations.append(("=", i, j))
        elif i and j and cost == table[i - 1, j - 1] + _EDIT:
            i, j = i - 1, j - 1
            operations.append(("~", i, j))
        elif i and cost == table[i - 1, j] + _EDIT:
            i -= 1
            operations.append(("-", i, None))
        else:
            j -= 1
            operations.append(("+", None, j))
    return operations[::-1]


def _long_alignment(pattern: Pattern, text: Searchable) -> list[_Operation]:
    from rapidfuzz.distance import Levenshtein

    wanted = [slot.keys[0] for slot in pattern.slots]
    operations: list[_Operation] = []
    for code in Levenshtein.opcodes(wanted, text._wording.keys):
        left, right = range(code.src_start, code.src_end), range(code.dest_start, code.dest_end)
        if code.tag == "delete":
            operations += [("-", i, None) for i in left]
        elif code.tag == "insert":
            operations += [("+", None, j) for j in right]
        else:
            kind = "=" if code.tag == "equal" else "~"
            operations += [(kind, i, j) for i, j in zip(left, right, strict=True)]
    return operations


def _match(pattern: Pattern, wording: Wording, operations: Sequence[_Operation], offset: int) -> Match:
    """Make runs of the operations, and of the runs the parts."""
    runs: list[tuple[bool, list[int], list[int]]] = []
    for kind, i, j in operations:
        if kind == "…" or (kind == "+" and j in wording.marks):
            # What stands on either side of a gap is compared by itself.
            runs.append((True, [], []))
            continue
        same = kind == "="
        if not runs or runs[-1][0] != same:
            runs.append((same, [], []))
        runs[-1][1].extend([] if i is None else [i])
        runs[-1][2].extend([] if j is None else [j])
    touched = [j for kind, _, j in operations if j is not None and kind in {"=", "~"}]
    touched = touched or [j for _, _, j in operations if j is not None] or [0]
    first, last = min(touched), max(touched)
    start, end = (wording.starts[first], wording.ends[last]) if wording.keys else (0, 0)
    parts, edits, position = [], 0, 0
    text = pattern.text
    for number, (same, left, right) in enumerate(runs):
        if same or _same_letters([pattern.slots[i].keys for i in left], [wording.keys[j] for j in right]):
            continue
        edits += max(len(left), len(right))
        following = next((i for _, slots, _ in runs[number:] for i in slots), None)
        begin = len(text) if following is None else pattern.slots[following].start
        finish = pattern.slots[left[-1]].end if left else begin
        begin, finish = max(begin, position), max(finish, position)
        if position < begin:
            parts.append(Part(text[position:begin], text[position:begin], same=True))
        stands = wording.text[wording.starts[right[0]] : wording.ends[right[-1]]] if right else ""
        parts.append(
            Part(text[begin:finish], stands, same=False, figure=_changes_figure(pattern, wording, left, right))
        )
        position = finish
    edge = _edges(wording, first, last, operations)
    if position < len(text) or not parts:
        parts.append(Part(text[position:], text[position:], same=True))
    if edge:
        edits += 1
        parts = [*([Part("", edge[0], same=False, figure=True)] if edge[0] else []), *parts]
        parts += [Part("", edge[1], same=False, figure=True)] if edge[1] else []
    return Match(start + offset, end + offset, tuple(parts), max(0.0, 1 - edits / max(pattern.words, 1)))


def _edges(wording: Wording, first: int, last: int, operations: Sequence[_Operation]) -> tuple[str, str] | None:
    """Give the signs that stand at the figures where the quotation begins and ends, and that it leaves out."""
    if not wording.keys or not any(kind == "=" for kind, _, _ in operations):
        return None
    keys, starts, ends = wording.keys, wording.starts, wording.ends
    before = after = ""
    if first and keys[first][0].isdigit() and ends[first - 1] == starts[first] and keys[first - 1] in "−£$€¥(":
        before = wording.text[starts[first - 1] : ends[first - 1]]
    if last + 1 < len(keys) and keys[last][-1].isdigit() and ends[last] == starts[last + 1] and keys[last + 1] in "%‰":
        after = wording.text[starts[last + 1] : ends[last + 1]]
    return (before, after) if before or after else None


def _same_letters(quoted: Sequence[tuple[str, ...]], stands: Sequence[str]) -> bool:
    """Tell whether two runs differ only in where words are parted: "per cent" and "percent", but not "1 5" and "15"."""
    left, right = [keys[0] for keys in quoted], list(stands)
    if not left or not right or "".join(left) != "".join(right):
        return False
    return [key for key in left if key[0].isdigit()] == [key for key in right if key[0].isdigit()]


def _changes_figure(pattern: Pattern, wording: Wording, left: Sequence[int], right: Sequence[int]) -> bool:
    quoted = [pattern.slots[i].keys[0].lower() for i in left]
    stands = [wording.keys[j].lower() for j in right]
    return [key for key in quoted if is_figure(key)] != [key for key in stands if is_figure(key)]


def _plain(text: str, offset: int) -> Iterator[_Slot]:
    wording = Wording.of(text)
    for key, start, end in zip(wording.keys, wording.starts, wording.ends, strict=True):
        yield _Slot((key,), "", start + offset, end + offset)


def _slots(text: str) -> Iterator[_Slot]:
    """Read a quotation with the writer's marks in it."""
    position, freed, starts = 0, "", True
    for match in _MARK.finditer(text):
        yield from _stretch(text, position, match.start(), freed, starts=starts)
        kind = str(match.lastgroup)
        position, freed = match.end(), match[0][1] if kind == "letter" else ""
        starts = kind != "sic"
        if kind in _GAP_COSTS:
            yield _Slot((), kind, match.start(), match.end())
    yield from _stretch(text, position, len(text), freed, starts=starts)


def _stretch(text: str, start: int, end: int, freed: str, *, starts: bool) -> Iterator[_Slot]:
    """Give the words between two marks; `freed` is the letter of "[t]he", whose word begins at the bracket.

    Where the quotation or a part of it `starts`, the first letter may have either case.
    """
    for number, slot in enumerate(_plain(freed + text[start:end], start - len(freed))):
        begin = slot.start - 2 if freed and not number else slot.start
        keys = slot.keys
        if not number and starts and keys[0][:1].isalpha():
            keys = (keys[0], other_case(keys[0]))
        yield _Slot(keys, "", begin, slot.end)
