"""The pages of the server, made for reading and printing; none of them needs JavaScript."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flask import Blueprint, Response, render_template, request

from reportqa.answer import Answer, Citation
from reportqa.answering import FEATURE_NAMES, SHARES, SIGNAL_NAMES, Query
from reportqa.briefings import file_name
from reportqa.citations import DEFAULT_STYLE, format_citation, format_pages, format_reference
from reportqa.csl import item_authors, item_date, item_text, item_year
from reportqa.document import Document, DocumentSummary, Page
from reportqa.errors import ReportQAError
from reportqa.ingest import LeftOutKind, count_left_out
from reportqa.permalinks import document_link, place_link
from reportqa.server.current_index import current_engine
from reportqa.server.pages.answer_view import arranged, claims, credited_quotes
from reportqa.server.pages.ask_form import (
    AskForm,
    ask_address,
    asked_values,
    explain_address,
    only_address,
    source_address,
)
from reportqa.server.pages.feedback import judgement_of
from reportqa.server.viewer.text_blocks import Segment, highlight
from reportqa.settings import MAX_K, MAX_QUESTION_LENGTH
from reportqa.text import language_name

MORE_PASSAGES = 5
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


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known of a document, and the name of where it came from."""

    name: str
    value: str
    origin: str | None = None


@bp.get("/")
def home() -> str:
    """Show the form and a few questions to try."""
    engine = current_engine()
    documents = engine.documents()
    return render_template(
        "home.html",
        form=AskForm.of(Query(""), engine.shelf),
        sample_questions=engine.sample_questions,
        documents=len(documents),
        pages=sum(document.pages for document in documents),
    )


@bp.get("/ask")
def ask() -> str:
    """Show the sentences that answer or may answer, then the passages they stand in, or that nothing answers."""
    query = Query.from_args(request.args)
    engine = current_engine()
    answer = engine.ask(query.question, k=query.k, filters=query.filters)
    return render_template(
        "answer.html",
        answer=answer,
        query=query,
        quotes=credited_quotes(engine, answer),
        claims=claims(engine, answer),
        groups=arranged(answer.citations, query, engine.shelf.published),
        form=AskForm.of(query, engine.shelf),
        more=_more(query, len(answer.citations)),
        asked=asked_values(replace(query, question=answer.question)),
        judged=judgement_of(answer.question),
    )


@bp.get("/ask/file")
def saved_answer() -> Response:
    """Give an answer with its sources as one HTML file that needs nothing else."""
    query = Query.from_args(request.args)
    engine = current_engine()
    answer = engine.ask(query.question, k=query.k, filters=query.filters)
    page = render_template(
        "saved.html",
        answer=answer,
        quotes=credited_quotes(engine, answer),
        claims=claims(engine, answer),
        groups=arranged(answer.citations, query, engine.shelf.published),
        today=datetime.now(UTC).date(),
    )
    response = Response(page)
    response.headers.set("Content-Disposition", "attachment", filename=f"{file_name(answer.question)}.html")
    return response


@bp.get("/explain")
def explain() -> str:
    """Show how the question was searched, why its passages rank as they do, and what the confidence is made of."""
    query = Query.from_args(request.args)
    explanation = current_engine().explain(query.question, k=query.k, filters=query.filters)
    return render_template(
        "explain.html",
        explanation=explanation,
        query=query,
        signal_names=SIGNAL_NAMES,
        feature_names=FEATURE_NAMES,
        about_shares=SHARES,
    )


@bp.get("/tray")
def tray() -> str:
    """Show the quotes collected in this browser, to be put in order, in a style and into a file."""
    return render_template("tray.html", default_style=DEFAULT_STYLE, form=AskForm(""))


@bp.get("/history")
def history() -> str:
    """Show the page on which a browser lists the questions that it keeps; none of them comes here."""
    return render_template("history.html")


def form_of_request() -> AskForm:
    """Give the form filled in with what the address asks, as far as that can be read."""
    question = request.args.get("q", "")[:MAX_QUESTION_LENGTH]
    if request.endpoint not in {"pages.ask", "pages.explain"}:
        return AskForm(question)
    try:
        query = Query.from_args(request.args)
        return AskForm.of(replace(query, question=question), current_engine().shelf)
    except ReportQAError:
        return AskForm(question)


def _more(query: Query, shown: int) -> str | None:
    """Give the address that shows more passages, None when there are no more to show."""
    if shown < query.k or query.k >= MAX_K:
        return None
    return ask_address(query, k=min(query.k + MORE_PASSAGES, MAX_K))


@bp.app_template_filter()
def file_pages(pages: Sequence[Page]) -> str:
    """Give "page 20 of the file" where the file's own count differs from what is printed."""
    if not pages or all(page.label in {None, str(page.physical)} for page in pages):
        return ""
    first, last = pages[0].physical, pages[-1].physical
    return f"page {first} of the file" if first == last else f"pages {first}–{last} of the file"


@bp.app_template_filter()
def left_out_kinds(document: Document) -> tuple[LeftOutKind, ...]:
    """Give what of the file is not in the text, counted by its kind."""
    return count_left_out(document.left_out)


@bp.app_template_filter()
def source(document: Document | DocumentSummary) -> Source:
    """Give what is known of a document."""
    return Source.of(document)


@bp.app_template_filter()
def passage_segments(citation: Citation, answer: Answer) -> tuple[Segment, ...]:
    """Give the passage with the sentences that answer as cited segments, and its key sentence where it supports."""
    ranges = [(s.start, s.end) for s in answer.sentences if s.citation == citation.number]
    return highlight(citation.quote, citation.start, ranges, citation.key if answer.answerable else None)


@bp.app_template_filter()
def web_address(url: str | None) -> str | None:
    """Give the address when it is one of the web, None for what a link must not carry."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


@bp.app_template_filter()
def facts(document: Document) -> list[Fact]:
    """Give what is known of a document, each with where it came from."""
    item = document.item
    known = (
        ("Title", document.title, "title"),
        ("Authors", ", ".join(item_authors(item)), "author"),
        ("Publisher", item_text(item, "publisher"), "publisher"),
        ("Date", item_date(item), "issued"),
        ("Address", item_text(item, "URL"), "URL"),
    )
    found = [Fact(name, value, document.origins.get(key)) for name, value, key in known if value]
    if document.language:
        found.append(Fact("Language", language_name(document.language), "its text"))
    return [*found, *(Fact("Same file", doc_id) for doc_id in document.also)]


@bp.app_template_filter()
def language(code: str) -> str:
    """Give the name of a language."""
    return language_name(code)


for function in (
    ask_address, document_link, explain_address, format_citation, format_pages, format_reference, only_address,
    place_link, source_address,
):  # fmt: skip
    bp.add_app_template_global(function)
