"""A small library of documents with all kinds of page labels, for citations and briefings."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from reportqa.answer import Citation
from reportqa.citations.works import SourcedQuote, Work
from reportqa.csl import item_authors, item_text, item_year
from reportqa.document import Document, Page, Section
from reportqa.index.catalogue import Catalogue
from reportqa.index.library import Library
from reportqa.index.library_writer import LibraryWriter
from reportqa.index.passage_store import Guard

CORPORATE: dict[str, Any] = {
    "type": "report",
    "title": "Is bigger better?",
    "author": [{"literal": "Nuffield Trust"}],
    "issued": {"date-parts": [[2016, 7]]},
    "publisher": "Nuffield Trust",
    "URL": "https://example.org/bigger",
}
SEVERAL: dict[str, Any] = {
    "type": "report",
    "title": "Staff & pay",
    "author": [
        {"family": "Rosen", "given": "Rebecca"},
        {"family": "Müller", "given": "Jörg"},
        {"family": "Curry", "given": "Natasha"},
    ],
    "issued": {"date-parts": [[2019, 3, 4]]},
    "publisher": "King’s Fund",
    "publisher-place": "London",
}
UNDATED: dict[str, Any] = {
    "type": "report",
    "title": "Guidance for practices",
    "author": [{"literal": "Department of Health"}],
    "publisher": "HMSO",
}
WEB: dict[str, Any] = {
    "type": "webpage",
    "title": "Waiting times",
    "author": [{"literal": "NHS England"}],
    "issued": {"date-parts": [[2021, 5, 6]]},
    "URL": "https://example.org/waiting",
}
ITEMS = {"bigger.pdf": CORPORATE, "pay.pdf": SEVERAL, "guidance.pdf": UNDATED, "waiting.html": WEB}
LABELS: Mapping[str, tuple[str | None, ...]] = {
    "bigger.pdf": ("14", "15", "16"),
    "pay.pdf": ("iii", "iv", "v"),
    "guidance.pdf": (None, None, None),
    "waiting.html": (),
}
PAGE_TEXTS = (
    "Practices said that *nothing* had changed [since 2014]; “82%” of them, or 1,234 in all, wanted more_staff.",
    "Costs rose by £5m & fell again.\nA second line of it.\n\nAnother paragraph: 3 < 4 and 5 > 2, $5 and $10.",
    "# No heading\n\n1. No list; it isn't the first of one.\n\n@nobody wrote this – it is \\ as it stands ~ here^.",
)


def document(doc_id: str, item: Mapping[str, Any], labels: tuple[str | None, ...] = ()) -> Document:
    """Return a document of the three texts, one per page, or without pages."""
    text = "\n\n".join(PAGE_TEXTS)
    pages, start = [], 0
    for number, label in enumerate(labels, start=1):
        end = start + len(PAGE_TEXTS[number - 1]) + 2
        pages.append(Page(number, label, start, min(end, len(text)) if number < 3 else len(text)))
        start = end
    return Document(
        doc_id=doc_id,
        sha256=hashlib.sha256(doc_id.encode()).hexdigest(),
        media_type="text/plain",
        item={"id": doc_id, **item},
        text=text,
        pages=tuple(pages),
        sections=(Section("Findings", 1, 0),),
    )


DOCUMENTS = {doc_id: document(doc_id, item, LABELS[doc_id]) for doc_id, item in ITEMS.items()}
TEXT = DOCUMENTS["bigger.pdf"].text


def range_of(words: str) -> tuple[int, int]:
    """Return the range of words in each of the documents."""
    start = TEXT.index(words)
    return start, start + len(words)


def place(doc_id: str, words: str) -> str:
    start, end = range_of(words)
    return f"{doc_id}#{start}-{end}"


def open_library(folder: Path, documents: Iterable[Document]) -> Catalogue:
    """Write documents into a library and return its catalogue."""
    with LibraryWriter(folder) as writer:
        for document in documents:
            writer.add(document, [])
        writer.add_keys()
    return Catalogue(Library.open(folder), Guard(folder, ""))


def make_catalogue(folder: Path) -> Catalogue:
    """Write the documents of this module into a library and return its catalogue."""
    return open_library(folder, DOCUMENTS.values())


def quotation(
    item: Mapping[str, Any], pages: tuple[Page, ...] = (), quote: str = "Words.", key: str = "key"
) -> SourcedQuote:
    """Make a quotation of a document that is nowhere."""
    citation = Citation(
        number=1, doc_id="report.pdf", title=str(item["title"]), authors=item_authors(item),
        publisher=item_text(item, "publisher"), year=item_year(item), url=item_text(item, "URL"), pages=pages,
        section=("Findings",), start=0, end=len(quote), quote=quote, score=1.0, document_sha256="0" * 64,
    )  # fmt: skip
    return SourcedQuote(citation, Work.of(key, item))


def page(label: str | None, physical: int = 9) -> Page:
    return Page(physical, label, 0, 9)
