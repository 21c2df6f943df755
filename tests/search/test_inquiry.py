import pytest

from reportqa.search.inquiry import GENRES, Genre, inquiry_of

ASKED: dict[Genre, tuple[str, ...]] = {
    "recommendation": (
        "What does the Canal Society recommend to councils?",
        "What should schools do about playing fields?",
        "recommendations for parish councils",
        "What are the recommendations of the commission?",
        "What is the advice to landlords?",
        "What does the commission ask of landlords?",
    ),
    "limitation": (
        "What are the limitations of the study?",
        "What limitations did the authors admit?",
        "How reliable are the figures on eels?",
        "What does the survey not cover?",
        "Why should the results be read with caution?",
    ),
    "opinion": (
        "What do anglers think of the weir?",
        "What is Ada Brown's view on the weir?",
        "What did residents say about the noise?",
        "How did farmers react to the flood plan?",
    ),
    "summary": (
        "What are the key findings?",
        "Summarise the report on eels",
        "main messages of the flood report",
        "What did the review of weirs conclude?",
    ),
    "aim": ("What are the aims of the scheme?", "What did the trial set out to achieve?"),
    "reason": ("Why did the mills close?", "What are the reasons for the delay?"),
    "benefit": ("What are the benefits of fish ladders?", "What are the arguments for a new lock?"),
    "drawback": ("What are the disadvantages of dredging?", "Give me three arguments against dredging"),
    "challenge": ("What challenges did volunteers face?", "What made it hard to cycle?"),
    "effect": (
        "Did water quality improve?",
        "Do fish ladders help?",
        "Is dredging worth it?",
        "Are anglers happier since 2010?",
    ),
}


@pytest.mark.parametrize(("genre", "question"), [(genre, one) for genre, all_ in ASKED.items() for one in all_])
def test_genre_is_what_a_question_asks_a_report_for(genre: Genre, question: str) -> None:
    inquiry = inquiry_of(question)
    assert inquiry is not None
    assert inquiry.genre == genre


def test_each_genre_is_asked_for() -> None:
    assert ASKED.keys() == set(GENRES)


@pytest.mark.parametrize(
    "question",
    [
        "How many eels were counted?",
        "What should I do if my claim is refused?",
        "What do you think?",
        "What does the report say about eels?",
        "What does the column in the Argus say about eels?",
        "Which benefits did Pension Credit replace?",
        "What problem does the second theorem solve?",
        "Do I have to pay for the course?",
        "Who wrote the report on weirs?",
    ],
)
def test_other_questions_have_no_genre(question: str) -> None:
    assert inquiry_of(question) is None


def test_holder_addressee_and_subject_are_told_apart() -> None:
    inquiry = inquiry_of("What does the Canal Society recommend to parish councils about locks?")
    assert inquiry is not None
    assert inquiry.holder == ("canal", "societi")
    assert inquiry.addressee == ("parish", "council")
    assert inquiry.subject == ("lock",)


def test_name_goes_on_after_a_preposition_before_a_capital() -> None:
    inquiry = inquiry_of("recommendations for the Department for Transport on locks")
    assert inquiry is not None
    assert inquiry.addressee == ("depart", "transport")
    assert inquiry.subject == ("lock",)


@pytest.mark.parametrize(("holder", "is_person"), [("Ada Brown", True), ("anglers", False), ("river users", False)])
def test_person_is_a_name_of_several_words(holder: str, is_person: bool) -> None:
    inquiry = inquiry_of(f"What does {holder} think of the weir?")
    assert inquiry is not None
    assert inquiry.is_person == is_person


def test_change_is_not_part_of_the_subject_of_an_effect() -> None:
    inquiry = inquiry_of("Did water quality rise?")
    assert inquiry is not None
    assert inquiry.change
    assert inquiry.subject == ("water", "qualiti")


def test_words_of_the_frame_are_no_subject() -> None:
    inquiry = inquiry_of("What are the main limitations of the study?")
    assert inquiry is not None
    assert inquiry.subject == ()
    assert "limit" in inquiry.words
