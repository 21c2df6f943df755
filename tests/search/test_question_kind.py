import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.search.question_kind import KINDS, asks_for_money, kind_of
from support.strategies import fast, texts

EXAMPLES = {
    "yes_no": ["Is Modality larger than AT Medics?", "Can a practice leave?", "doesn't it have a board?"],
    "who": ["Who leads Modality?", "Which organisation runs it?", "It was founded by whom?"],
    "when": ["When was GP Care founded?", "In what year did it begin?", "What was the date of it?"],
    "where": ["Where is AT Medics located?", "In which country is that?", "What city is it in?"],
    "how_many": [
        "How many practices are there?",
        "What is the number of patients?",
        "How long does it take?",
        "What is the standard rate of pension?",
        "the number of practices",
        "number of practices",
        "What is the combined list size of its shareholders?",
    ],
    "how_much": ["How much does it cost?", "What was the revenue in 2016?", "How much money was spent?"],
    "percent": ["What percentage of staff replied?", "What share of practices merged?", "What is the % margin?"],
    "list": ["List the recommendations", "What are the recommendations?", "Which practices were visited?"],
    "why": ["Why did they merge?", "What are the reasons for merging?", "For what reason did it close?"],
    "how": ["How do practices collaborate?", "Describe the survey", "How was it measured?"],
    "definition": ["What is concertive change?", "What's a CCG?", "What does PPG mean?", "Define scale"],
    "comparison": [
        "How do AT Medics and Modality differ?",
        "Compare AT Medics with Modality",
        "What is the difference between a network and a federation?",
        "Modality versus AT Medics",
    ],
    "other": ["What legal form does Modality take?", "Modality", "", "What does Modality do?"],
}  # fmt: skip
ALL = [question for questions in EXAMPLES.values() for question in questions]


@pytest.mark.parametrize(("kind", "question"), [(kind, q) for kind, questions in EXAMPLES.items() for q in questions])
def test_kind_of_question(kind: str, question: str) -> None:
    assert kind_of(question) == kind
    assert kind_of(question.upper()) == kind


@pytest.mark.parametrize("question", [questions[0] for kind, questions in EXAMPLES.items() if kind != "comparison"])
@pytest.mark.parametrize("before", ["Please tell me: ", "According to the report, ", "In 2016, ", "Hello, "])
def test_text_before_the_question_does_not_change_its_kind(before: str, question: str) -> None:
    assert kind_of(before + question[0].lower() + question[1:]) == kind_of(question)


@fast
@given(st.one_of(texts, st.sampled_from(ALL)))
def test_kind_does_not_depend_on_spaces_and_capitals(text: str) -> None:
    assert kind_of(text) in KINDS
    assert kind_of("  ".join(text.lower().split())) == kind_of(text.lower())


@pytest.mark.parametrize("part", ["how much ", "what is the ", ", ", "and which of ", "vs ", "a-"])
def test_long_question_is_parsed_quickly(part: str) -> None:
    assert kind_of(part * 20_000) in KINDS


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much did the ladder cost?", True),
        ("What is the fee for members?", True),
        ("What was paid for the land?", True),
        ("Why did costs rise?", False),
        ("How much water is there?", False),
    ],
)
def test_question_for_money_names_a_price_or_a_payment(question: str, expected: bool) -> None:
    assert asks_for_money(kind_of(question), question) == expected
