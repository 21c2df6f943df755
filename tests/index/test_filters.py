from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.document import DocumentSummary
from reportqa.errors import InputError
from reportqa.index.filters import EVERYTHING, LIST_NAMES, NAMES, Filters, Traits
from support.strategies import fast

ITEM = {
    "title": "The rise of the super-partnership",
    "publisher": "Société d’Économie & Nuffield Trust",
    "author": [{"family": "Rosen", "given": "Rebecca"}, {"literal": "Jörg Sørensen"}],
    "issued": {"date-parts": [[2016, 7]]},
}


def traits(
    doc_id: str = "a/b.pdf", media_type: str = "application/pdf", language: str | None = "en", **item: Any
) -> Traits:
    return Traits.of(DocumentSummary(doc_id, "0" * 64, media_type, {**ITEM, **item}, 1, 1, 1, (), language))


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("document", "a/b.pdf", True),
        ("document", "A/b.pdf", False),
        ("document", "b.pdf", False),
        ("publisher", "nuffield", True),
        ("publisher", "TRUST, Nuffield", True),
        ("publisher", "societe d'economie", True),
        ("publisher", "nuff", False),
        ("publisher", "Nuffield Foundation", False),
        ("publisher", "&", False),
        ("publisher", "", False),
        ("author", "Rosen", True),
        ("author", "Rosen, Rebecca", True),
        ("author", "Jorg Sorensen", True),
        ("author", "Rebecca Sørensen", False),
        ("language", "EN", True),
        ("language", "de", False),
        ("language", "english", False),
        ("type", "pdf", True),
        ("type", ".PDF", True),
        ("type", "application/pdf", True),
        ("type", "docx", False),
        ("type", "", False),
    ],
)
def test_value_fits_or_not(name: str, value: str, expected: bool) -> None:
    assert Filters.of({name: [value]}).matches(traits()) is expected


@pytest.mark.parametrize(("doc_id", "media_type"), [("a.htm", "text/html"), ("a.HTML", "text/html")])
def test_type_goes_by_suffix_and_by_media_type(doc_id: str, media_type: str) -> None:
    assert Filters(file_types=("html",)).matches(traits(doc_id, media_type))


@pytest.mark.parametrize(
    ("told", "said", "expected"),
    [("de", "en", "de"), (None, "en-GB", "en"), (None, "English", None), (None, None, None)],
)
def test_language_of_a_text_goes_before_that_of_its_item(
    told: str | None, said: str | None, expected: str | None
) -> None:
    summary = DocumentSummary("a.txt", "0" * 64, "text/plain", {"title": "A", "language": said}, 1, 1, 1, (), told)
    assert Traits.of(summary).language == expected


def test_any_value_of_a_field_and_all_fields_must_fit() -> None:
    one = traits()
    assert Filters(publishers=("King’s Fund", "Nuffield")).matches(one)
    assert not Filters(publishers=("King’s Fund", "Nuffield"), languages=("de",)).matches(one)
    assert EVERYTHING.matches(one)
    assert EVERYTHING.matches(traits(issued=None))


@pytest.mark.parametrize(
    ("issued", "first", "last", "expected"),
    [
        ([[2016]], "2016-07", None, True),
        ([[2016]], "2016-12-31", "2017", True),
        ([[2016]], "2017", None, False),
        ([[2016]], None, "2015-12-31", False),
        ([[2016, 2]], "2016-02-29", "2016-02-29", True),
        ([["2016", "2"]], "2016-03", None, False),
        ([[2016, 7, 19]], "2016-07-19", "2016-07-19", True),
        ([[2016, 7, 19]], "2016-07-20", None, False),
        ([[2016, 7, 19]], None, "2016", True),
        ([[2015], [2017, 3]], "2016", "2016", True),
        ([[2015], [2017, 3]], "2017-04", None, False),
        ([[2017], [2015]], "2017", "2017", True),
        ([[2016, 13]], "2016-02", "2016-02", True),
    ],
)
def test_date_fits_when_it_may_lie_in_the_range(
    issued: list[list[int]], first: str | None, last: str | None, expected: bool
) -> None:
    one = traits(issued={"date-parts": issued})
    assert Filters(published_from=first, published_to=last).matches(one) is expected


days = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@fast
@given(days, days, days, st.sampled_from([4, 7, 10]), st.sampled_from([4, 7, 10]))
def test_dates_overlap_as_their_days_do(own: date, one: date, other: date, known: int, said: int) -> None:
    """A date that is known in part fits a range as any of the days that it may mean does."""
    first, last = sorted([one, other])
    text = own.isoformat()[:known]
    filters = Filters(published_from=first.isoformat()[:said], published_to=last.isoformat()[:said])
    may_be = [day for day in every_day(own.year) if day.isoformat().startswith(text)]
    inside = [day for day in may_be if first.isoformat()[:said] <= day.isoformat()[:said] <= last.isoformat()[:said]]
    issued = {"date-parts": [[int(part) for part in text.split("-")]]}
    assert filters.matches(traits(issued=issued)) == bool(inside)


def every_day(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(n) for n in range(366) if (date(year, 1, 1) + timedelta(n)).year == year]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["date-parts", "raw"]), inner),
    max_leaves=8,
)


@fast
@given(json_values, json_values, json_values)
def test_broken_items_do_no_harm(issued: object, author: object, publisher: object) -> None:
    for date_parts in (issued, {"date-parts": issued}, {"date-parts": [[issued, author]]}):
        one = traits(issued=date_parts, author=author, publisher=publisher)
        Filters(publishers=("a",), authors=("b",), published_from="2016").matches(one)
        assert one.published is None or (1, 1, 1) <= one.published[0] <= one.published[1] <= (9999, 12, 31)


@pytest.mark.parametrize(
    "issued", [None, {}, {"raw": "2016"}, {"date-parts": []}, {"date-parts": [[]]}, {"date-parts": [[0]]}]
)
def test_document_without_a_date_fits_no_range(issued: object) -> None:
    assert traits(issued=issued).published is None
    assert not Filters(published_from="0001", published_to="9999").matches(traits(issued=issued))


def test_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InputError, match='"from" is 2017, which is after "to", 2016-12'):
        Filters(published_from="2017", published_to="2016-12")
    assert Filters(published_from="2016-07", published_to="2016")


def test_two_dates_are_refused() -> None:
    with pytest.raises(InputError, match='"to" is given 2 times'):
        Filters.of({"to": ["2015", "2016"]})
    assert Filters.of({"to": ["2016", "2016"]}).published_to == "2016"


some_values = st.lists(st.text(max_size=4), max_size=3)
some_filters = st.fixed_dictionaries(
    dict.fromkeys(LIST_NAMES, some_values),
    optional={name: st.sampled_from([[], ["2016"]]) for name in ("from", "to")},
)


@fast
@given(some_filters)
def test_filters_are_those_of_their_values(values: dict[str, list[str]]) -> None:
    filters = Filters.of(values)
    assert Filters.of(filters.values()) == filters
    assert bool(filters) == any(values.values())
    assert list(filters.to_dict()) == [name for name in NAMES if values.get(name)]
    for name, given_values in filters.values().items():
        left = filters.without(name, given_values[0])
        assert left.values().get(name, ()) == given_values[1:]
        assert {**left.values(), name: ()} == {**filters.values(), name: ()}
