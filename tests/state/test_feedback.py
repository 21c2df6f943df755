import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reportqa.answering.engine import Engine
from reportqa.errors import InputError
from reportqa.evaluation.datasets import Kind, read_set
from reportqa.state import FeedbackStore, StateDatabase
from reportqa.state.feedback_row import question_id

QUESTION = "How many patients did Modality have in April 2016?"


def questions(store: FeedbackStore) -> list[str]:
    return [row["question"] for row in store.rows()]


def test_feedback_is_a_question_set_that_evaluate_reads(
    database: StateDatabase, tmp_path: Path, engine: Engine
) -> None:
    store = FeedbackStore(database)
    citation = engine.ask(QUESTION).citations[0]
    store.add(QUESTION, [citation])
    store.add("Who won the 1998 football World Cup?", by="anna")
    store.add("Who leads Modality?", wrong=[citation])
    exported = tmp_path / "feedback.jsonl"
    exported.write_text("".join(f"{json.dumps(row)}\n" for row in store.rows()))
    first, second, third = read_set(exported).questions
    assert (first.text, first.kind, first.answers) == (QUESTION, Kind.ANSWERABLE, (citation.quote,))
    assert (first.documents, first.page) == ((citation.doc_id,), citation.pages[0].label)
    # Which sentence of a quote answers is not said.
    assert first.any_sentence
    assert (second.kind, second.answers, second.documents) == (Kind.OUTSIDE, (), ())
    assert (third.kind, third.answers, third.wrong) == (Kind.UNJUDGED, (), (citation.quote,))


def test_quote_that_answers_is_added_to_the_wrong_one(database: StateDatabase, engine: Engine) -> None:
    store = FeedbackStore(database)
    wrong, right = engine.ask(QUESTION).citations[:2]
    assert "answerable" not in store.add(QUESTION, wrong=[wrong])
    store.add(QUESTION, [right])
    (row,) = store.rows()
    assert (row["answers"], row["wrong"]) == ([right.quote], [wrong.quote])
    assert "wrong" not in store.add(QUESTION)


def test_last_feedback_on_a_question_counts_and_can_be_deleted(database: StateDatabase, engine: Engine) -> None:
    store = FeedbackStore(database)
    store.add("Why?  Now", [])
    store.add("Why not?", [])
    store.add("why? now", engine.ask(QUESTION).citations[:1])
    assert [row["answerable"] for row in store.rows()] == [True, False]
    store.delete(question_id("why? now"))
    assert questions(store) == ["Why not?"]
    store.delete()
    assert questions(store) == []


def test_users_have_feedback_of_their_own(database: StateDatabase) -> None:
    store = FeedbackStore(database)
    for by in ("", "anna", "bert"):
        store.add("Why?", by=by)
    store.add("How?", by="anna")
    assert [row["question"] for row in store.rows("anna")] == ["Why?", "How?"]
    assert store.find("How?") is None
    assert store.find("how?", "anna")
    store.delete(question_id("Why?", "anna"), by="bert")
    assert len(list(store.rows())) == 4
    store.delete(by="anna")
    assert [row.get("by") for row in store.rows()] == [None, "bert"]


def test_pages_have_the_newest_first(database: StateDatabase) -> None:
    store = FeedbackStore(database)
    for number in range(7):
        store.add(f"Question {number}?", by="anna" if number % 2 else "")
    rows, count = store.page(2, 3)
    assert ([row["question"] for row in rows], count) == ([f"Question {number}?" for number in (3, 2, 1)], 7)
    rows, count = store.page(1, 2, "anna")
    assert ([row["question"] for row in rows], count) == (["Question 5?", "Question 3?"], 3)
    assert store.page(99, 3) == ([], 7)


def test_rows_are_read_in_batches_in_their_order(database: StateDatabase, tmp_path: Path) -> None:
    store = FeedbackStore(database)
    asked = [f"Question {number}?" for number in range(1200)]
    old = tmp_path / "judgements.jsonl"
    old.write_text("".join(json.dumps({"id": question_id(one), "question": one}) + "\n" for one in asked))
    store.take_in(old)
    assert questions(store) == asked


def test_feedback_of_several_threads_is_kept(database: StateDatabase) -> None:
    store = FeedbackStore(database)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: store.add(f"Question {n % 20}?", []), range(40)))
    assert sorted(questions(store)) == sorted(f"Question {number}?" for number in range(20))


def test_any_characters_are_kept(database: StateDatabase) -> None:
    store = FeedbackStore(database)
    asked = "Why\0 \ud800 \u2028 Größe \U0001f600?"
    store.add(asked)
    assert store.find(asked) is not None
    assert questions(store) == [asked]


def test_file_of_older_versions_is_taken_in_once_and_kept(
    database: StateDatabase, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    old = tmp_path / "judgements.jsonl"
    lines = [{"id": question_id(text), "question": text, "answerable": False} for text in ("Why?", "w" * 60_000)]
    old.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    store = FeedbackStore(database)
    store.add("Why?", by="")
    store.take_in(old)
    assert [len(one) for one in questions(store)] == [4, 60_000]
    backup = tmp_path / "judgements.jsonl.imported"
    assert len(backup.read_text().splitlines()) == 2
    assert not old.exists()
    assert str(backup) in caplog.text
    store.take_in(old)
    assert len(questions(store)) == 2


@pytest.mark.parametrize("content", ["no json\n", "[1]\n", '{"question": "Why?"}\n'])
def test_damaged_file_is_left_alone(database: StateDatabase, tmp_path: Path, content: str) -> None:
    old = tmp_path / "judgements.jsonl"
    old.write_text(content)
    with pytest.raises(InputError, match="cannot be read"):
        FeedbackStore(database).take_in(old)
    assert old.read_text() == content
    assert questions(FeedbackStore(database)) == []
