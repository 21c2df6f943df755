from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from reportqa.document import DocumentSummary
from reportqa.ingest.status import Changes
from reportqa.server.pages.document_table import (
    ORDERS,
    PER_PAGE,
    SORTS,
    DocumentRow,
    TableOrder,
    document_rows,
    table_page,
)


def summary(doc_id: str, title: str, pages: int = 0, passages: int = 1, **item: Any) -> DocumentSummary:
    return DocumentSummary(doc_id, "0" * 64, "text/plain", {"title": title, **item}, pages, passages, 10, ())


ROWS = document_rows(
    [
        summary("a/zoo.pdf", "Élan vital", 3, 9, publisher="Nuffield Trust", issued={"date-parts": [[2016, 7]]}),
        summary("b.txt", "beta", 0, 2, issued={"date-parts": [[2015]]}),
        summary("c.html", "Alpha", 0, 30, publisher="The King’s Fund"),
    ],
    {"b.txt": ("Something.", "Something else.")},
    Changes(new=("d.txt",), changed=("b.txt",), removed=("c.html",), failed={}),
)


def shown(**order: Any) -> list[str]:
    return [row.summary.doc_id for row in table_page(ROWS, TableOrder(**order)).rows]


@pytest.mark.parametrize(
    ("sort", "ascending", "descending"),
    [
        ("title", "c b a", "a b c"),
        ("publisher", "a c b", "c a b"),
        ("date", "b a c", "a b c"),
        ("pages", "a c b", "a c b"),
        ("passages", "b a c", "c a b"),
        ("problems", "c a b", "b c a"),
    ],
)
def test_rows_are_sorted_and_unknown_values_come_last(sort: str, ascending: str, descending: str) -> None:
    assert [name[0] for name in shown(sort=sort)] == ascending.split()
    assert [name[0] for name in shown(sort=sort, order="descending")] == descending.split()


@pytest.mark.parametrize(
    ("find", "found"),
    [("", 3), ("elan", 1), ("ZOO trust", 1), ("king's", 0), ("king’s", 1), (".txt", 1), ("zoo beta", 0)],
)
def test_words_are_looked_for_in_title_publisher_and_file_name(find: str, found: int) -> None:
    assert table_page(ROWS, TableOrder(find=find)).found == found


def test_rows_have_state_problems_and_date() -> None:
    assert [(row.state, row.problems) for row in ROWS] == [
        ("same", ()),
        ("changed", ("Something.", "Something else.")),
        ("removed", ()),
    ]
    assert [row.date for row in ROWS] == ["July 2016", "2015", None]
    assert DocumentRow(ROWS[0].summary).to_dict()["problems"] is None


@given(st.integers(0, 350), st.integers(1, 10**6), st.sampled_from(sorted(SORTS)), st.sampled_from(sorted(ORDERS)))
def test_pages_hold_every_row_once(count: int, page: int, sort: str, order: str) -> None:
    rows = document_rows([summary(f"{number}.txt", "Report", passages=number % 7) for number in range(count)])
    first = table_page(rows, TableOrder(sort=sort, order=order, page=page))
    assert 1 <= first.order.page <= first.pages
    pages = [
        table_page(rows, TableOrder(sort=sort, order=order, page=number + 1)).rows for number in range(first.pages)
    ]
    assert all(len(page) <= PER_PAGE for page in pages)
    assert sorted(row.summary.doc_id for page in pages for row in page) == sorted(row.summary.doc_id for row in rows)


@given(st.dictionaries(st.sampled_from(["find", "sort", "order", "page"]), st.text()))
def test_any_address_is_a_valid_order(values: dict[str, str]) -> None:
    order = TableOrder.from_args(MultiDict(values))
    assert order.sort in SORTS
    assert order.order in ORDERS
    assert order.page >= 1
    assert TableOrder.from_args(MultiDict({name: str(value) for name, value in order.arguments().items()})) == order


def test_sorted_column_links_to_the_reverse_order() -> None:
    assert TableOrder().by("title") == {"order": "descending"}
    assert TableOrder(find="x", page=3).by("date") == {"find": "x", "sort": "date"}
    assert TableOrder(sort="date", order="descending").by("date") == {"sort": "date"}
