import pytest
from hypothesis import given

from reportqa.search.question import Question, parts_of, phrase_pattern, whole_names
from support.strategies import fast, texts


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
def test_single_question_is_not_split(text: str) -> None:
    assert Question.parse(text).parts == (text,)


def test_kind_is_that_of_the_question_not_of_a_statement_before_it() -> None:
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
def test_phrases_are_in_quotation_marks(text: str, phrases: list[str]) -> None:
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
def test_subjects_are_the_things_compared(text: str, subjects: list[str]) -> None:
    assert list(Question.parse(text).subjects) == subjects


def test_negation_and_capitals_are_recognised() -> None:
    assert Question.parse("Which practices didn’t reply?").negated
    assert Question.parse("Which practices are without a manager?").negated
    assert not Question.parse("Which practices are notable?").negated
    assert not Question.parse("I do not work. Which practices are there?").negated


def test_question_in_capitals_has_no_names() -> None:
    assert Question.parse("WHO RUNS AT MEDICS?").names == ()
    assert Question.parse("NHS?").names == ("NHS",)
    assert Question.parse("Who runs AT Medics?").names == ("AT", "Medics")


@pytest.mark.parametrize("part", ["what is a and ", "compare a and ", '"a ', "'a' ", "who did? ", "a, b and "])
def test_long_question_is_parsed_quickly(part: str) -> None:
    assert Question.parse(part * 5_000).parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Compare AT Medics with Modality", ["Compare AT Medics with Modality", "AT Medics", "Modality"]),
        (
            "How do AT Medics and Modality differ in size?",
            ["How do AT Medics and Modality differ in size?", "AT Medics in size", "Modality in size"],
        ),
        (
            "Compare the founding years of A, B and C",
            ["Compare the founding years of A, B and C", *(f"the founding years of {name}" for name in "ABC")],
        ),
        (
            "Compare the Bank of England and the Bank of Japan",
            ["Compare the Bank of England and the Bank of Japan", "the Bank of England", "the Bank of Japan"],
        ),
        (
            "What is the difference between internal and external audits?",
            ["What is the difference between internal and external audits?", "internal audits", "external audits"],
        ),
        ("Compare staff and quality of care", ["Compare staff and quality of care", "staff", "quality of care"]),
        ("What is GP Care and when was it founded?", ["What is GP Care", "when was GP Care founded?"]),
        ("What is it?", ["What is it?"]),
    ],
)
def test_each_part_can_be_searched_alone(text: str, parts: list[str]) -> None:
    assert list(parts_of(Question.parse(text))) == parts


@fast
@given(texts)
def test_every_question_has_a_part_with_words(text: str) -> None:
    parts = parts_of(Question.parse(text))
    assert parts
    assert len(parts) == 1 or all(part.strip() for part in parts)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("How many patients did Modality have in April 2016?", ["Modality", "April"]),
        ("What is GP Care? Why AT Medics?", ["GP", "Care", "AT", "Medics"]),
        ("Which practices did NHS England's team visit?", ["NHS", "England"]),
        ("How many did the “Vanguard” sites have?", ["Vanguard"]),
        ("Modality", []),
        ("Nuffield Trust", ["Nuffield", "Trust"]),
        ("CCGs and what they do", ["CCGs"]),
        ("WHO LEADS MODALITY?", []),
        ("what is it?", []),
    ],
)
def test_names_are_capitalised_words_inside_sentences(text: str, names: list[str]) -> None:
    assert list(Question.parse(text).names) == names


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("heroic leadership", "It is Heroic\n  Leadership.", True),
        ("art of", "a part of it", False),
        ("GPs' pay", "the GPs’ pay", True),
        ("face–to–face", "face-to-face", True),
        ("a.b", "a-b", False),
        ("50%", "It was 50%.", True),
    ],
)
def test_phrase_is_found_word_for_word_with_any_kind_of_marks(phrase: str, text: str, found: bool) -> None:
    assert bool(phrase_pattern(phrase).search(text)) == found


@fast
@given(texts)
def test_every_phrase_is_found_in_itself(text: str) -> None:
    phrase = " ".join(text.split())
    assert bool(phrase_pattern(phrase).search(text)) == bool(phrase)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("When was GP Care founded and how does AT Medics differ?", ("GP Care", "AT Medics")),
        ("Who leads Modality?", ()),
        ("where is gp care", ()),
    ],
)
def test_adjacent_names_are_one_name(question: str, names: tuple[str, ...]) -> None:
    assert whole_names(Question.parse(question)) == names


@pytest.mark.parametrize(
    ("text", "is_keywords"),
    [
        ("prescribing", True),
        ("recommendations for CCGs", True),
        ("prescribing?", False),
        ("what they do", False),
        ("list the tools", False),
        ("is it true", False),
        ("a claim of so many words is none", False),
    ],
)
def test_few_words_without_a_question_are_keywords(text: str, is_keywords: bool) -> None:
    assert Question.parse(text).is_keywords == is_keywords


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("What does the report say about workforce?", "workforce"),
        ("What does each report say about workforce?", "workforce"),
        ("What do these studies find on GP Care in 2016?", "GP Care in 2016"),
        ("What is known about patient satisfaction?", "patient satisfaction"),
        ("Tell me about Modality.", "Modality"),
        ("Summarise the findings on staff", "staff"),
        ("What did Modality say about staff?", "What did Modality say about staff?"),
        ("What does the report say?", "What does the report say?"),
    ],
)
def test_subject_of_what_a_report_says_is_searched(text: str, searched: str) -> None:
    assert parts_of(Question.parse(text)) == (searched,)
