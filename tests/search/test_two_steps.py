import pytest

from reportqa.search.two_steps import LEAST, DefiniteDescription, description_in, name_in
from reportqa.text import question_terms


def named(text: str, question: str, prefix: str = "") -> tuple[str, float]:
    """Return the name for the description in a question, and the share of its words, all of one weight."""
    description = description_in(question)
    assert description
    return name_in(text, prefix, description, dict.fromkeys(description.terms, 1.0))


@pytest.mark.parametrize(
    ("question", "description"),
    [
        ("Where was the chair of Southley trained?", "the chair of Southley"),
        ("How did the Director of Nursing vote?", "the Director of Nursing"),
        ("What does the lead officer for the night shelter earn?", "the lead officer for the night shelter"),
        ("How many live in the town where the mill closed?", "the town where the mill closed"),
        ("What is the order book of the firm that was called Halden?", "the firm that was called Halden"),
        ("How many vans did the firm that was called Halden own in 2020?", "the firm that was called Halden"),
    ],
)
def test_description_of_a_person_or_thing_is_found(question: str, description: str) -> None:
    found = description_in(question)
    assert found
    assert found.text == description


@pytest.mark.parametrize(
    "question",
    [
        "Who is the chair of Southley?",
        "Who was the director of the society in 1914?",
        "Where was Mary Ash trained?",
        "How many practices did the trust have?",
    ],
)
def test_question_in_one_step_has_no_description(question: str) -> None:
    assert description_in(question) is None


def test_name_nearest_to_the_description_is_taken() -> None:
    roles = "Ian Fox Director of Finance Mary Ash Director of Nursing Cllr Tom Dunne Member"
    assert named(roles, "How did the Director of Nursing vote?") == ("Mary Ash", 1.0)
    says = "Frank Reed cheered. “We waited,” says Dr Ann Lee-Moss, who chairs the board of Southley."
    assert named(says, "What did the chair of the Southley board ask?")[0] == "Ann Lee-Moss"
    was = "Modal Group, formerly Vital Care, is large."
    assert named(was, "How big was the company that used to be called Vital Care in 2016?")[0] == "Modal Group"


@pytest.mark.parametrize("name", ["Siobhan O’Hara", "Ewan McLeod", "Rory MacAllister"])
def test_name_may_have_a_capital_within(name: str) -> None:
    assert named(f"The chair of Southley is Dr {name}.", "Where was the chair of Southley trained?")[0] == name


def test_text_without_the_words_of_the_description_names_nobody_for_certain() -> None:
    question = "Where was the chair of the Southley board trained?"
    assert named("Mary Ash spoke about the board.", question)[1] < LEAST
    assert named("Mary Ash chairs the board.", question, prefix="Southley")[1] >= LEAST


def test_single_capital_word_is_no_person_and_no_name_at_the_beginning() -> None:
    assert (
        named("The board of Southley has a chair in London.", "Where was the chair of the Southley board born?")[0]
        == ""
    )
    assert named("Closed, the mill stands.", "Who lives in the town where the mill stands?")[0] == ""


def test_terms_of_a_description_are_those_that_a_passage_has() -> None:
    thing = DefiniteDescription("the district where the mill closed", "What is the district where the mill closed?")
    assert thing.terms == {*question_terms("mill closed")}
