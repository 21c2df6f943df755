from typing import Any

import pytest

from reportqa.document import DocumentSummary
from reportqa.search.editions import newer_editions


def summary(doc_id: str, item: dict[str, Any]) -> DocumentSummary:
    return DocumentSummary(doc_id, "0" * 64, "text/plain", item, 1, 1, 9, (), "en", {}, ())


def newer(*documents: tuple[str, str, int | None, str | None]) -> dict[str, str]:
    """Return the newer editions of documents by id, title, year of issue and publisher."""
    items = []
    for doc_id, title, year, publisher in documents:
        issued = {"issued": {"date-parts": [[year]]}} if year else {}
        items.append(summary(doc_id, {"title": title, **issued, **({"publisher": publisher} if publisher else {})}))
    return dict(newer_editions([title for _, title, _, _ in documents], items))


def test_newest_edition_is_by_the_year_of_the_title() -> None:
    found = newer(("a", "Elm annual report 2014", None, None), ("b", "Elm annual report 2016", None, None),
                  ("c", "Elm Annual Report 2015", None, None))  # fmt: skip
    assert found == {"a": "b", "c": "b"}


def test_newest_edition_is_by_the_date_of_issue() -> None:
    found = newer(("a", "Guide to tenancies", 2019, "Elm"), ("b", "Guide to tenancies", 2021, "Elm"))
    assert found == {"a": "b"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Guide to tenancies, second edition", "Guide to tenancies"),
        ("Guide to tenancies (revised)", "Guide to tenancies"),
        ("Guide to tenancies 2015/16", "Guide to tenancies 2013/14"),
        ("Guide to tenancies v2", "Guide to tenancies v1"),
        ("Guide to tenancies March 2020", "Guide to tenancies May 2018"),
    ],
)
def test_titles_are_compared_without_dates_and_editions(one: str, other: str) -> None:
    assert newer(("a", one, 2020, None), ("b", other, 2018, None)) == {"b": "a"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("a", "Guide to tenancies", None, None), ("b", "Guide to tenancies", 2021, None)),
        (("a", "Guide to tenancies", 2019, "Elm"), ("b", "Guide to tenancies", 2021, "Oak")),
        (("a", "Guide to tenancies", 2019, None), ("b", "Guide to leases", 2021, None)),
        (("a", "Minutes 2014", None, None), ("b", "Minutes 2015", None, None)),
        (("a", "Form 10-K 2014", None, None), ("b", "Form 10-Q 2015", None, None)),
        (("a", "Guide to tenancies", 2021, None), ("b", "Guide to tenancies", 2021, None)),
    ],
)
def test_other_works_and_works_without_dates_have_no_newer_edition(
    first: tuple[str, str, int | None, str | None], second: tuple[str, str, int | None, str | None]
) -> None:
    assert newer(first, second) == {}
