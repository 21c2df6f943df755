"""The summary on the page of an answer: only on request, checked, and only where a model is set."""

import json
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from reportqa.answering.engine import Engine
from reportqa.errors import InputError
from reportqa.server.app import create_app
from reportqa.server.written_answers import write_answer
from reportqa.settings import Settings
from support.completion_server import Asked, Canned, completion_server, failure
from support.written import reply

QUESTION = "How many patients did Modality have in April 2016?"
SUMMARY = "Modality Partnership had 87,556 registered patients in April 2016."


def patients(asked: Asked) -> Canned:
    given: dict[str, Any] = json.loads(asked["messages"][-1]["content"])
    number = next(one["n"] for one in given["sentences"] if "87,556" in one["text"])
    return reply((SUMMARY, [number]), ("Modality had 9 <b>patients</b>.", [number]))


def test_summary_is_written_on_request_only(copied: Settings) -> None:
    with completion_server(patients) as server:
        client = create_app(replace(copied, llm=server.endpoint())).test_client()
        page = client.get("/ask", query_string={"q": QUESTION, "llm": "0"}).text
        assert server.asked == []
        assert 'action="/ask/written?q=' in page
        assert SUMMARY not in page
        written = client.post("/ask/written", query_string={"q": QUESTION, "llm": "0"}).text
    block = written[written.index('id="written"') : written.index('class="after-answer"')]
    assert SUMMARY in block
    assert f"“{SUMMARY}" not in block
    assert "Written by replayed from the cited passages" in block
    assert "1 sentence struck out" in block
    assert "<b>" not in block
    assert 'href="#cited-1"' in block
    assert block.index("data-note=") > 0
    assert len(server.asked) == 1


def test_failure_of_the_model_leaves_the_answer(copied: Settings) -> None:
    with completion_server(failure(401, "no")) as server:
        client = create_app(replace(copied, llm=server.endpoint())).test_client()
        page = client.post("/ask/written", query_string={"q": QUESTION, "llm": "0"})
    assert page.status_code == 200
    assert "refused the key (401)" in page.text
    assert "87,556" in page.text


def test_another_site_cannot_ask_for_it(copied: Settings) -> None:
    with completion_server(patients) as server:
        client = create_app(replace(copied, llm=server.endpoint())).test_client()
        headers = {"Origin": "http://evil.example"}
        assert client.post("/ask/written", query_string={"q": QUESTION}, headers=headers).status_code == 403
    assert server.asked == []


def test_without_a_model_there_is_no_summary(client: FlaskClient, engine: Engine) -> None:
    assert "Summary" not in client.get("/ask", query_string={"q": QUESTION}).text
    assert client.post("/ask/written", query_string={"q": QUESTION}).status_code == 400
    with pytest.raises(InputError, match="has no language model"):
        write_answer(engine, engine.ask(QUESTION))
