"""The bibliographic data in the properties of an OpenDocument file."""

from typing import Any

from reportqa.parsing.metadata import csl_item
from reportqa.parsing.office.zip_package import Element, texts_of


def item_of(meta: Element | None) -> dict[str, Any]:
    """Return the CSL-JSON fields of the `meta` element of a file, none without one."""
    texts = texts_of(meta)
    return csl_item(
        title=texts.get("title"),
        authors=(texts.get("initial-creator") or texts.get("creator", "")).split(";"),
        issued=texts.get("creation-date") or texts.get("date"),
        language=texts.get("language"),
    )
