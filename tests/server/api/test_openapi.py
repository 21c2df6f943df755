"""The description of the JSON API against the routes, the limits and the responses of the real application."""

import json
import re
import shutil
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from schemathesis.engine import from_schema
from schemathesis.engine.events import ScenarioFinished

from reportqa.briefings import FORMATS, MAX_LEVEL
from reportqa.citations import CITE_FORMATS, DEFAULT_STYLE, Standing
from reportqa.citations.anchors import MAX_CITATIONS
from reportqa.citations.formatting import CitationPart
from reportqa.index.filters import NAMES
from reportqa.ingest import BuildState
from reportqa.ingest.build import Summary
from reportqa.search import MAX_SUGGESTIONS
from reportqa.server.api.openapi import UPLOAD_PATHS, describe_api
from reportqa.server.app import create_app
from reportqa.server.uploads.adding import AddingState
from reportqa.server.uploads.pending import CHOICES
from reportqa.server.uploads.room import Room
from reportqa.settings import (
    DEFAULT_K,
    MAX_CITED,
    MAX_K,
    MAX_NOTES,
    MAX_QUESTION_LENGTH,
    MAX_QUOTES,
    MAX_STYLES,
    MAX_THREAD,
    Settings,
)

DESCRIPTION = describe_api(with_uploads=True)
OPERATIONS = [
    (path, method, operation) for path, methods in DESCRIPTION["paths"].items() for method, operation in methods.items()
]
LASTING = {"startBuild", "followBuild"}
"""Operations that take as long as a build."""
REFUSED = [400, 401, 403, 404, 405, 406, 409, 413, 415]
"""Statuses of a request that does not fit its schema; 413 is for a question that is too long."""


