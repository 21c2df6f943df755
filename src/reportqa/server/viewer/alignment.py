"""Joins two texts that say the same in another order: by what stands once in both, or once between what is joined."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from reportqa.server.viewer.folding import Folded

OPEN = -1
SEEDS = (24, 12, 6, 4, 3, 2, 1)
"""Characters that must be the same, and stand once only, for two places to be one; fewer, the less there is left."""


class Joining:
    """Joins the signs of two texts by what stands once in both, or once between what is joined."""

    def __init__(self, text: Folded, page: Folded) -> None:
        self._text, self._page = text.signs, page.signs
        self._lines = sorted({0, *text.begins, len(text.signs)})
        self.found = [OPEN] * len(text.signs)
        self._taken = bytearray(len(page.signs))

    def run(self, sizes: Sequence[int]) -> None:
        """Join what is open with seeds of these sizes, the largest first."""
        for size in sizes:
            if size < SEEDS[1]:
                self.extend()
            for start, end in list(self._gaps()):
                for places in self._regions(start, end, size):
                    self._join(start, end, places, size)

    def extend(self) -> None:
        """Join whole lines, or rests of them, that stand on the page just behind or before what is joined."""
        for first, last in list(self._gaps()):
            start, end = first, last
            while start < end and start and (place := self.found[start - 1] + 1):
                stop = min(self._line_end(start), end)
                if not self._is_free(start, place, stop - start):
                    break
                self._put(start, place, stop - start, 1)
                start = stop
            while start < end < len(self.found) and (place := self.found[end]) != OPEN:
                begin = max(self._line_begin(end), start)
                if not self._is_free(begin, place - (end - begin), end - begin):
                    break
                self._put(begin, place - (end - begin), end - begin, 1)
                end = begin

    def retake(self) -> None:
        """Count anew what of the page is taken."""
        self._taken = bytearray(len(self._page))
        for place in self.found:
            if place != OPEN:
                self._taken[place] = 1

    def _line_end(self, at: int) -> int:
        """Give where the line of the text ends that the sign `at` stands in."""
        return self._lines[bisect_right(self._lines, at)]

    def _line_begin(self, at: int) -> int:
        """Give where the line of the text begins that the sign before `at` stands in."""
        return self._lines[bisect_left(self._lines, at) - 1]

    def _is_free(self, at: int, place: int, length: int) -> bool:
        """Tell whether the page says the same there as the text, and nothing of it is taken."""
        if place < 0:
            return False
        same = self._page[place : place + length] == self._text[at : at + length]
        return same and not any(self._taken[place : place + length])

    def _gaps(self) -> Iterator[tuple[int, int]]:
        start = None
        for index, place in enumerate([*self.found, 0]):
            if place == OPEN and index < len(self.found):
                start = index if start is None else start
            elif start is not None:
                yield start, index
                start = None

    def _regions(self, start: int, end: int, size: int) -> list[list[tuple[int, int]]]:
        """Give the parts of the page in which a gap of the text may stand, one after the other to try.

        Long seeds may stand anywhere. Short ones stand between what is joined before and behind them, or, where
        those are not neighbours on the page, right behind the one or right before the other.
        """
        if size >= SEEDS[1]:
            return [self._free(0, len(self._page))]
        before = self.found[start - 1] + 1 if start else 0
        behind = self.found[end] if end < len(self.found) else len(self._page)
        if before <= behind:
            return [self._free(before, behind)]
        return [[*self._free_until_taken(before), *self._free_back_to_taken(behind)]]

    def _free(self, start: int, end: int) -> list[tuple[int, int]]:
        free = []
        while start < end:
            start = self._taken.find(0, start, end)
            if start < 0:
                break
            stop = self._taken.find(1, start, end)
            stop = end if stop < 0 else stop
            free.append((start, stop))
            start = stop
        return free

    def _free_until_taken(self, start: int) -> list[tuple[int, int]]:
        stop = self._taken.find(1, start)
        stop = len(self._page) if stop < 0 else stop
        return [(start, stop)] if start < stop else []

    def _free_back_to_taken(self, end: int) -> list[tuple[int, int]]:
        start = self._taken.rfind(1, 0, end) + 1
        return [(start, end)] if start < end else []

    def _join(self, start: int, end: int, places: list[tuple[int, int]], size: int) -> None:
        ours = _once(self._text, [(start, end)], size)
        theirs = _once(self._page, places, size)
        tiles: list[tuple[int, int, int]] = []
        reached = -1
        for gram, at in ours.items():
            place = theirs.get(gram, OPEN)
            if OPEN in {at, place}:
                continue
            if at < reached and tiles and tiles[-1][1] - tiles[-1][0] == place - at:
                continue
            tile = self._grown(at, place, size, start, end)
            tiles.append(tile)
            reached = tile[0] + tile[2]
        for at, place, length in sorted(tiles, key=lambda tile: -tile[2]):
            self._put(at, place, length, size)

    def _grown(self, at: int, place: int, length: int, start: int, end: int) -> tuple[int, int, int]:
        """Give a tile as far as both are the same in one line of the text: where it begins in either, its length."""
        start, end = max(start, self._line_begin(at + 1)), min(end, max(self._line_end(at), at + length))
        text, page, taken = self._text, self._page, self._taken
        while at > start and place and not taken[place - 1] and text[at - 1] == page[place - 1]:
            at, place, length = at - 1, place - 1, length + 1
        while (
            at + length < end
            and place + length < len(page)
            and not taken[place + length]
            and text[at + length] == page[place + length]
        ):
            length += 1
        return at, place, length

    def _put(self, at: int, place: int, length: int, size: int) -> None:
        """Join a tile, but for what a longer one has taken."""
        run = 0
        for step in range(length + 1):
            free = step < length and self.found[at + step] == OPEN and not self._taken[place + step]
            if free:
                run += 1
                continue
            if run >= size:
                for back in range(step - run, step):
                    self.found[at + back] = place + back
                    self._taken[place + back] = 1
            run = 0


def _once(text: str, ranges: Sequence[tuple[int, int]], size: int) -> dict[str, int]:
    """Give where each run of that many signs begins, OPEN for one that stands there several times."""
    places: dict[str, int] = {}
    for start, end in ranges:
        for at in range(start, end - size + 1):
            gram = text[at : at + size]
            places[gram] = OPEN if gram in places else at
    return places
