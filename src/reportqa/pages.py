"""The pages of the server, made for reading and printing; none of them needs JavaScript."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from reportqa.account import account_of
from reportqa.asking import Asker
from reportqa.citing import format_citation, format_pages, format_reference
from reportqa.datatypes import (
    Answer,
    AnswerSentence,
    Citation,
    Document,
    DocumentSummary,
    Page,
    document_link,
    item_authors,
    item_text,
    item_year,
)
from reportqa.errors import InputError
from reportqa.holder import current_asker
from reportqa.queries import Query
from reportqa.rendering import Segment, highlight, render
from reportqa.settings import DEFAULT_K, MAX_K

MORE_PASSAGES = 5
MAX_OFFSET_DIGITS = 18
CHANGED = "This document has changed since the link was made. The highlight may not be what was cited."
MISPLACED = "The link names a place that is not in this document. Nothing is highlighted."

bp = Blueprint("pages", __name__)


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a document, for the line under its title."""

    title: str
    authors: tuple[str, ...]
    publisher: str | None
    year: int | None
    url: str | None

    @classmethod
    def of(cls, document: Document | DocumentSummary) -> "Source":
        item = document.item
        publisher, url = item_text(item, "publisher"), item_text(item, "URL")
        return cls(document.title, item_authors(item), publisher, item_year(item), url)


@bp.get("/")
def home() -> str:
    """Show the form and a few questions to try."""
    asker = current_asker()
    documents = asker.documents()
    return render_template(
        "home.html",
        sample_questions=asker.sample_questions,
        documents=len(documents),
        pages=sum(document.pages for document in documents),
    )


@bp.get("/ask")
def ask() -> str:
    """Show the sentences that answer, then the passages they stand in, or that nothing answers."""
    query = Query.from_args(request.args)
    asker = current_asker()
    answer = asker.ask(query.question, k=query.k, doc_ids=query.doc_ids)
    return render_template(
        "answer.html",
        answer=answer,
        query=query,
        quotes=[(sentence, _cite_sentence(asker, answer, sentence)) for sentence in answer.sentences],
        filters=_filters(asker, query),
        more=_more(query, len(answer.citations)),
    )


@bp.get("/documents/")
def documents() -> str:
    """Show what is in the corpus."""
    return render_template("documents.html", documents=current_asker().documents())


@bp.get("/documents/<path:doc_id>")
def document(doc_id: str) -> str:
    """Show the text of a document, with the cited range highlighted when the address names one.

    With left_out=1 it shows what of the file is not in the text too, each thing where it would stand.
    """
    asker = current_asker()
    document = asker.document(doc_id)
    citation, notices = _requested_citation(asker, document)
    shows_left_out = request.args.get("left_out") == "1"
    start, end = (citation.start, citation.end) if citation else (0, 0)
    blocks = render(document, start, end, left_out=shows_left_out)
    return render_template(
        "document.html",
        document=document,
        blocks=blocks,
        headings=[block for block in blocks if block.kind == "heading"],
        citation=citation,
        notices=notices,
        account=account_of(document),
        left_out_address=_left_out_address(document) if document.left_out else None,
        shows_left_out=shows_left_out,
    )


def _left_out_address(document: Document) -> str:
    """Give the address of the same page with what was left out, or without it when that is shown."""
    args = {name: value for name, value in request.args.items() if name in {"start", "end", "sha256"}}
    if request.args.get("left_out") != "1":
        args["left_out"] = "1"
    # A document's id may have slashes, which belong to its path.
    address = document_link(document.doc_id)
    return f"{address}?{urlencode(args)}" if args else address


def _requested_citation(asker: Asker, document: Document) -> tuple[Citation | None, list[str]]:
    """Give the citation that the address names, None without one, and what to tell the reader about it."""
    start, end, sha256 = (request.args.get(name) for name in ("start", "end", "sha256"))
    notices = []
    if sha256 and sha256 != document.sha256:
        notices.append(CHANGED)
    if start is None and end is None:
        return None, notices
    try:
        return asker.cite(document.doc_id, _offset(start), _offset(end)), notices
    except InputError:
        notices.append(MISPLACED)
        return None, notices


def _offset(text: str | None) -> int:
    if not (text and text.isascii() and text.isdigit() and len(text) <= MAX_OFFSET_DIGITS):
        raise InputError("An offset must be a whole number.")
    return int(text)


def _cite_sentence(asker: Asker, answer: Answer, sentence: AnswerSentence) -> Citation:
    """Give the citation of one sentence, which may stand on fewer pages than its passage."""
    passage = answer.citations[sentence.citation - 1]
    return asker.cite(passage.doc_id, sentence.start, sentence.end)


def _filters(asker: Asker, query: Query) -> list[tuple[str, str]]:
    """Give the title of each document that the question is restricted to and the address without it."""
    if not query.doc_ids:
        return []
    titles = {document.doc_id: document.title for document in asker.documents()}
    return [
        (
            titles.get(doc_id, doc_id),
            _ask_address(query, k=query.k, doc_ids=[other for other in query.doc_ids if other != doc_id]),
        )
        for doc_id in query.doc_ids
    ]


def _more(query: Query, shown: int) -> str | None:
    """Give the address that shows more passages, None when there are no more to show."""
    if shown < query.k or query.k >= MAX_K:
        return None
    return _ask_address(query, k=min(query.k + MORE_PASSAGES, MAX_K), doc_ids=query.doc_ids)


def _ask_address(query: Query, *, k: int, doc_ids: Sequence[str]) -> str:
    return url_for("pages.ask", q=query.question, k=None if k == DEFAULT_K else k, document=list(doc_ids) or None)


@bp.app_template_filter()
def file_pages(pages: Sequence[Page]) -> str:
    """Give "page 20 of the file" where the file's own count differs from what is printed."""
    if not pages or all(page.label in {None, str(page.physical)} for page in pages):
        return ""
    first, last = pages[0].physical, pages[-1].physical
    return f"page {first} of the file" if first == last else f"pages {first}–{last} of the file"


@bp.app_template_filter()
def source(document: Document | DocumentSummary) -> Source:
    """Give what is known of a document."""
    return Source.of(document)


@bp.app_template_filter()
def passage_segments(citation: Citation, sentences: Sequence[AnswerSentence]) -> tuple[Segment, ...]:
    """Give the passage with the sentences that answer as cited segments."""
    ranges = [(s.start, s.end) for s in sentences if s.citation == citation.number]
    return highlight(citation.quote, citation.start, ranges)


@bp.app_template_filter()
def web_address(url: str | None) -> str | None:
    """Give the address when it is one of the web, None for what a link must not carry."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


for function in (document_link, format_citation, format_pages, format_reference):
    bp.add_app_template_global(function)
