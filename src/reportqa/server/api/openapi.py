"""Describes the JSON side of the server as OpenAPI 3.1."""

import json
from importlib.resources import files
from typing import Any

from reportqa import __version__
from reportqa.citations import MOST, Standing
from reportqa.index import DATE_NAMES
from reportqa.search import MAX_SUGGESTIONS
from reportqa.server.api.openapi_briefings import briefing_paths, briefing_schemas
from reportqa.server.api.openapi_citations import cite_paths, cite_schemas
from reportqa.server.api.openapi_uploads import upload_paths, upload_responses, upload_schemas
from reportqa.settings import DEFAULT_K, MAX_K, MAX_QUESTION_LENGTH

Schema = dict[str, Any]

K: Schema = {
    "description": "How many passages to give.",
    "type": "integer",
    "minimum": 1,
    "maximum": MAX_K,
    "default": DEFAULT_K,
}
EXPLAIN = 'Whether to say how the answer came about, in a field "explanation".'
QUESTION: Schema = {"type": "string", "minLength": 1, "maxLength": MAX_QUESTION_LENGTH}
DATE: Schema = {"type": "string", "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"}
FILTERS: dict[str, str] = {
    "document": "Ids of the documents to look in; all of them when left out.",
    "publisher": "Only from these publishers: words of their names, whatever the case, accents and order.",
    "author": "Only by these authors: words of their names, whatever the case, accents and order.",
    "language": "Only in these languages: ISO 639-1 codes.",
    "type": "Only from files of these types: pdf, html, docx …, or a media type.",
    "from": "Only dated in this year, month or day, or later. A document without a date is left out.",
    "to": "Only dated in this year, month or day, or earlier. A document without a date is left out.",
}
"""Several values of one filter: any of them; several filters: all of them."""
PROBLEMS = {
    "BadRequest": "The question is empty, or a parameter or the body cannot be used.",
    "UnknownDocument": "The index holds no such document, or none that fits the filters.",
    "TooLong": f"The question has more than {MAX_QUESTION_LENGTH:,} characters, or the body over 64 KiB"
    " (1 MiB of records).",
    "NotJson": "The body is not application/json.",
    "NoIndex": "There is no index yet; the detail says what to run.",
}

_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def describe_api(*, with_uploads: bool = False) -> Schema:
    """Give the description, one JSON object, with answer.schema.json among its components.

    `with_uploads` adds what a server has that takes files.
    """
    paths, schemas, responses = _paths(), _schemas(), _responses()
    if with_uploads:
        paths |= upload_paths()
        schemas |= upload_schemas()
        responses |= upload_responses(_PROBLEM)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "reportqa",
            "summary": "Sentences that answer a question, each with a citation.",
            "description": "Offsets count characters (Unicode code points) of a document's text from 0. A request that"
            " calls the server by a name that it does not know is refused with status 403.",
            "version": __version__,
        },
        "servers": [{"url": "/"}],
        "paths": paths | briefing_paths() | cite_paths(_submission()),
        "components": {"schemas": schemas, "responses": responses},
    }


def _paths() -> Schema:
    asked = {"200": _json("The answer, or the nearest passages when nothing answers.", _schema("Answer"))}
    refused = {"400": "BadRequest", "404": "UnknownDocument", "413": "TooLong"}
    filters = [_parameter(name, _filter(name)) for name in FILTERS]
    no_index = {"503": "NoIndex"}
    return {
        "/api/ask": {
            "get": {
                "operationId": "ask",
                "summary": "Answer a question.",
                "parameters": [
                    _parameter("q", QUESTION, required=True),
                    _parameter("k", K),
                    _parameter("explain", {"description": EXPLAIN, "enum": [0, 1], "default": 0}),
                    *filters,
                ],
                "responses": asked | _refer(refused | no_index),
            },
            "post": {
                "operationId": "askJson",
                "summary": "Answer a question sent as JSON.",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": _schema("Query")}},
                },
                "responses": asked | _refer(refused | {"415": "NotJson"} | no_index),
            },
        },
        "/api/suggest": {
            "get": {
                "operationId": "suggest",
                "summary": "Give how a question that is being typed may go on.",
                "parameters": [
                    _parameter("q", {"description": "What is typed so far.", "type": "string"}, required=True)
                ],
                "responses": {"200": _json("The likeliest first.", _schema("Suggestions"))} | _refer(no_index),
            }
        },
        "/api/documents": {
            "get": {
                "operationId": "listDocuments",
                "summary": "List the documents, or those that fit the filters.",
                "parameters": filters,
                "responses": {"200": _json("The documents.", _schema("DocumentList"))}
                | _refer({"400": "BadRequest", "404": "UnknownDocument"} | no_index),
            }
        },
        "/api/corpus": {
            "get": {
                "operationId": "showCorpus",
                "summary": "Tell when and of what the index was built, and what in the folder has changed since.",
                "responses": {"200": _json("How it stands.", _schema("Corpus"))} | _refer(no_index),
            }
        },
        "/api/record": {
            "get": {
                "operationId": "getRecord",
                "summary": "Give the record of a citation, to be kept and verified later.",
                "parameters": [
                    _parameter("link", {"description": "A permanent link; or else:", "type": "string"}),
                    _parameter("document", {"description": "Id of the document.", "type": "string"}),
                    _parameter("start", {"type": "integer", "minimum": 0}),
                    _parameter("end", {"type": "integer", "minimum": 1}),
                    _parameter("question", {"description": "The question that found it.", "type": "string"}),
                ],
                "responses": {"200": _json("The record.", _schema("Record"))}
                | _refer({"400": "BadRequest", "404": "UnknownDocument"} | no_index),
            }
        },
        "/api/verify": {
            "post": {
                "operationId": "verify",
                "summary": "Tell how citations stand: unchanged, moved, changed or withdrawn.",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": _submission()}},
                },
                "responses": {"200": _json("A verdict for each, in their order.", _schema("Verdicts"))}
                | _refer({"400": "BadRequest", "413": "TooLong", "415": "NotJson"} | no_index),
            }
        },
        "/healthz": {
            "get": {
                "operationId": "checkHealth",
                "summary": "Tell whether questions can be answered.",
                "responses": {"200": _json("They can.", _schema("Health"))} | _refer(no_index),
            }
        },
        "/api/openapi.json": {
            "get": {
                "operationId": "describeApi",
                "summary": "Give this description.",
                "responses": {"200": _json("An OpenAPI 3.1 object.", {"type": "object"})},
            }
        },
    }


