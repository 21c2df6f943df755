from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.citations.item_dates import read_day, read_item_date
from support.strategies import fast


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ({"date-parts": [["2016", "7", "19"]]}, [[2016, 7, 19]]),
        ({"date-parts": [["2018-03"]]}, [[2018, 3]]),
        ({"date-parts": "2018"}, [[2018]]),
        ({"date-parts": [2018, 4]}, [[2018, 4]]),
        ({"date-parts": [["2018b"]]}, [[2018]]),
        ({"date-parts": [[20180419]]}, [[2018, 4, 19]]),
        ({"date-parts": [[2018, 14, 2]]}, [[2018]]),
        ({"date-parts": [[2018, 2, 30]]}, [[2018, 2]]),
        ({"date-parts": [[2018], [0]]}, [[2018]]),
        ({"date-parts": [[2018], [2017]]}, [[2018]]),
        ({"date-parts": [[2018, 3], [2019, 2]]}, [[2018, 3], [2019, 2]]),
        ({"date-parts": [[-55]]}, [[-55]]),
        ({"raw": "2018-12-05"}, [[2018, 12, 5]]),
        ({"literal": "Autumn 2018"}, [[2018]]),
        ("5 December 2018", [[2018, 12, 5]]),
        ("Dec 5, 2018", [[2018, 12, 5]]),
        ("2018/12/05/", [[2018, 12, 5]]),
        ("2018///", [[2018]]),
        ("2018/00/00", [[2018]]),
        ("2018-12-05T09:30:00Z", [[2018, 12, 5]]),
        ("[2018]", [[2018]]),
        ("2018-11/2019-02", [[2018, 11], [2019, 2]]),
        ("05.12.2018", [[2018, 12, 5]]),
        ("12/25/2018", [[2018, 12, 25]]),
        ("25/12/2018", [[2018, 12, 25]]),
        ("5/12/2018", [[2018]]),
        (2018, [[2018]]),
    ],
)
def test_date_has_the_numbers_that_are_valid(value: Any, parts: list[list[int]]) -> None:
    assert read_item_date(value) == {"date-parts": parts}


@pytest.mark.parametrize(
    "value",
    [None, True, {}, [], "", "last summer", "99999", "0000", {"date-parts": []}, {"date-parts": [[None]]},
     {"date-parts": [[0]]}, {"date-parts": [[10_000]]}, {"date-parts": [[float("inf")]]}, {"literal": "soon"}],
)  # fmt: skip
def test_what_is_no_date_is_none(value: Any) -> None:
    assert read_item_date(value) == {}


@pytest.mark.parametrize("words", ["forthcoming", "in press", "n.d.", "Submitted", "[n.d.]", "im Druck"])
def test_words_in_place_of_a_date_are_kept(words: str) -> None:
    assert read_item_date(words) == read_item_date({"literal": words}) == {"literal": words}


@pytest.mark.parametrize("about", ["c. 1890", "ca. 1890", "circa 1890", "1890?", "1890~", "c1890"])
def test_about_a_year_is_marked(about: str) -> None:
    assert read_item_date(about) == {"date-parts": [[1890]], "circa": True}


def test_season_is_kept() -> None:
    assert read_item_date({"season": "1", "date-parts": [[2016]]}) == {"date-parts": [[2016]], "season": 1}


def test_day_without_a_year_is_returned_in_words() -> None:
    assert [read_day(text) for text in ("Jul 19", "19 July", "July")] == [
        ([], "Jul 19"), ([], "19 July"), ([], "July")
    ]  # fmt: skip


@fast
@given(st.recursive(st.none() | st.text(max_size=12) | st.integers() | st.floats(), st.lists))
def test_reading_a_date_twice_changes_nothing(value: Any) -> None:
    read = read_item_date({"date-parts": value, "literal": value})
    assert read_item_date(read) == read
