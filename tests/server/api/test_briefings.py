"""Briefings and styles over HTTP."""

import io
import zipfile
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from reportqa.briefings.export import FORMATS
from reportqa.server.api.openapi import describe_api
from reportqa.settings import MAX_BRIEFING_BYTES, MAX_NOTES, MAX_QUOTES, MAX_STYLES

pytestmark = pytest.mark.slow

DIGEST = "large-scale-general-practice-digest.pdf"
PLACE = f"{DIGEST}#24293-24359"
QUOTE = "In April 2016 Modality Partnership had 87,556 registered patients."
BRIEFING: dict[str, Any] = {
    "title": "Zürich & staff",
    "style": "apa",
    "section": [{"heading": "One", "content": [{"note": "A note."}, {"quote": PLACE}]}],
}
COMPONENTS = {"components": describe_api()["components"]}


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", **COMPONENTS})


@pytest.mark.parametrize("form", FORMATS)
def test_briefing_comes_as_a_file_in_every_format(client: FlaskClient, form: str) -> None:
    validator("Briefing").validate(BRIEFING)
    response = client.post("/api/brief", query_string={"format": form}, json=BRIEFING)
    assert response.status_code == 200
    assert response.content_type == FORMATS[form]
    assert response.headers["Content-Disposition"] == f"attachment; filename=zurich-staff.{form}"
    if form in {"html", "md"}:
        assert f"“{QUOTE.removesuffix('.')}” " in response.text
    if form == "zip":
        with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
            assert archive.testzip() is None


def test_record_of_a_link_of_an_answer_is_quoted(client: FlaskClient) -> None:
    answer = client.get("/api/ask", query_string={"q": "How many patients did Modality have in April 2016?"}).json
    assert answer is not None
    link, quote = (answer["citations"][0][name] for name in ("link", "quote"))
    body = {"section": [{"content": [{"quote": link}]}]}
    text = client.post("/api/brief?format=html", json=body).text
    assert quote.split("\n")[0] in text


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        ([], 400, "A briefing is an object"),
        ({"style": "apaa"}, 400, "Did you mean apa"),
        ({"style": "/etc/passwd"}, 400, "No citation style"),
        ({"style": "./own.csl"}, 400, "No citation style"),
        (
            {"section": [{"content": [{"quote": "nowhere.pdf#1-2"}]}]},
            400,
            'section 1, part 1: No document "nowhere.pdf"',
        ),
        ({"section": [{"content": [{"quote": PLACE}] * (MAX_QUOTES + 1)}]}, 400, f"the limit is {MAX_QUOTES}"),
        ({"section": [{"content": [{"quote": {"version": 7}}]}]}, 400, "version 7"),
        ({"title": "x" * MAX_BRIEFING_BYTES}, 413, ""),
        ({"title": "x", "section": [{"content": [{"note": "x" * MAX_NOTES}]}]}, 400, "the limit is 50,000. Split"),
        ({"title": "x" * (MAX_NOTES + 1)}, 400, "The notes have 50,001 characters"),
        ({"section": [{"content": [{"note": "> " * 200 + "x"}]}]}, 400, "A note is nested too deeply. Use fewer lists"),
        ({"section": [{"content": [{"note": "[" * 50_000}]}]}, 400, "nest less and close all square brackets"),
    ],
)
def test_what_cannot_be_made_is_a_problem(client: FlaskClient, body: object, status: int, detail: str) -> None:
    response = client.post("/api/brief", json=body)
    assert response.status_code == status
    assert response.json is not None
    validator("Problem").validate(response.json)
    assert detail in response.json["detail"]


def test_other_format_and_other_content_are_refused(client: FlaskClient) -> None:
    assert client.post("/api/brief?format=xls", json=BRIEFING).status_code == 400
    assert client.post("/api/brief", data="title=x").status_code == 415
    assert client.post("/api/brief", data="{", content_type="application/json").status_code == 400


def test_larger_bodies_are_for_briefings_only(client: FlaskClient) -> None:
    large = "x" * (MAX_BRIEFING_BYTES // 2)
    assert client.post("/api/ask", json={"question": large}).status_code == 413
    sent = [{"quote": f"{PLACE}{' ' * 9_000}"}] * 50
    assert client.post("/api/brief?format=html", json={"section": [{"content": sent}]}).status_code == 200
    longest = [{"note": "x" * MAX_NOTES}]
    assert client.post("/api/brief?format=html", json={"section": [{"content": longest}]}).status_code == 200


def test_styles_are_listed_up_to_a_number(client: FlaskClient) -> None:
    found = client.get("/api/styles", query_string={"q": "cite them right"}).json
    validator("StyleList").validate(found)
    assert found is not None
    assert found["styles"][0]["name"] == "harvard-cite-them-right"
    every = client.get("/api/styles").json
    assert every is not None
    assert every["count"] > 10_000
    assert len(every["styles"]) == MAX_STYLES