def _submission() -> Schema:
    """Give what may be sent to be verified."""

    def listed(name: str, items: Schema) -> Schema:
        members = {"type": "array", "items": items, "minItems": 1, "maxItems": MOST}
        return {"type": "object", "required": [name], "properties": {name: members}, "additionalProperties": False}

    records = listed("records", _schema("Record"))
    return {
        "anyOf": [
            _schema("Record"),
            records["properties"]["records"],
            records,
            listed("links", {"description": "A permanent link, with or without a server.", "type": "string"}),
        ]
    }


def _verdict_schemas() -> Schema:
    """Give record.schema.json, and what is told of a citation."""
    record = json.loads(files("reportqa").joinpath("record.schema.json").read_text(encoding="utf-8"))
    verdict = _object(
        {
            "state": {"enum": [str(standing) for standing in Standing]},
            "doc_id": {
                "description": "The document that the words stand in now; null when withdrawn, as all of its place is.",
                "type": ["string", "null"],
            },
            "start": {"type": ["integer", "null"], "minimum": 0},
            "end": {"type": ["integer", "null"], "minimum": 1},
            "pages": record["properties"]["pages"],
            "differences": {
                "description": "What was cited beside what the document says now; empty unless changed.",
                "type": "array",
                "items": _object(
                    {
                        "quoted": {"type": "string"},
                        "stands": {"type": "string"},
                        "figure": {"description": "Whether a number or a sign differs.", "type": "boolean"},
                    }
                ),
            },
            "figure": {"description": "Whether any number or sign differs.", "type": "boolean"},
            "elsewhere": {
                "description": "Where another document has words that are withdrawn; null when none is known.",
                "anyOf": [
                    {"type": "null"},
                    _object(
                        {
                            "doc_id": {"type": "string"},
                            "start": {"type": "integer", "minimum": 0},
                            "end": {"type": "integer", "minimum": 1},
                            "pages": record["properties"]["pages"],
                        }
                    ),
                ],
            },
            "wording": {
                "description": "All of the words cited beside all that stand there now, in runs; empty unless changed.",
                "type": "array",
                "items": _object(
                    {"quoted": {"type": "string"}, "stands": {"type": "string"}, "same": {"type": "boolean"}}
                ),
            },
            "sentence": {"description": "All this in words.", "type": "string"},
            "cited": {"description": "The words that were cited, as far as known.", "type": ["string", "null"]},
            "quote": {"description": "The words that stand there now.", "type": ["string", "null"]},
            "link": {"description": "A permanent link to them.", "type": ["string", "null"]},
        }
    )
    return {
        "Record": {key: value for key, value in record.items() if key not in {"$schema", "$id"}},
        "Verdicts": _object(
            {
                "generation": {"description": "The generation of the index.", "type": "string"},
                "verdicts": {"type": "array", "items": verdict},
            }
        ),
    }


