"""Finds the running headers and page numbers that a PDF's text carries with it, and leaves them out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

_NUMBER_FIRST = re.compile(r"(?:page\s+)?(\d{1,4})\s+(?:\|\s*)?(\D.{8,150})", re.I)
_NUMBER_LAST = re.compile(r"(.{8,150}?\D)\s+(?:\|\s*)?(?:page\s+)?(\d{1,4})", re.I)
_NUMBER_ALONE = re.compile(r"[-–—\s]*(?:page\s+)?(\d{1,4})(?:\s+of\s+\d{1,4})?[-–—\s]*", re.I)
_SENTENCE_END = re.compile(r"[.,:;]$")
_PAGE_LENGTH = range(500, 9000)
"""Characters that a printed page plausibly holds."""
_MIN_PAGES = 3
_MIN_SHARE = 0.25


def without_furniture(lines: Sequence[str]) -> tuple[list[str], str | None]:
    """Blank the lines that recur with a growing number, a page's length apart, in text without page breaks.

    Gives the lines and the title that recurs, None if there is none.

    "15 Is bigger better? Lessons for large-scale general practice" is one when the same words stand by
    themselves elsewhere with another number.
    """
    starts = _starts(lines)
    titles: dict[str, list[tuple[int, int]]] = defaultdict(list)
    alone: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        if not line.strip() or not _is_isolated(lines, at):
            continue
        if match := _NUMBER_ALONE.fullmatch(line.strip()):
            alone.append((at, int(match[1])))
        elif (found := _numbered(line.strip())) is not None:
            titles[found[0].lower()].append((at, found[1]))
    found_titles = {title for title, places in titles.items() if _are_pages(places, starts)}
    unwanted = {at for title in found_titles for at, _ in titles[title]}
    if len(alone) >= _MIN_PAGES and all(b - a == 1 for (_, a), (_, b) in pairwise(alone)):
        unwanted |= {at for at, _ in alone} if _are_pages(alone, starts) else set()
    unwanted |= _split_furniture(lines, found_titles)
    cleaned = ["" if at in unwanted else line for at, line in enumerate(lines)]
    longest = max(found_titles, key=lambda title: len(titles[title]), default=None)
    named = _numbered(lines[titles[longest][0][0]].strip()) if longest else None
    return cleaned, named[0] if named else None


def page_furniture(pages: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[str | None]]:
    """Blank the recurring first and last lines of pages; give the printed number of each page, if sure.

    A number is a page's label only where it grows with the pages all through the document.
    """
    if len(pages) < _MIN_PAGES:
        return [list(page) for page in pages], [None] * len(pages)
    edges = [_edges(page) for page in pages]
    counts = Counter(key for page, ats in zip(pages, edges, strict=True) for key in {_key(page[at]) for at in ats})
    least = max(_MIN_PAGES, round(_MIN_SHARE * len(pages)))
    recurring = {key for key, count in counts.items() if count >= least}
    cleaned, numbers = [], []
    for page, ats in zip(pages, edges, strict=True):
        unwanted = {at for at in ats if _key(page[at]) in recurring}
        cleaned.append(["" if at in unwanted else line for at, line in enumerate(page)])
        numbers.append([int(number) for at in sorted(unwanted) for number in _edge_numbers(page[at])])
    return cleaned, _labels(numbers)


def _labels(numbers: Sequence[Sequence[int]]) -> list[str | None]:
    offsets = Counter(number - physical for physical, found in enumerate(numbers, start=1) for number in set(found))
    if not offsets:
        return [None] * len(numbers)
    offset, count = offsets.most_common(1)[0]
    pages_with_number = sum(bool(found) for found in numbers)
    if count < _MIN_PAGES or count < 0.8 * pages_with_number:
        return [None] * len(numbers)
    return [
        str(physical + offset) if physical + offset in found else None
        for physical, found in enumerate(numbers, start=1)
    ]


def _edges(page: Sequence[str]) -> list[int]:
    filled = [at for at, line in enumerate(page) if line.strip()]
    return sorted({*filled[:2], *filled[-2:]}) if len(filled) > 4 else filled


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.lower().split()))


def _edge_numbers(line: str) -> list[str]:
    """Give the numbers at the beginning and the end of a line."""
    pairs = re.findall(r"^\D{0,8}(\d{1,4})\b|\b(\d{1,4})\W*$", line)
    return [number for pair in pairs for number in pair if number]


def _numbered(line: str) -> tuple[str, int] | None:
    """Give the words of a line and the number before or after them."""
    if match := _NUMBER_FIRST.fullmatch(line):
        title, number = match[2], int(match[1])
    elif match := _NUMBER_LAST.fullmatch(line):
        title, number = match[1], int(match[2])
    else:
        return None
    title = " ".join(title.split())
    return None if len(title.split()) < 3 or _SENTENCE_END.search(title) else (title, number)


def _are_pages(places: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    """Say whether numbers grow as page numbers do: all the time, each page of a plausible length."""
    if len(places) < 2 or places[0][1] == 1:
        return False
    return all(
        number < following and (starts[after] - starts[at]) // (following - number) in _PAGE_LENGTH
        for (at, number), (after, following) in pairwise(places)
    )


def _split_furniture(lines: Sequence[str], titles: Iterable[str]) -> set[int]:
    """Find a known running title beside a line that is only a number."""
    known = set(titles)
    found = set()
    for at, line in enumerate(lines):
        if " ".join(line.lower().split()) not in known:
            continue
        for beside in (at - 1, at + 1):
            if 0 <= beside < len(lines) and _NUMBER_ALONE.fullmatch(lines[beside].strip() or "x"):
                found |= {at, beside}
    return found


def _is_isolated(lines: Sequence[str], at: int) -> bool:
    before = lines[at - 1].strip() if at else ""
    after = lines[at + 1].strip() if at + 1 < len(lines) else ""
    return not before and not after


def _starts(lines: Sequence[str]) -> list[int]:
    starts, position = [], 0
    for line in lines:
        starts.append(position)
        position += len(line) + 1
    return starts
