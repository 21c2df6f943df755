"""HTTP routes for each document, and for what a language model writes."""

import json
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from reportqa.server.api.openapi import describe_api
from reportqa.server.app import create_app
from reportqa.settings import Settings
from support.completion_server import Asked, Canned, choosing, completion_server, failure
from support.written import reply

QUESTION = "How many patients did Modality have in April 2016?"
EACH = "What does each report say about salaried GPs?"
NOTES = "case-study-notes.txt"


def check(content: Any, name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": describe_api()["components"]}
    Draft202012Validator(schema).validate(content)


def first_sentence(asked: Asked) -> Canned:
    """Write the first sentence that is given, and a lie."""
    given = json.loads(asked["messages"][-1]["content"])["sentences"][0]
    return reply((given["text"], [given["n"]]), ("Ninety elephants painted Rome.", [given["n"]]))


def test_each_document_without_a_model(client: FlaskClient) -> None:
    found = client.get("/api/each", query_string={"q": EACH}).json
    check(found, "DocumentAnswers")
    assert found is not None
    assert found["model"] is None
    assert len(found["documents"]) == 6
    posted = client.post("/api/each", json={"question": EACH, "type": "txt"}).json
    assert posted is not None
    assert posted["documents"] == [one for one in found["documents"] if one["doc_id"] == NOTES]
    table = client.get("/api/each", query_string={"q": EACH, "format": "csv"})
    assert table.content_type.startswith("text/csv")
    assert table.text.count("\n") >= 7
    assert client.get("/api/each", query_string={"q": EACH, "format": "xls"}).status_code == 400


def test_each_document_with_a_model(copied: Settings) -> None:
    with completion_server(choosing()) as server:
        client = create_app(replace(copied, llm=server.endpoint(question_tokens=5_000))).test_client()
        found = client.get("/api/each", query_string={"q": EACH, "type": "txt"}).json
        assert found is not None
        assert found["model"] == {"name": "replayed", "most_tokens": 5_000}
        assert client.post("/api/each", json={"question": EACH, "type": "txt", "llm": False}).status_code == 200
        assert server.asked == []
        check(client.post("/api/each", json={"question": EACH, "type": "txt"}).json, "DocumentAnswers")
        assert len(server.asked) == 1


def test_paragraph_is_written_and_checked(copied: Settings) -> None:
    with completion_server(first_sentence) as server:
        client = create_app(replace(copied, llm=server.endpoint())).test_client()
        found = client.post("/api/write", json={"question": QUESTION, "llm": False}).json
    check(found, "WrittenAnswer")
    assert found is not None
    assert len(found["written"]["sentences"]) == len(found["written"]["struck"]) == 1
    assert found["answer"]["state"] == "answers"


def test_summary_costs_and_is_kept(copied: Settings) -> None:
    with completion_server(first_sentence) as server:
        client = create_app(replace(copied, llm=server.endpoint())).test_client()
        cost = client.get("/api/summarise", query_string={"document": NOTES}).json
        check(cost, "SummaryCost")
        assert cost is not None
        assert (cost["kept"], server.asked) == (0, [])
        assert cost["most_tokens"] > 0
        found = client.post("/api/summarise", json={"document": NOTES}).json
        check(found, "DocumentSummary")
        assert found is not None
        assert len(found["sections"]) == cost["sections"] == len(server.asked)
        assert client.post("/api/summarise", json={"document": NOTES}).status_code == 200
        assert len(server.asked) == cost["sections"]
    again = client.get("/api/summarise", query_string={"document": NOTES}).json
    assert again is not None
    assert (again["kept"], again["most_tokens"]) == (cost["sections"], 0)


@pytest.mark.parametrize("body", [[], {}, {"document": 1}, {"document": NOTES, "k": 1}, "x"])
def test_request_for_a_summary_names_a_document_only(client: FlaskClient, body: Any) -> None:
    response = client.post("/api/summarise", json=body)
    assert response.status_code == 400
    assert "Send a JSON object such as" in response.text


def test_without_a_model_nothing_is_written(client: FlaskClient) -> None:
    for response in (
        client.post("/api/write", json={"question": QUESTION}),
        client.post("/api/summarise", json={"document": NOTES}),
        client.get("/api/summarise", query_string={"document": NOTES}),
    ):
        assert response.status_code == 400
        assert "no language model" in response.text
    assert client.get("/api/summarise").status_code == 400


def test_failure_and_foreign_pages_are_refused(copied: Settings) -> None:
    with completion_server(failure(401, "no")) as server:
        client = create_app(replace(copied, llm=server.endpoint())).test_client()
        headers = {"Origin": "http://evil.example"}
        for address, body in (
            ("write", {"question": QUESTION}),
            ("each", {"question": EACH}),
            ("summarise", {"document": "press-release.html"}),
        ):
            assert client.post(f"/api/{address}", json=body, headers=headers).status_code == 403
        assert server.asked == []
        assert client.post("/api/summarise", json={"document": "press-release.html"}).status_code == 502
        assert client.post("/api/write", json={"question": QUESTION, "llm": False}).status_code == 502