def _schemas() -> Schema:
    return {
        **_answer_schemas(),
        **briefing_schemas(),
        **cite_schemas(),
        **_verdict_schemas(),
        "Query": {
            "type": "object",
            "required": ["question"],
            "additionalProperties": False,
            "properties": {
                "question": QUESTION,
                "id": {"description": "Given back with the answer.", "type": ["string", "integer", "null"]},
                "k": K | {"type": ["integer", "null"]},
                "explain": {"description": EXPLAIN, "type": ["boolean", "null"], "default": False},
                **{name: _filter_in_body(name) for name in FILTERS},
            },
        },
        "Document": _object(
            {
                "doc_id": {"description": "Path of the file under the corpus folder.", "type": "string"},
                "title": {"type": "string"},
                "authors": {"type": "array", "items": {"type": "string"}},
                "publisher": {"type": ["string", "null"]},
                "year": {"type": ["integer", "null"]},
                "url": {"type": ["string", "null"]},
                "media_type": {"type": "string"},
                "pages": {"description": "0 for a format without pages.", "type": "integer", "minimum": 0},
                "passages": {"type": "integer", "minimum": 0},
                "characters": {"type": "integer", "minimum": 0},
                "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                "link": {"description": "Path on this server.", "type": "string"},
                "warnings": {
                    "description": "What could not be read, one sentence each.",
                    "type": "array",
                    "items": {"type": "string"},
                },
                "language": {"description": "ISO 639-1 code; null when unsure.", "type": ["string", "null"]},
                "origins": {
                    "description": "For each bibliographic field (a CSL variable) where it came from.",
                    "type": "object",
                    "additionalProperties": {"type": "string"},
                },
                "also": {
                    "description": "Other paths where the same file lies.",
                    "type": "array",
                    "items": {"type": "string"},
                },
                "date": {"description": "As a reader writes it.", "type": ["string", "null"]},
                "problems": {
                    "description": "What may keep an answer from being found or right, one sentence each; null while"
                    " that is being found out.",
                    "type": ["array", "null"],
                    "items": {"type": "string"},
                },
                "state": {
                    "description": "Against the corpus folder; null where that is not known.",
                    "enum": ["same", "changed", "removed", None],
                },
            }
        ),
        "DocumentList": _object(
            {
                "generation": {"description": "The generation of the index.", "type": "string"},
                "documents": {"type": "array", "items": _schema("Document")},
            }
        ),
        "Suggestions": _object(
            {
                "suggestions": {
                    "type": "array",
                    "maxItems": MAX_SUGGESTIONS,
                    "items": _object({"text": {"type": "string"}, "kind": {"enum": ["title", "heading", "term"]}}),
                }
            }
        ),
        "Corpus": _object(
            {
                "generation": {"type": "string"},
                "created": {"type": "string", "format": "date-time"},
                "counts": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
                "skipped": {
                    "description": "Why a file was not read: the rest of a sentence that begins with its name.",
                    "type": "object",
                    "additionalProperties": {"type": "string"},
                },
                "changes": {
                    "description": "What differs in the corpus folder, by path; null while it is compared, or when it"
                    " cannot be. A file whose times are those it had is not read again.",
                    "anyOf": [_schema("Changes"), {"type": "null"}],
                },
                "problem": {"description": "Why it cannot be compared.", "type": ["string", "null"]},
                "is_another_folder": {
                    "description": "Whether the folder holds none of the files of the index.",
                    "type": "boolean",
                },
            }
        ),
        "Changes": _object(
            {
                **{name: {"type": "array", "items": {"type": "string"}} for name in ("new", "changed", "removed")},
                "failed": {"type": "object", "additionalProperties": {"type": "string"}},
                "settings": {"type": "array", "items": {"type": "string"}},
            }
        ),
        "Health": _object(
            {
                "status": {"const": "ok"},
                "generation": {"type": "string"},
                "documents": {"type": "integer", "minimum": 0},
            }
        ),
        "Problem": _object(
            {
                "type": {"type": "string", "format": "uri-reference"},
                "title": {"type": "string"},
                "status": {"type": "integer", "minimum": 400, "maximum": 599},
                "detail": {"description": "What to do, for a person to read.", "type": "string"},
            }
        ),
    }


def _answer_schemas() -> Schema:
    """Give answer.schema.json as components; what it defines for itself becomes one more."""
    text = files("reportqa").joinpath("answer.schema.json").read_text(encoding="utf-8")
    for name in ("citation", "explanation", "values"):
        text = text.replace(f'"#/$defs/{name}', f'"#/components/schemas/{name.capitalize()}')
    answer = json.loads(text)
    parts = answer.pop("$defs")
    return {
        "Answer": {key: value for key, value in answer.items() if key not in {"$schema", "$id"}},
        **{name.capitalize(): part for name, part in parts.items()},
    }


def _filter(name: str) -> Schema:
    """Give the schema of a filter: a date, or a list of strings."""
    schema = DATE if name in DATE_NAMES else {"type": "array", "items": {"type": "string"}}
    return {"description": FILTERS[name], **schema}


def _filter_in_body(name: str) -> Schema:
    """Give that of a filter in a JSON object, which may be null, one string for a list, and a number for a year."""
    one = {"type": ["integer", "null"]} if name in DATE_NAMES else {"type": ["string", "null"]}
    return {"anyOf": [one, _filter(name)]}


def _responses() -> Schema:
    responses: Schema = {
        name: {"description": description, "content": _PROBLEM} for name, description in PROBLEMS.items()
    }
    responses["NoIndex"]["headers"] = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
    return responses


def _object(properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _schema(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _refer(responses: dict[str, str]) -> Schema:
    return {status: {"$ref": f"#/components/responses/{name}"} for status, name in responses.items()}


def _json(description: str, schema: Schema) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _parameter(name: str, schema: Schema, *, required: bool = False) -> Schema:
    return {"name": name, "in": "query", "required": required, "schema": schema}
