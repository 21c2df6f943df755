from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.answering.engine import Engine
from reportqa.answering.feedback import FEEDBACK_FILE, MAX_QUOTE, FeedbackStore, question_id
from reportqa.errors import InputError
from reportqa.evaluation.datasets import Kind, read_set
from support.strategies import fast

QUESTION = "How many patients did Modality have in April 2016?"


def test_feedback_is_a_question_set_that_evaluate_reads(tmp_path: Path, engine: Engine) -> None:
    judgements = FeedbackStore(tmp_path)
    citation = engine.ask(QUESTION).citations[0]
    judgements.add(QUESTION, [citation])
    judgements.add("Who won the 1998 football World Cup?")
    judgements.add("Who leads Modality?", wrong=[citation])
    first, second, third = read_set(tmp_path / FEEDBACK_FILE).questions
    assert (first.text, first.kind, first.answers) == (QUESTION, Kind.ANSWERABLE, (citation.quote,))
    assert (first.documents, first.page) == ((citation.doc_id,), citation.pages[0].label)
    # Which sentence of a quote answers is not said.
    assert first.any_sentence
    assert (second.kind, second.answers, second.documents) == (Kind.OUTSIDE, (), ())
    assert (third.kind, third.answers, third.wrong) == (Kind.UNJUDGED, (), (citation.quote,))


def test_quote_that_answers_is_added_to_the_wrong_one(tmp_path: Path, engine: Engine) -> None:
    judgements = FeedbackStore(tmp_path)
    wrong, right = engine.ask(QUESTION).citations[:2]
    assert "answerable" not in judgements.add(QUESTION, wrong=[wrong])
    judgements.add(QUESTION, [right])
    (question,) = read_set(tmp_path / FEEDBACK_FILE).questions
    assert (question.kind, question.answers, question.wrong) == (Kind.ANSWERABLE, (right.quote,), (wrong.quote,))
    assert "wrong" not in judgements.add(QUESTION)


def test_last_feedback_on_a_question_counts_and_can_be_deleted(tmp_path: Path, engine: Engine) -> None:
    judgements = FeedbackStore(tmp_path)
    judgements.add("Why?  Now", [])
    judgements.add("Why not?", [])
    judgements.add("why? now", engine.ask(QUESTION).citations[:1])
    assert [row["answerable"] for row in judgements.rows()] == [True, False]
    judgements.delete(question_id("why? now"))
    assert [row["question"] for row in judgements.rows()] == ["Why not?"]
    judgements.delete()
    assert judgements.rows() == []


def test_feedback_of_several_threads_is_kept(tmp_path: Path) -> None:
    stores = [FeedbackStore(tmp_path) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: stores[n % 4].add(f"Question {n}?", []), range(40)))
    assert len(FeedbackStore(tmp_path).rows()) == 40


@pytest.mark.parametrize("content", ["no json\n", "[1]\n", '{"question": "Why?"}\n'])
def test_damaged_file_is_left_alone_and_does_not_stop_an_answer(tmp_path: Path, content: str) -> None:
    (tmp_path / FEEDBACK_FILE).write_text(content)
    judgements = FeedbackStore(tmp_path)
    assert judgements.find("Why?") is None
    with pytest.raises(InputError, match="cannot be read"):
        judgements.add("Why?", [])
    assert (tmp_path / FEEDBACK_FILE).read_text() == content


def test_folder_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        FeedbackStore(tmp_path / "file").add("Why?", [])


def test_too_long_a_quote_is_refused(tmp_path: Path, engine: Engine) -> None:
    document = max(engine.documents(), key=lambda one: one.characters)
    with pytest.raises(InputError, match="up to"):
        FeedbackStore(tmp_path).add("Why?", [engine.cite(document.doc_id, 0, MAX_QUOTE + 100)])


@fast
@given(st.text(max_size=60))
def test_id_of_a_question_does_not_depend_on_case_and_spaces(question: str) -> None:
    question = question.encode(errors="replace").decode()
    assert question_id(question) == question_id(f"  {question.casefold()} ")
