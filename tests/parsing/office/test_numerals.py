import pytest

from reportqa.parsing.office.numerals import numeral


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [(3, "1", "3"), (3, "01", "03"), (27, "a", "aa"), (2, "A", "B"), (1994, "I", "MCMXCIV"), (0, "i", "0"), (9, "", "")]
    + [(at, "1st", text) for at, text in ((1, "1st"), (12, "12th"), (22, "22nd"), (103, "103rd"))]
    + [(10**6, "i", "1000000"), (10**6, "a", "1000000")],
)
def test_number_is_printed_in_its_form(number: int, form: str, printed: str) -> None:
    assert numeral(number, form) == printed
