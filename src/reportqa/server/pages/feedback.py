"""The feedback page and the feedback buttons of answers; they work without JavaScript."""

import json
from collections.abc import Iterator
from contextlib import suppress

from flask import Blueprint, Flask, Response, current_app, redirect, render_template, request, url_for
from werkzeug import Response as BaseResponse

from reportqa.answer import Answer
from reportqa.answering import Query
from reportqa.citations import read_link
from reportqa.errors import InputError, StateUnavailable
from reportqa.server.current_index import current_engine, sees_everything, viewer_name
from reportqa.server.observability.exchange import note_documents
from reportqa.server.pages.ask_form import ask_address
from reportqa.settings import Settings
from reportqa.state import FEEDBACK_FILE, MAX_PLACES, Feedback, OpenedState

EXTENSION = "reportqa.judgements"
PER_PAGE = 50
ANSWERS, WRONG, NOTHING = "answers", "wrong", "nothing"
bp = Blueprint("feedback", __name__)


def init_app(app: Flask, settings: Settings) -> None:
    """Add feedback to an application, unless the settings turn it off."""
    if settings.judgements:
        app.extensions[EXTENSION] = OpenedState(settings)
        app.register_blueprint(bp)


def feedback_on(question: str) -> Feedback | None:
    """Return the feedback on the answer to a question; None if there is none, it cannot be read or it is turned off."""
    state: OpenedState | None = current_app.extensions.get(EXTENSION)
    if state is not None and state.exists:
        with suppress(InputError, StateUnavailable):
            row = state.feedback().find(question, viewer_name())
            return row if row is not None and _is_seen(row) else None
    return None


def quoted_places(answer: Answer) -> list[str]:
    """Return the places of the sentences that an answer quotes, at most MAX_PLACES of them."""
    return [f"{answer.citations[one.citation - 1].doc_id}#{one.start}-{one.end}" for one in answer.nearest[:MAX_PLACES]]


@bp.get("/judgements")
def listing() -> str:
    """Show a page of the feedback that the user may see, the newest first, with buttons to export and delete it."""
    state = _state()
    text = request.args.get("page", "1")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
    number = max(1, number)
    rows, count = state.feedback().page(number, PER_PAGE, _whose()) if state.exists else ([], 0)
    rows = [row for row in rows if _is_seen(row)]
    return render_template("feedback.html", rows=rows, count=count, page=number, pages=-(-count // PER_PAGE))


@bp.get(f"/{FEEDBACK_FILE}")
def export() -> Response:
    """Return the feedback that the user may see as a question set for `reportqa evaluate`."""
    response = Response(_lines(_state()), mimetype="application/jsonl")
    response.headers.set("Content-Disposition", "attachment", filename=FEEDBACK_FILE)
    return response


@bp.post("/judgements")
def save() -> BaseResponse:
    """Save which places answer the question of the form, which do not, or that none does; show the answer again."""
    query = Query.from_args(request.form)
    verdict, places = request.form.get("verdict"), request.form.getlist("place")
    if verdict not in {ANSWERS, WRONG, NOTHING} or (verdict == NOTHING) == bool(places) or not query.question.strip():
        raise InputError("The feedback is incomplete. Reload the page and try again.")
    if len(places) > MAX_PLACES:
        raise InputError(f"Feedback can name at most {MAX_PLACES} places.")
    engine = current_engine()
    anchors = [read_link(place.strip()) for place in places]
    cited = [engine.cite(one.doc_id, one.start, one.end, one.sha256 or None) for one in anchors]
    wrong, answers = (cited, []) if verdict == WRONG else ([], cited)
    note_documents(*(one.doc_id for one in anchors))
    _state().feedback().add(query.question, answers, wrong, by=viewer_name())
    return redirect(f"{ask_address(query)}#feedback", 303)


@bp.post("/judgements/delete")
def delete() -> BaseResponse:
    """Delete the feedback on one answer, or all, and show the page it was deleted from."""
    row_id = request.form.get("id")
    if row_id is None and request.form.get("all") != "1":
        raise InputError("The form does not say what to delete. Reload the page and try again.")
    if (state := _state()).exists:
        state.feedback().delete(row_id, _whose())
    query = Query.from_args(request.form)
    return redirect(f"{ask_address(query)}#feedback" if query.question else url_for("feedback.listing"), 303)


def _lines(state: OpenedState) -> Iterator[str]:
    """Return the rows as lines; they are read as they are sent."""
    rows = state.feedback().rows(_whose()) if state.exists else iter(())
    # Streamed, when the request has no user any more.
    seen = None if sees_everything() else current_engine().facets.titles
    return (f"{json.dumps(row)}\n" for row in rows if seen is None or seen.keys() >= set(row.get("documents", ())))


def _whose() -> str | None:
    """Return the name of a user from whom documents are hidden, who sees only their own feedback; None for others."""
    return None if sees_everything() else viewer_name()


def _is_seen(row: Feedback) -> bool:
    """Return whether the user may see the documents of feedback."""
    return sees_everything() or current_engine().facets.titles.keys() >= set(row.get("documents", ()))


def _state() -> OpenedState:
    state: OpenedState = current_app.extensions[EXTENSION]
    return state
