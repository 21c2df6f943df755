"""The pages to ask and read: question form, answer, explanation, tray, history. They work without JavaScript."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, render_template, request

from reportqa.answer import Answer
from reportqa.answering import FEATURE_NAMES, SHARES, SIGNAL_NAMES, Query
from reportqa.briefings import file_name
from reportqa.citations import DEFAULT_STYLE, run_pandoc
from reportqa.errors import InputError, LanguageModelError, ReportQAError
from reportqa.server.api.citations import formatting
from reportqa.server.current_index import current_engine
from reportqa.server.observability.exchange import note_answer, note_documents
from reportqa.server.pages import template_filters
from reportqa.server.pages.answer_view import (
    cited_quotes,
    differing_figures,
    nearest_headings,
    passage_blocks,
    passage_groups,
)
from reportqa.server.pages.ask_form import AskForm, ask_address, query_values
from reportqa.server.pages.explanation_view import found_documents
from reportqa.server.pages.feedback import feedback_on, quoted_places
from reportqa.server.pages.filter_fields import find_values
from reportqa.server.written_answers import write_answer
from reportqa.settings import MAX_K, MAX_QUESTION_LENGTH
from reportqa.writing import note_markdown

MORE_PASSAGES = 5
SAVED = {"html": "text/html; charset=utf-8", "md": "text/markdown; charset=utf-8"}
"""Formats in which answers are saved, with their media types."""
bp = Blueprint("pages", __name__)
template_filters.add_to(bp)


@bp.get("/ask/values")
def values() -> str:
    """Return some values of a filter field with the words in `find`, as a list of checkboxes."""
    start = request.args.get("start", "0")
    if not (start.isascii() and start.isdigit() and len(start) < 10):
        raise InputError("start must be a whole number.")
    filters = Query.from_args(request.args).filters
    field, find = request.args.get("field", ""), request.args.get("find", "")
    return render_template(
        "_values.html", values=find_values(field, find, int(start), filters, current_engine().facets)
    )


@bp.get("/ask")
def ask() -> str:
    """Show the sentences that answer or possibly answer the question and their passages, or that there is no answer."""
    return _answer_page(Query.from_args(request.args))


@bp.post("/ask/written")
def written() -> str:
    """Show the answer with a paragraph that the language model writes from its passages, or why there is none."""
    return _answer_page(Query.from_args(request.args), writes=True)


def _answer_page(query: Query, *, writes: bool = False) -> str:
    answer, shown = _answer(query)
    return render_template(
        "answer.html",
        **shown,
        **(_written(answer) if writes else {}),
        can_write=current_engine().language_model is not None and answer.answerable,
        query=query,
        form=AskForm.of(query, current_engine().facets),
        more=_more(query, len(answer.citations)),
        asked=query_values(replace(query, question=answer.asked, after=())),
        values=query_values(query),
        following=query_values(replace(query, question="", after=(*query.after, query.question))),
        headings=[] if answer.answerable else nearest_headings(current_engine(), answer),
        feedback=feedback_on(answer.asked),
        quoted_places=quoted_places(answer),
    )


@bp.get("/ask/file")
def saved_answer() -> Response:
    """Return the answers of a thread with their sources as one file: self-contained HTML, or Markdown."""
    form = request.args.get("format", "html")
    if form not in SAVED:
        raise InputError(f'An answer cannot be saved as "{form}". Choose one of: {", ".join(SAVED)}.')
    thread = Query.from_args(request.args).thread
    answers = [_answer(query)[1] for query in thread]
    note_documents(*(one.doc_id for shown in answers for one in shown["answer"].citations))
    page = render_template(
        "saved.html", answers=answers, linked=form == "html", today=datetime.now(UTC).date()
    ).encode()
    if form == "md":
        with formatting():
            page = run_pandoc(page, "gfm-raw_html", reader="html-native_divs-native_spans")
    response = Response(page, content_type=SAVED[form])
    response.headers.set("Content-Disposition", "attachment", filename=f"{file_name(thread[0].question)}.{form}")
    return response


@bp.get("/explain")
def explain() -> str:
    """Show in words what was found and how sure it is, and under "Details" all scores, weights and factors."""
    query = Query.from_args(request.args)
    explanation = current_engine().explain(
        query.question, k=query.k, filters=query.filters, llm=query.llm, after=query.after
    )
    note_answer(explanation.answer.question, explanation.answer.state)
    return render_template(
        "explain.html",
        explanation=explanation,
        found=[found_documents(search) for search in explanation.searches],
        query=query,
        signal_names=SIGNAL_NAMES,
        feature_names=FEATURE_NAMES,
        about_shares=SHARES,
    )


@bp.get("/tray")
def tray() -> str:
    """Show the quotes collected in this browser, to arrange and export; the browser fills the page."""
    return render_template("tray.html", default_style=DEFAULT_STYLE)


@bp.get("/history")
def history() -> str:
    """Show the questions asked in this browser; the browser fills the page, and sends none of them."""
    return render_template("history.html")


def form_of_request() -> AskForm:
    """Return the question form filled in from the query string, as far as it is valid."""
    question = request.args.get("q", "")[:MAX_QUESTION_LENGTH]
    if request.endpoint not in {"pages.ask", "pages.explain"}:
        return AskForm(question)
    try:
        query = Query.from_args(request.args)
        return AskForm.of(replace(query, question=question), current_engine().facets)
    except ReportQAError:
        return AskForm(question)


def _answer(query: Query) -> tuple[Answer, dict[str, Any]]:
    """Return the answer, and what its page and its file show."""
    engine = current_engine()
    answer = engine.ask(query.question, k=query.k, filters=query.filters, llm=query.llm, after=query.after)
    note_answer(answer.question, answer.state)
    return answer, {
        "answer": answer,
        "quotes": cited_quotes(engine, answer),
        "blocks": passage_blocks(engine, answer),
        "differing": differing_figures(engine, answer),
        "groups": passage_groups(answer.citations, query, engine.facets.published),
    }


def _written(answer: Answer) -> dict[str, Any]:
    """Return the paragraph that a page shows, or why there is none."""
    try:
        paragraph = write_answer(current_engine(), answer)
    except LanguageModelError as error:
        return {"not_written": str(error)}
    return {"written": paragraph, "written_note": note_markdown(paragraph)}


def _more(query: Query, shown: int) -> str | None:
    """Return the address that shows more passages; None if there are no more."""
    if shown < query.k or query.k >= MAX_K:
        return None
    return ask_address(query, k=min(query.k + MORE_PASSAGES, MAX_K))
