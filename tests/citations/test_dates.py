from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.citations.dates import FIRST, LAST, item_interval, read_interval
from reportqa.errors import InputError
from support.strategies import fast


@fast
@given(st.dates(), st.sampled_from([4, 7, 10]), st.dates())
def test_days_of_an_interval_are_those_that_begin_as_it_does(day: date, known: int, other: date) -> None:
    text = day.isoformat()[:known]
    first, last = read_interval("from", text)
    assert (first <= (other.year, other.month, other.day) <= last) == other.isoformat().startswith(text)
    assert first <= (day.year, day.month, day.day) <= last


@fast
@given(st.dates(), st.sampled_from([1, 2, 3]), st.sampled_from([int, str]))
def test_item_means_the_same_days_as_its_date_in_words(day: date, known: int, kind: type) -> None:
    parts = [day.year, day.month, day.day][:known]
    text = day.isoformat()[: [4, 7, 10][known - 1]]
    assert item_interval({"issued": {"date-parts": [[kind(part) for part in parts]]}}) == read_interval("to", text)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([[2015, 11], [2016]], ((2015, 11, 1), (2016, 12, 31))),
        ([[2016], [2015]], ((2016, 1, 1), (2016, 12, 31))),
        ([[2016], [0, 0, 0]], ((2016, 1, 1), (2016, 12, 31))),
        ([[2016, 13, 4]], ((2016, 1, 1), (2016, 12, 31))),
        ([[2016, 7, "soon"]], ((2016, 7, 1), (2016, 7, 31))),
        ([[1], [9999, 12, 31]], (FIRST, LAST)),
        ([[10_000]], None),
        ([["soon"]], None),
        ([2016], None),
        ("2016", None),
    ],
)
def test_item_is_read_as_far_as_it_is_a_date(parts: object, expected: object) -> None:
    assert item_interval({"issued": {"date-parts": parts}}) == expected


@pytest.mark.parametrize(
    "text", ["", "16", "2016-7", "2016-13", "2016-02-30", "0000", "July 2016", "٢٠١٦", "2016-07-19T00"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r'"from" is .* not a date\. Use a year, a month or a day'):
        read_interval("from", text)
