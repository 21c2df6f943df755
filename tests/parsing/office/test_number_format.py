from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.parsing.office.number_format import show
from support.strategies import fast

MARCH = datetime(2016, 3, 1, 14, 5)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (123, "00000", "00123"),
        (3.4, '0.0"m"', "3.4m"),
        (1500, '#,##0" patients"', "1,500 patients"),
        (12_345_678, "[$£-809]#,##0.0,,\\m", "£12.3m"),
        (1234.5, '_-"£"* #,##0.00_-;-"£"* #,##0.00_-;_-"£"* "-"??_-;_-@_-', "£1,234.50"),
        (0, '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', "-"),
        (1234567, "#,##0,", "1,235"),
        (0.2345, "0.0%", "23.5%"),
        (5, "0.0#", "5.0"),
        (7, "+0;-0;0", "+7"),
        (12, 'General" beds"', "12 beds"),
        (5_551_234_567, "(000) 000-0000", "(555) 123-4567"),
        (123456, "00-00-00", "12-34-56"),
        (2.5, "# ?/?", "2 1/2"),
        (12345, "0.00E+00", "1.23E+04"),
        (2_500, '[>=1000000]0.0,,"m";[>=1000]0.0,"k";0', "2.5k"),
        (25, '[>=1000000]0.0,,"m";[>=1000]0.0,"k";0', "25"),
        (4_505_577_104, "General", "4505577104"),
        (3.14159265358979, "General", "3.141592654"),
        (999, ";;;", ""),
        (True, "0", "TRUE"),
        ("Avon", '"Trust "@', "Trust Avon"),
        ("Avon", "0.00", "Avon"),
    ],
)
def test_numbers_and_texts_are_shown_in_their_format(value: float | str, code: str, shown: str) -> None:
    assert show(value, code) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("#,##0_);(#,##0)", "(3)"),
        ('"£"#,##0.00', "-£3.00"),
        ("0;[Red]0", "-3"),
        ("0;-0;;@", "-3"),
        ("General", "-3"),
    ],
)
def test_negative_numbers_are_never_shown_as_positive(code: str, shown: str) -> None:
    assert show(-3, code) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (MARCH, "mmm-yy", "Mar-16"),
        (MARCH, "d mmmm yyyy", "1 March 2016"),
        (MARCH, "[$-809]dddd, d mmm yyyy;@", "Tuesday, 1 Mar 2016"),
        (MARCH, "dd/mm/yyyy hh:mm", "01/03/2016 14:05"),
        (MARCH, "h:mm AM/PM", "2:05 PM"),
        (MARCH, "mm-dd-yy", "2016-03-01 14:05"),
        (MARCH.replace(hour=0, minute=0), "mm-dd-yy", "2016-03-01"),
        (timedelta(hours=30, minutes=15), "[h]:mm", "30:15"),
        (time(0, 30, 15), "mm:ss", "30:15"),
        (time(9, 5), "General", "09:05:00"),
    ],
)
def test_dates_and_times_are_shown_in_their_format(value: datetime | time | timedelta, code: str, shown: str) -> None:
    assert show(value, code) == shown


@fast
@given(
    st.floats() | st.integers(-(10**20), 10**20) | st.text(max_size=5) | st.datetimes() | st.timedeltas(),
    st.text('0#?.,/%E+-@;"\\_*[]<>=dmyhsAP/ £General$', max_size=20),
)
def test_any_value_is_shown_in_any_format(value: float | str | datetime | timedelta, code: str) -> None:
    assert isinstance(show(value, code), str)
