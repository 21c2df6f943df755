"""The JSON API of uploads and builds, under /api/uploads and /api/build."""

import json
from collections.abc import Iterator
from contextlib import closing

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from reportqa.errors import Conflict
from reportqa.ingest import BuildRunner, BuildStatus, events
from reportqa.server.observability.exchange import note_documents
from reportqa.server.uploads.adding import Adding
from reportqa.server.uploads.pending import CHOICES
from reportqa.server.uploads.upload_service import check_request, upload_service

HEARTBEAT_SECONDS = 5.0
"""How often a listener is written to without news; only a failed write shows that it has gone."""
PAUSE_SECONDS = 0.25

bp = Blueprint("upload_api", __name__)
bp.before_request(check_request)


@bp.get("/api/uploads")
def list_uploads() -> Response:
    """List the files held for review."""
    service = upload_service()
    return jsonify({"waiting": [service.to_dict(one) for one in service.waiting()]})


@bp.post("/api/uploads")
def upload() -> tuple[Response, int]:
    """Receive files for review."""
    service = upload_service()
    received, refused = service.receive_files()
    ids = {one.upload_id for one in received}
    waiting = [service.to_dict(one) for one in service.waiting() if one.upload.upload_id in ids]
    result = {"waiting": waiting, "refused": [{"name": name, "reason": reason} for name, reason in refused]}
    return jsonify(result), 201 if received else 400


@bp.post("/api/uploads/<upload_id>")
def accept(upload_id: str) -> Response:
    """Move a file into the corpus."""
    if_taken = request.args.get("if_taken")
    if if_taken not in {None, *CHOICES}:
        raise BadRequest(f"if_taken must be {' or '.join(CHOICES)}.")
    name = upload_service().uploads.accept(upload_id, if_taken)
    note_documents(name)
    return jsonify({"name": name})


@bp.post("/api/uploads/<upload_id>/check")
def check(upload_id: str) -> tuple[Response, int]:
    """Start a trial parse of a file; the list of uploads shows the result."""
    upload_service().begin_checks([upload_id])
    return jsonify({"upload_id": upload_id}), 202


@bp.delete("/api/uploads/<upload_id>")
def reject(upload_id: str) -> Response:
    """Delete a file from review."""
    name = upload_service().uploads.reject(upload_id)
    note_documents(name)
    return jsonify({"name": name})


@bp.get("/api/additions")
def addition() -> Response:
    """Return the addition in progress or the last one."""
    return _addition(upload_service().adder.latest())


@bp.post("/api/additions")
def add() -> tuple[Response, int]:
    """Receive files and start to add them in one step."""
    return _addition(upload_service().add_files()), 202


@bp.delete("/api/additions")
def cancel_addition() -> tuple[Response, int]:
    """Cancel the addition in progress."""
    return _addition(upload_service().adder.cancel()), 202


@bp.post("/api/additions/undo")
def undo() -> tuple[Response, int]:
    """Remove the files of the last addition."""
    return _addition(upload_service().adder.undo()), 202


@bp.post("/api/additions/retry")
def retry() -> tuple[Response, int]:
    """Go on with an addition that failed or was interrupted."""
    return _addition(upload_service().adder.retry()), 202


@bp.get("/api/build")
def build() -> Response:
    """Return the build in progress or the last one."""
    return _build_state(upload_service().builds.latest())


@bp.post("/api/build")
def start() -> tuple[Response, int]:
    """Start a build."""
    return _build_state(upload_service().builds.start()), 202


@bp.delete("/api/build")
def cancel() -> tuple[Response, int]:
    """Cancel the build in progress."""
    return _build_state(upload_service().builds.cancel()), 202


@bp.get("/api/build/events")
def follow() -> Response:
    """Stream the state of the build at each change until it ends."""
    service = upload_service()
    if not service.listeners.acquire(blocking=False):
        raise Conflict("Too many clients follow the build already. Poll /api/build instead.")
    response = Response(_event_lines(service.builds), mimetype="text/event-stream")
    response.call_on_close(service.listeners.release)
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _event_lines(builds: BuildRunner) -> Iterator[str]:
    with closing(events(builds, HEARTBEAT_SECONDS, PAUSE_SECONDS)) as following:
        for state in following:
            # JSON contains no line breaks, which would end an event.
            yield f"data: {json.dumps(state.to_dict())}\n\n" if state else ": nothing new\n\n"


def _addition(adding: Adding | None) -> Response:
    return jsonify({"addition": adding.to_dict() if adding else None})


def _build_state(state: BuildStatus | None) -> Response:
    return jsonify({"build": state.to_dict() if state else None})
