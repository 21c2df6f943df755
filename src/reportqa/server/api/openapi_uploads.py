"""Describes adding files and building over HTTP, which a server has that was started with --allow-upload."""

from typing import Any

from reportqa.ingest import State
from reportqa.server.uploads.pending import CHOICES

Schema = dict[str, Any]

PROBLEMS = {
    "Foreign": "Asked for by a page of another site, or under a name that is not this server's.",
    "NotWaiting": "No such file waits.",
    "InTheWay": "It cannot be done as things stand: a name is taken, or a build runs, or none does.",
}
_STRING: Schema = {"type": "string"}
_TEXT: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_TIME: Schema = {"type": "string", "format": "date-time"}


def upload_paths() -> Schema:
    """Give the addresses."""
    foreign, changed = {"403": _refer("Foreign")}, {"404": _refer("NotWaiting"), "409": _refer("InTheWay")}
    one = [{"name": "upload_id", "in": "path", "required": True, "schema": _STRING}]
    result = _json("Those that wait now, and those that may not.", "UploadResult")
    named = _inline("Its name.", _object({"name": _STRING}))
    return {
        "/api/uploads": {
            "get": {
                "operationId": "listUploads",
                "summary": "List the files that wait outside the corpus.",
                "responses": {"200": _json("The files.", "UploadList")} | foreign,
            },
            "post": {
                "operationId": "sendFiles",
                "summary": "Send files, which then wait.",
                "requestBody": {
                    "required": True,
                    "content": {
                        "multipart/form-data": {
                            "schema": _object({"file": {"type": "array", "items": {"contentMediaType": "*/*"}}})
                        }
                    },
                },
                "responses": {"201": result, "400": _refer("BadUpload"), "413": _refer("BadUpload")} | foreign,
            },
        },
        "/api/uploads/{upload_id}": {
            "post": {
                "operationId": "acceptUpload",
                "summary": "Move a file that waits into the corpus.",
                "parameters": [
                    *one,
                    {
                        "name": "if_taken",
                        "in": "query",
                        "description": "What to do when the corpus has a file of that name.",
                        "schema": {"enum": list(CHOICES)},
                    },
                ],
                "responses": {"200": named, "400": _refer("BadUpload")} | changed | foreign,
            },
            "delete": {
                "operationId": "rejectUpload",
                "summary": "Delete a file that waits.",
                "parameters": one,
                "responses": {"200": named, "404": _refer("NotWaiting")} | foreign,
            },
        },
        "/api/uploads/{upload_id}/check": {
            "post": {
                "operationId": "checkUpload",
                "summary": "Read a file that waits as a build would; the list says what came of it.",
                "parameters": one,
                "responses": {
                    "202": _inline("It is being read.", _object({"upload_id": _STRING})),
                    "404": _refer("NotWaiting"),
                }
                | foreign,
            }
        },
        "/api/build": {
            "get": {
                "operationId": "showBuild",
                "summary": "Give the build that runs, or the last one.",
                "responses": {"200": _json("The build; null when there was none.", "BuildState")} | foreign,
            },
            "post": {
                "operationId": "startBuild",
                "summary": "Start a build of what is new or changed in the corpus.",
                "responses": {"202": _json("It runs.", "BuildState"), "409": _refer("InTheWay")} | foreign,
            },
            "delete": {
                "operationId": "cancelBuild",
                "summary": "Cancel the build that runs; the index in use stays.",
                "responses": {"202": _json("It is ending.", "BuildState"), "409": _refer("InTheWay")} | foreign,
            },
        },
        "/api/build/events": {
            "get": {
                "operationId": "followBuild",
                "summary": "Tell how the build stands each time that this changes, until it has ended.",
                "responses": {
                    "200": {
                        "description": "Server-sent events; the data of each is a Build.",
                        "content": {"text/event-stream": {"schema": _STRING}},
                    },
                    "409": _refer("InTheWay"),
                }
                | foreign,
            }
        },
    }


def upload_schemas() -> Schema:
    """Give the schemas."""
    upload = {
        "upload_id": _STRING,
        "name": {"description": "Made safe for a folder.", "type": "string"},
        "size": _COUNT,
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "received": _TIME,
        "taken": {"description": "The file of the corpus that has its name.", **_TEXT},
        "same": {"description": "A file of the corpus with the same bytes.", **_TEXT},
        "check": {
            "description": "What came of reading it; null when that was not asked for.",
            "anyOf": [_schema("Check"), {"type": "null"}],
        },
    }
    build = {
        "state": {"enum": [str(state) for state in State]},
        "started": _TIME,
        "stages": _list(_object({"name": _STRING, "total": _COUNT, "done": _COUNT})),
        "file": {"description": "The file that was read last.", **_TEXT},
        "ended": {"type": ["string", "null"], "format": "date-time"},
        "seconds": {"type": "number", "minimum": 0},
        "summary": {"description": 'What "reportqa index --json" prints.', "type": ["object", "null"]},
        "message": {"description": "Why it failed.", **_TEXT},
        "notes": {"description": "What it said beforehand of what it costs.", **_list(_STRING)},
    }
    return {
        "Upload": _object(upload),
        "Check": _object(
            {
                "is_running": {"type": "boolean"},
                "problem": {"description": "Why it cannot be read: the rest of a sentence.", **_TEXT},
                "pages": _COUNT,
                "characters": _COUNT,
                "warnings": _list(_STRING),
            }
        ),
        "UploadList": _object({"waiting": _list(_schema("Upload"))}),
        "UploadResult": _object(
            {
                "waiting": _list(_schema("Upload")),
                "refused": _list(
                    _object(
                        {
                            "name": _STRING,
                            "reason": {
                                "description": "The rest of a sentence that begins with the name.",
                                "type": "string",
                            },
                        }
                    )
                ),
            }
        ),
        "Build": _object(build),
        "BuildState": _object({"build": {"anyOf": [_schema("Build"), {"type": "null"}]}}),
    }


def upload_responses(content: Schema) -> Schema:
    """Give the responses that several addresses share, for the `content` of a problem."""
    either = {**content, "application/json": {"schema": _schema("UploadResult")}}
    return {
        **{name: {"description": description, "content": content} for name, description in PROBLEMS.items()},
        "BadUpload": {"description": "No file was sent, none of them may wait, or too much.", "content": either},
    }


def _object(properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _schema(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _refer(name: str) -> Schema:
    return {"$ref": f"#/components/responses/{name}"}


def _json(description: str, name: str) -> Schema:
    return _inline(description, _schema(name))


def _inline(description: str, schema: Schema) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": schema}}}
