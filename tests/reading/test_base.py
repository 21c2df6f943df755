import math

from hypothesis import given
from hypothesis import strategies as st

from reportqa.reading.base import LARGEST, bounded


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_log_odds_are_bounded(number: float) -> None:
    assert -LARGEST <= bounded(number) <= LARGEST
    assert bounded(number) == number or math.isnan(number) or abs(number) > LARGEST
