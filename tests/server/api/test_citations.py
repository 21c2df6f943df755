"""Formatted citations over HTTP."""

import json
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from reportqa.citations.formatting import CITE_FORMATS
from reportqa.server.api.openapi import describe_api
from reportqa.settings import MAX_CITED
from support.disputes import PATIENTS

pytestmark = pytest.mark.slow

COMPONENTS = {"components": describe_api()["components"]}


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", **COMPONENTS})


@pytest.fixture(scope="module")
def citations(disputed_client: FlaskClient) -> list[dict[str, Any]]:
    answer = disputed_client.get("/api/ask", query_string={"q": PATIENTS}).json
    assert answer is not None
    return list(answer["citations"])


def fetched(client: FlaskClient, citation: dict[str, Any], **query: str) -> str:
    response = client.get("/api/cite", query_string={"link": citation["link"], **query})
    assert response.status_code == 200, response.text
    form = query.get("format", "text")
    assert response.content_type == CITE_FORMATS[form][0]
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("inline" if form in {"text", "markdown", "html"} else "attachment")
    assert disposition.endswith(f".{CITE_FORMATS[form][1]}")
    return response.text


def test_one_place_is_cited_in_every_format(disputed_client: FlaskClient, citations: list[dict[str, Any]]) -> None:
    cited = citations[0]
    for form in ("text", "markdown", "html"):
        text = fetched(disputed_client, cited, format=form)
        assert cited["quote"] in text
        assert cited["title"] in text
    (entry,) = parse_string(fetched(disputed_client, cited, format="bibtex")).entries
    assert cited["title"] in str(entry["title"]).translate({123: None, 125: None})
    assert rispy.loads(fetched(disputed_client, cited, format="ris"))[0]["title"] == cited["title"]
    assert json.loads(fetched(disputed_client, cited, format="csljson"))[0]["title"] == cited["title"]
    record = json.loads(fetched(disputed_client, cited, format="record", question=PATIENTS))
    validator("Record").validate(record)
    assert (record["quote"], record["question"]) == (cited["quote"], PATIENTS)


def test_style_and_part_are_chosen(disputed_client: FlaskClient, citations: list[dict[str, Any]]) -> None:
    note = fetched(disputed_client, citations[0], style="apa", part="note")
    assert citations[0]["quote"] not in note
    assert str(citations[0]["year"]) in note


@pytest.mark.parametrize("style", ["apa", "oscola"])
def test_many_are_formatted_in_their_order(
    disputed_client: FlaskClient, citations: list[dict[str, Any]], style: str
) -> None:
    gone = "/documents/nowhere.md?start=0&end=9&quote=Nothing+of+this"
    links = [citations[1]["link"], gone, citations[0]["link"]]
    response = disputed_client.post("/api/cite", query_string={"style": style}, json={"links": links})
    assert response.status_code == 200
    given = response.json
    assert given is not None
    validator("Citations").validate(given)
    assert given["style"]["notes"] is (style == "oscola")
    first, second, third = given["citations"]
    assert second is None
    assert str(citations[1]["year"]) in first["text"]
    assert str(citations[0]["year"]) in third["text"]
    assert len(given["bibliography"]) == len({citations[1]["doc_id"], citations[0]["doc_id"]})


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("link=/documents/review.md%3Fstart=0%26end=9&format=word", "cannot be written"),
        ("link=/documents/review.md%3Fstart=0%26end=9&style=apaa", "Did you mean apa"),
        ("link=/documents/review.md%3Fstart=0%26end=9&style=apa&part=page", "not a part of a citation"),
        ("link=/documents/review.md%3Fstart=0%26end=9%26sha256=0000", "has changed since"),
        ("document=review.md&start=0", "not a place in a document"),
        ("", "not a place in a document"),
        ("document=nowhere.md&start=0&end=9", "nowhere.md"),
    ],
)
def test_what_cannot_be_cited_is_a_problem(disputed_client: FlaskClient, query: str, detail: str) -> None:
    response = disputed_client.get(f"/api/cite?{query}")
    assert response.status_code in {400, 404}
    assert response.json is not None
    validator("Problem").validate(response.json)
    assert detail in response.json["detail"]


def test_what_cannot_be_formatted_is_a_problem(disputed_client: FlaskClient, citations: list[dict[str, Any]]) -> None:
    link = citations[0]["link"]
    assert disputed_client.post("/api/cite", data="x").status_code == 415
    assert disputed_client.post("/api/cite", json={"links": []}).status_code == 400
    assert disputed_client.post("/api/cite", json={"links": [link] * (MAX_CITED + 1)}).status_code == 400
    assert disputed_client.post("/api/cite?style=apaa", json={"links": [link]}).status_code == 400
