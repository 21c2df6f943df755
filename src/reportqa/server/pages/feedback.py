"""What readers say of answers in the browser: kept, listed, exported and deleted; works without JavaScript."""

import json
from typing import Any

from flask import Blueprint, Flask, Response, current_app, redirect, render_template, request, url_for

from reportqa.answering import FEEDBACK_FILE, MAX_PLACES, FeedbackStore, Query, Row
from reportqa.citations import read_link
from reportqa.errors import InputError
from reportqa.server.current_index import current_engine
from reportqa.server.origin_check import refuse_foreign_change
from reportqa.server.pages.ask_form import ask_address
from reportqa.settings import Settings

EXTENSION = "reportqa.judgements"
ANSWERS, NOTHING = "answers", "nothing"
bp = Blueprint("judging", __name__)
bp.before_request(refuse_foreign_change)


def init_app(app: Flask, settings: Settings) -> None:
    """Let an application keep judgements, unless its settings forbid it."""
    app.jinja_env.globals["judging"] = settings.judgements
    if settings.judgements:
        app.extensions[EXTENSION] = FeedbackStore(settings.index_dir)
        app.register_blueprint(bp)


def judgement_of(question: str) -> Row | None:
    """Give what was said of the answer to a question; None also where nothing is kept."""
    kept = current_app.extensions.get(EXTENSION)
    return kept.find(question) if kept else None


@bp.get("/judgements")
def listing() -> str:
    """Show what was said of which questions."""
    return render_template("judgements.html", rows=_judgements().rows())


@bp.get(f"/{FEEDBACK_FILE}")
def export() -> Response:
    """Give all of it as a file that `reportqa evaluate` reads."""
    response = Response("".join(f"{json.dumps(row)}\n" for row in _judgements().rows()), mimetype="application/jsonl")
    response.headers.set("Content-Disposition", "attachment", filename=FEEDBACK_FILE)
    return response


@bp.post("/judgements")
def judge() -> Any:
    """Keep that the places in the form answer its question, or that nothing does."""
    query = Query.from_args(request.form)
    verdict, places = request.form.get("verdict"), request.form.getlist("place")
    if verdict not in {ANSWERS, NOTHING} or (verdict == ANSWERS) != bool(places) or not query.question.strip():
        raise InputError("Say of a question which places answer it, or that nothing does.")
    if len(places) > MAX_PLACES:
        raise InputError(f"A judgement has up to {MAX_PLACES} places. Name fewer.")
    engine = current_engine()
    anchors = [read_link(place) for place in places]
    _judgements().add(query.question, [engine.cite(one.doc_id, one.start, one.end) for one in anchors])
    return redirect(f"{ask_address(query)}#judging", 303)


@bp.post("/judgements/delete")
def delete() -> Any:
    """Forget one judgement, or all."""
    row_id = request.form.get("id")
    if row_id is None and request.form.get("all") != "1":
        raise InputError("Say which judgement to delete.")
    _judgements().delete(row_id)
    query = Query.from_args(request.form)
    return redirect(f"{ask_address(query)}#judging" if query.question else url_for("judging.listing"), 303)


def _judgements() -> FeedbackStore:
    kept: FeedbackStore = current_app.extensions[EXTENSION]
    return kept
