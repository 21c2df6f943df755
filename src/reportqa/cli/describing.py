"""What the command line prints of the description of a document."""

from collections.abc import Mapping
from typing import Any

from reportqa.document import DocumentSummary
from reportqa.ingest import DESCRIBED, description_fields

_WIDTH = max(map(len, DESCRIBED)) + 2


def description_text(document: DocumentSummary, described: Mapping[str, Any]) -> str:
    """Return a line for each field with its origin; `described` are the fields in library.json, indexed or not."""
    lines = []
    for name, field in description_fields(document, described).items():
        origin = f"  ({field['origin']})" if field["origin"] else ""
        lines.append(f"{name:{_WIDTH}}{field['value'] or '–'}{origin}")
    return "\n".join(lines)
