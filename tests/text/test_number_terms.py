import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.text.number_terms import FIGURE, NUMBER_WORDS, figure_terms
from support.strategies import fast, texts


@fast
@given(texts)
def test_terms_of_figures_have_no_white_space(text: str) -> None:
    for figure in re.findall(FIGURE, text):
        assert figure_terms(figure)
        assert all(len(term.split()) == 1 for term in figure_terms(figure))


@fast
@given(st.integers(1, 999), st.sampled_from([("thousand", "k", 3), ("million", "m", 6), ("billion", "bn", 9)]))
def test_amount_with_a_scale_has_its_value_as_a_term(number: int, scale: tuple[str, str, int]) -> None:
    word, letter, zeros = scale
    for figure in (f"{number} {word}", f"{number}{letter}", f"£{number}{letter.upper()}", f"${number} {word}"):
        assert re.fullmatch(FIGURE, figure)
        assert f"{number}{'0' * zeros}" in figure_terms(figure)


@fast
@given(st.integers(1950, 2060))
def test_fiscal_year_has_both_years_and_a_common_term(year: int) -> None:
    following = f"{(year + 1) % 100:02}"
    assert figure_terms(f"{year}/{following}") == (f"{year}/{following}", str(year), str(year + 1))


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("£1.2m", ("1.2", "million", "1200000")),
        ("5m", ("5", "m", "5000000")),
        ("1,234.5", ("1234.5",)),
        ("2014-18", ("2014", "18")),
        ("1999/00", ("1999/00", "1999", "2000")),
        ("fiscal year 2022", ("fiscal", "year", "fy2022", "2022")),
        ("FY98", ("fy1998", "1998")),
        ("percentage", ("percent",)),
        ("percents", ("percent",)),
        ("seventy-six", ("76",)),
        ("$1.25 billion", ("1.25", "billion", "1250000000")),
        ("1" * 40 + " million", ("1" * 40, "million")),
    ],
)
def test_terms_of_a_figure(figure: str, expected: tuple[str, ...]) -> None:
    assert re.fullmatch(FIGURE, figure)
    assert figure_terms(figure) == expected


@pytest.mark.parametrize("text", ["2014-15-03", "5mg", "5 metres", "percentile", "per centre", "2014/150"])
def test_text_that_begins_like_a_figure_is_not_one(text: str) -> None:
    assert not re.fullmatch(FIGURE, text)
    assert all(re.fullmatch(r"[\d,.]+", found) for found in re.findall(FIGURE, text))


def test_number_words_have_their_values() -> None:
    assert (NUMBER_WORDS["ten"], NUMBER_WORDS["nineteen"], NUMBER_WORDS["ninety-nine"]) == ("10", "19", "99")
    assert "one" not in NUMBER_WORDS
