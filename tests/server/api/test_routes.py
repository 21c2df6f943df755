import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from reportqa.answering.engine import Engine
from reportqa.server.app import create_app
from reportqa.settings import MAX_QUESTION_LENGTH, Settings
from support import attributed
from support.completion_server import choosing, completion_server

QUESTION = "How many patients did Modality have in April 2016?"
SCHEMA = json.loads(files("reportqa").joinpath("answer.schema.json").read_text(encoding="utf-8"))


def parsed(response: TestResponse) -> Any:
    return response.json


def post(client: FlaskClient, body: object) -> TestResponse:
    return client.post("/api/ask", json=body)


def test_answer_fits_the_schema_and_quotes_its_document(client: FlaskClient, engine: Engine) -> None:
    answer = parsed(client.get("/api/ask", query_string={"q": QUESTION}))
    Draft202012Validator(SCHEMA).validate(answer)
    assert answer["answerable"]
    assert any("87,556" in one["text"] for one in answer["answer"] if one["nearest"])
    for citation in answer["citations"]:
        document = engine.document(citation["doc_id"])
        assert citation["quote"] == document.text[citation["start"] : citation["end"]]
    for sentence in answer["answer"]:
        citation = answer["citations"][sentence["citation"] - 1]
        document = engine.document(citation["doc_id"])
        assert sentence["text"] == document.text[sentence["start"] : sentence["end"]]
        assert citation["start"] <= sentence["start"] < sentence["end"] <= citation["end"]


def test_question_without_an_answer_fits_the_schema(client: FlaskClient) -> None:
    answer = parsed(client.get("/api/ask", query_string={"q": "Who won the 1998 football World Cup?"}))
    Draft202012Validator(SCHEMA).validate(answer)
    assert not answer["answerable"]
    assert answer["answer"] == []
    assert answer["citations"]


def test_facts_fit_the_schema_and_have_the_place_that_states_them(
    attributed_client: FlaskClient, attributed_engine: Engine
) -> None:
    stated = parsed(attributed_client.get("/api/ask", query_string={"q": attributed.STATED}))
    unstated = parsed(attributed_client.get("/api/ask", query_string={"q": attributed.UNSTATED}))
    for answer in (stated, unstated):
        Draft202012Validator(SCHEMA).validate(answer)
        assert answer["state"] == "answers"
    (fact,) = stated["facts"]
    text = attributed_engine.document(fact["stated_in"]).text
    assert text[fact["start"] : fact["end"]] == attributed.BYLINE == stated["answer"][0]["text"]
    (fact,) = unstated["facts"]
    assert (fact["value"], fact["origin"]) == ("Joan Pell", "the metadata of the page")
    assert not {"start", "end", "stated_in"} & fact.keys()
    assert unstated["answer"] == []
    assert unstated["citations"]


def test_get_and_post_return_the_same_answer(client: FlaskClient) -> None:
    got = parsed(client.get("/api/ask", query_string={"q": QUESTION, "k": 3}))
    posted = parsed(post(client, {"question": QUESTION, "k": 3}))
    assert {**got, "milliseconds": 0} == {**posted, "milliseconds": 0}
    assert len(got["citations"]) == 3


def test_explanation_comes_only_when_asked_for(client: FlaskClient) -> None:
    got = parsed(client.get("/api/ask", query_string={"q": QUESTION, "k": 3, "explain": 1}))
    posted = parsed(post(client, {"question": QUESTION, "k": 3, "explain": True}))
    Draft202012Validator(SCHEMA).validate(got)
    assert got["explanation"] == posted["explanation"]
    assert len(got["explanation"]["searches"][0]["passages"]) == 3
    for body in ({}, {"explain": False}, {"explain": None}):
        assert "explanation" not in parsed(post(client, {"question": QUESTION} | body))


@pytest.mark.parametrize("sent", ["a-1", "", 7, -1, None, "\ud800", "ﬁ\u0000"])
def test_id_is_returned_unchanged(client: FlaskClient, sent: object) -> None:
    response = client.post(
        "/api/ask", data=json.dumps({"question": QUESTION, "id": sent}), content_type="application/json"
    )
    assert json.loads(response.data)["id"] == sent


@pytest.mark.parametrize("as_list", [False, True])
def test_document_restricts_the_answer(client: FlaskClient, engine: Engine, as_list: bool) -> None:
    doc_id = engine.documents()[-1].doc_id
    answer = parsed(post(client, {"question": QUESTION, "document": [doc_id] if as_list else doc_id}))
    assert {citation["doc_id"] for citation in answer["citations"]} == {doc_id}


