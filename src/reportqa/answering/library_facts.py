"""Facts about one document, from its metadata and from what its beginning states."""

import re
from collections.abc import Iterator, Mapping

from reportqa.answer import Fact
from reportqa.answering.library_questions import Field
from reportqa.csl import item_authors, item_date, item_text
from reportqa.document import DocumentSummary
from reportqa.parsing import read_date
from reportqa.search import Statement, stated_authors, stated_date, stated_publisher
from reportqa.text import language_name, listing, terms

_THE_FILE = "the file"
"""Origin of a field from the file's own metadata."""
_CREATED = (".pdf", ".docx", ".pptx", ".odt", ".rtf", ".xlsx")
"""Files whose metadata has the date of their creation; a date that the text states comes first."""
_UNPUBLISHED_MONTHS = 6
"""Months after the creation of a file in which it is published."""
_PLACES: Mapping[Field, str] = {
    "author": "its byline", "issued": "its date line", "publisher": "its imprint", "title": "its first line",
}  # fmt: skip


def fact_of(document: DocumentSummary, field: Field, value: str, origin: str, place: Statement | None) -> Fact:
    """Return a fact about a document that states it in its own text at a place, if any."""
    if place is None:
        return Fact(document.doc_id, document.title, field, value, origin)
    return Fact(document.doc_id, document.title, field, value, origin, place.start, place.end, document.doc_id)


def facts_of(document: DocumentSummary, field: Field, front: str) -> Iterator[Fact]:
    """Yield the value of a field of a document; nothing where it is not known.

    :param front: the beginning of the document's text
    """
    if field == "pages":
        if document.pages:
            yield fact_of(document, field, f"{document.pages:,}", _THE_FILE, None)
        return
    known, stated = _known(document, field), _stated(front, field)
    of_file = document.origins.get(field) == _THE_FILE
    is_creation = of_file and field == "issued" and document.doc_id.lower().endswith(_CREATED)
    if known and not (is_creation and stated and _is_soon_after(stated[0], known)):
        place = _place_of(known, field, front, stated)
        origin = _PLACES[field] if of_file and stated and place == stated[1] else _origin(document, field)
        yield fact_of(document, field, known, origin, place)
    elif stated:
        value, place = stated
        yield fact_of(document, field, value, _PLACES[field], place)


def _known(document: DocumentSummary, field: Field) -> str | None:
    """Return the recorded value of a field as it is shown."""
    match field:
        case "author":
            return listing(item_authors(document.item)) or None
        case "issued":
            return item_date(document.item)
        case "language":
            code = document.language or item_text(document.item, "language")
            return language_name(code) if code else None
        case _:
            return item_text(document.item, field)


def _stated(front: str, field: Field) -> tuple[str, Statement] | None:
    """Return the value of a field that the beginning of a text states, as it is shown, and where."""
    match field:
        case "author" if found := stated_authors(front):
            return listing(found[0]), found[1]
        case "issued" if date := stated_date(front):
            parts = read_date(date.value)
            value = item_date({"issued": {"date-parts": [parts]}})
            return (value, date) if value else None
        case "publisher" if publisher := stated_publisher(front):
            return publisher.value, publisher
        case _:
            return None


def _place_of(known: str, field: Field, front: str, stated: tuple[str, Statement] | None) -> Statement | None:
    """Return where the beginning of a text states a recorded value."""
    if stated:
        one, other = set(terms(known)), set(terms(stated[0]))
        if one <= other or other <= one:
            return stated[1]
    if field in ("author", "publisher", "title"):
        words = r"\W+(?:and\W+)?".join(re.escape(word) for word in re.findall(r"[^\W_]+", known) if word != "and")
        if words and (match := re.search(rf"(?<!\w){words}(?!\w)", front, re.IGNORECASE)):
            return Statement(known, *match.span())
    return None


def _is_soon_after(published: str, created: str) -> bool:
    """Return whether a file with that date of creation can have been published at that date."""
    months = [
        12 * parts[0] + (parts[1] if len(parts) > 1 else 1)
        for date in (published, created)
        if (parts := read_date(date))
    ]
    return len(months) == 2 and months[0] <= months[1] + _UNPUBLISHED_MONTHS


def _origin(document: DocumentSummary, field: Field) -> str:
    """Return the origin of a recorded field as a user reads it."""
    origin = document.origins.get(field)
    if origin == _THE_FILE:
        suffix = document.doc_id.rpartition(".")[2].lower()
        return "the metadata of the page" if suffix in ("html", "htm") else f"the {suffix.upper()} file's metadata"
    return origin or "the text"


_NAMES: Mapping[str, str] = {
    "author": "Authors", "issued": "Published", "publisher": "Publisher", "title": "Title", "pages": "Pages",
    "documents": "Documents", "URL": "Address", "type": "Kind", "language": "Language",
}  # fmt: skip
"""The fields of facts, for a reader."""


def fact_text(fact: Fact) -> str:
    """Return a fact as a line: "Is it bigger? Authors: R. Rosen (from its byline)."."""
    name = _NAMES.get(fact.field, fact.field)
    about = f"{fact.title} · " if fact.title and fact.field != "title" else ""
    return f"{about}{name}: {fact.value} (from {fact.origin})"
