"""Finds, for each character of a page's text, the character of the printed page that it was made of.

The text is not in the order of the page (notes and columns are moved), lacks parts of it (headers, note numbers) and
writes it otherwise (words joined over line ends, ligatures as letters). So first what stands once in both is joined,
then what stands once between two things joined already. What is left open stays open: nothing is guessed.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from reportqa.cleaning import clean_text

SEEDS = (24, 12, 6, 4, 3, 2, 1)
"""Characters that must be the same, and stand once only, for two places to be one; fewer, the less there is left."""
MIN_FREE = 12
"""From as many characters a run needs nothing beside it to be sure of its place, if it stands there once."""
MAX_NOTE = 4
"""Characters of a note's number, which the text leaves out within a line."""
_HYPHENS = frozenset("-‐‑\u00ad\ufffe\x02\x1f")

OPEN = -1


@dataclass(frozen=True, slots=True)
class Folded:
    """A text by its letters, figures and signs, without spaces and hyphens; `at` are their indexes in the text."""

    signs: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, text: str, ranges: Sequence[tuple[int, int]] | None = None) -> "Folded":
        """Fold a text, or only these ranges of it."""
        signs: list[str] = []
        at: list[int] = []
        for start, end in [(0, len(text))] if ranges is None else ranges:
            for index in range(start, end):
                folded = fold_character(text[index])
                signs.append(folded)
                at.extend([index] * len(folded))
        return cls("".join(signs), tuple(at))


@lru_cache(maxsize=10_000)
def fold_character(character: str) -> str:
    """Give what a character is compared by: none for spaces, hyphens and what nobody can read."""
    if character in _HYPHENS or character == "\ufffd":
        return ""
    plain = unicodedata.normalize("NFKD", clean_text(character)).replace("\ufffd", "")
    return "".join(c for c in plain if not c.isspace() and c not in _HYPHENS and unicodedata.category(c)[0] not in "MC")


def align(text: Folded, page: Folded) -> list[int]:
    """Give for each sign of the text the number of its sign on the page, OPEN where that is not certain."""
    joining = _Joining(text.signs, page.signs)
    joining.run()
    found = joining.found
    _slide(found, text, page)
    words = list(_words(text))
    _open_torn_words(found, words)
    _open_doubtful(found, words, text, page)
    return found


class _Joining:
    """Joins the signs of two texts by what stands once in both, or once between what is joined."""

    def __init__(self, text: str, page: str) -> None:
        self._text, self._page = text, page
        self.found = [OPEN] * len(text)
        self._taken = bytearray(len(page))

    def run(self) -> None:
        """Join with ever smaller seeds."""
        for size in SEEDS:
            for start, end in list(self._gaps()):
                for places in self._regions(start, end, size):
                    self._join(start, end, places, size)

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
        """Give a tile as far as both texts are the same: where it begins in either, and its length."""
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


def _slide(found: list[int], text: Folded, page: Folded) -> None:
    """Move the seam between two tiles to the end of a word, where the same sign could belong to either."""
    for seam in [i for i in range(1, len(found)) if OPEN not in found[i - 1 : i + 1] and found[i] != found[i - 1] + 1]:
        choices = [seam]
        at, place = seam, found[seam]
        while at and found[at - 1] != OPEN and place and text.signs[at - 1] == page.signs[place - 1]:
            at, place = at - 1, place - 1
            choices.append(at)
        at, place = seam, found[seam - 1] + 1
        while at < len(found) and found[at] == found[seam] + at - seam and place < len(page.signs):
            if text.signs[at] != page.signs[place]:
                break
            at, place = at + 1, place + 1
            choices.append(at)
        best = next((at for at in choices if at < len(text.at) and text.at[at] > text.at[at - 1] + 1), seam)
        for at in range(best, seam):
            found[at] = found[seam] - (seam - at)
        for at in range(seam, best):
            found[at] = found[seam - 1] + 1 + at - seam


def _words(text: Folded) -> Iterator[tuple[int, int]]:
    """Give the words of a folded text: signs that stand without a space between them."""
    start = 0
    for index in range(1, len(text.at) + 1):
        if index == len(text.at) or text.at[index] > text.at[index - 1] + 1:
            yield start, index
            start = index


def _open_torn_words(found: list[int], words: Sequence[tuple[int, int]]) -> None:
    """Open the words of which parts would stand at different places of the page."""
    for start, end in words:
        places = [place for place in found[start:end] if place != OPEN]
        if any(_gap(a, b) is None for a, b in pairwise(places)):
            found[start:end] = [OPEN] * (end - start)


def _gap(before: int, behind: int) -> int | None:
    """Give how many signs of the page two neighbours of the text leave out, None when they are not neighbours."""
    left_out = behind - before - 1
    return left_out if 0 <= left_out <= MAX_NOTE else None


def _open_doubtful(found: list[int], words: Sequence[tuple[int, int]], text: Folded, page: Folded) -> None:
    """Open short runs of words that could stand elsewhere too, going by what stands beside them."""
    runs: list[tuple[int, int]] = []
    for start, end in words:
        inside = [index for index in range(start, end) if found[index] != OPEN]
        if not inside:
            continue
        first, last = inside[0], inside[-1] + 1
        if runs and _gap(found[runs[-1][1] - 1], found[first]) is not None and runs[-1][1] >= start - 1:
            runs[-1] = runs[-1][0], last
        else:
            runs.append((first, last))
    sure = [
        last - first >= MIN_FREE or _stands_once(text.signs[first:last], text, page, 0, len(page.signs))
        for first, last in runs
    ]
    for number, (first, last) in enumerate(runs):
        if sure[number]:
            continue
        before = next((runs[n] for n in range(number - 1, -1, -1) if sure[n]), None)
        behind = next((runs[n] for n in range(number + 1, len(runs)) if sure[n]), None)
        low = found[before[1] - 1] + 1 if before else 0
        high = found[behind[0]] if behind else len(page.signs)
        fits = low <= found[first] and found[last - 1] < high
        if not (fits and page.signs.count(text.signs[first:last], low, high) == 1):
            found[first:last] = [OPEN] * (last - first)


def _stands_once(signs: str, text: Folded, page: Folded, low: int, high: int) -> bool:
    return page.signs.count(signs, low, high) == 1 and text.signs.count(signs) == 1