def test_document_may_be_repeated_in_the_address(client: FlaskClient, engine: Engine) -> None:
    doc_ids = [summary.doc_id for summary in engine.documents()[:2]]
    answer = parsed(client.get("/api/ask", query_string={"q": QUESTION, "k": 50, "document": doc_ids}))
    assert {citation["doc_id"] for citation in answer["citations"]} == set(doc_ids)


FILTERS: list[tuple[dict[str, Any], set[str]]] = [
    ({"publisher": "Nuffield"}, {"trust/rise.md", "trust/federations.md"}),
    ({"publisher": ["trust", "KING'S FUND"]}, {"trust/rise.md", "trust/federations.md", "fund/networks.html"}),
    ({"author": "Müller"}, {"kbv/hausarzt.txt"}),
    ({"author": "rosen", "language": "EN"}, {"trust/rise.md", "trust/federations.md"}),
    ({"from": "2016-07-19", "to": "2018"}, {"trust/rise.md", "kbv/hausarzt.txt"}),
    ({"type": ["txt", ".html"]}, {"notes.txt", "kbv/hausarzt.txt", "fund/networks.html"}),
]


@pytest.mark.parametrize(("filters", "doc_ids"), FILTERS)
def test_filters_restrict_the_answer_in_the_address_and_in_the_body(
    varied_app: Flask, filters: dict[str, Any], doc_ids: set[str]
) -> None:
    client = varied_app.test_client()
    got = parsed(client.get("/api/ask", query_string={"q": QUESTION, "k": 50, **filters}))
    posted = parsed(post(client, {"question": QUESTION, "k": 50, **filters}))
    places = [*got["citations"], *(place for citation in got["citations"] for place in citation["also_in"])]
    assert {place["doc_id"] for place in places} == doc_ids
    assert {**got, "milliseconds": 0} == {**posted, "milliseconds": 0}
    Draft202012Validator(SCHEMA).validate(got)
    assert set(got["filters"]) == set(filters)


def test_empty_filter_in_the_address_is_ignored(client: FlaskClient) -> None:
    answer = parsed(client.get("/api/ask", query_string={"q": QUESTION, "from": "", "to": " ", "publisher": ["", ""]}))
    assert answer["filters"] == {}


