"""Facets over the documents of `shelves.ITEMS`, made without an index."""

from collections.abc import Mapping
from typing import Any

from reportqa.document import DocumentSummary
from reportqa.index.facets import Facets
from support.shelves import ITEMS


def summary(doc_id: str, item: Mapping[str, Any]) -> DocumentSummary:
    issued = {"date-parts": item["issued"]} if item else None
    language = "de" if "kbv" in doc_id else "en"
    full = {"title": f"Title of {doc_id}", **item, "issued": issued}
    return DocumentSummary(doc_id, "0" * 64, "text/html", full, 0, 1, 1, (), language)


SHELF = Facets(summary(doc_id, item) for doc_id, item in ITEMS.items())
