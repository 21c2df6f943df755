import json
from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.answer import State
from reportqa.answering.engine import Engine
from reportqa.answering.model_asker import MAX_WORDING, Wordings, parse_wordings, wordings_of
from reportqa.answering.model_turn import ModelTurn, ReplyCache
from reportqa.embedding import Embedder
from reportqa.errors import LanguageModelError
from reportqa.llm import LanguageModel
from reportqa.llm.budget import DayBudget
from reportqa.settings import Settings
from support.completion_server import Asked, Canned, Reply, completion_server, failure, said

BEFORE = "How many practices did Modality have in 2016?"
FOLLOW_UP = "And in 2014?"
ALONE = "How many practices did Modality have in 2014?"
COMPARISON = "Compare Modality and AT Medics in April 2016"
EACH = ("What was Modality in April 2016?", "What was AT Medics in April 2016?")


def wording(*questions: str) -> Reply:
    """Return a reply with questions to a request without passages, and one without an answer to others."""

    def reply(asked: Asked) -> Canned:
        is_reading = "passages" in json.loads(asked["messages"][-1]["content"])
        return said('{"answer": [], "related": true}' if is_reading else json.dumps({"questions": questions}))

    return reply


def reworded(question: str, before: str, reply: Reply, folder: Path) -> tuple[Wordings, list[Asked]]:
    with completion_server(reply) as server:
        model = LanguageModel(server.endpoint(), DayBudget(folder, 100_000))
        return wordings_of(question, before, ModelTurn(model, ReplyCache())), server.asked


def test_follow_up_is_reworded_to_stand_alone(tmp_path: Path) -> None:
    found, asked = reworded(FOLLOW_UP, BEFORE, wording(ALONE), tmp_path)
    assert (found.question, found.others, found.asked) == (FOLLOW_UP, (ALONE,), ALONE)
    assert found.notes == (f"Searched for “{ALONE}” as well as “{FOLLOW_UP}”.",)
    assert json.loads(asked[0]["messages"][1]["content"]) == {"question": FOLLOW_UP, "question_before": BEFORE}


def test_comparison_gets_a_question_for_each_thing(tmp_path: Path) -> None:
    found, asked = reworded(COMPARISON, "", wording(*EACH), tmp_path)
    assert (found.others, found.asked) == (EACH, COMPARISON)
    assert json.loads(asked[0]["messages"][1]["content"]) == {"question": COMPARISON}


def test_other_questions_are_not_reworded(tmp_path: Path) -> None:
    assert reworded(BEFORE, "", wording(ALONE), tmp_path) == (Wordings(BEFORE), [])


def test_same_question_is_no_other_wording(tmp_path: Path) -> None:
    assert reworded(BEFORE, "Who led it?", wording(BEFORE), tmp_path)[0] == Wordings(BEFORE)


@pytest.mark.parametrize("reply", [failure(401, "no"), said("It had nine."), wording("Why did Oak Trust close?")])
def test_rules_reword_where_the_model_fails(reply: Reply, tmp_path: Path) -> None:
    found, _ = reworded("And when was it founded?", "Who leads Modality Partnership?", reply, tmp_path)
    assert found.question == "When was Modality Partnership founded?"
    assert found.notes[0].startswith("Searched without the language model. ")


def test_rules_reword_without_a_model() -> None:
    found = wordings_of("And when was it founded?", "Who leads Modality Partnership?", None)
    alone = "When was Modality Partnership founded?"
    assert found == Wordings(alone, notes=(f"Searched for “{alone}”",))
    assert wordings_of(COMPARISON, "", None) == Wordings(COMPARISON)


def test_follow_up_that_is_not_understood_is_unclear() -> None:
    found = wordings_of("Why?", "Who led it?", None)
    assert found.is_unclear
    assert found.notes == ("The follow-up to “Who led it?” was not understood: ask a whole question.",)


@pytest.mark.parametrize(
    "text",
    [
        "Which?",
        '{"questions": []}',
        '{"questions": "Which?"}',
        '{"questions": [7]}',
        '{"questions": ["Which?"], "answer": "Nine."}',
        '{"questions": ["?"]}',
        json.dumps({"questions": ["x" * (MAX_WORDING + 1)]}),
        json.dumps({"questions": ["Which practice?"] * 5}),
        '{"questions": ["How many practices did Oak Trust have?"]}',
        '{"questions": ["How many practices were there in 2015?"]}',
    ],
)
def test_reply_in_another_form_or_with_another_name_or_number_is_refused(text: str) -> None:
    with pytest.raises(LanguageModelError):
        parse_wordings(text, f"{BEFORE} {FOLLOW_UP}")


def test_wording_has_no_control_characters() -> None:
    assert parse_wordings('{"questions": ["Which\\u0007\\n practice?"]}', "Which?") == ("Which practice?",)


def test_follow_up_is_answered_as_the_question_that_stands_alone(
    copied: Settings, embedder: Embedder, engine: Engine
) -> None:
    with completion_server(wording(ALONE)) as server:
        answer = Engine.open(replace(copied, llm=server.endpoint()), embedder).ask(FOLLOW_UP, after=(BEFORE,))
    assert (answer.question, answer.wordings) == (FOLLOW_UP, (ALONE,))
    assert answer.notes[0] == f"Searched for “{ALONE}” as well as “{FOLLOW_UP}”."
    assert answer.model is not None
    assert (answer.model.state, answer.model.tokens) == (State.RELATED, 220)
    shown = {one.quote for one in answer.citations}
    assert shown & {one.quote for one in engine.ask(ALONE).citations}
    assert len(server.asked) == 2


def test_parts_of_a_comparison_are_searched_beside_it(copied: Settings, embedder: Embedder) -> None:
    with completion_server(wording(*EACH)) as server:
        engine = Engine.open(replace(copied, llm=server.endpoint()), embedder)
        searches = engine.explain(COMPARISON).searches
    assert [one.question for one in searches] == [COMPARISON, *EACH]


def test_bare_follow_up_is_no_answer_by_itself(engine: Engine) -> None:
    asked = engine.ask("Why?", after=("Who led it?",))
    assert asked.state is not State.ANSWERS
    assert asked.notes[0] == "The follow-up to “Who led it?” was not understood: ask a whole question."
    alone = engine.ask("Why?")
    assert alone.state is not State.ANSWERS
    assert "“Why” does not say what it is about: ask a whole question." in alone.notes


def test_follow_up_is_answered_like_the_question_that_stands_alone(engine: Engine) -> None:
    follow_up, alone = engine.ask(FOLLOW_UP, after=(BEFORE,)), engine.ask(ALONE)
    assert (follow_up.sentences, follow_up.citations, follow_up.state) == (
        alone.sentences,
        alone.citations,
        alone.state,
    )
    assert (follow_up.question, follow_up.wordings, follow_up.notes[0]) == (
        FOLLOW_UP,
        (ALONE,),
        f"Searched for “{ALONE}”",
    )
