"""JSON Schemas of what the tools return."""

import json
from importlib.resources import files
from typing import Any

Schema = dict[str, Any]

_OFFSET = {"type": "integer", "minimum": 0}
_PAGES = {"$ref": "#/$defs/citation/properties/pages"}
_OPTIONAL_TEXT = {"type": ["string", "null"]}
_NEXT_START = {"description": "Where to continue; null at the end.", "type": ["integer", "null"], "minimum": 0}


def _answer() -> Schema:
    """Return the schema of an answer without explanation, in a form that clients of any dialect read."""
    schema: Schema = json.loads(files("reportqa").joinpath("answer.schema.json").read_text(encoding="utf-8"))
    del schema["$schema"], schema["$id"], schema["properties"]["explanation"], schema["$defs"]["explanation"]
    return schema


def _object(properties: Schema, *optional: str, cites: bool = False) -> Schema:
    """Return the schema of an object; with `cites`, with the definition of a citation."""
    required = [name for name in properties if name not in optional]
    definitions = {"$defs": {"citation": ANSWER["$defs"]["citation"]}} if cites else {}
    return {"type": "object", "properties": properties, "required": required, **definitions}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


ANSWER = _answer()
PASSAGES = _object({"citations": _list({"$ref": "#/$defs/citation"})}, cites=True)
CITATIONS = _object({"text": {"type": "string"}, "citations": _list({"$ref": "#/$defs/citation"})}, cites=True)
TEXT = _object(
    {
        "doc_id": {"type": "string"},
        "title": {"type": "string"},
        "page": {"description": "The page that was asked for.", "type": ["object", "null"]},
        "pages": _PAGES,
        "section": {"description": "Headings above the text, outermost first.", **_list({"type": "string"})},
        "start": _OFFSET,
        "end": _OFFSET,
        "text": {"description": "The document's text from start to end.", "type": "string"},
        "length": {"description": "Characters of the document.", **_OFFSET},
        "next_start": _NEXT_START,
    },
    cites=True,
)
DOCUMENTS = _object(
    {
        "generation": {"description": "The version of the index.", "type": "string"},
        "total": {"description": "Documents that match.", **_OFFSET},
        "documents": _list(
            _object(
                {
                    "doc_id": {"type": "string"},
                    "title": {"type": "string"},
                    "authors": _list({"type": "string"}),
                    "publisher": _OPTIONAL_TEXT,
                    "year": {"type": ["integer", "null"]},
                    "url": _OPTIONAL_TEXT,
                    "media_type": {"type": "string"},
                    "pages": {"description": "0 for a format without pages.", **_OFFSET},
                    "passages": _OFFSET,
                    "characters": _OFFSET,
                    "sha256": {"type": "string"},
                    "link": {"type": "string"},
                    "warnings": _list({"type": "string"}),
                    "language": _OPTIONAL_TEXT,
                    "origins": {"description": "Where each field is from.", "type": "object"},
                    "also": {"description": "Paths of copies of the file.", **_list({"type": "string"})},
                }
            )
        ),
        "next_start": _NEXT_START,
    }
)
CHECKS = _object(
    {
        "wrong": {"description": "Whether any quotation or citation is wrong.", "type": "boolean"},
        "quotations": _list(
            _object(
                {
                    "file": {"type": "string"},
                    "place": {"description": "Where it is in the briefing.", "type": "string"},
                    "outcome": {"type": "string"},
                    "wrong": {"type": "boolean"},
                    "quotation": {"type": "string"},
                    "start": _OFFSET,
                    "end": _OFFSET,
                    "note": _OPTIONAL_TEXT,
                    "named": {"description": "The documents and pages that its note names.", "type": "object"},
                    "differences": _list({"type": "object"}),
                    "places": {"description": "Where its words are, likeliest first.", **_list({"type": "object"})},
                    "remark": _OPTIONAL_TEXT,
                }
            )
        ),
        "citations": _list(
            _object(
                {
                    "file": {"type": "string"},
                    "cited_doc_id": {"type": "string"},
                    "state": {"enum": ["unchanged", "moved", "changed", "withdrawn"]},
                    "doc_id": _OPTIONAL_TEXT,
                    "start": {"type": ["integer", "null"]},
                    "end": {"type": ["integer", "null"]},
                    "pages": _PAGES,
                    "differences": _list({"type": "object"}),
                    "figure": {"description": "Whether a number differs.", "type": "boolean"},
                    "elsewhere": {"type": ["object", "null"]},
                    "wording": _list({"type": "object"}),
                    "sentence": {"description": "The result in a sentence.", "type": "string"},
                    "cited": _OPTIONAL_TEXT,
                    "quote": {"description": "The words now.", **_OPTIONAL_TEXT},
                    "link": _OPTIONAL_TEXT,
                }
            )
        ),
        "notes": _list({"type": "string"}),
    },
    cites=True,
)
