import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.answering.engine import Engine
from reportqa.errors import InputError, QuestionTooLong
from reportqa.settings import MAX_QUESTION_LENGTH
from reportqa.state.feedback_row import MAX_PLACES, MAX_QUOTE, feedback_row, question_id
from support.strategies import fast

QUESTION = "How many patients did Modality have in April 2016?"


def test_row_says_what_answers_and_who_said_so(engine: Engine) -> None:
    citation = engine.ask(QUESTION).citations[0]
    row = feedback_row(QUESTION, [citation, citation], [], "anna")
    assert (row["answerable"], row["answers"], row["documents"]) == (True, [citation.quote], [citation.doc_id])
    assert (row["page"], row["by"]) == (citation.pages[0].label, "anna")
    wrong = feedback_row(QUESTION, [], [citation], "")
    assert "answerable" not in wrong
    assert "by" not in wrong
    assert feedback_row(QUESTION, [], [], "")["answerable"] is False


def test_too_long_a_question_or_a_quote_and_too_many_quotes_are_refused(engine: Engine) -> None:
    document = max(engine.documents(), key=lambda one: one.characters)
    with pytest.raises(InputError, match="up to"):
        feedback_row("Why?", [engine.cite(document.doc_id, 0, MAX_QUOTE + 100)], [], "")
    with pytest.raises(InputError, match="up to"):
        feedback_row("Why?", [engine.cite(document.doc_id, 0, 10)] * (MAX_PLACES + 1), [], "")
    with pytest.raises(QuestionTooLong):
        feedback_row("w" * (MAX_QUESTION_LENGTH + 1), [], [], "")


@fast
@given(st.text(max_size=60))
def test_id_of_a_question_does_not_depend_on_case_and_spaces(question: str) -> None:
    question = question.encode(errors="replace").decode()
    assert question_id(question) == question_id(f"  {question.casefold()} ")


def test_id_of_a_question_depends_on_the_user() -> None:
    assert len({question_id("Why?"), question_id("Why?", "anna"), question_id("Why?", "bert")}) == 3
    assert len(question_id("\ud800")) == 16
