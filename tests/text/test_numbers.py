import re
from datetime import date
from decimal import Decimal

import pytest

from reportqa.text import DAY, MONTH_NUMBERS, MONTHS, SCALE, YEAR, scaled, year_pattern


@pytest.mark.parametrize("since", [1000, 1500, 1800, 1900])
def test_years_begin_with_the_first_and_end_with_the_century(since: int) -> None:
    pattern = re.compile(year_pattern(since))
    assert [year for year in range(900, 2200) if pattern.fullmatch(str(year))] == list(range(since, 2100))


@pytest.mark.parametrize("text", ["1899", "2100", "201", "20160", "20-6"])
def test_other_numbers_are_not_years(text: str) -> None:
    assert not re.fullmatch(YEAR, text)


def test_months_are_numbered_by_name_and_abbreviation() -> None:
    for number, month in enumerate(MONTHS, 1):
        assert f"{date(2016, number, 1):%B}" == month
        assert MONTH_NUMBERS[month.lower()] == MONTH_NUMBERS[month[:3].lower()] == number
    assert MONTH_NUMBERS["sept"] == 9


@pytest.mark.parametrize("scale", ["million", "Million", "m", "M", "mn"])
def test_scale_may_be_a_word_or_a_letter_in_any_case(scale: str) -> None:
    assert re.fullmatch(SCALE, scale, re.IGNORECASE)
    assert scaled("1,250.5", scale) == Decimal("1250500000")


def test_number_without_a_scale_is_its_own_value() -> None:
    assert scaled("1,250") == 1250


def test_day_of_a_month_is_written_in_several_ways() -> None:
    for day in ("11 May", "3rd March", "May 11"):
        assert re.fullmatch(DAY, day)
    assert not re.fullmatch(DAY, "May 2013")
