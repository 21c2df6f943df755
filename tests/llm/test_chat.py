import json
from pathlib import Path
from typing import Any

import pytest

from reportqa.errors import LanguageModelError
from reportqa.llm import Message
from reportqa.llm.chat import Reply, complete, stream
from support.completion_server import Asked, Canned, completion_server, failure, refusing, said, streamed

ASK = [Message("user", "How many?")]
SCHEMA = {"type": "object"}


@pytest.mark.parametrize("option", ["response_format", "temperature"])
def test_option_that_the_server_refuses_is_left_out_and_remembered(option: str) -> None:
    refused: set[str] = set()
    with completion_server(refusing(option, said("Seven."))) as server:
        for _ in range(2):
            assert complete(server.endpoint(), refused, ASK, 50, SCHEMA).text == "Seven."
    assert [option in asked for asked in server.asked] == [True, False, False]
    assert refused == {option}


def test_limit_of_tokens_has_its_new_name_where_the_old_one_is_refused() -> None:
    with completion_server(refusing("max_tokens", said("Seven."))) as server:
        assert complete(server.endpoint(), set(), ASK, 50, None).text == "Seven."
    assert server.asked[1]["max_completion_tokens"] == 50


def test_several_options_may_be_refused() -> None:
    def reply(asked: Asked) -> Canned:
        named = next((name for name in ("max_tokens", "temperature", "response_format") if name in asked), None)
        return failure(422, f"{named} is not supported") if named else said("Seven.")

    with completion_server(reply) as server:
        assert complete(server.endpoint(), set(), ASK, 50, SCHEMA).text == "Seven."
    assert len(server.asked) == 4


def test_schema_is_left_out_when_a_refusal_names_nothing() -> None:
    def reply(asked: Asked) -> Canned:
        return failure(400, "invalid request") if "response_format" in asked else said("Seven.")

    with completion_server(reply) as server:
        assert complete(server.endpoint(), set(), ASK, 50, SCHEMA).text == "Seven."


def test_request_that_is_refused_anyway_is_an_error_and_nothing_is_remembered() -> None:
    refused: set[str] = set()
    with (
        completion_server(failure(400, "The prompt is too long.")) as server,
        pytest.raises(LanguageModelError, match=r"refused the request \(400.*too long"),
    ):
        complete(server.endpoint(), refused, ASK, 50, SCHEMA)
    assert len(server.asked) == 2
    assert refused == set()


def test_reasoning_before_the_reply_is_left_out() -> None:
    with completion_server(said('<think>Is it {"answer": [9]}?</think>\n{"answer": [3]}')) as server:
        assert complete(server.endpoint(), set(), ASK, 50, None).text.strip() == '{"answer": [3]}'


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<!doctype html><title>Welcome</title>",
        "null",
        "7",
        "[]",
        "{}",
        '{"choices": 3}',
        "[" * 100_000,
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "text/html"])
def test_response_that_is_no_completion_is_an_error(body: str, kind: str) -> None:
    canned = Canned([body.encode("latin-1")], headers={"Content-Type": kind})
    with completion_server(canned) as server, pytest.raises(LanguageModelError, match="Check REPORTQA_LLM_URL"):
        complete(server.endpoint(), set(), ASK, 50, None)


@pytest.mark.parametrize(
    "content",
    [
        {"choices": []},
        {"choices": [None]},
        {"choices": [{"message": None}]},
        {"choices": [{"message": {"content": 7}}]},
        {"choices": [{"message": {"content": [{"type": "text"}]}}], "model": 3, "usage": "many"},
        {"choices": [{"message": {}}], "usage": {"prompt_tokens": -5, "completion_tokens": 3}},
        {"choices": [{"message": {}}], "usage": {"prompt_tokens": True, "completion_tokens": 3}},
    ],
)
def test_strange_completion_has_no_text_and_no_usage(content: dict[str, Any]) -> None:
    assert Reply.of(content, "message") == Reply("")


def test_stream_of_garbage_is_an_error() -> None:
    lines = [b"data: {not json\n\n", b"data: [DONE]\n\n"]
    with (
        completion_server(Canned(lines, headers={"Content-Type": "text/event-stream"})) as server,
        pytest.raises(LanguageModelError, match="Check REPORTQA_LLM_URL"),
    ):
        list(stream(server.endpoint(), set(), ASK, 50))


def test_stream_asks_without_usage_where_the_server_refuses_it() -> None:
    with completion_server(refusing("stream_options", streamed(["Seven."], None))) as server:
        assert [part.text for part in stream(server.endpoint(), set(), ASK, 50)] == ["Seven."]


def test_requests_have_no_tools_and_no_links_to_follow(tmp_path: Path) -> None:
    with completion_server(said("Seven.")) as server:
        complete(server.endpoint(), set(), ASK, 50, SCHEMA)
    known = {"model", "messages", "max_tokens", "temperature", "response_format", "authorization", "path"}
    assert set(server.asked[0]) == known
    assert json.dumps(server.asked[0]["messages"]) == json.dumps([{"role": "user", "content": "How many?"}])
