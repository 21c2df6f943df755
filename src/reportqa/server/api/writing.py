"""The JSON API for each document by itself, and for what the language model writes."""

import json
from typing import Any

from flask import Blueprint, Response, jsonify, request

from reportqa.answering import COLUMNS, Query, cells, csv_line, most_tokens
from reportqa.errors import InputError
from reportqa.server.api.citations import json_body
from reportqa.server.current_index import current_engine
from reportqa.server.each_answers import each_answers
from reportqa.server.observability.exchange import note_answer
from reportqa.server.written_answers import summariser_of, write_answer, write_summary

FORMS = ("json", "csv")

bp = Blueprint("writing", __name__)


@bp.get("/api/each")
def each() -> Response:
    """Ask each document that matches the filters by itself, without the language model."""
    return _each(Query.from_args(request.args), llm=False)


@bp.post("/api/each")
def each_json() -> Response:
    """Ask each document; the language model of the server, if it has one, reads each unless "llm" is false."""
    query = Query.from_json(json_body())
    return _each(query, llm=query.llm)


@bp.post("/api/write")
def write() -> Response:
    """Answer a question, and have the language model write a paragraph from the passages."""
    query = Query.from_json(json_body())
    engine = current_engine()
    answer = engine.ask(
        query.question, k=query.k, filters=query.filters, id=query.id, llm=query.llm, after=query.after
    )  # fmt: skip
    note_answer(answer.question, answer.state)
    return jsonify({"answer": answer.to_dict(), "written": write_answer(engine, answer).to_dict()})


@bp.get("/api/summarise")
def summary_cost() -> Response:
    """Return how many sections of a document there are to summarise, and the most tokens that this takes."""
    return jsonify(_cost(request.args.get("document", "")))


@bp.post("/api/summarise")
def summarise() -> Response:
    """Have the language model summarise a document section by section; replies are kept, so that it can go on."""
    try:
        body = json.loads(json_body())
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict) or body.keys() != {"document"} or not isinstance(doc_id := body["document"], str):
        raise InputError('Send a JSON object such as {"document": "report.pdf"}.')
    sections = write_summary(current_engine(), doc_id)
    return jsonify({"doc_id": doc_id, "sections": [one.to_dict() for one in sections]})


def _cost(doc_id: str) -> dict[str, Any]:
    if not doc_id:
        raise InputError("Name a document: ?document=ID.")
    summariser = summariser_of(current_engine(), doc_id)
    return {
        "doc_id": doc_id,
        "title": summariser.title,
        "model": summariser.model,
        "sections": len(summariser.citations),
        "kept": summariser.kept,
        "most_tokens": summariser.estimate,
    }


def _each(query: Query, *, llm: bool) -> Response:
    form = request.args.get("format", "json")
    if form not in FORMS:
        raise InputError(f'The table cannot be written as "{form}". Choose one of: {", ".join(FORMS)}.')
    engine = current_engine()
    rows = each_answers(engine, query, llm=llm)
    if form == "csv":
        lines = [csv_line(COLUMNS), *(csv_line(cells(one)) for one in rows)]
        return Response("".join(lines), content_type="text/csv; charset=utf-8")
    model = engine.language_model
    cost = {"name": model.name, "most_tokens": most_tokens(engine, query.filters)} if model else None
    return jsonify({"generation": engine.generation, "model": cost, "documents": [one.to_dict() for one in rows]})
