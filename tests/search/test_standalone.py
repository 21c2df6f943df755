import pytest
from hypothesis import given

from reportqa.search import standalone
from support.strategies import fast, texts


@pytest.mark.parametrize(
    ("question", "before", "alone"),
    [
        # A question of its own, with the subject before or without.
        ("And when was it founded?", "Who leads Oak Trust?", "When was Oak Trust founded?"),
        (
            "How many staff does it have?",
            "How many patients does Oak Trust have?",
            "How many staff does Oak Trust have?",
        ),
        (
            "And what does it cost?",
            "How long is statutory maternity leave?",
            "What does statutory maternity leave cost?",
        ),
        ("How many nurses work in Wales?", "Who leads Oak Trust?", "How many nurses work in Wales?"),
        (
            "What did nurses say about its costs?",
            "Who leads Oak Trust?",
            "What did nurses say about its costs?",
        ),
        # A question word.
        ("Why?", "Did the two mergers fail?", "Why did the two mergers fail?"),
        ("But why not?", "Did the two mergers succeed?", "Why didn't the two mergers succeed?"),
        ("why not", "Can tenants keep a dog?", "Why can't tenants keep a dog?"),
        ("Why?", "Which staff were the most satisfied?", "Why were staff the most satisfied?"),
        ("Why?", "How many patients did Oak Trust lose?", "Why did Oak Trust lose patients?"),
        ("By whom?", "When was the shelter opened?", "By whom was the shelter opened?"),
        ("Where?", "In which year was the shelter opened?", "Where was the shelter opened?"),
        ("Why?", "How large is the deficit?", "Why is the deficit large?"),
        ("And how many staff?", "How many patients did Oak Trust have?", "How many staff did Oak Trust have?"),
        ("In which year?", "How many patients did Oak Trust have?", "In which year did Oak Trust have patients?"),
        ("Which ones?", "How many sites does Oak Trust run?", "Which sites does Oak Trust run?"),
        ("Which ones?", "How many sites joined Oak Trust?", "Which sites joined Oak Trust?"),
        # A time.
        (
            "And in 2014?",
            "How many patients did Oak Trust have in 2016?",
            "How many patients did Oak Trust have in 2014?",
        ),
        ("2014?", "How many patients did Oak Trust have in 2016?", "How many patients did Oak Trust have in 2014?"),
        (
            "and by March 2020",
            "How many patients does Oak Trust have?",
            "How many patients does Oak Trust have by March 2020?",
        ),
        ("The year before?", "What did the tests cost in 2016?", "What did the tests cost in 2015?"),
        ("And the following year?", "What did the tests cost in 2016?", "What did the tests cost in 2017?"),
        # A phrase.
        ("For women?", "What does the report recommend for men?", "What does the report recommend for women?"),
        ("And in Wales?", "What did the tests cost in 2016?", "What did the tests cost in 2016 in Wales?"),
        # A degree.
        ("And the least?", "Which staff were the most satisfied?", "Which staff were the least satisfied?"),
        ("And the least satisfied?", "Which staff were the most satisfied?", "Which staff were the least satisfied?"),
        ("The smallest?", "Who runs the largest practice?", "Who runs the smallest practice?"),
        # A name.
        ("What about Elm Trust?", "How many patients does Oak Trust have?", "How many patients does Elm Trust have?"),
        ("And Elm Trust's?", "What was Oak Trust's turnover?", "What was Elm Trust's turnover?"),
        # A noun.
        (
            "What about paternity leave?",
            "How long is statutory maternity leave?",
            "How long is statutory paternity leave?",
        ),
        ("And nurses?", "Are patients happy with access?", "Are nurses happy with access?"),
        ("And nurses?", "How many doctors does Oak Trust employ?", "How many nurses does Oak Trust employ?"),
        ("And nurses?", "What share of doctors did Oak Trust lose?", "What share of nurses did Oak Trust lose?"),
        ("And the risks?", "What are the benefits of merging?", "What are the risks of merging?"),
        ("What about its costs?", "How much did Oak Trust spend?", "What about Oak Trust costs?"),
    ],
)  # fmt: skip
def test_follow_up_stands_alone(question: str, before: str, alone: str) -> None:
    assert standalone(question, before) == alone


@pytest.mark.parametrize(
    ("question", "before"),
    [("Why?", "Who led it?"), ("Why?", "prescribing"), ("And the least?", "Who leads Oak Trust?")],
)
def test_follow_up_that_cannot_be_worded_is_not_understood(question: str, before: str) -> None:
    assert standalone(question, before) == ""


@fast
@given(texts, texts)
def test_any_two_texts_are_worded_or_not_understood(question: str, before: str) -> None:
    assert isinstance(standalone(question, before), str)
