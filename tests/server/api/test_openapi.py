from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from reportqa.index.filters import NAMES
from reportqa.server.api.openapi import describe_api

DESCRIPTION = describe_api()


def resolve(reference: str) -> Any:
    target: Any = DESCRIPTION
    for name in reference.removeprefix("#/").split("/"):
        target = target[name]
    return target


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def validator(name: str) -> Draft202012Validator:
    schema = {"$ref": f"#/components/schemas/{name}", "components": DESCRIPTION["components"]}
    return Draft202012Validator(schema)


def test_every_reference_leads_somewhere() -> None:
    assert all(resolve(reference) for reference in references(DESCRIPTION))


@pytest.mark.parametrize("name", DESCRIPTION["components"]["schemas"])
def test_every_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(DESCRIPTION["components"]["schemas"][name])


def test_every_address_and_method_is_described(app: Flask) -> None:
    served = {
        (rule.rule, method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {(path, method) for path, methods in DESCRIPTION["paths"].items() for method in methods}
    assert described == served


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [method["operationId"] for path in DESCRIPTION["paths"].values() for method in path.values()]
    assert len(names) == len(set(names))


def test_every_filter_is_described() -> None:
    names = {parameter["name"] for parameter in DESCRIPTION["paths"]["/api/ask"]["get"]["parameters"]}
    body = DESCRIPTION["components"]["schemas"]["Query"]["properties"]
    answer = DESCRIPTION["components"]["schemas"]["Answer"]["properties"]["filters"]["properties"]
    assert names - {"q", "k", "explain"} == set(body) - {"question", "id", "k", "explain"} == set(answer) == set(NAMES)


def test_description_is_served(client: FlaskClient) -> None:
    assert client.get("/api/openapi.json").json == DESCRIPTION


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/api/ask?q=How+many+patients+did+Modality+have+in+April+2016%3F", "Answer"),
        ("/api/ask?q=Who+won+the+1998+football+World+Cup%3F", "Answer"),
        ("/api/suggest?q=how+many+pat", "Suggestions"),
        ("/api/ask?q=Modality&type=pdf&from=2020&to=2026-12&author=project", "Answer"),
        ("/api/ask?q=Who+runs+AT+Medics+and+when+was+GP+Care+founded%3F&explain=1", "Answer"),
        ("/api/ask?q=Modality&explain=yes", "Problem"),
        ("/api/ask?q=Modality&type=ppt", "Problem"),
        ("/api/documents", "DocumentList"),
        ("/api/documents?type=pdf", "DocumentList"),
        ("/api/documents?type=ppt", "Problem"),
        ("/api/corpus", "Corpus"),
        ("/healthz", "Health"),
        ("/api/record?document=press-release.html&start=10&end=90&question=Who%3F", "Record"),
        ("/api/record?document=press-release.html&start=10", "Problem"),
        ("/api/record?document=nowhere.html&start=10&end=90", "Problem"),
        ("/api/ask?q=", "Problem"),
        ("/api/ask?q=Modality&document=nowhere.pdf", "Problem"),
    ],
)
def test_response_is_as_described(client: FlaskClient, address: str, name: str) -> None:
    validator(name).validate(client.get(address).json)


def test_body_is_as_described(client: FlaskClient) -> None:
    body = {"question": "How many patients?", "id": "a", "k": 3, "document": None}
    validator("Query").validate(body)
    assert client.post("/api/ask", json=body).status_code == 200
    filters = {"type": "pdf", "publisher": ["sample", "corpus"], "language": None, "from": 2020, "to": "2026-12"}
    validator("Query").validate(body | filters)
    assert client.post("/api/ask", json=body | filters).status_code == 200
    validator("Query").validate(body | {"explain": True})
    assert not validator("Query").is_valid(body | {"explain": 1})
    assert not validator("Query").is_valid(body | {"from": "soon"})
    assert not validator("Query").is_valid(body | {"type": 1})
    assert not validator("Query").is_valid({"question": "How many patients?", "documents": []})
