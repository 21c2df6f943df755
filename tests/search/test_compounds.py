import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.search.compounds import MIN_PART, TIMES_AS_COMMON, open_compound
from support.strategies import fast

FREQUENCIES = {"cash": 40, "flow": 30, "cashflow": 1, "pass": 20, "through": 60, "pay": 50, "able": 50, "payabl": 9}
ADJACENT = {"cash flow", "Cash flow", "pass through", "pay able"}


def opened(word: str, adjacent: set[str] = ADJACENT) -> str | None:
    return open_compound(word, lambda term: FREQUENCIES.get(term, 0), adjacent.__contains__)


def test_compound_is_opened_as_the_documents_write_it() -> None:
    assert opened("cashflow") == "cash flow"
    assert opened("Cashflow") == "Cash flow"
    assert opened("passthrough") == "pass through"


@pytest.mark.parametrize("word", ["payable", "flowcash", "CASHFLOW", "flows", "cashflow2", "", "throughout"])
def test_word_stays_that_is_as_common_or_never_written_as_two(word: str) -> None:
    assert opened(word) is None


def test_words_that_never_stand_together_are_not_put_together() -> None:
    assert opened("cashflow", set()) is None


@fast
@given(st.text("cashflowpthru", max_size=14))
def test_parts_are_the_word_and_more_common(word: str) -> None:
    found = open_compound(word, lambda term: FREQUENCIES.get(term, 0), lambda _: True)
    if found is not None:
        parts = found.split(" ")
        assert "".join(parts) == word
        assert all(len(part) >= MIN_PART for part in parts)
        assert min(FREQUENCIES[part] for part in parts) >= TIMES_AS_COMMON * FREQUENCIES.get(word, 0)