@pytest.fixture(scope="module")
def open_app(settings: Settings, built: Summary, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application with uploads, on a copy of the sample index and an empty corpus folder."""
    folder = tmp_path_factory.mktemp("api")
    shutil.copytree(settings.index_dir, folder / "index")
    (folder / "corpus").mkdir()
    return create_app(replace(settings, index_dir=folder / "index", corpus_dir=folder / "corpus"), Room())


@pytest.fixture(scope="module")
def api(open_app: Flask) -> Any:
    config = schemathesis.Config.from_dict(
        {
            "generation": {"deterministic": True, "max-examples": 10},
            "phases": {"stateful": {"enabled": False}},
            "continue-on-failure": True,
            # Over WSGI, schemathesis does not unpack what it accepts.
            "headers": {"Accept-Encoding": "identity"},
            "checks": {
                # A schema cannot express that a place is in the index, or that a style exists.
                "positive_data_acceptance": {"enabled": False},
                "negative_data_rejection": {"expected-statuses": REFUSED},
            },
        }
    )
    return schemathesis.openapi.from_wsgi("/api/openapi.json", open_app, config=config)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "method"),
    # A build takes a minute, and its events go on until it ends.
    [
        (path, method)
        for path, method, operation in OPERATIONS
        if operation["operationId"] not in {"startBuild", "followBuild"}
    ],
)
def test_every_request_is_answered_as_described(api: Any, path: str, method: str) -> None:
    scenarios = [
        event.recorder
        for event in from_schema(api.include(path=path, method=method)).execute()
        if isinstance(event, ScenarioFinished)
    ]
    checks = [check for one in scenarios for checks in one.checks.values() for check in checks]
    failures = [f"{one.failure_info.failure}\n{one.failure_info.code_sample}" for one in checks if one.failure_info]
    assert checks
    assert not failures, "\n\n".join(failures)


def validator(name: str) -> Draft202012Validator:
    schema = {"$ref": f"#/components/schemas/{name}", "components": DESCRIPTION["components"]}
    return Draft202012Validator(schema)


def parameters(operation: dict[str, Any]) -> list[dict[str, Any]]:
    named = DESCRIPTION["components"]["parameters"]
    return [named[one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in operation.get("parameters", [])]


def test_every_component_is_defined_and_used() -> None:
    used = {tuple(found) for found in re.findall(r"#/components/(\w+)/(\w+)", json.dumps(DESCRIPTION))}
    assert used == {(kind, name) for kind, parts in DESCRIPTION["components"].items() for name in parts}


@pytest.mark.parametrize("name", DESCRIPTION["components"]["schemas"])
def test_every_schema_is_valid(name: str) -> None:
    Draft202012Validator.check_schema(DESCRIPTION["components"]["schemas"][name])


def test_every_route_and_method_is_described_and_nothing_else(open_app: Flask) -> None:
    served = {
        (re.sub(r"<(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in open_app.url_map.iter_rules()
        if rule.rule.startswith(("/api/", "/healthz", "/livez", "/readyz"))
        for method in (rule.methods or set()) - {"OPTIONS", *({"HEAD"} if "GET" in (rule.methods or ()) else ())}
    }
    assert {(path, method) for path, method, _ in OPERATIONS} == served


def test_every_path_parameter_is_described() -> None:
    for path, _, operation in OPERATIONS:
        assert {one["name"] for one in parameters(operation) if one["in"] == "path"} == set(
            re.findall(r"{(\w+)}", path)
        )


def test_operation_ids_are_unique() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(names) == len(set(names))


def test_every_filter_is_described() -> None:
    names = {one["name"] for one in parameters(DESCRIPTION["paths"]["/api/ask"]["get"])}
    body = DESCRIPTION["components"]["schemas"]["Query"]["properties"]
    answer = DESCRIPTION["components"]["schemas"]["Answer"]["properties"]["filters"]["properties"]
    assert (
        names - {"q", "k", "explain", "llm", "after"}
        == set(body) - {"question", "id", "k", "explain", "llm", "after"}
        == set(answer)
        == set(NAMES)
    )


def test_limits_and_choices_are_those_of_the_program() -> None:
    schemas, paths = DESCRIPTION["components"]["schemas"], DESCRIPTION["paths"]
    query = schemas["Query"]["properties"]
    assert query["question"]["maxLength"] == MAX_QUESTION_LENGTH
    _, thread = query["after"]["anyOf"]
    (repeated,) = (one["schema"] for one in parameters(paths["/api/ask"]["get"]) if one["name"] == "after")
    assert thread == repeated
    assert (thread["maxItems"], thread["items"]["maxLength"]) == (MAX_THREAD, MAX_QUESTION_LENGTH)
    assert (query["k"]["maximum"], query["k"]["default"]) == (MAX_K, DEFAULT_K)
    assert schemas["Suggestions"]["properties"]["suggestions"]["maxItems"] == MAX_SUGGESTIONS
    assert schemas["Verdict"]["properties"]["state"]["enum"] == [*Standing]
    assert schemas["Build"]["properties"]["state"]["enum"] == [*BuildState]
    assert schemas["Addition"]["properties"]["state"]["enum"] == [*AddingState]
    assert {one["maxItems"] for one in _lists(schemas["CitedPlaces"])} == {MAX_CITATIONS}
    assert schemas["BriefingSection"]["properties"]["level"]["maximum"] == MAX_LEVEL
    assert (
        f"at most {MAX_QUOTES} quotes and {MAX_NOTES:,} characters of notes"
        in schemas["BriefingSection"]["properties"]["content"]["description"]
    )
    assert schemas["Briefing"]["properties"]["style"]["default"] == DEFAULT_STYLE
    assert f"at most {MAX_STYLES}" in paths["/api/styles"]["get"]["responses"]["200"]["description"]
    assert f"most {MAX_CITED}" in paths["/api/cite"]["post"]["requestBody"]["description"]
    assert _choices("/api/cite", "get", "format") == list(CITE_FORMATS)
    assert _choices("/api/cite", "get", "part") == [*CitationPart]
    assert _choices("/api/brief", "post", "format") == list(FORMATS)
    assert _choices("/api/uploads/{upload_id}", "post", "if_taken") == list(CHOICES)
    for path, method, formats in (
        ("/api/cite", "get", [media for media, _ in CITE_FORMATS.values()]),
        ("/api/brief", "post", [*FORMATS.values()]),
    ):
        content = paths[path][method]["responses"]["200"]["content"]
        assert set(content) == {media.partition(";")[0] for media in formats}


def _choices(path: str, method: str, name: str) -> list[str]:
    found: list[str] = next(
        one["schema"]["enum"] for one in parameters(DESCRIPTION["paths"][path][method]) if one["name"] == name
    )
    return found


def _lists(places: dict[str, Any]) -> list[dict[str, Any]]:
    _, records, *objects = places["anyOf"]
    return [records, *(one for part in objects for one in part["properties"].values())]


def test_description_is_served_without_paths_that_are_not(client: FlaskClient, open_app: Flask) -> None:
    assert open_app.test_client().get("/api/openapi.json").json == DESCRIPTION
    paths = client.get("/api/openapi.json").json["paths"]  # type: ignore[index]
    assert set(DESCRIPTION["paths"]) - set(paths) == {
        path for path in DESCRIPTION["paths"] if path.startswith(UPLOAD_PATHS)
    }


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
        ("/readyz", "Readiness"),
        ("/api/record?document=press-release.html&start=10&end=90&question=Who%3F", "Record"),
        ("/api/record?document=press-release.html&start=10", "Problem"),
        ("/api/record?document=nowhere.html&start=10&end=90", "Problem"),
        ("/api/ask?q=", "Problem"),
        ("/api/ask?q=Modality&document=nowhere.pdf", "Problem"),
    ],
)
def test_response_is_as_described(client: FlaskClient, address: str, name: str) -> None:
    validator(name).validate(client.get(address).json)


def test_question_in_json_is_as_described(client: FlaskClient) -> None:
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
