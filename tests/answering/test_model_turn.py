from pathlib import Path
from typing import Any

import pytest

from reportqa.answer import State
from reportqa.answering.model_turn import KEPT_REPLIES, MAX_REPLY_TOKENS, ModelTurn, ReplyCache
from reportqa.errors import LanguageModelError
from reportqa.llm import LanguageModel, Message, parse_object
from reportqa.llm.budget import DayBudget
from support.completion_server import CompletionServer, completion_server, said

ASK = [Message("system", "Reply in JSON."), Message("user", "Which?")]
SCHEMA: dict[str, Any] = {"type": "object"}


def turn_of(server: CompletionServer, folder: Path, replies: ReplyCache) -> ModelTurn:
    return ModelTurn(LanguageModel(server.endpoint(), DayBudget(folder, 100_000)), replies)


def test_reply_is_parsed_kept_and_counted_once(tmp_path: Path) -> None:
    replies = ReplyCache()
    with completion_server(said('{"a": 1}', (30, 4))) as server:
        first, again = turn_of(server, tmp_path, replies), turn_of(server, tmp_path, replies)
        assert first.use is None
        assert first.ask(ASK, SCHEMA, parse_object) == again.ask(ASK, SCHEMA, parse_object) == {"a": 1}
    assert len(server.asked) == 1
    first.state = State.RELATED
    assert first.use is not None
    assert again.use is not None
    assert (first.use.state, first.use.tokens, again.use.tokens) == (State.RELATED, 34, 0)
    assert first.use.estimate == again.use.estimate > MAX_REPLY_TOKENS


def test_reply_that_is_refused_is_not_kept(tmp_path: Path) -> None:
    replies = ReplyCache()
    with completion_server(said("Prose.", (30, 4)), said('{"a": 1}')) as server:
        turn = turn_of(server, tmp_path, replies)
        with pytest.raises(LanguageModelError):
            turn.ask(ASK, SCHEMA, parse_object)
        assert turn.use is not None
        assert (turn.use.state, turn.use.tokens) == (None, 34)
        assert turn.ask(ASK, SCHEMA, parse_object) == {"a": 1}


def test_requests_of_a_question_add_up(tmp_path: Path) -> None:
    with completion_server(said("{}", (30, 4))) as server:
        turn = turn_of(server, tmp_path, ReplyCache())
        for text in ("One?", "Two?"):
            turn.ask([Message("user", text)], SCHEMA, parse_object)
        assert turn.use is not None
        assert turn.use.tokens == 68


def test_oldest_replies_are_dropped() -> None:
    replies = ReplyCache()
    for number in range(KEPT_REPLIES + 1):
        replies.keep((str(number),), "{}")
    assert replies.get(("0",)) is None
    assert replies.get((str(KEPT_REPLIES),)) == "{}"
