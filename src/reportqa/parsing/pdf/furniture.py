"""Page furniture: running headers and footers and printed page numbers, as recurring rows at the edges of pages."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.margins import EDGE_ROWS, EdgeRow, Edges, Number, edges_of, heads_columns

MIN_PAGES = 3
"""Minimum number of pages on which furniture recurs, and that are numbered alike; both in a document of two."""
MIN_GAP = 0.7
"""Minimum gap between furniture and text, in font sizes; lines of a paragraph are closer."""
MIN_SHARE = 0.6
"""Minimum share of the pages with a number at an edge that are numbered alike. Half of all pages are enough, too, since
tables have other numbers there."""
MIN_RUN = 4
"""Minimum length of a run of pages numbered alike where other parts of the document are numbered differently."""
MAX_GAP = 3
"""Maximum number of consecutive pages without a printed number that are numbered by their neighbours."""
MIN_SHARED = 0.7
"""Minimum share of their lines that two copies of a page have in common."""

_OTHER_SIZE = 0.85
_LARGE = 1.1
"""Minimum size of a heading that is not bold, as a multiple of the usual size of its page."""
_WORDS = re.compile(r"[^\W\d_]{2,}")
_MIN_COPY = 80
"""Minimum characters of a page that can be a copy; stamps and headers on empty pages are shorter."""

Kind = tuple[str, int]
"""A numbering: "roman", "spread", a prefix ("F-") or "", and its difference from the physical number."""


@dataclass(frozen=True, slots=True)
class PageFurniture:
    """The lines of the running header and footer of a page, and its printed number, None if in doubt."""

    head: tuple[Line, ...]
    foot: tuple[Line, ...]
    label: str | None

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.head + self.foot


def find_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float] | None = None) -> list[PageFurniture]:
    """Return the furniture of each page; `pages` are the lines of each page, `heights` their heights if they differ.

    A row at the edge of a page is furniture if it recurs there on other pages but for the page number, every row
    beyond it is furniture and a gap separates it from the text. A row with the page number is furniture, too, where
    other pages have theirs, even if a chapter name beside it changes, and so is recurring text along the side.
    """
    edges = [edges_of(lines, height) for lines, height in zip(pages, heights or [0.0] * len(pages), strict=True)]
    kinds = _kinds(edges)
    numbers = [_page_number(physical, page, kinds) for physical, page in enumerate(edges, start=1)]
    recurring, numbered = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
    copies = _copies(pages)
    for page, number, is_copy in zip(edges, numbers, copies, strict=True):
        at_edge = [(side, row) for side, rows in page for row in rows[:EDGE_ROWS]]
        if not is_copy:
            recurring.update({(text, row.place) for _, row in at_edge for text in row.keys(number)})
        numbered.update({(side, row.place) for side, row in at_edge if row.prints(number)})
    turned = Counter(text for lines in pages for text in {line.text for line in lines if line.turned})
    needed = min(MIN_PAGES, max(len(pages), 2))

    def furniture_rows(side: str, rows: Sequence[EdgeRow], number: Number | None) -> Sequence[EdgeRow]:
        """Return the rows that are furniture, from the edge of the page."""
        count = 0
        for row in rows[:EDGE_ROWS]:
            with_number = row.prints(number) and row.is_short and _near(numbered, side, row.place) >= needed
            recurs = max((_near(recurring, text, row.place) for text in row.keys(number)), default=0)
            least = max(len(pages) / 2 if row.is_large else needed, needed)
            if not (row.is_only(number) or with_number or recurs >= least):
                break
            count += 1
        if side == "head":
            count = next((at for at in range(count) if heads_columns(rows, at)), count)
        # Recurring rows close to the text belong to it: table headers, headings, notes.
        while count and not rows[count - 1].is_only(number) and not _is_apart(rows, count):
            count -= 1
        return rows[:count]

    times = Counter(line.text.casefold() for lines in pages for line in lines if not line.turned)
    found = []
    for lines, page, number in zip(pages, edges, numbers, strict=True):
        head, foot = (furniture_rows(side, rows, number) for side, rows in page)
        at_side = [line for line in lines if line.turned and turned[line.text] >= needed]
        above = (*at_side, *(line for row in head for line in row.lines if not _is_heading(line, row, times)))
        below = tuple(line for row in foot for line in row.lines)[::-1]
        found.append(PageFurniture(above, below, number and "".join(number)))
    return _count_on(found, kinds)


def _is_heading(line: Line, row: EdgeRow, times: Mapping[str, int]) -> bool:
    """Return whether a bold or large line beside a running header is a heading, which the document has nowhere else."""
    text = line.text
    is_prominent = line.bold or line.size > _LARGE * row.usual
    has_number = text[0].isdecimal() or text[-1].isdecimal()
    is_name = is_prominent and not has_number and len(_WORDS.findall(text)) > 1
    others = (other for other in row.lines if other is not line)
    return is_name and times[text.casefold()] == 1 and any(times[other.text.casefold()] > 1 for other in others)


def _copies(pages: Sequence[Sequence[Line]]) -> list[bool]:
    """Return whether each page is a copy of an earlier one, whose lines all recur without being furniture."""
    first: dict[str, int] = {}
    texts: list[set[str]] = []
    found = []
    for number, lines in enumerate(pages):
        texts.append({line.text for line in lines if not line.text.isdecimal()})
        shared, other = max(
            ((count, other) for other, count in Counter(first.get(text, -1) for text in texts[-1]).items()),
            default=(0, -1),
        )
        is_long = sum(map(len, texts[-1])) >= _MIN_COPY
        found.append(other >= 0 and is_long and shared >= MIN_SHARED * max(len(texts[-1]), len(texts[other])))
        for text in texts[-1]:
            first.setdefault(text, number)
    return found


def _near(counts: Mapping[tuple[str, int], int], name: str, place: int) -> int:
    """Return on how many pages a text or side has a row at a place or right beside it."""
    return sum(counts.get((name, near), 0) for near in (place - 1, place, place + 1))


def _is_apart(rows: Sequence[EdgeRow], count: int) -> bool:
    """Return whether there is a gap between the first `count` rows, from the edge, and the next."""
    if count >= len(rows):
        return True
    last, following = rows[count - 1].lines, rows[count].lines
    gap = max(min(line.bottom for line in last), min(line.bottom for line in following)) - min(
        max(line.top for line in last), max(line.top for line in following)
    )
    size, other = (max(line.size for line in row) for row in (following, last))
    # Next to a line of another size, such as the title of a paper, the smaller size counts.
    return gap > MIN_GAP * (min(size, other) if other < _OTHER_SIZE * size else size)


def _kind(number: Number, physical: int) -> Kind:
    prefix, digits = number
    if "–" in digits:
        return "spread", 2 * physical - int(digits.partition("–")[0])
    if digits.isdigit():
        return prefix, physical - int(digits)
    return "roman", physical - _roman_value(digits)


def _page_number(physical: int, page: Edges, kinds: Mapping[Kind, set[int]]) -> Number | None:
    """Return the number at the edges of a page whose numbering most pages share."""
    candidates = [number for _, rows in page for row in rows for number in row.numbers]
    support = {number: kinds.get(_kind(number, physical), set()) for number in candidates}
    supported = [number for number in candidates if physical in support[number]]
    return max(supported, key=lambda number: len(support[number]), default=None)


def _kinds(edges: Sequence[Edges]) -> dict[Kind, set[int]]:
    """Return the numberings that enough pages share, each with its physical pages."""
    pages: dict[Kind, set[int]] = defaultdict(set)
    printing: dict[str, set[int]] = defaultdict(set)
    for physical, page in enumerate(edges, start=1):
        for number in {number for _, rows in page for row in rows for number in row.numbers}:
            kind = _kind(number, physical)
            pages[kind].add(physical)
            printing[kind[0]].add(physical)
    found = {}
    for kind, members in pages.items():
        enough = max(min(MIN_PAGES, max(len(edges), 2)), min(MIN_SHARE * len(printing[kind[0]]), len(edges) / 2))
        kept = members if len(members) >= enough else _runs(members)
        if kept:
            found[kind] = kept
    return found


def _runs(pages: set[int]) -> set[int]:
    """Return the pages in runs of at least MIN_RUN neighbours."""
    runs = (range(first, first + MIN_RUN) for first in pages)
    return {page for run in runs if pages.issuperset(run) for page in run}


def _count_on(pages: Sequence[PageFurniture], kinds: Mapping[Kind, set[int]]) -> list[PageFurniture]:
    """Return the pages, labelled by their neighbours where no number is printed between two that are numbered alike."""
    labels = [page.label for page in pages]
    for (prefix, offset), members in kinds.items():
        if prefix in {"roman", "spread"}:
            continue
        for before, after in pairwise(sorted(members)):
            for physical in range(before + 1, after if after - before <= MAX_GAP + 1 else before):
                labels[physical - 1] = labels[physical - 1] or f"{prefix}{physical - offset}"
    return [replace(page, label=label) for page, label in zip(pages, labels, strict=True)]


def _roman_value(numeral: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in numeral.lower()]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
