"""The filters and functions that the templates use."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import Blueprint

from reportqa.answering import fact_text
from reportqa.citations import format_citation, format_pages, format_reference
from reportqa.csl import item_authors, item_date, item_editors, item_status, item_text, item_year, shown_origin
from reportqa.document import Document, DocumentSummary, Page
from reportqa.ingest import LeftOutKind, count_left_out
from reportqa.permalinks import document_link, place_link
from reportqa.server.current_index import current_engine
from reportqa.server.pages.ask_form import ask_address, explain_address, only_address, source_address
from reportqa.text import language_name, shown_name


@dataclass(frozen=True, slots=True)
class Source:
    """The bibliographic fields in the line under a title."""

    title: str
    authors: tuple[str, ...]
    publisher: str | None
    year: int | None
    url: str | None


@dataclass(frozen=True, slots=True)
class DocumentField:
    """A field of a document's metadata, with its origin."""

    name: str
    value: str
    origin: str | None = None


def source(document: Document | DocumentSummary) -> Source:
    """Return the bibliographic fields of a document."""
    item = document.item
    publisher, url = item_text(item, "publisher"), item_text(item, "URL")
    return Source(document.title, item_authors(item), publisher, item_year(item), url)


def facts(document: Document) -> list[DocumentField]:
    """Return the known metadata of a document."""
    item = document.item
    fields = (
        ("Title", document.title, "title"),
        ("Authors", ", ".join(item_authors(item)), "author"),
        ("Editors", ", ".join(item_editors(item)), "editor"),
        ("Publisher", item_text(item, "publisher"), "publisher"),
        ("Date", item_date(item) or item_status(item), "issued"),
        ("Address", item_text(item, "URL"), "URL"),
    )
    found = [DocumentField(name, value, _origin(document, key)) for name, value, key in fields if value]
    if document.language:
        found.append(DocumentField("Language", language_name(document.language), "its text"))
    return [*found, *(DocumentField("Same file", shown_name(doc_id)) for doc_id in document.also)]


def _origin(document: Document, key: str) -> str | None:
    origin = document.origins.get(key)
    return shown_origin(key, origin) if origin else None


def file_pages(pages: Sequence[Page]) -> str:
    """Return "page 20 of the file" if the numbers in the file differ from the printed ones, else ""."""
    if not pages or all(page.label in {None, str(page.physical)} for page in pages):
        return ""
    first, last = pages[0].physical, pages[-1].physical
    return f"page {first} of the file" if first == last else f"pages {first}–{last} of the file"


class Titled(Protocol):
    """A document, or what is cited of one."""

    @property
    def doc_id(self) -> str: ...
    @property
    def title(self) -> str: ...


def label(titled: Titled) -> str:
    """Return the title of a document, with what differs if another document has the same title."""
    return current_engine().facets.labels.get(titled.doc_id, titled.title)


def difference(doc_id: str) -> str:
    """Return what tells a document apart from those with the same title, else ""."""
    return current_engine().facets.differences.get(doc_id, "")


def left_out_kinds(document: Document) -> tuple[LeftOutKind, ...]:
    """Return what of the file is not in the text, counted by kind."""
    return count_left_out(document.left_out)


def web_address(url: str | None) -> str | None:
    """Return a URL that is safe to link to (http or https), else None."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def add_to(bp: Blueprint) -> None:
    """Make the filters and functions known to all templates."""
    for shown in (source, facts, file_pages, label, difference, left_out_kinds, web_address):
        bp.add_app_template_filter(shown)
    bp.add_app_template_filter(language_name, "language")
    bp.add_app_template_filter(shown_name, "file_name")
    for function in (
        ask_address, document_link, explain_address, fact_text, format_citation, format_pages, format_reference,
        only_address, place_link, source_address,
    ):  # fmt: skip
        bp.add_app_template_global(function)