def test_year_may_be_a_number(varied_app: Flask) -> None:
    answer = parsed(post(varied_app.test_client(), {"question": QUESTION, "from": 2020}))
    assert (answer["filters"], len(answer["citations"])) == ({"from": "2020"}, 1)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"question": ""}, 400),
        ({"question": " \n\t"}, 400),
        ({"question": "?!"}, 400),
        ({}, 400),
        ([], 400),
        ("How many?", 400),
        ({"question": 1}, 400),
        ({"question": None}, 400),
        ({"question": QUESTION, "k": 0}, 400),
        ({"question": QUESTION, "k": 51}, 400),
        ({"question": QUESTION, "k": "5"}, 400),
        ({"question": QUESTION, "k": 5.0}, 400),
        ({"question": QUESTION, "k": True}, 400),
        ({"question": QUESTION, "explain": 1}, 400),
        ({"question": QUESTION, "explain": "true"}, 400),
        ({"question": QUESTION, "id": 1.5}, 400),
        ({"question": QUESTION, "id": {}}, 400),
        ({"question": QUESTION, "document": 1}, 400),
        ({"question": QUESTION, "document": [1]}, 400),
        ({"question": QUESTION, "documents": ["a.pdf"]}, 400),
        ({"question": QUESTION, "publisher": {}}, 400),
        ({"question": QUESTION, "language": ["en", 1]}, 400),
        ({"question": QUESTION, "from": ["2016"]}, 400),
        ({"question": QUESTION, "from": True}, 400),
        ({"question": QUESTION, "to": "2016-13"}, 400),
        ({"question": QUESTION, "from": 2017, "to": 2016}, 400),
        ({"question": QUESTION, "publisher": ""}, 404),
        ({"question": QUESTION, "type": "\ud800"}, 404),
        ({"question": QUESTION, "to": 1066}, 404),
        ({"question": QUESTION, "type": "pdf", "document": "press-release.html"}, 404),
        ({"question": "a" * (MAX_QUESTION_LENGTH + 1)}, 413),
        ({"question": QUESTION, "document": "nowhere.pdf"}, 404),
        ({"question": QUESTION, "document": "\ud800"}, 404),
        ({"question": "a" * 70_000}, 413),
    ],
)
def test_bad_body_is_refused_with_a_reason(client: FlaskClient, body: object, status: int) -> None:
    response = client.post("/api/ask", data=json.dumps(body), content_type="application/json")
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert parsed(response)["detail"].endswith((".", "?"))


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 60_000, b'{"k": ' + b"9" * 5000 + b"}", b"nul"])
def test_body_that_is_not_json_is_refused(client: FlaskClient, data: bytes) -> None:
    response = client.post("/api/ask", data=data, content_type="application/json")
    assert response.status_code == 400


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", None])
def test_other_content_type_is_refused(client: FlaskClient, content_type: str | None) -> None:
    response = client.post("/api/ask", data=json.dumps({"question": QUESTION}), content_type=content_type)
    assert response.status_code == 415


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"q": ""}, 400),
        ({"q": QUESTION, "k": "0"}, 400),
        ({"q": QUESTION, "k": "51"}, 400),
        ({"q": QUESTION, "k": "-1"}, 400),
        ({"q": QUESTION, "k": ""}, 400),
        ({"q": QUESTION, "k": "٣"}, 400),
        ({"q": QUESTION, "k": "9" * 5000}, 400),
        ({"q": QUESTION, "explain": "yes"}, 400),
        ({"q": "a" * (MAX_QUESTION_LENGTH + 1)}, 413),
        ({"q": QUESTION, "document": "nowhere.pdf"}, 404),
        ({"q": QUESTION, "from": "soon"}, 400),
        ({"q": QUESTION, "publisher": "nobody"}, 404),
        ({"q": QUESTION, "type": "pdf", "document": "press-release.html"}, 404),
    ],
)
@pytest.mark.parametrize("path", ["/api/ask", "/ask", "/explain"])
def test_bad_parameter_is_refused(client: FlaskClient, path: str, query: dict[str, str], status: int) -> None:
    assert client.get(path, query_string=query).status_code == status


@pytest.mark.parametrize(
    "question",
    ["\x00 patients", "\ud800 patients", "patients \U000e0001", "e\u0301" * 900, "病人 👩🏽‍⚕️", "\u202epatients"],
)
def test_odd_characters_do_no_harm(client: FlaskClient, question: str) -> None:
    body = json.dumps({"question": question})
    assert client.post("/api/ask", data=body, content_type="application/json").status_code in {200, 400}
    encoded = question.encode("utf-8", "surrogatepass")
    assert client.get("/ask", query_string={"q": encoded}).status_code in {200, 400}


def test_json_keeps_its_order_and_its_letters(client: FlaskClient) -> None:
    response = client.get("/api/ask", query_string={"q": "Größe of Modality’s list"})
    assert "Größe of Modality’s" in response.text
    assert list(parsed(response)) == SCHEMA["required"]


def test_documents_are_listed(client: FlaskClient, engine: Engine) -> None:
    listed = parsed(client.get("/api/documents"))
    assert listed["generation"] == engine.generation
    for one, summary in zip(listed["documents"], engine.documents(), strict=True):
        assert one == one | summary.to_dict()
        assert {"date", "problems", "state"} <= set(one)


def test_link_of_a_listed_document_leads_to_its_page(client: FlaskClient) -> None:
    for document in parsed(client.get("/api/documents"))["documents"]:
        assert client.get(document["link"]).status_code == 200


def test_health_names_the_generation(client: FlaskClient, engine: Engine) -> None:
    health = parsed(client.get("/healthz"))
    assert health == {"status": "ok", "generation": engine.generation, "documents": len(engine.documents())}


def record_of(client: FlaskClient, start: int = 24293, end: int = 24359) -> dict[str, Any]:
    args = {"document": "large-scale-general-practice-digest.pdf", "start": start, "end": end, "question": QUESTION}
    record: dict[str, Any] = parsed(client.get("/api/record", query_string=args))
    return record


def test_record_of_a_range_and_of_its_link_are_the_same(client: FlaskClient) -> None:
    record = record_of(client)
    assert record["quote"] == "In April 2016 Modality Partnership had 87,556 registered patients."
    assert (record["pages"], record["question"]) == ([{"physical": 10, "label": "6"}], QUESTION)
    (verdict,) = parsed(client.post("/api/verify", json=record))["verdicts"]
    linked = parsed(client.get("/api/record", query_string={"link": verdict["link"], "question": QUESTION}))
    assert linked == record


