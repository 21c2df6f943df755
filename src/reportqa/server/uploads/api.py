"""The JSON side of adding files and building, under /api/uploads and /api/build."""

import json
from collections.abc import Iterator
from contextlib import closing

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from reportqa.errors import Conflict
from reportqa.ingest import Build, Builds, events
from reportqa.server.origin_check import refuse_foreign_change
from reportqa.server.uploads.pending import CHOICES
from reportqa.server.uploads.upload_service import begin_checks, received, shown, uploading

HEARTBEAT_SECONDS = 5.0
"""How often a listener is written to though nothing happens: only so is it noticed that nobody listens any more."""
PAUSE_SECONDS = 0.25

bp = Blueprint("upload_api", __name__)
bp.before_request(refuse_foreign_change)


@bp.get("/api/uploads")
def waiting() -> Response:
    """List the files that wait."""
    return jsonify({"waiting": [shown(one) for one in uploading().uploads.waiting()]})


@bp.post("/api/uploads")
def send() -> tuple[Response, int]:
    """Let files wait."""
    taken, refused = received()
    ids = {upload.upload_id for upload in taken}
    there = [shown(one) for one in uploading().uploads.waiting() if one.upload.upload_id in ids]
    answer = {"waiting": there, "refused": [{"name": name, "reason": reason} for name, reason in refused]}
    return jsonify(answer), 201 if taken else 400


@bp.post("/api/uploads/<upload_id>")
def accept(upload_id: str) -> Response:
    """Move a file that waits into the corpus."""
    if_taken = request.args.get("if_taken")
    if if_taken not in {None, *CHOICES}:
        raise BadRequest(f"if_taken must be {' or '.join(CHOICES)}.")
    return jsonify({"name": uploading().uploads.accept(upload_id, if_taken)})


@bp.post("/api/uploads/<upload_id>/check")
def check(upload_id: str) -> tuple[Response, int]:
    """Have a file that waits checked; the list says what came of it."""
    begin_checks([upload_id])
    return jsonify({"upload_id": upload_id}), 202


@bp.delete("/api/uploads/<upload_id>")
def reject(upload_id: str) -> Response:
    """Delete a file that waits."""
    return jsonify({"name": uploading().uploads.reject(upload_id)})


@bp.get("/api/build")
def build() -> Response:
    """Give the build that runs, or the last one."""
    return _stated(uploading().builds.latest())


@bp.post("/api/build")
def start() -> tuple[Response, int]:
    """Start a build."""
    return _stated(uploading().builds.start()), 202


@bp.delete("/api/build")
def cancel() -> tuple[Response, int]:
    """Cancel the build that runs."""
    return _stated(uploading().builds.cancel()), 202


@bp.get("/api/build/events")
def follow() -> Response:
    """Tell how the build stands each time that this changes, until it has ended."""
    here = uploading()
    if not here.listeners.acquire(blocking=False):
        raise Conflict("Too many follow the build already. Ask /api/build from time to time.")
    response = Response(_lines(here.builds), mimetype="text/event-stream")
    response.call_on_close(here.listeners.release)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _lines(builds: Builds) -> Iterator[str]:
    with closing(events(builds, HEARTBEAT_SECONDS, PAUSE_SECONDS)) as following:
        for state in following:
            # JSON has no line breaks, which would end an event.
            yield f"data: {json.dumps(state.to_dict())}\n\n" if state else ": nothing new\n\n"


def _stated(state: Build | None) -> Response:
    return jsonify({"build": state.to_dict() if state else None})
