import pytest

from reportqa.search.introductions import asked_in, asked_terms, introduced

ASKED = [
    ("I run a charity shop. For how long do we keep the forms?", ["For how long do we keep the forms?"]),
    ("My aunt is 70 Can she claim the fare?", ["Can she claim the fare?"]),
    ("our papers were stolen. how can we replace them in time ?", ["how can we replace them in time ?"]),
    ("We moved in spring.. What did the council say?", ["What did the council say?"]),
    ("People are cross. I would like to know how long a call takes.", ["how long a call takes."]),
    ("I write a note on carers and would like to know for how long it is paid", ["for how long it is paid"]),
    ("For a paper on meters, could you find out which firm won?", ["which firm won?"]),
    ("When I was ill I stopped. I am back. How much rent do I owe?", ["How much rent do I owe?"]),
]


@pytest.mark.parametrize(("text", "asked"), ASKED)
def test_question_is_what_is_asked_after_its_introduction(text: str, asked: list[str]) -> None:
    assert asked_in(text) == asked
    assert introduced(text) == asked[0]


def test_question_that_refers_to_the_statement_before_it_includes_it() -> None:
    assert asked_in("I am her nurse. I took her keys. Is this allowed?") == ["I took her keys. Is this allowed?"]
    assert asked_in("I run a shop. Which fees are there?") == ["Which fees are there?"]


@pytest.mark.parametrize(
    "text",
    [
        "When was St. Bartholomew's Hospital built?",
        "What did Mr. Steymann and Lt. Col. Dunn say?",
        "Who wrote Is Bigger Better and when was it published?",
        "carer allowance rates",
        "I run a shop.",
    ],
)
def test_question_without_an_introduction_is_asked_as_it_is(text: str) -> None:
    assert asked_in(text) == [text]
    assert introduced(text) == ""
    assert asked_terms(text) == []


def test_statement_after_a_question_is_no_introduction() -> None:
    assert asked_terms("Can I keep my passport? I know that Italy allows two.") == []


def test_terms_of_an_introduction_are_not_asked_for() -> None:
    assert asked_terms("I have a dog. What is the fine for speeding?") == ["fine", "speed"]
