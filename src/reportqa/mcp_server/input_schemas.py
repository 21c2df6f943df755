"""JSON Schemas of the arguments of the tools, and their check."""

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from reportqa.errors import InputError
from reportqa.settings import (
    DEFAULT_K,
    MAX_BRIEFING_BYTES,
    MAX_CITED,
    MAX_K,
    MAX_LISTED,
    MAX_NAME_LENGTH,
    MAX_PLACE_LENGTH,
    MAX_QUESTION_LENGTH,
    MAX_VALUES,
)

Schema = dict[str, Any]

_SHOWN = 60
"""Characters of a name in a message."""


def _text(description: str, longest: int = MAX_NAME_LENGTH, **more: Any) -> Schema:
    return {"type": "string", "description": description, "minLength": 1, "maxLength": longest, **more}


def _texts(description: str, most: int, longest: int = MAX_NAME_LENGTH) -> Schema:
    items = {"type": "string", "minLength": 1, "maxLength": longest}
    return {"type": "array", "description": description, "items": items, "minItems": 1, "maxItems": most}


def _number(description: str, least: int, most: int, default: int) -> Schema:
    bounds = {"minimum": least, "maximum": most, "default": default}
    return {"type": "integer", "description": description, **bounds}


def _object(properties: Schema, *required: str) -> Schema:
    return {"type": "object", "properties": properties, "required": [*required], "additionalProperties": False}


_FILTERS: Schema = {
    "collection": _texts("Only the documents of these collections, by name.", MAX_VALUES),
    "document": _texts("Only these documents, by id.", MAX_VALUES),
    "publisher": _texts("Only from these publishers: words of the name.", MAX_VALUES),
    "author": _texts("Only by these authors: words of the name.", MAX_VALUES),
    "language": _texts('Only in these languages: ISO 639-1 codes such as "en".', MAX_VALUES),
    "type": _texts('Only files of these types: suffixes such as "pdf".', MAX_VALUES),
    "from": _text('Only published from this date on: "2016", "2016-07" or "2016-07-19".'),
    "to": _text("Only published up to this date."),
}
_QUESTION = _text("A question in words, or keywords.", MAX_QUESTION_LENGTH)
_START = 10**9
"""An offset larger than any document's."""

ASK = _object(
    {"question": _QUESTION, "k": _number("Number of passages shown.", 1, MAX_K, DEFAULT_K), **_FILTERS}, "question"
)
SEARCH = _object(
    {"question": _QUESTION, "k": _number("Number of passages.", 1, MAX_K, DEFAULT_K), **_FILTERS}, "question"
)
OPEN = _object(
    {
        "document": _text("The id of a document."),
        "page": {
            "type": ["string", "integer"],
            "description": 'A page by its printed number, else by its place in the file; "file:6": always the latter.',
            "minLength": 1,
            "maxLength": MAX_NAME_LENGTH,
            "minimum": 0,
            "maximum": _START,
        },
        "start": _number("Offset in characters from which to read; next_start continues.", 0, _START, 0),
    },
    "document",
)
CITE = _object(
    {
        "places": _texts("Links or places of citations: DOCUMENT#START-END.", MAX_CITED, MAX_PLACE_LENGTH),
        "style": _text('A citation style by name, such as "apa". Left out: a short reference.'),
        "format": {
            "type": "string",
            "description": "The format of the text.",
            "enum": ["markdown", "text", "html", "bibtex", "ris", "csljson"],
            "default": "markdown",
        },
        "part": {
            "type": "string",
            "description": "What to write: all (quotes, citations, bibliography) or a part of it.",
            "enum": ["all", "note", "bibliography", "both"],
            "default": "all",
        },
    },
    "places",
)
VERIFY = _object(
    {
        "text": _text("A briefing in Markdown whose quotations are checked.", MAX_BRIEFING_BYTES),
        "links": _texts("Permanent links of citations that are checked.", MAX_CITED, MAX_PLACE_LENGTH),
    }
)
DOCUMENTS = _object(
    {
        "start": _number("Number of documents to skip; next_start continues.", 0, _START, 0),
        "limit": _number("Number of documents.", 1, MAX_LISTED, MAX_LISTED),
        **_FILTERS,
    }
)


def check_arguments(arguments: Mapping[str, Any], schema: Schema) -> None:
    """Check the arguments of a tool.

    :raises InputError: with one sentence on the first argument that does not fit.
    """
    error = best_match(Draft202012Validator(schema).iter_errors(arguments))
    if error is not None:
        raise InputError(_sentence(error, schema))


def _sentence(error: ValidationError, schema: Schema) -> str:
    name = f'"{next(iter(error.absolute_path))}"' if error.absolute_path else ""
    what = f"Each value of {name}" if len(error.absolute_path) > 1 else name
    value: Any = error.validator_value
    instance: Any = error.instance
    match error.validator:
        case "required":
            missing = next(name for name in value if name not in instance)
            return f'The argument "{missing}" is missing.'
        case "additionalProperties":
            unknown = next(name for name in instance if name not in schema["properties"])
            return f'Unknown argument "{unknown[:_SHOWN]}". Known are: {", ".join(schema["properties"])}.'
        case "type":
            kinds = " or ".join([value] if isinstance(value, str) else value)
            return f"{what} must be of the type {kinds}."
        case "enum":
            return f"{what} must be one of: {', '.join(value)}."
        case "minLength" | "minItems":
            return f"{what} is empty. Leave it out, or send a value."
        case "maxLength":
            return f"{what} has more than {value:,} characters. Shorten it."
        case "maxItems":
            return f"{what} has more than {value:,} values. Send fewer at a time."
        case _:
            bounds = schema["properties"][next(iter(error.absolute_path))]
            return f"{what} must be from {bounds['minimum']:,} to {bounds['maximum']:,}."
