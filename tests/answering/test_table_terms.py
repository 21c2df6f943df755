import pytest

from reportqa.answering.table_terms import Asked, has_year, label_terms
from reportqa.search.question import Question
from reportqa.text import question_terms, terms


def asked_of(question: str) -> Asked:
    """Return a question whose terms all weigh the same."""
    parsed = Question.parse(question)
    weights = dict.fromkeys(question_terms(question), 1.0)
    named = {term for name in parsed.names for term in question_terms(name)}
    return Asked(parsed, weights, frozenset(term for term in weights if term in named or term[0].isdigit()))


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Number of practices", "practices"),
        ("List size, April 2016", "size"),
        ("Restricted cash (1)", "restricted cash"),
        ("Merchandise inventories, net", "merchandise inventories"),
        ("Alan D. Feldman", "Alan Feldman"),
        ("20 to 99", "20 99"),
        ("2022", "2022"),
        ("Full Year 2022", "2022"),
        ("", ""),
    ],
)
def test_label_is_named_by_its_words_alone(label: str, words: str) -> None:
    assert label_terms(label) == set(terms(words))


def test_names_and_figures_cannot_be_left_out() -> None:
    asked = asked_of("What is the reduced rate of tax on books in Germany in 2020?")
    words = terms("reduced rate tax books Germany 2020")
    assert asked.is_matched(words)
    assert not asked.is_matched(terms("reduced rate tax books 2020"))
    assert not asked.is_matched(terms("reduced rate tax books Germany"))
    assert asked.is_matched([term for term in words if term != "reduc"])


@pytest.mark.parametrize(
    ("question", "texts", "other"),
    [
        ("sales in the 13 weeks", ["13 Weeks Ended"], False),
        ("sales in the 13 weeks", ["52 Weeks Ended", "13 Weeks Ended"], True),
        ("sales in the 13 weeks", ["Domestic", "13 weeks"], False),
        ("sales in the fourth quarter", ["Q4"], False),
        ("sales in Q4 2022", ["Full Year"], True),
        ("sales in the full year", ["Twelve months ended"], False),
        ("sales in 2022", ["Q4"], False),
    ],
)
def test_first_period_above_a_row_is_compared(question: str, texts: list[str], other: bool) -> None:
    assert asked_of(question).is_of_other_period(*texts) == other


@pytest.mark.parametrize(
    ("name", "other"), [("March 31, 2022", True), ("June 30, 2021", True), ("June 30, 2022", False), ("Change", False)]
)
def test_column_of_another_date_is_another(name: str, other: bool) -> None:
    assert asked_of("cash at June 30, 2022").is_dated_otherwise(name) == other


def test_column_is_named_by_the_words_that_do_not_name_the_row() -> None:
    asked = asked_of("What is the reduced rate of VAT?")
    assert asked.naming("% of VAT", terms("Reduced rate")) > asked.naming(
        "What the rate applies to", terms("Reduced rate")
    )


def test_year_is_four_figures_of_a_century() -> None:
    assert [has_year(name) for name in ("Fiscal 2024", "2,024", "0044", "year")] == [True, True, False, False]
