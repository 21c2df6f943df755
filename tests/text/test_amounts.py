from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.text import is_dash, parse_amount, parse_date
from support.strategies import fast


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("54,484,293", "54484293", ""),
        ("$1,093", "1093", "$"),
        ("$(67)", "-67", "$"),
        ("($67)", "-67", "$"),
        ("(7.4)", "-7.4", ""),
        ("(4.4)%", "-4.4", "%"),
        ("(4.8%)", "-4.8", "%"),
        ("−3.5 %", "-3.5", "%"),
        ("£1.2 million", "1200000", "£"),
        ("62 per cent", "62", "%"),
        ("57.95 pence per litre", "57.95", "pence per litre"),
        ("£200 per child", "200", "£ per child"),
        ("12 weeks", "12", "weeks"),
        ("208 (1)", "208", ""),
    ],
)
def test_amount_has_its_sign_scale_and_unit(text: str, value: str, unit: str) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert (amount.value, amount.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["", "-", "20 to 99", "Up to £3,458", "4 (2014) 5 (2015)", "(5", "5)", "3.5% – 4.5%", "Q2"]
)
def test_other_text_is_no_amount(text: str) -> None:
    assert parse_amount(text) is None


@fast
@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from(["", "£", "$"]))
def test_written_amount_is_read_back(value: Decimal, currency: str) -> None:
    written = f"{currency}{abs(value):,}"
    amount = parse_amount(f"({written})" if value < 0 else written)
    assert amount is not None
    assert amount.value == value


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2004", (2004, 0, 0)),
        ("July 2016", (2016, 7, 0)),
        ("19 July 2016", (2016, 7, 19)),
        ("July 19, 2016", (2016, 7, 19)),
    ],
)
def test_date_is_read_to_what_it_gives(text: str, date: tuple[int, int, int]) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize("text", ["", "204", "20,040", "2004 to 2006", "Harness GP 2006", "Spring 2016"])
def test_other_text_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_dash_is_no_amount_given() -> None:
    assert [text for text in ["-", "–", "$—", "n/a", "0", "none-such"] if is_dash(text)] == ["-", "–", "$—", "n/a"]
