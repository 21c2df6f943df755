"""Finds, for each character of a page's text, the character of the printed page that it was made of.

The text is not in the order of the page (notes and columns are moved), lacks parts of it (headers, note numbers) and
writes it otherwise (words joined over line ends, ligatures as letters). So first what stands once in both is joined,
then what stands once between two things joined already. What is left open stays open: nothing is guessed.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportqa.server.viewer.alignment import OPEN, SEEDS, Joining
from reportqa.server.viewer.folding import Folded

MIN_FREE = 12
"""From as many characters a run needs nothing beside it to be sure of its place, if it stands there once."""
MAX_NOTE = 4
"""Characters of a note's number, which the text leaves out within a line."""


def align(text: Folded, page: Folded) -> list[int]:
    """Give for each sign of the text the number of its sign on the page, OPEN where that is not certain."""
    joining = Joining(text, page)
    joining.run(SEEDS)
    found = joining.found
    _slide(found, text, page)
    # A tile that gave up its end has left that to another.
    joining.retake()
    joining.run(SEEDS[2:])
    words = list(_words(text))
    _open_torn_words(found, words)
    _open_doubtful(found, words, text, page)
    return found


def _slide(found: list[int], text: Folded, page: Folded) -> None:
    """Move the seam between two tiles to where a line or a word ends, where the same signs could belong to either."""
    taken = set(found)
    seams = [n for n in range(1, len(found)) if OPEN not in found[n - 1 : n + 1] and found[n] != found[n - 1] + 1]
    for seam in seams:
        # How far back the second tile could begin, and how far on the first could go.
        back = 0
        while (
            back < seam
            and found[seam - 1 - back] == found[seam - 1] - back
            and (place := found[seam] - 1 - back) >= 0
            and place not in taken
            and page.signs[place] == text.signs[seam - 1 - back]
        ):
            back += 1
        on = 0
        while (
            seam + on < len(found)
            and found[seam + on] == found[seam] + on
            and (place := found[seam - 1] + 1 + on) < len(page.signs)
            and place not in taken
            and page.signs[place] == text.signs[seam + on]
        ):
            on += 1
        best = max(
            range(-back, on + 1), key=lambda step: (_ends(seam + step, found[seam] + step, text, page), -abs(step))
        )
        for step in range(best, 0):
            found[seam + step] = found[seam] + step
        for step in range(best):
            found[seam + step] = found[seam - 1] + 1 + step
        if best:
            taken = set(found)


def _ends(at: int, place: int, text: Folded, page: Folded) -> int:
    """Tell how good a place it is for a seam: before a line of the text and of the page, else before a word."""
    return (
        4 * (at in text.begins) + 2 * (place in page.begins) + (at < len(text.at) and text.at[at] > text.at[at - 1] + 1)
    )


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
