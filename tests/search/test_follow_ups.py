import pytest

from reportqa.search.follow_ups import kept_subject, lone_pronoun, lone_question_word, subject_of, without_connective


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("And what about salaried GPs?", "salaried GPs?"),
        ("So who leads the hub?", "who leads the hub?"),
        ("But how about landlords?", "landlords?"),
        ("OK, so when is it due?", "when is it due?"),
        ("And the winter payment, how much is that?", "the winter payment, how much is that?"),
    ],
)
def test_connectives_before_a_question_are_left_out(question: str, bare: str) -> None:
    assert without_connective(question) == bare


@pytest.mark.parametrize("question", ["So Solid Crew sales", "Right to Buy receipts", "Now Pensions fees?", "And?"])
def test_words_that_begin_a_name_are_no_connectives(question: str) -> None:
    assert without_connective(question) == question


@pytest.mark.parametrize(
    ("question", "pronoun"),
    [
        ("How much does it cost?", "it"),
        ("When do they meet?", "they"),
        ("Why did this happen?", "this"),
        ("Is that true?", "that"),
        ("What are its aims?", "its"),
        ("Who wrote it?", "it"),
        ("When was it first published?", "it"),
        ("How many nurses did it have in 2021?", "it"),
        ("What rooms do they let at the harbour?", "they"),
        ("Why did they move to the harbour?", "they"),
        ("In which year did they open the second hub?", "they"),
        ("What was its turnover before the merger of 2014?", "its"),
        ("Who chairs its board of directors?", "its"),
    ],
)
def test_pronoun_without_anything_to_refer_to_is_found(question: str, pronoun: str) -> None:
    assert lone_pronoun(question) == pronoun


@pytest.mark.parametrize(
    "question",
    [
        "How long does it take to adopt a child?",
        "What does this report say?",
        "What is IT?",
        "What is the budget that applies?",
        "When was the Elm Trust founded?",
        "How many are there?",
        "My son is ill. How much does it cost?",
        "How long does it take to register a boat?",
        "Which rooms does Elm Trust have, and how many beds do they need?",
        "What do they mean by sheltered housing?",
        "Who sold their share of the night shelter?",
        "Which practices improved their telephone access?",
        "When was he elected by the board of Southley?",
        "How many months did it take the trust to hire two nurses?",
        "What must a landlord give their tenants in writing?",
    ],
)
def test_question_that_says_what_it_is_about_has_no_lone_pronoun(question: str) -> None:
    assert lone_pronoun(question) == ""


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("How long is statutory maternity leave", "statutory maternity leave"),
        ("What is the night shelter's capacity", "the night shelter"),
        ("What is the value of the out-of-hours contract?", "the out-of-hours contract"),
        ("How much does the selective licence cost?", "the selective licence"),
        ("Who runs the night shelter?", "the night shelter"),
        ("When was the bridge opened?", "the bridge"),
        ("What adjusted margin does Elm Trust expect?", "Elm Trust adjusted margin"),
        ("How many people work for Elm Trust?", ""),
        ("Why did it close?", ""),
    ],
)
def test_subject_of_a_question(question: str, subject: str) -> None:
    assert subject_of(question) == subject


def test_second_part_keeps_the_subject_of_the_first() -> None:
    assert kept_subject("how soon can it start?", "the leave", "") == "how soon can the leave start?"
    assert kept_subject("why was a new one needed?", "the expert", "Elm") == "why was a the expert needed?"
    assert kept_subject("how soon is a claim decided?", "the grant", "") == "how soon is a claim decided for the grant?"


def test_person_is_named_by_the_name() -> None:
    assert kept_subject("when did she join?", "the firm's chair", "Mary Ash") == "when did Mary Ash join?"


@pytest.mark.parametrize("part", ["when was the NHS founded?", "how many district nurses are employed there?"])
def test_part_with_a_subject_of_its_own_stays_as_it_is(part: str) -> None:
    assert kept_subject(part, "the trust", "Elm") == part


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Why?", "Why"),
        ("By whom?", "By whom"),
        ("Who did it?", "Who did it"),
        ("WHO", ""),
        ("Which boats?", ""),
        ("boats", ""),
        ("", ""),
    ],
)
def test_question_word_alone_is_found(question: str, word: str) -> None:
    assert lone_question_word(question) == word
