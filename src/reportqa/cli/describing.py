"""What the command line prints of the description of a document."""

from collections.abc import Mapping
from typing import Any

from reportqa.csl import shown_origin
from reportqa.document import DocumentSummary
from reportqa.ingest import DESCRIBED, typed_description

_WIDTH = max(map(len, DESCRIBED)) + 2


def description_text(document: DocumentSummary, described: Mapping[str, Any]) -> str:
    """Return a line for each field with its origin; `described` are the fields in library.json, indexed or not."""
    lines = []
    for name, field in description_fields(document, described).items():
        origin = f"  ({field['origin']})" if field["origin"] else ""
        lines.append(f"{name:{_WIDTH}}{field['value'] or '–'}{origin}")
    return "\n".join(lines)


def description_fields(document: DocumentSummary, described: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the value and the origin of each field."""
    known, own = typed_description(document.item), typed_description(described)
    found = {}
    for name in DESCRIBED:
        value, origin = known[name], shown_origin(name, document.origins.get(name, ""))
        if name in described:
            pending = own[name] != value or document.origins.get(name) not in {"library.json", None}
            value, origin = own[name], "library.json" + (', from the next "reportqa index" on' if pending else "")
        elif origin == "library.json":
            origin += ', until the next "reportqa index"'
        found[name] = {"value": value, "origin": origin}
    return found
