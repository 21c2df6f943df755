import logging
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reportqa.errors import LanguageModelError
from reportqa.llm import LanguageModel, Message, Usage, open_model, parse_object
from reportqa.llm.budget import DayBudget
from reportqa.llm.language_model import AT_ONCE
from reportqa.settings import Settings
from support.completion_server import KEY, CompletionServer, Reply, completion_server, failure, said, streamed

ASK = [Message("system", "Be brief."), Message("user", "How many?")]
SCHEMA = {"type": "object", "properties": {"answer": {"type": "array"}}, "required": ["answer"]}


@contextmanager
def model_of(folder: Path, *replies: Reply, **limits: Any) -> Iterator[tuple[LanguageModel, CompletionServer]]:
    with completion_server(*replies) as server:
        yield LanguageModel(server.endpoint(**limits), DayBudget(folder, 100_000)), server


def test_reply_has_its_text_and_the_tokens_that_the_server_reports(tmp_path: Path) -> None:
    with model_of(tmp_path, said(" Seven.\n", (33, 4))) as (model, server):
        completion = model.complete(ASK, max_tokens=50)
    assert (completion.text, completion.model) == ("Seven.", "replayed")
    assert (completion.prompt_tokens, completion.completion_tokens) == (33, 4)
    assert model.usage == Usage(1, 33, 4)
    assert model.used_today == 37
    (asked,) = server.asked
    assert asked["path"] == "/v1/chat/completions"
    assert asked["authorization"] == f"Bearer {KEY}"
    assert (asked["model"], asked["max_tokens"], asked["temperature"]) == ("replayed", 50, 0)
    assert asked["messages"] == [message.to_dict() for message in ASK]


def test_each_question_has_its_own_budget_of_the_same_day(tmp_path: Path) -> None:
    with model_of(tmp_path, said("Seven.", (100, 10)), question_tokens=300) as (model, _):
        one, other = model.for_question(), model.for_question()
        one.complete(ASK, max_tokens=50)
        with pytest.raises(LanguageModelError, match="tokens a question has 190 left"):
            one.complete(ASK, max_tokens=100)
        other.complete(ASK, max_tokens=100)
        assert (one.usage.tokens, other.usage.tokens, model.used_today) == (110, 110, 220)


def test_tokens_that_are_not_reported_count_by_their_upper_bounds(tmp_path: Path) -> None:
    with model_of(tmp_path, said("Seven.", None)) as (model, _):
        completion = model.complete(ASK, max_tokens=50)
        assert completion.completion_tokens == len("Seven.")
        assert completion.prompt_tokens == model.estimate(ASK, max_tokens=0)


def test_failed_request_counts_nothing(tmp_path: Path) -> None:
    with model_of(tmp_path, failure(404, "no such model")) as (model, _):
        with pytest.raises(LanguageModelError):
            model.complete(ASK, max_tokens=50)
        assert (model.usage, model.used_today) == (Usage(), 0)


@pytest.mark.parametrize("text", [None, "", "  \n"])
def test_empty_reply_is_an_error_whose_tokens_count(text: str | None, tmp_path: Path) -> None:
    with model_of(tmp_path, said(text)) as (model, _):
        with pytest.raises(LanguageModelError, match="empty reply"):
            model.complete(ASK, max_tokens=50)
        assert model.used_today == 110


@pytest.mark.slow
def test_more_requests_than_at_once_are_refused_right_away(tmp_path: Path) -> None:
    slow = replace(said("Seven."), pause=1.0)
    with model_of(tmp_path, slow) as (model, _), ThreadPoolExecutor(AT_ONCE + 1) as pool:

        def ask(_: int) -> str:
            try:
                return model.for_question().complete(ASK, max_tokens=50).text
            except LanguageModelError as error:
                return str(error)

        replies = sorted(pool.map(ask, range(AT_ONCE + 1)))
    assert replies == ["Seven."] * AT_ONCE + [
        "The language model is busy with 4 other requests. Ask again in a moment."
    ]


def test_stream_yields_the_parts_and_counts_their_tokens(tmp_path: Path) -> None:
    with model_of(tmp_path, streamed(["Se", "", "ven."], (40, 2))) as (model, server):
        assert list(model.stream(ASK, max_tokens=50)) == ["Se", "ven."]
        assert model.usage == Usage(1, 40, 2)
    assert server.asked[0]["stream"] is True


def test_stream_that_is_left_counts_what_has_arrived(tmp_path: Path) -> None:
    with model_of(tmp_path, streamed(["Se", "ven."], None)) as (model, _):
        parts = model.stream(ASK, max_tokens=50)
        assert next(parts) == "Se"
        parts.close()  # type: ignore[attr-defined]
        assert model.usage.completion_tokens == 2


def test_schema_is_sent_and_its_reply_parsed(tmp_path: Path) -> None:
    with model_of(tmp_path, said('{"answer": [3]}')) as (model, server):
        assert parse_object(model.complete(ASK, max_tokens=50, schema=SCHEMA).text) == {"answer": [3]}
    assert server.asked[0]["response_format"]["json_schema"]["schema"] == SCHEMA


def test_key_is_in_no_message_log_or_representation(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with model_of(tmp_path, failure(401, f"Incorrect API key provided: {KEY}")) as (model, server):
        with pytest.raises(LanguageModelError) as refused:
            model.complete(ASK, max_tokens=50)
        shown = [str(refused.value), repr(model), repr(server.endpoint()), repr(vars(model)), caplog.text]
    with model_of(tmp_path, failure(400, f"{KEY} is not allowed")) as (model, server):
        with pytest.raises(LanguageModelError) as refused:
            model.complete(ASK, max_tokens=50)
        shown += [str(refused.value), caplog.text]
    assert [text for text in shown if KEY in text] == []
    assert "401" in shown[0]


def test_no_model_without_a_url(settings: Settings, tmp_path: Path) -> None:
    assert open_model(replace(settings, llm=None)) is None
    with completion_server(said("Yes.")) as server:
        model = open_model(replace(settings, index_dir=tmp_path, llm=server.endpoint()))
        assert model is not None
        assert model.complete(ASK, max_tokens=5).text == "Yes."


def test_description_has_the_place_and_the_use_of_the_day(tmp_path: Path) -> None:
    with model_of(tmp_path, said("Seven.", (1_200, 10)), day_tokens=50_000) as (model, server):
        model.complete(ASK, max_tokens=50)
        host = server.url.split("/")[2]
        assert model.description == (f"replayed at {host}; 1,210 of 50,000 tokens used today, up to 30,000 a question")


def test_client_is_not_imported_before_the_first_request() -> None:
    code = (
        "import sys; from reportqa.llm import open_model; from reportqa.settings import Settings;"
        "environment = {'REPORTQA_LLM_URL': 'http://127.0.0.1:1/v1', 'REPORTQA_LLM_MODEL': 'm'};"
        "model = open_model(Settings.from_env(environment));"
        "print(model, 'openai' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "LanguageModel('m' at '127.0.0.1:1') False"


def test_missing_packages_are_named(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['openai'] = None\n"
        "from pathlib import Path; from reportqa.llm import *; from reportqa.settings import Endpoint, Settings\n"
        "from dataclasses import replace\n"
        "settings = replace(Settings.from_env({}), llm=Endpoint('http://127.0.0.1:1/v1', 'm'))\n"
        "try: open_model(settings).complete([Message('user', 'x')], max_tokens=1)\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.startswith("LanguageModelError A language model needs the extra: pip install 'reportqa[llm]'")
