import pytest
from hypothesis import given

from reportqa.questions import Question
from strategies import fast, texts


@fast
@given(texts)
def test_parts_and_phrases_are_pieces_of_the_question_in_order(text: str) -> None:
    question = Question.parse(text)
    assert question.text == text.strip()
    assert question.parts
    for pieces in (question.parts, question.phrases):
        position = 0
        for piece in pieces:
            position = question.text.index(piece, position) + len(piece)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("What is GP Care and when was it founded?", ["What is GP Care", "when was it founded?"]),
        ("How many practices are there? And who leads them?", ["How many practices are there?", "And who leads them?"]),
        ("How many practices does it run, and who leads it?", ["How many practices does it run", "who leads it?"]),
        ("What is its name and what percentage is it?", ["What is its name", "what percentage is it?"]),
    ],
)
def test_question_of_several_parts_is_split(text: str, parts: list[str]) -> None:
    assert list(Question.parse(text).parts) == parts


@pytest.mark.parametrize(
    "text",
    [
        "How do AT Medics and Modality differ?",
        "Who knows what the survey found and how it was made?",
        "Which patients and which carers?",
        "What do Dr. Smith and the board say?",
        "I run a practice. It is small. Can I join?",
        "",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    assert Question.parse(text).parts == (text,)


def test_kind_is_that_of_the_question_not_of_what_is_told_before() -> None:
    assert Question.parse("When I was ill I stopped. I am back. How much do I get?").kind == "how_much"
    assert Question.parse("What is GP Care and when was it founded?").kind == "definition"


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ('What is "concertive change"?', ["concertive change"]),
        ("What is “concertive change”, and what ‘super-partnership’?", ["concertive change", "super-partnership"]),
        ("What does 'Pax Mongolica' mean?", ["Pax Mongolica"]),
        ("Which is the “worst?”", ["worst"]),
        ("What are the patients' and the doctors' views?", []),
        ("What’s the practice’s view of the GPs’ pay?", []),
        ("Isn't it what they don't want?", []),
        ('"What is it?"', []),
        ('5" or 6" wide', ["or 6"]),
    ],
)
def test_phrases_are_what_stands_in_quotation_marks(text: str, phrases: list[str]) -> None:
    assert list(Question.parse(text).phrases) == phrases


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("How do AT Medics and Modality differ?", ["AT Medics", "Modality"]),
        ("Compare AT Medics with Modality", ["AT Medics", "Modality"]),
        ("Compare AT Medics and Modality with regard to size.", ["AT Medics", "Modality"]),
        ("AT Medics versus Modality", ["AT Medics", "Modality"]),
        ("What is the difference between the network and a federation in size?", ["network", "federation"]),
        ("How does AT Medics compare to Modality?", ["AT Medics", "Modality"]),
        ("Compare A, B and C", ["A", "B", "C"]),
        ("Compare the Health and Care Board and NHS England", ["Health and Care Board", "NHS England"]),
        ("How did practices differ?", []),
        ("What do AT Medics and Modality do?", []),
    ],
)
def test_subjects_are_what_is_compared(text: str, subjects: list[str]) -> None:
    assert list(Question.parse(text).subjects) == subjects


def test_denial_and_capitals_are_told() -> None:
    assert Question.parse("Which practices didn’t reply?").negated
    assert Question.parse("Which practices are without a manager?").negated
    assert not Question.parse("Which practices are notable?").negated
    assert not Question.parse("I do not work. Which practices are there?").negated
    assert Question.parse("WHO RUNS AT MEDICS?").shouted
    assert not Question.parse("NHS?").shouted
    assert not Question.parse("Who runs AT Medics?").shouted


@pytest.mark.parametrize("part", ["what is a and ", "compare a and ", '"a ', "'a' ", "who did? ", "a, b and "])
def test_long_question_takes_no_long_time(part: str) -> None:
    assert Question.parse(part * 5_000).parts
