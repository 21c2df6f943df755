"""The rows of the documents page: searched, sorted, a hundred to a page."""

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
"""Sort keys and the headings of their columns."""
ORDERS = ("ascending", "descending")
_MAX_DIGITS = 6


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in the table and in the JSON list.

    `problems` is None until they are known. `state` is "same", "changed" or "removed" compared with the corpus
    folder, None if unknown.
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

    def matches(self, words: Iterable[str]) -> bool:
        """Return whether title, publisher and file names contain all the folded words."""
        searched = fold("\n".join((self.summary.title, self.publisher or "", self.summary.doc_id, *self.summary.also)))
        return all(word in searched for word in words)

    def to_dict(self) -> dict[str, Any]:
        problems = None if self.problems is None else list(self.problems)
        return {**self.summary.to_dict(), "date": self.date, "problems": problems, "state": self.state}


@dataclass(frozen=True, slots=True)
class TableOrder:
    """The search words, collection, sort order and page number (from 1) of the table."""

    find: str = ""
    collection: str = ""
    sort: str = "title"
    order: str = "ascending"
    page: int = 1

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> "TableOrder":
        """Read find, collection, sort, order and page of a query string; an invalid value counts as the default."""
        sort, order, page = args.get("sort", ""), args.get("order", ""), args.get("page", "")
        is_number = page.isascii() and page.isdigit() and len(page) <= _MAX_DIGITS
        return cls(
            find=args.get("find", "").strip(),
            collection=args.get("collection", "").strip(),
            sort=sort if sort in SORTS else "title",
            order=order if order in ORDERS else "ascending",
            page=max(1, int(page)) if is_number else 1,
        )

    @property
    def is_descending(self) -> bool:
        return self.order == "descending"

    def arguments(self, **others: Any) -> dict[str, Any]:
        """Return the query parameters of this order with some values replaced; defaults are omitted."""
        changed, default = replace(self, **others), TableOrder()
        names = ("find", "collection", "sort", "order", "page")
        return {name: getattr(changed, name) for name in names if getattr(changed, name) != getattr(default, name)}

    def by(self, sort: str) -> dict[str, Any]:
        """Return the query parameters that sort by a column, in reverse if it is the current one."""
        is_reversed = sort == self.sort and not self.is_descending
        return self.arguments(sort=sort, order="descending" if is_reversed else "ascending", page=1)


@dataclass(frozen=True, slots=True)
class TablePage:
    """One page of the `found` matching rows, of `pages` in all; `order` has its number."""

    rows: tuple[DocumentRow, ...]
    found: int
    pages: int
    order: TableOrder


def document_rows(
    summaries: Iterable[DocumentSummary],
    problems: Mapping[str, tuple[str, ...]] | None = None,
    changes: Changes | None = None,
) -> list[DocumentRow]:
    """Return a row for each document with its problems and state, as far as they are known."""
    return [
        DocumentRow(
            summary,
            None if problems is None else problems.get(summary.doc_id, ()),
            None if changes is None else _state(summary.doc_id, changes),
        )
        for summary in summaries
    ]


def table_page(rows: Sequence[DocumentRow], order: TableOrder) -> TablePage:
    """Return one page of the rows that match; rows without the value sorted by come last in either order."""
    words = fold(order.find).split()
    key = _KEYS[order.sort]
    found = sorted(
        (row for row in rows if row.matches(words)), key=lambda row: (fold(row.summary.title), row.summary.doc_id)
    )
    known = sorted((row for row in found if key(row) is not None), key=key, reverse=order.is_descending)
    found = known + [row for row in found if key(row) is None]
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(order.page, pages)
    return TablePage(
        tuple(found[(page - 1) * PER_PAGE : page * PER_PAGE]), len(found), pages, replace(order, page=page)
    )


def _state(doc_id: str, changes: Changes) -> str:
    return "changed" if doc_id in changes.changed else "removed" if doc_id in changes.removed else "same"


_KEYS: Mapping[str, Callable[[DocumentRow], Any]] = {
    "title": lambda row: fold(row.summary.title),
    "publisher": lambda row: fold(row.publisher) if row.publisher else None,
    "date": lambda row: item_interval(row.summary.item),
    "pages": lambda row: row.summary.pages or None,
    "passages": lambda row: row.summary.passages,
    "problems": lambda row: None if row.problems is None else len(row.problems),
}
