"""Exact and fuzzy search for a quotation in a text, with the differences."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from reportqa.citations.quote_gaps import Gap, find_gaps, with_last_words
from reportqa.citations.quote_pattern import Pattern
from reportqa.citations.word_alignment import EDIT, LARGEST_TABLE, Costs, Ids, Operation, align, align_long
from reportqa.deadline import check_deadline
from reportqa.text import Wording, is_figure

NEAR = 2 / 3
"""Least similarity of a match."""
MAX_GAP = 900
"""Words that all ellipses of a quotation together may omit."""

_RAREST = 24
_MOST_PLACES = 3000
_LEAST_VOTES = 0.4
"""Share of the best window's votes that another window needs to be compared."""
_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class MatchPart:
    """A part of a quotation: `quoted` are its words, `current` those of the text; `same` if they agree."""

    quoted: str
    current: str
    same: bool
    figure: bool = False

    def to_dict(self) -> dict[str, object]:
        return {"quoted": self.quoted, "stands": self.current, "figure": self.figure}


@dataclass(frozen=True, slots=True)
class Match:
    """A match at `text[start:end]`; the `quoted` of its parts, joined, is the quotation.

    `similarity` is 1 minus the share of words that differ, at least 0.
    """

    start: int
    end: int
    parts: tuple[MatchPart, ...]
    similarity: float
    gaps: tuple[Gap, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether no word differs."""
        return all(part.same for part in self.parts)

    @property
    def differences(self) -> tuple[MatchPart, ...]:
        return tuple(part for part in self.parts if not part.same)

    @property
    def changes_figure(self) -> bool:
        """Whether a number or a sign differs."""
        return any(part.figure for part in self.parts)


class Searchable:
    """An index of the words of a text; `offset` is added to the offsets of matches."""

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
        """Cost of each word when the quotation omits it; low for the marks of notes."""
        costs = np.full(len(self), EDIT, np.int64)
        costs[list(self._wording.marks)] = 1
        return costs

    @cached_property
    def _joined(self) -> str:
        return _SEPARATOR + _SEPARATOR.join(self._wording.keys) + _SEPARATOR

    @cached_property
    def _places(self) -> list[int]:
        """The offset of each word in `_joined`."""
        return [0, *accumulate(len(key) + 1 for key in self._wording.keys)]

    def exact(self, pattern: Pattern) -> list[Match]:
        """Return all places with the words of a quotation in sequence, in text order; none for one with gaps."""
        if not pattern.words or pattern.has_gaps:
            return []
        found: list[Match] = []
        first, *others = pattern.slots
        for key in first.keys:
            wanted = _SEPARATOR + _SEPARATOR.join([key, *(slot.keys[0] for slot in others)]) + _SEPARATOR
            place = self._joined.find(wanted)
            while place >= 0:
                begin = bisect_right(self._places, place) - 1
                same: list[Operation] = [("=", i, begin + i) for i in range(pattern.words)]
                found.append(_match(pattern, self._wording, same, self._offset))
                place = self._joined.find(wanted, place + 1)
        return sorted(found, key=lambda match: match.start)

    def near(self, pattern: Pattern, windows: int = 12) -> list[Match]:
        """Return the places that are similar or equal to a quotation, most similar first.

        Only windows with the quotation's rarest words in a similar order are compared.
        """
        if not pattern.words or not len(self):
            return []
        found: dict[tuple[int, int], Match] = {}
        for low, high in self._windows(pattern, windows):
            check_deadline()
            rest = low
            while rest < high:
                match = self._best(pattern, rest, high, limit=int(pattern.words * EDIT / 2))
                if match is None or match.similarity < NEAR:
                    break
                found.setdefault((match.start, match.end), match)
                # A window widened for an ellipsis may have the words twice.
                rest = bisect_left(self._wording.starts, match.end - self._offset) if pattern.has_gaps else high
        return sorted(found.values(), key=lambda match: (-match.similarity, match.start))

    def nearest(self, pattern: Pattern) -> Match | None:
        """Return the most similar place of the whole text, compared at every word."""
        return self._best(pattern, 0, len(self)) if pattern.words and len(self) else None

    def whole(self, pattern: Pattern) -> Match:
        """Return the match of a quotation without gaps with the whole text."""
        if len(pattern.slots) * len(self) > LARGEST_TABLE:
            operations = align_long([slot.keys[0] for slot in pattern.slots], self._wording.keys)
        else:
            operations = align(pattern.slots, self._ids, self._costs, self._numbers, whole=True) or []
        return _match(pattern, self._wording, operations, self._offset)

    def _windows(self, pattern: Pattern, count: int) -> Iterator[tuple[int, int]]:
        """Yield windows in which the rarest words of the quotation have about the same distances as in it."""
        numbers = self._numbers
        known: list[tuple[int, int, int]] = []
        for position, slot in enumerate(pattern.slots):
            known += [(int(self._counts[numbers[key]]), position, numbers[key]) for key in slot.keys if key in numbers]
        known.sort()
        size, slack = len(pattern.slots), len(pattern.slots) // 3 + 8
        room = min(MAX_GAP, sum(MAX_GAP if slot.gap == "ellipsis" else 15 for slot in pattern.slots if slot.gap))
        width = slack + room
        # Two rows of buckets, half a bucket apart, so that a match cut in one is whole in the other.
        totals: dict[int, float] = {}
        for frequency, position, number in known[:_RAREST]:
            diagonals = np.flatnonzero(self._ids == number)[:_MOST_PLACES] - position
            weight = math.log(1 + len(self) / frequency)
            for shift in (0, width // 2):
                # A word counts once per bucket.
                for bucket in set(((diagonals + shift) // width).tolist()):
                    low = bucket * width - shift
                    totals[low] = totals.get(low, 0.0) + weight
        chosen: list[int] = []
        for low in sorted(totals, key=lambda low: (-totals[low], low)):
            if len(chosen) == count or totals[low] < _LEAST_VOTES * totals[chosen[0] if chosen else low]:
                break
            # A window includes the half buckets beside it.
            if all(abs(low - other) >= width for other in chosen):
                chosen.append(low)
                yield max(low - slack, 0), min(low + width + size + slack + room, len(self))

    def _best(self, pattern: Pattern, low: int, high: int, limit: int | None = None) -> Match | None:
        """Return the most similar place between two words; None when it costs more than the limit."""
        operations = align(pattern.slots, self._ids[low:high], self._costs[low:high], self._numbers, limit=limit)
        if operations is None:
            return None
        moved = [(kind, i, None if j is None else j + low) for kind, i, j in operations]
        return _match(pattern, self._wording, with_last_words(pattern, self._wording, moved), self._offset)


def _match(pattern: Pattern, wording: Wording, operations: Sequence[Operation], offset: int) -> Match:
    """Return the match of an alignment: its operations joined to runs, and its runs to parts."""
    runs: list[tuple[bool, list[int], list[int]]] = []
    for kind, i, j in operations:
        if kind == "…" or (kind == "+" and j in wording.marks):
            # The two sides of a gap are compared separately.
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
        quoted, current = [pattern.slots[i].keys[0] for i in left], [wording.keys[j] for j in right]
        if same or _same_letters(quoted, current):
            continue
        edits += max(len(left), len(right))
        following = next((i for _, slots, _ in runs[number:] for i in slots), None)
        begin = max(position, len(text) if following is None else pattern.slots[following].start)
        finish = max(position, pattern.slots[left[-1]].end if left else begin)
        if position < begin:
            parts.append(MatchPart(text[position:begin], text[position:begin], same=True))
        found = wording.text[wording.starts[right[0]] : wording.ends[right[-1]]] if right else ""
        parts.append(MatchPart(text[begin:finish], found, same=False, figure=_figures(quoted) != _figures(current)))
        position = finish
    if position < len(text) or not parts:
        parts.append(MatchPart(text[position:], text[position:], same=True))
    if any(kind == "=" for kind, _, _ in operations):
        before, after = _edges(wording, first, last)
        edits += bool(before or after)
        parts = [*before, *parts, *after]
    similarity = max(0.0, 1 - edits / max(pattern.words, 1))
    gaps = tuple(find_gaps(pattern, wording, operations, offset)) if pattern.has_gaps else ()
    return Match(start + offset, end + offset, tuple(parts), similarity, gaps)


def _edges(wording: Wording, first: int, last: int) -> tuple[list[MatchPart], list[MatchPart]]:
    """Return the signs before its first and after its last figure that the quotation omits."""
    keys, starts, ends = wording.keys, wording.starts, wording.ends
    before, after = first - 1, last + 1
    has_before = first > 0 and keys[first][0].isdigit() and ends[before] == starts[first] and keys[before] in "−£$€¥("
    has_after = after < len(keys) and keys[last][-1].isdigit() and ends[last] == starts[after] and keys[after] in "%‰"

    def sign(word: int) -> list[MatchPart]:
        return [MatchPart("", wording.text[starts[word] : ends[word]], same=False, figure=True)]

    return sign(before) if has_before else [], sign(after) if has_after else []


def _same_letters(quoted: Sequence[str], current: Sequence[str]) -> bool:
    """Return whether two runs differ in word breaks only: "per cent" and "percent", but not "1 5" and "15"."""
    figures = [[key for key in keys if key[0].isdigit()] for keys in (quoted, current)]
    return "".join(quoted) == "".join(current) and figures[0] == figures[1]


def _figures(keys: Sequence[str]) -> list[str]:
    return [key.lower() for key in keys if is_figure(key.lower())]
