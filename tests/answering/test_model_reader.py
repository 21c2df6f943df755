import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from reportqa.answer import Answer, State
from reportqa.answering.engine import Engine
from reportqa.answering.model_choice import (
    DOUBTED,
    FOUND_NOTHING,
    ONLY_MODEL,
    OTHERS_BELOW,
    OTHERS_FIRST,
    RAISED,
    UNRELATED,
)
from reportqa.embedding import Embedder
from reportqa.llm.budget import DAY_FILE
from reportqa.settings import Settings
from support.answers import QUESTION, SCHEMA
from support.completion_server import Asked, Canned, CompletionServer, Reply, choosing, completion_server, failure, said

UNSURE = "What do GPs fear?"
UNKNOWN = "How tall is the Eiffel Tower?"
PARAPHRASED = "Can small firms survive?"
ANSWER = "In April 2016 Modality Partnership had 87,556 registered patients."

Opened = tuple[Engine, CompletionServer]


@pytest.fixture
def opened(copied: Settings, embedder: Embedder) -> Callable[..., Any]:
    """Return the engine with a model whose replies are given."""

    @contextmanager
    def open_with(*replies: Reply, **limits: Any) -> Iterator[Opened]:
        with completion_server(*replies) as server:
            yield Engine.open(replace(copied, llm=server.endpoint(**limits)), embedder), server

    return open_with