@pytest.mark.parametrize("form", ["one", "list", "records", "links"])
def test_citations_are_verified_in_every_form(client: FlaskClient, form: str) -> None:
    record = record_of(client)
    link = parsed(client.post("/api/verify", json=record))["verdicts"][0]["link"]
    body = {"one": record, "list": [record], "records": {"records": [record]}, "links": {"links": [link]}}[form]
    (verdict,) = parsed(client.post("/api/verify", json=body))["verdicts"]
    assert (verdict["state"], verdict["sentence"]) == (
        "unchanged", "Verified: found word for word, on p. 6."
    )  # fmt: skip
    assert verdict["quote"] == verdict["cited"] == record["quote"]


def test_citation_of_changed_words_is_reported_with_the_difference(client: FlaskClient) -> None:
    record = record_of(client)
    changed = record | {"quote": record["quote"].replace("87,556", "87,656"), "sha256": "0" * 64}
    gone = record | {"doc_id": "gone.pdf", "sha256": "0" * 64}
    moved = record | {"pages": [{"physical": 9, "label": "5"}]}
    renamed = record | {"doc_id": "old-name.pdf"}
    verdicts = parsed(client.post("/api/verify", json=[changed, gone, moved, renamed]))["verdicts"]
    assert [verdict["state"] for verdict in verdicts] == ["changed", "withdrawn", "moved", "moved"]
    assert verdicts[0]["differences"] == [{"quoted": "87,656", "stands": "87,556", "figure": True}]
    assert verdicts[1]["sentence"] == (
        f"Withdrawn: gone.pdf is no longer among the documents. Found in {record['doc_id']}, p. 6."
    )
    assert verdicts[1]["elsewhere"] == {name: record[name] for name in ("doc_id", "start", "end")} | {
        "pages": record["pages"]
    }
    assert [verdict["elsewhere"] for verdict in verdicts if verdict is not verdicts[1]] == [None] * 3
    assert verdicts[2]["sentence"] == "Moved: these words are now on p. 6, no longer on p. 5."
    assert verdicts[3]["doc_id"] == record["doc_id"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"version": 2}, "This citation record has version 2; this reportqa reads up to version 1. Update it."),
        ([{"version": 1}], 'Number 1: This citation record cannot be read: "doc_id" is missing.'),
        ({"links": ["report.pdf"]}, 'Number 1: "report.pdf" is not a place in a document.'),
        ({"links": [3]}, "Number 1: A link is a string."),
        ({"links": []}, '"links" must be a list of 1 to 500 links.'),
        ({"links": [], "records": []}, "Send a citation record"),
        ("words", "Send a citation record"),
    ],
)
def test_what_cannot_be_verified_is_refused_in_one_sentence(client: FlaskClient, body: object, said: str) -> None:
    response = client.post("/api/verify", json=body)
    assert response.status_code == 400
    assert said in parsed(response)["detail"]


def test_changed_quotes_are_compared_up_to_a_number_of_characters(client: FlaskClient) -> None:
    link = "large-scale-general-practice-digest.pdf#{}-{}"
    records = [client.get("/api/record", query_string={"link": link.format(at, at + 3_000)}).json for at in range(25)]
    assert len(parsed(client.post("/api/verify", json=records))["verdicts"]) == 25
    changed = [{**record, "quote": f"{record['quote']} more"} for record in records if record]
    response = client.post("/api/verify", json=changed)
    assert response.status_code == 400
    assert "Number 14: the quotes that have changed are longer than 40,000" in parsed(response)["detail"]


def test_language_model_is_a_field_and_can_be_left_out(copied: Settings) -> None:
    with completion_server(choosing("87,556 registered patients")) as server:
        client = create_app(replace(copied, llm=server.endpoint())).test_client()
        answer = parsed(client.get("/api/ask", query_string={"q": QUESTION}))
        Draft202012Validator(SCHEMA).validate(answer)
        assert (answer["model"]["name"], answer["model"]["state"]) == ("replayed", "answers")
        assert (answer["model"]["prompt_tokens"], answer["model"]["completion_tokens"]) == (1_200, 12)
        assert parsed(client.get("/api/ask", query_string={"q": QUESTION, "llm": "0"}))["model"] is None
        assert parsed(post(client, {"question": QUESTION, "llm": False}))["model"] is None
    assert len(server.asked) == 1
