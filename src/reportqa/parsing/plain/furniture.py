"""Running headers and page numbers in text extracted from a PDF, and their removal."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

_NUMBER_FIRST = re.compile(r"(?:page\s+)?(\d{1,4})\s+(?:\|\s*)?(\D.{8,150})", re.I)
_NUMBER_LAST = re.compile(r"(.{8,150}?\D)\s+(?:\|\s*)?(?:page\s+)?(\d{1,4})", re.I)
_NUMBER_ALONE = re.compile(r"[-–—\s]*(?:page\s+)?(\d{1,4})(?:\s+of\s+\d{1,4})?[-–—\s]*", re.I)
_SENTENCE_END = re.compile(r"[.,:;]$")
_PAGE_LENGTH = range(500, 9000)
"""Plausible numbers of characters of a printed page."""
_MIN_PAGES = 3
_MIN_SHARE = 0.25
_MAX_TITLE = 100


def without_furniture(lines: Sequence[str]) -> tuple[list[str], str | None]:
    """Blank lines that recur with a growing number, a page's length apart, in text without page breaks.

    Such as "15 Is bigger better? Lessons for large-scale general practice".
    :return: the lines, and the recurring title or None
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
    """Blank the recurring first and last lines of pages; return the lines and the printed page numbers, if certain.

    A line with a number is furniture, and its number a label, only if the numbers grow with the pages throughout.
    """
    places: dict[str, dict[int, int]] = defaultdict(dict)
    for physical, page in enumerate(pages, start=1):
        for at in _edges(page):
            if not (len(page[at].strip()) > _MAX_TITLE or re.search(r"[.!?;,]$", page[at].strip())):
                places[_key(page[at])][physical] = at
    least = max(_MIN_PAGES, round(_MIN_SHARE * len(pages)))
    unwanted: set[tuple[int, int]] = set()
    labels: dict[int, set[int]] = defaultdict(set)
    for key, found in places.items():
        if len(found) < least:
            continue
        if "#" not in key:
            unwanted |= set(found.items())
            continue
        numbers = {physical: _edge_numbers(pages[physical - 1][at]) for physical, at in found.items()}
        offset = _offset(numbers)
        for physical, at in found.items() if offset is not None else ():
            if physical + (offset or 0) in numbers[physical]:
                unwanted.add((physical, at))
                labels[physical].add(physical + (offset or 0))
    cleaned = [
        ["" if (physical, at) in unwanted else line for at, line in enumerate(page)]
        for physical, page in enumerate(pages, start=1)
    ]
    offsets = {number - physical for physical, numbers_there in labels.items() for number in numbers_there}
    if len(offsets) != 1:
        return cleaned, [None] * len(pages)
    return cleaned, [str(min(labels[n])) if n in labels else None for n in range(1, len(pages) + 1)]


def _offset(numbers: Mapping[int, Sequence[int]]) -> int | None:
    """Return the difference of printed and physical page numbers, or None if it is not certain."""
    offsets: Counter[int] = Counter()
    for physical, found in numbers.items():
        offsets.update({number - physical for number in found})
    offset, count = max(offsets.items(), key=lambda pair: pair[1], default=(0, 0))
    return offset if count >= max(_MIN_PAGES, 0.8 * len(numbers)) else None


def _edges(page: Sequence[str]) -> list[int]:
    filled = [at for at, line in enumerate(page) if line.strip()]
    return sorted({*filled[:2], *filled[-2:]}) if len(filled) > 4 else filled


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.lower().split()))


def _edge_numbers(line: str) -> list[int]:
    """Return the numbers at the start and the end of a line."""
    pairs = re.findall(r"^\D{0,8}(\d{1,4})\b|\b(\d{1,4})\W*$", line)
    return [int(number) for pair in pairs for number in pair if number]


def _numbered(line: str) -> tuple[str, int] | None:
    """Return the words of a line and the number before or after them."""
    if len(line) > 2 * _MAX_TITLE:
        return None
    if match := _NUMBER_FIRST.fullmatch(line):
        title, number = match[2], int(match[1])
    elif match := _NUMBER_LAST.fullmatch(line):
        title, number = match[1], int(match[2])
    else:
        return None
    title = " ".join(title.split())
    return None if len(title.split()) < 3 or _SENTENCE_END.search(title) else (title, number)


def _are_pages(places: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    """Return whether numbers always grow, with a plausible length of each page."""
    if len(places) < 2 or places[0][1] == 1:
        return False
    return all(
        number < following and (starts[after] - starts[at]) // (following - number) in _PAGE_LENGTH
        for (at, number), (after, following) in pairwise(places)
    )


def _split_furniture(lines: Sequence[str], titles: Iterable[str]) -> set[int]:
    """Return known running titles, and the lines beside them that are only a number."""
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
