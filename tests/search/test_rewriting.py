import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.answering.engine import Engine
from reportqa.search.question import Question
from reportqa.search.rewriting import MAX_VARIANTS, Rewriting, rewrite
from reportqa.text.index_terms import terms
from support.strategies import fast

WORDS = {"concertive": 3, "change": 9, "practices": 40, "clinical": 8, "commissioning": 8, "groups": 9, "ccg": 4}
KNOWN = {term for word in WORDS for term in terms(word)}


def frequency(term: str) -> int:
    return int(term in KNOWN)


ABBREVIATIONS = {"CCG": ("clinical commissioning groups",), "GP": ("general practitioner",), "GPC": ("GP committee",)}
pieces = st.sampled_from(
    ["concertve", "concertive", "chnage", "practises", "CCG", "CCGs", "GP", "GPs", "GPC",
     "clinical commissioning groups", "what", "is", "“concertve chnage”", '"CCG GP"', "'GPs'", "2014/15", "£5m",
     "Modallity", "x"]
)  # fmt: skip
questions = st.lists(pieces, min_size=1, max_size=8).map(" ".join)


def rewritten(question: str) -> Rewriting:
    return rewrite(question, frequency, lambda: WORDS, ABBREVIATIONS, kept=Question.parse(question).phrases)


@fast
@given(questions)
def test_quoted_phrases_stay_as_they_are(question: str) -> None:
    phrases = Question.parse(question).phrases
    found = rewritten(question)
    for text in (found.question, *found.variants):
        assert Question.parse(text).phrases == phrases


@fast
@given(questions)
def test_words_that_the_index_knows_stay_as_they_are(question: str) -> None:
    before, after = question.split(), rewritten(question).question.split()
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        assert old == new or not any(term in KNOWN for term in terms(old))


@fast
@given(questions)
def test_each_change_is_told_and_variants_are_few_and_others(question: str) -> None:
    found = rewritten(question)
    assert len(found.variants) <= MAX_VARIANTS
    assert len(set(found.variants)) == len(found.variants)
    assert found.question not in found.variants
    assert len(found.notes) >= len(found.variants)
    assert found.notes or found.question == question


def test_mistyped_words_are_put_right() -> None:
    found = rewritten("What is concertve chnage?")
    assert found.question == "What is concertive change?"
    assert found.notes[0] == "Searched for “concertive” instead of “concertve”."


def test_abbreviation_is_said_the_other_way() -> None:
    assert rewritten("How many CCGs?").variants == ("How many clinical commissioning groups?",)
    assert rewritten("Which clinical commissioning groups?").variants == ("Which CCG?",)


def test_only_whole_words_are_said_the_other_way() -> None:
    assert rewritten("What did the GP of the MGPX say?").variants == (
        "What did the general practitioner of the MGPX say?",
    )


def test_words_are_read_only_when_one_may_be_wrong() -> None:
    def never() -> dict[str, int]:
        raise AssertionError

    assert rewrite("Which practices?", frequency, never, {}).notes == ()


def test_question_with_errors_finds_what_the_right_one_finds(engine: Engine) -> None:
    right, wrong = engine.ask("What is concertive change?"), engine.ask("What is concertve chnage?")
    assert wrong.sentences == right.sentences
    assert len(wrong.notes) == 2
    assert wrong.question == "What is concertve chnage?"


NAMES = ("Annual report 2016", "Johnson & Johnson reports results", "Royal College of General Practitioners")


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("What did JnJ sell?", "What did Johnson & Johnson sell?"),
        ("What did J&J sell?", "What did Johnson & Johnson sell?"),
        ("What does the RCGP say?", "What does the Royal College of General Practitioners say?"),
        ("What did “JnJ” sell?", "What did “JnJ” sell?"),
        ("What did P&G sell?", "What did P&G sell?"),
        ("What does the GPC say?", "What does the GPC say?"),
    ],
)
def test_initials_of_a_name_are_searched_by_the_name(question: str, searched: str) -> None:
    phrases = Question.parse(question).phrases
    found = rewrite(question, frequency, lambda: WORDS, ABBREVIATIONS, phrases, NAMES)
    assert found.question == searched
    assert len(found.notes) >= (searched != question)


def test_compound_is_searched_as_the_documents_write_it() -> None:
    counts = {"cash": 40, "flow": 30, "cashflow": 1, "pass": 20, "through": 20}
    found = rewrite(
        "Is the cashflow a passthrough?", lambda term: counts.get(term, 0), dict, {},
        adjacent={"cash flow", "pass through"}.__contains__,
    )  # fmt: skip
    assert found.question == "Is the cashflow a pass through?"
    assert found.variants == ("Is the cash flow a pass through?",)
    assert found.notes == (
        "Searched for “pass through” instead of “passthrough”.", "Searched for “cash flow” as well as “cashflow”.",
    )  # fmt: skip
