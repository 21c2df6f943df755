"""Limits of the parameters in an address, applied before any view and named in the description of the API."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, request

from reportqa.answering import check_thread
from reportqa.errors import InputError, QuestionTooLong
from reportqa.settings import MAX_QUESTION_LENGTH, MAX_THREAD

MAX_CHARACTERS = MAX_QUESTION_LENGTH
"""Characters of a value."""
MAX_VALUES = 200
"""Values of a parameter."""
WITH_LONG_CODES = frozenset({"oidc.back"})
"""Endpoints to which others send people, with codes of any length."""
_QUESTIONS = frozenset({"q", "question", "after"})


def init_app(app: Flask) -> None:
    """Refuse requests to an application whose parameters are too long or too many."""

    @app.before_request
    def refuse_too_long() -> None:
        if request.endpoint in WITH_LONG_CODES:
            # The whole head of a request has a limit, too.
            return
        for name, values in request.args.lists():
            check(name, values)


def check(name: str, values: list[str]) -> None:
    """Check the values of a parameter.

    :raises QuestionTooLong: for a question that is too long.
    :raises InputError: for another value that is too long, too many values, or a thread that is too long.
    """
    if name == "after":
        check_thread(values)
    if len(values) > MAX_VALUES:
        raise InputError(f'There are {len(values):,} values of "{name[:50]}"; the limit is {MAX_VALUES}. Send fewer.')
    length = max(map(len, values), default=0)
    if length > MAX_CHARACTERS and name in _QUESTIONS:
        raise QuestionTooLong(length, MAX_CHARACTERS)
    if length > MAX_CHARACTERS:
        raise InputError(f'"{name[:50]}" has {length:,} characters; the limit is {MAX_CHARACTERS:,}. Shorten it.')


def describe(description: Mapping[str, Any]) -> None:
    """Add the limits to the parameters of a description in OpenAPI, and their errors to the responses."""
    shared = description["components"]["parameters"]
    for operation in (one for methods in description["paths"].values() for one in methods.values()):
        for named in operation.get("parameters", []):
            parameter = shared[named["$ref"].rpartition("/")[2]] if "$ref" in named else named
            if parameter["in"] == "query" and _limited(parameter["schema"], parameter["name"]):
                responses = operation["responses"]
                responses.setdefault("400", {"$ref": "#/components/responses/BadRequest"})
                if parameter["name"] in _QUESTIONS:
                    responses.setdefault("413", {"$ref": "#/components/responses/TooLong"})


def _limited(schema: dict[str, Any], name: str) -> bool:
    """Add the limits to the schema of a parameter; return whether it is a text or a list of texts."""
    if schema.get("type") == "array":
        schema["maxItems"] = MAX_THREAD if name == "after" else MAX_VALUES
        schema["items"]["maxLength"] = MAX_CHARACTERS
    elif schema.get("type") == "string":
        schema["maxLength"] = MAX_CHARACTERS
    return schema.get("type") in {"array", "string"}
