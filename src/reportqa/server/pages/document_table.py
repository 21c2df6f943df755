"""Turns what an index holds into the rows of its page: searched, sorted, a hundred at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from reportqa.citations import item_interval
from reportqa.csl import item_date, item_text
from reportqa.document import DocumentSummary
from reportqa.ingest import Changes
from reportqa.text import fold

PER_PAGE = 100
SORTS = {
    "title": "Title",
    "publisher": "Publisher",
    "date": "Date",
    "pages": "Pages",
    "passages": "Passages",
    "problems": "Problems",
}
"""What rows can be sorted by, and the headings of the columns."""
ORDERS = {"ascending": "ascending", "descending": "descending"}
_MAX_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Holding:
    """A document of an index as its page and HTTP list it.

    `problems` is None while they are being counted; `state` is "same", "changed" or "removed" against the folder,
    None when that is not known.
    """

    summary: DocumentSummary
    problems: tuple[str, ...] | None = None
    state: str | None = None

    @property
    def publisher(self) -> str | None:
        return item_text(self.summary.item, "publisher")

    @property
    def date(self) -> str | None:
        return item_date(self.summary.item)

    def to_dict(self) -> dict[str, Any]:
        problems = None if self.problems is None else list(self.problems)
        return {**self.summary.to_dict(), "date": self.date, "problems": problems, "state": self.state}


@dataclass(frozen=True, slots=True)
class Order:
    """What to look for in the list and how to sort it; pages count from 1."""

    find: str = ""
    sort: str = "title"
    order: str = "ascending"
    page: int = 1

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> "Order":
        """Read find, sort, order and page of a query string; what is no such value is left at its default."""
        sort, order, page = args.get("sort", ""), args.get("order", ""), args.get("page", "")
        is_number = page.isascii() and page.isdigit() and len(page) <= _MAX_DIGITS
        return cls(
            find=args.get("find", "").strip(),
            sort=sort if sort in SORTS else cls().sort,
            order=order if order in ORDERS else cls().order,
            page=max(1, int(page)) if is_number else 1,
        )

    @property
    def is_descending(self) -> bool:
        return self.order == "descending"

    def arguments(self, **others: Any) -> dict[str, Any]:
        """Give what stands in an address for this order with other values; defaults are left out."""
        changed, default = replace(self, **others), Order()
        names = ("find", "sort", "order", "page")
        return {name: getattr(changed, name) for name in names if getattr(changed, name) != getattr(default, name)}

    def by(self, sort: str) -> dict[str, Any]:
        """Give what stands in the address that sorts by a column, the other way round when that is done already."""
        is_turned = sort == self.sort and not self.is_descending
        return self.arguments(sort=sort, order="descending" if is_turned else "ascending", page=1)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the rows that were found: `found` in all, on `pages` pages, of which this is that of `order`."""

    rows: tuple[Holding, ...]
    found: int
    pages: int
    order: Order


def holdings(
    summaries: Iterable[DocumentSummary],
    problems: Mapping[str, Sequence[str]] | None = None,
    changes: Changes | None = None,
) -> list[Holding]:
    """Put together what is known of each document: its problems by id, and what has changed in the folder."""
    return [
        Holding(
            summary,
            problems=None if problems is None else tuple(problems.get(summary.doc_id, ())),
            state=None if changes is None else _state(summary.doc_id, changes),
        )
        for summary in summaries
    ]


def arrange(rows: Iterable[Holding], order: Order) -> Listing:
    """Give the page of rows whose title, publisher or file names have all the words that are looked for.

    What has no date or publisher comes last, whichever way the rows are sorted.
    """
    words = fold(order.find).split()
    found = [row for row in rows if not words or _has(row, words)]
    key = _KEYS[order.sort]
    found.sort(key=lambda row: (fold(row.summary.title), row.summary.doc_id))
    known = [row for row in found if key(row) is not None]
    known.sort(key=key, reverse=order.is_descending)
    found = known + [row for row in found if key(row) is None]
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(order.page, pages)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Listing(tuple(shown), len(found), pages, replace(order, page=page))


def _state(doc_id: str, changes: Changes) -> str:
    return "changed" if doc_id in changes.changed else "removed" if doc_id in changes.removed else "same"


def _has(row: Holding, words: Sequence[str]) -> bool:
    names = (row.summary.title, row.publisher or "", row.summary.doc_id, *row.summary.also)
    searched = fold("\n".join(names))
    return all(word in searched for word in words)


_KEYS: Mapping[str, Callable[[Holding], Any]] = {
    "title": lambda row: fold(row.summary.title),
    "publisher": lambda row: fold(row.publisher) if row.publisher else None,
    "date": lambda row: item_interval(row.summary.item),
    "pages": lambda row: row.summary.pages or None,
    "passages": lambda row: row.summary.passages,
    "problems": lambda row: None if row.problems is None else len(row.problems),
}
