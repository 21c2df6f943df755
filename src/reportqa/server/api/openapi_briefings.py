"""Describes the part of the server's JSON side that makes briefings, for `openapi`."""

from typing import Any

from reportqa.briefings import FORMATS, MAX_LEVEL
from reportqa.citations import DEFAULT_STYLE
from reportqa.settings import MAX_BRIEFING_BYTES, MAX_QUOTES, MAX_STYLES

Schema = dict[str, Any]

TOO_LARGE = f"The body is over {MAX_BRIEFING_BYTES // 1024**2} MiB."
BAD_BRIEFING = (
    "The body is no briefing, it has too many quotes, a quote is not in the index or has changed there, or there is no"
    " such style or format; the detail says which."
)


def briefing_paths() -> Schema:
    """Give the paths; they refer to the schemas here and to responses of `openapi`."""
    return {
        "/api/styles": {
            "get": {
                "operationId": "listStyles",
                "summary": "List citation styles.",
                "parameters": [
                    {
                        "name": "q",
                        "in": "query",
                        "required": False,
                        "schema": {"description": "Words of name or title; all when left out.", "type": "string"},
                    }
                ],
                "responses": {
                    "200": {
                        "description": f"The styles that have all the words, {MAX_STYLES} at most.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/StyleList"}}},
                    }
                },
            }
        },
        "/api/brief": {
            "post": {
                "operationId": "makeBriefing",
                "summary": "Make a briefing; the words of its quotes come from the index.",
                "parameters": [
                    {
                        "name": "format",
                        "in": "query",
                        "required": False,
                        "schema": {"enum": list(FORMATS), "default": "docx"},
                    }
                ],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Briefing"}}},
                },
                "responses": {
                    "200": {
                        "description": "The file, to be saved.",
                        "content": {media.partition(";")[0]: {} for media in FORMATS.values()},
                    },
                    "400": _problem(BAD_BRIEFING),
                    "413": _problem(TOO_LARGE),
                    "415": {"$ref": "#/components/responses/NotJson"},
                    "503": {"$ref": "#/components/responses/NoIndex"},
                },
            }
        },
    }


def briefing_schemas() -> Schema:
    """Give the schemas of a briefing as it is sent, and of the list of styles."""
    text: Schema = {"type": "string"}
    return {
        "Style": {
            "type": "object",
            "required": ["name", "title", "parent"],
            "properties": {
                "name": text,
                "title": text,
                "parent": {
                    "description": "The style whose rules it has; null when it has its own.",
                    "type": ["string", "null"],
                },
            },
        },
        "StyleList": {
            "type": "object",
            "required": ["count", "styles"],
            "properties": {
                "count": {"description": "How many there are in all.", "type": "integer", "minimum": 0},
                "styles": {"type": "array", "items": {"$ref": "#/components/schemas/Style"}},
            },
        },
        "Briefing": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "title": text,
                "author": {"anyOf": [text, {"type": "array", "items": text}]},
                "date": {"description": "As it is to stand there.", **text},
                "style": {"description": "The name of a citation style.", "default": DEFAULT_STYLE, **text},
                "lang": {"description": "A language tag, such as en-GB; else that of the style.", **text},
                "section": {"type": "array", "items": {"$ref": "#/components/schemas/BriefingSection"}},
            },
        },
        "BriefingSection": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "heading": text,
                "level": {"type": "integer", "minimum": 1, "maximum": MAX_LEVEL, "default": 1},
                "content": {
                    "description": f"Notes and quotes in their order; {MAX_QUOTES} quotes at most in a briefing.",
                    "type": "array",
                    "items": {
                        "oneOf": [
                            {
                                "type": "object",
                                "required": ["note"],
                                "additionalProperties": False,
                                "properties": {"note": {"description": "Markdown.", **text}},
                            },
                            {
                                "type": "object",
                                "required": ["quote"],
                                "additionalProperties": False,
                                "properties": {
                                    "quote": {
                                        "description": "A link, DOCUMENT#START-END, or a citation record.",
                                        "type": ["string", "object"],
                                    }
                                },
                            },
                        ]
                    },
                },
            },
        },
    }


def _problem(description: str) -> Schema:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": description, "content": content}
