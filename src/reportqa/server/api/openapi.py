"""The OpenAPI 3.1 description of the JSON API: openapi.json, with the schemas of answers and records put in."""

import json
import re
from importlib.resources import files
from typing import Any

from reportqa import __version__
from reportqa.server import parameter_limits, rate_limits
from reportqa.server.accounts import access_rules

UPLOAD_PATHS = ("/api/uploads", "/api/transfers", "/api/additions", "/api/build")


def describe_api(*, with_uploads: bool = False, with_sign_in: bool = False) -> dict[str, Any]:
    """Return the description as one JSON object; without uploads it omits their paths.

    :param with_sign_in: describe API tokens, and the role that each operation needs
    """
    description: dict[str, Any] = json.loads(_read("server/api/openapi.json"))
    description["info"]["version"] = __version__
    description["components"]["schemas"] |= _schemas("answer.schema.json") | _schemas("record.schema.json")
    if not with_uploads:
        paths = description["paths"].items()
        description["paths"] = {path: item for path, item in paths if not path.startswith(UPLOAD_PATHS)}
    if not with_sign_in:
        del description["paths"]["/api/kept/{kind}"], description["components"]["schemas"]["Kept"]
    parameter_limits.describe(description)
    rate_limits.describe(description)
    if with_sign_in:
        access_rules.describe(description)
    return description


def _schemas(name: str) -> dict[str, Any]:
    """Return a JSON Schema of the package as components; each of its definitions becomes one of its own."""
    text = re.sub(r"#/\$defs/(\w+)", lambda found: f"#/components/schemas/{found[1].capitalize()}", _read(name))
    schema = json.loads(text)
    parts = {part.capitalize(): definition for part, definition in schema.pop("$defs", {}).items()}
    del schema["$schema"], schema["$id"]
    return {schema["title"]: schema, **parts}


def _read(name: str) -> str:
    return files("reportqa").joinpath(name).read_text(encoding="utf-8")
