"""Describes the part of the server's JSON side that formats citations, for `openapi`."""

from typing import Any

from reportqa.citations import CITE_FORMATS, DEFAULT_STYLE
from reportqa.citations.formatting import Part
from reportqa.settings import MAX_BRIEFING_BYTES, MAX_CITED

Schema = dict[str, Any]


def cite_paths(submission: Schema) -> Schema:
    """Give the paths; `submission` is what may be sent to be verified."""
    text: Schema = {"type": "string"}
    offset: Schema = {"type": "integer", "minimum": 0}
    note = f"{MAX_CITED} at most; the citations of records or links whose words have moved name where they are now."
    return {
        "/api/cite": {
            "get": {
                "operationId": "getCitation",
                "summary": "Give the citation of one place, formatted or for a reference manager.",
                "parameters": [
                    _parameter("link", {"description": "A permanent link; or else:", **text}),
                    _parameter("document", {"description": "Id of the document.", **text}),
                    _parameter("start", offset),
                    _parameter("end", offset),
                    _parameter("format", {"enum": list(CITE_FORMATS), "default": "text"}),
                    _parameter("style", {"description": "Name of a style; a short reference when left out.", **text}),
                    _parameter("part", {"enum": [str(part) for part in Part], "default": str(Part.ALL)}),
                    _parameter("question", {"description": "The question that found it, for the record.", **text}),
                ],
                "responses": {
                    "200": {
                        "description": "The citation. All but text, Markdown and HTML come as a file to be saved.",
                        "content": {media.partition(";")[0]: {} for media, _ in CITE_FORMATS.values()},
                    },
                    "400": _problem("There is no such place, style, format or part, or its document has changed."),
                    "404": {"$ref": "#/components/responses/UnknownDocument"},
                    "503": {"$ref": "#/components/responses/NoIndex"},
                },
            },
            "post": {
                "operationId": "formatCitations",
                "summary": "Format citations in a style, each as where it is the first of its work.",
                "parameters": [_parameter("style", {"default": DEFAULT_STYLE, **text})],
                "requestBody": {
                    "required": True,
                    "description": note,
                    "content": {"application/json": {"schema": submission}},
                },
                "responses": {
                    "200": {
                        "description": "The citations in their order, and the bibliography of all of them.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Citations"}}},
                    },
                    "400": _problem("The body holds no citations or too many, or there is no such style."),
                    "413": _problem(f"The body is over {MAX_BRIEFING_BYTES // 1024**2} MiB."),
                    "415": {"$ref": "#/components/responses/NotJson"},
                    "503": {"$ref": "#/components/responses/NoIndex"},
                },
            },
        }
    }


def cite_schemas() -> Schema:
    """Give the schema of formatted citations."""
    text: Schema = {"type": "string"}
    formatted: Schema = {"type": "object", "required": ["html", "text"], "properties": {"html": text, "text": text}}
    style = {"name": text, "title": text, "notes": {"description": "Whether it cites in notes.", "type": "boolean"}}
    return {
        "Citations": {
            "type": "object",
            "required": ["style", "citations", "bibliography"],
            "properties": {
                "style": {"type": "object", "required": list(style), "properties": style},
                "citations": {
                    "description": "Null for a quote whose words have changed or are gone.",
                    "type": "array",
                    "items": {"anyOf": [formatted, {"type": "null"}]},
                },
                "bibliography": {"type": "array", "items": formatted},
            },
        }
    }


def _parameter(name: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _problem(description: str) -> Schema:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": description, "content": content}
