"""The page that asks each document by itself: a table of documents and quotes, also as CSV."""

from collections.abc import Iterator
from dataclasses import replace

from flask import Blueprint, Response, render_template, request, stream_template

from reportqa.answer import State
from reportqa.answering import COLUMNS, DocumentAnswer, Query, cells, csv_line, most_tokens
from reportqa.briefings import file_name
from reportqa.errors import InputError
from reportqa.server.current_index import current_engine
from reportqa.server.each_answers import each_answers
from reportqa.server.pages.ask_form import AskForm, query_values

STATES = {State.ANSWERS: "Answers", State.RELATED: "May answer", State.NOTHING: "Nothing found"}

bp = Blueprint("each", __name__)


@bp.get("/each")
def each() -> Response | str:
    """Show a form, and with a question what each document says, row by row as it is found."""
    return _page(llm=False)


@bp.post("/each/read")
def each_read() -> Response | str:
    """Show what each document says, each read by the language model."""
    return _page(llm=True)


@bp.get("/each/file")
def each_file() -> Response:
    """Return what each document says as CSV."""
    return _file(llm=False)


@bp.post("/each/read/file")
def each_read_file() -> Response:
    """Return what each document says as CSV, each read by the language model."""
    return _file(llm=True)


def _page(*, llm: bool) -> Response | str:
    engine = current_engine()
    query = Query.from_args(request.args)
    model = engine.language_model
    shown = {
        "query": query,
        "form": AskForm.of(replace(query, llm=True), engine.facets, "each.each"),
        "values": query_values(replace(query, llm=True)),
        "documents": len(engine.facets.select(query.filters)),
        "model": model.name if model else "",
        "most_tokens": most_tokens(engine, query.filters),
        "states": STATES,
        "is_read": llm,
    }
    if not query.question.strip():
        return render_template("each.html", **shown, rows=(), counts={})
    _check_model(llm)
    counts = dict.fromkeys(STATES, 0)
    rows = _counted(each_answers(engine, query, llm=llm), counts)
    return Response(stream_template("each.html", **shown, rows=rows, counts=counts))


def _file(*, llm: bool) -> Response:
    query = Query.from_args(request.args)
    _check_model(llm)
    rows = each_answers(current_engine(), query, llm=llm)
    lines = [csv_line(COLUMNS), *(csv_line(cells(one)) for one in rows)]
    response = Response("".join(lines), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{file_name(query.question)}.csv")
    return response


def _check_model(llm: bool) -> None:
    if llm and current_engine().language_model is None:
        raise InputError("This server has no language model. Set REPORTQA_LLM_URL where it is started.")


def _counted(rows: Iterator[DocumentAnswer], counts: dict[State, int]) -> Iterator[DocumentAnswer]:
    """Yield rows, and count them by state."""
    for row in rows:
        counts[row.state] += 1
        yield row