def check_sentences(engine: Engine, answer: Answer) -> None:
    """Check that what is shown is in the documents, and the answer fits its schema."""
    SCHEMA.validate(json.loads(json.dumps(answer.to_dict())))
    assert [one.number for one in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        assert citation.quote == engine.document(citation.doc_id).text[citation.start : citation.end]
    for one in answer.sentences:
        citation = answer.citations[one.citation - 1]
        assert citation.start <= one.start < one.end <= citation.end
        assert one.text == engine.document(citation.doc_id).text[one.start : one.end]
    assert bool(answer.sentences) == bool(answer.nearest) == answer.answerable
    assert {one.citation for one in answer.differences} <= {one.number for one in answer.citations}


def same(one: Answer, other: Answer) -> bool:
    """Return whether two answers show the same, whatever a model had to do with them."""
    other = replace(other, model=one.model, notes=one.notes, milliseconds=one.milliseconds)
    return one == other


def test_agreement_changes_nothing(opened: Any, engine: Engine) -> None:
    with opened(choosing("87,556 registered patients")) as (reading, server):
        answer = reading.ask(QUESTION)
    assert same(answer, engine.ask(QUESTION))
    assert answer.notes == engine.ask(QUESTION).notes
    assert (answer.model.name, answer.model.state) == ("replayed", State.ANSWERS)
    assert (answer.model.prompt_tokens, answer.model.completion_tokens) == (1_200, 12)
    assert answer.model.estimate > answer.model.tokens
    assert len(server.asked) == 1


def test_model_that_finds_none_lowers_the_state(opened: Any) -> None:
    with opened(choosing()) as (reading, _):
        answer = reading.ask(QUESTION)
        check_sentences(reading, answer)
        unsure = reading.ask(UNSURE)
        check_sentences(reading, unsure)
        assert reading.ask(UNKNOWN).state is State.NOTHING
    assert (answer.state, answer.notes) == (State.RELATED, (FOUND_NOTHING,))
    assert answer.confidence < 0.5
    assert answer.nearest[0].text == ANSWER
    assert unsure.state is State.NOTHING
    assert unsure.notes[-1] == UNRELATED


def test_related_passages_stay_related_when_the_model_finds_them_so(opened: Any, engine: Engine) -> None:
    with opened(choosing(related=True)) as (reading, _):
        answer = reading.ask(UNSURE)
    assert same(answer, engine.ask(UNSURE))
    assert answer.model.state is State.RELATED


def test_answer_that_both_choose_is_raised(opened: Any, engine: Engine) -> None:
    own = engine.ask("Why do practices merge?")
    assert own.state is State.RELATED
    with opened(choosing("to save money")) as (reading, _):
        answer = reading.ask("Why do practices merge?")
        check_sentences(reading, answer)
    assert (answer.state, answer.notes) == (State.ANSWERS, (RAISED,))
    assert answer.confidence >= 0.5


def test_other_sentences_come_after_those_of_a_sure_search(opened: Any, engine: Engine) -> None:
    question = "Which staff group was least satisfied?"
    own = engine.ask(question)
    with opened(choosing("A survey of staff in the case study")) as (reading, _):
        answer = reading.ask(question)
        check_sentences(reading, answer)
    assert own.state is answer.state is State.ANSWERS
    assert answer.nearest[: len(own.nearest)] == own.nearest
    assert answer.nearest[-1].text.startswith("A survey of staff in the case study")
    assert answer.notes[-1] == OTHERS_BELOW
    assert len(answer.citations) == len(own.citations)


def test_sentences_without_the_figure_asked_for_are_not_shown_beside_an_answer(opened: Any, engine: Engine) -> None:
    for text in ("List size says little", "It was founded in 2009"):
        with opened(choosing(text)) as (reading, _):
            answer = reading.ask(QUESTION)
        assert same(answer, engine.ask(QUESTION))
        assert answer.notes[-1].startswith(DOUBTED)


def test_other_sentences_come_before_those_of_an_unsure_search(opened: Any) -> None:
    with opened(choosing("hardly any economic evaluation")) as (reading, _):
        answer = reading.ask("Did costs fall?")
        check_sentences(reading, answer)
    assert (answer.state, answer.notes) == (State.RELATED, (OTHERS_FIRST,))
    assert answer.nearest[0].citation == 1
    assert "hardly any economic evaluation" in answer.nearest[0].text


def test_sentences_for_a_question_without_an_answer_are_related(opened: Any) -> None:
    with opened(choosing("help general practice to survive")) as (reading, _):
        answer = reading.ask(PARAPHRASED)
        check_sentences(reading, answer)
    assert (answer.state, answer.notes[-1]) == (State.RELATED, ONLY_MODEL)
    assert "survive" in answer.nearest[0].text


def test_sentences_that_lack_the_name_asked_for_are_not_shown(opened: Any, engine: Engine) -> None:
    def first(asked: Asked) -> Canned:
        return said('{"answer": [1], "related": true}')

    with opened(first) as (reading, _):
        answer = reading.ask(UNKNOWN)
    assert answer.state is State.NOTHING
    assert answer.notes[-1].startswith(DOUBTED)
    assert same(answer, engine.ask(UNKNOWN))


@pytest.mark.parametrize(
    "reply",
    [
        said("The Modality Partnership had 99,999 patients."),
        said('{"answer": [999], "related": true}'),
        said('{"answer": [1], "quote": "It had 99,999 patients."}'),
        said(""),
        failure(401, "no"),
        Canned([b"<html>"]),
    ],
)
def test_answer_without_the_model_is_shown_when_it_fails(reply: Reply, opened: Any, engine: Engine) -> None:
    with opened(reply) as (reading, _):
        for question in (QUESTION, UNSURE, UNKNOWN):
            answer = reading.ask(question)
            assert same(answer, engine.ask(question))
            assert answer.notes[-1].startswith("Answered without the language model. ")
            assert answer.model.state is None
            assert "99,999" not in json.dumps(answer.to_dict())


def test_slow_model_delays_an_answer_by_its_time_at_most(opened: Any, engine: Engine) -> None:
    with opened(Canned([b"{}"], pause=60), seconds=1) as (reading, _):
        answer = reading.ask(QUESTION)
    assert same(answer, engine.ask(QUESTION))
    assert answer.milliseconds < 20_000


def test_same_question_is_asked_once(opened: Any) -> None:
    with opened(choosing("87,556 registered patients")) as (reading, server):
        first, again = reading.ask(QUESTION), reading.ask(QUESTION, k=1)
    assert len(server.asked) == 1
    assert (first.model.tokens, again.model.tokens) == (1_212, 0)
    assert again.nearest == first.nearest
    assert len(again.citations) == 1


def test_reply_that_failed_is_asked_for_again(opened: Any) -> None:
    with opened(said("Prose."), choosing("87,556 registered patients")) as (reading, server):
        assert reading.ask(QUESTION).model.state is None
        assert reading.ask(QUESTION).model.state is State.ANSWERS
    assert len(server.asked) == 2


def test_questions_about_the_documents_are_not_read(opened: Any) -> None:
    with opened(choosing()) as (reading, server):
        answer = reading.ask("How many documents are there?")
    assert answer.facts
    assert answer.model is None
    assert server.asked == []


def test_no_model_is_asked_when_a_question_says_so(opened: Any, engine: Engine) -> None:
    with opened(choosing()) as (reading, server):
        answer = reading.ask(QUESTION, llm=False)
        assert reading.explain(QUESTION, llm=False).answer.model is None
        assert reading.places(QUESTION, answer.citations[0].doc_id)
    assert same(answer, engine.ask(QUESTION))
    assert server.asked == []


def test_budget_too_small_for_passages_is_a_note(opened: Any) -> None:
    with opened(choosing(), question_tokens=500) as (reading, server):
        answer = reading.ask(QUESTION)
    assert "Raise REPORTQA_LLM_QUESTION_TOKENS" in answer.notes[-1]
    assert server.asked == []


def test_smaller_budget_takes_fewer_passages(opened: Any) -> None:
    with opened(choosing(related=True), question_tokens=6_000) as (reading, server):
        answer = reading.ask(QUESTION)
    assert answer.model.state is State.RELATED
    assert answer.model.estimate <= 6_000
    assert len(json.loads(server.asked[0]["messages"][1]["content"])["passages"]) < 10


def test_use_of_the_day_is_beside_the_index(opened: Any, copied: Settings) -> None:
    (copied.index_dir / DAY_FILE).unlink(missing_ok=True)
    with opened(choosing("87,556 registered patients")) as (reading, _):
        reading.ask(QUESTION)
    assert json.loads((copied.index_dir / DAY_FILE).read_text(encoding="utf-8"))["tokens"] == 1_212


@pytest.mark.slow
def test_whatever_numbers_come_every_sentence_shown_is_in_its_document(opened: Any) -> None:
    draws = random.Random(7)  # noqa: S311

    def drawn(asked: Asked) -> Canned:
        content = json.loads(asked["messages"][1]["content"])
        count = sum(len(one["sentences"]) for one in content["passages"])
        numbers = draws.sample(range(1, count + 1), min(draws.randint(0, 6), count))
        return said(json.dumps({"answer": numbers, "related": draws.random() < 0.5}))

    questions = [
        QUESTION, UNSURE, UNKNOWN, PARAPHRASED, "Which aims did practices have in 2015?", "Why do practices merge?",
        "Compare Modality and GP Care.", "How many practices does AT Medics have?", "What did the survey of 2015 find?",
        "What should CCGs do?", "When was GP Care founded and how many staff does it have?",
    ]  # fmt: skip
    with opened(drawn) as (reading, _):
        for round_ in range(2):
            for question in questions:
                answer = reading.ask(f"{question} {'?' * round_}", k=draws.choice([1, 3, 5, 12]))
                assert answer.model is None or answer.model.state is not None
                check_sentences(reading, answer)
