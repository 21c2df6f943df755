"""The documents as resources: reportqa://document/ID, and reportqa://document/ID/page/PAGE."""

import base64
import binascii
import re
from urllib.parse import quote, unquote

from mcp.types import Resource, ResourceTemplate, TextResourceContents

from reportqa.corpus import Corpus
from reportqa.csl import item_authors, item_year
from reportqa.document import DocumentSummary
from reportqa.errors import InputError
from reportqa.ingest import find_page
from reportqa.settings import MAX_LISTED, MAX_READ

_SCHEME = "reportqa://document/"
_URI = re.compile(rf"{_SCHEME}([^/?#]+)(?:/page/([^/?#]+))?")
_TYPE = "text/plain"

TEMPLATES = (
    ResourceTemplate(
        name="document", title="A document", uri_template=f"{_SCHEME}{{document}}", mime_type=_TYPE,
        description=f"The text of a document by its id, up to {MAX_READ:,} characters.",
    ),
    ResourceTemplate(
        name="page", title="A page of a document", uri_template=f"{_SCHEME}{{document}}/page/{{page}}",
        mime_type=_TYPE, description='A page by its printed number, else by its place in the file ("file:6").',
    ),
)  # fmt: skip


def list_resources(corpus: Corpus, cursor: str | None, most: int = MAX_LISTED) -> tuple[list[Resource], str | None]:
    """Return up to `most` documents from a cursor on, and the cursor of the next ones.

    :raises InputError: for a cursor that is not of the current generation of the index.
    """
    documents, generation = corpus.documents(), corpus.generation
    start = 0 if cursor is None else _read_cursor(cursor, generation)
    end = start + most
    following = _cursor(generation, end) if end < len(documents) else None
    return [_resource(document) for document in documents[start:end]], following


def read_resource(corpus: Corpus, uri: str, longest: int = MAX_READ) -> TextResourceContents:
    """Return the text of a document or of a page, up to `longest` characters.

    :raises InputError: for another URI, an unknown page or a document that is too long.
    :raises DocumentNotFound: for an unknown document.
    """
    found = _URI.fullmatch(uri)
    if found is None:
        raise InputError(f"No such resource. Use {_SCHEME}ID or {_SCHEME}ID/page/PAGE.")
    document = corpus.document(unquote(found[1]))
    text = document.text
    if found[2] is not None:
        if not document.pages:
            raise InputError(f"{document.doc_id} has no pages. Read the document.")
        page = find_page(document, unquote(found[2]))
        text = text[page.start : page.end]
    if len(text) > longest:
        raise InputError(
            f"{document.doc_id} has {len(text):,} characters; the limit is {longest:,}. Read its pages, or use the"
            ' tool "open".'
        )
    return TextResourceContents(uri=uri, mime_type=_TYPE, text=text)


def _resource(document: DocumentSummary) -> Resource:
    year = item_year(document.item)
    known = [", ".join(item_authors(document.item)), str(year) if year else ""]
    pages = f"{document.pages} pages" if document.pages else f"{document.characters} characters"
    return Resource(
        uri=_SCHEME + quote(document.doc_id, safe=""), name=document.doc_id,
        title=document.title, mime_type=_TYPE, description=" · ".join(filter(None, [*known, pages])),
    )  # fmt: skip


def _cursor(generation: str, start: int) -> str:
    return base64.urlsafe_b64encode(f"{generation} {start}".encode()).decode()


def _read_cursor(cursor: str, generation: str) -> int:
    """Return the number of documents before a cursor."""
    try:
        made, _, start = base64.urlsafe_b64decode(cursor).decode().partition(" ")
    except (binascii.Error, ValueError) as error:
        raise InputError("This cursor is not valid. List the documents from the beginning.") from error
    if made != generation or not start.isdecimal():
        raise InputError("The documents have changed since this list began. List them from the beginning.")
    return int(start)
