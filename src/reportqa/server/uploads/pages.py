"""The pages for uploads and builds; they work without JavaScript."""

from collections.abc import Iterator, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response as BaseResponse
from werkzeug.exceptions import BadRequest

from reportqa.errors import Conflict, InputError, UploadNotFound
from reportqa.ingest import safe_name
from reportqa.server.current_index import require_everything, sees_everything
from reportqa.server.observability.exchange import note_documents
from reportqa.server.pages.corpus import NAMED
from reportqa.server.uploads.upload_service import Notice, check_request, upload_service

REFRESH_SECONDS = 3
"""How often the build page reloads without JavaScript."""
MAX_NAMED = 3
"""Files named in a message; for more, it states their number."""

bp = Blueprint("uploads", __name__)
bp.before_request(check_request)


@bp.get("/uploads/")
def waiting() -> str:
    """Show the upload form, the addition in progress or the last one, and the files held for review."""
    service = upload_service()
    return render_template(
        "uploads.html",
        waiting=[(one, service.check_of(one)) for one in service.waiting()],
        notices=service.notices.find(request.args.get("done", "")),
        adding=None if service.reviews or not sees_everything() else service.adder.latest(),
        build=service.builds.latest() if sees_everything() else None,
        refresh=REFRESH_SECONDS,
    )


@bp.post("/uploads/")
def send() -> BaseResponse:
    """Receive files: start to add them, or hold them for review and show which were refused."""
    service = upload_service()
    try:
        if not service.reviews:
            service.add_files()
            return redirect(url_for("uploads.waiting"), 303)
        received, refused = service.receive_files()
    except (InputError, Conflict) as error:
        return _show_notices([Notice(str(error), is_refusal=True)])
    notices = [Notice(f"{safe_name(name)} {reason}", is_refusal=True) for name, reason in refused]
    if len(received) > MAX_NAMED:
        notices.append(Notice(f"{len(received):,} files are held for review."))
    else:
        notices += [Notice(f"{upload.name} is held for review.") for upload in received]
    return _show_notices(notices)


@bp.post("/uploads/adding")
def change_adding() -> BaseResponse:
    """Cancel or undo an addition, or go on with it."""
    adder = upload_service().adder
    actions = {"cancel": adder.cancel, "undo": adder.undo, "retry": adder.retry}
    action = actions.get(request.form.get("do", ""))
    if action is None:
        raise BadRequest("The form has no decision. Reload the page and try again.")
    try:
        action()
    except Conflict as error:
        return _show_notices([Notice(str(error), is_refusal=True)])
    return redirect(url_for("uploads.waiting"), 303)


@bp.post("/uploads/decide")
def decide() -> BaseResponse:
    """Accept, reject or check one file held for review, or all of them."""
    verb, _, upload_id = request.form.get("decision", "").partition(" ")
    if verb not in {"accept", "reject", "check"}:
        raise BadRequest("The form has no decision. Reload the page and try again.")
    chosen = [upload_id] if upload_id else [one.upload.upload_id for one in upload_service().waiting()]
    if verb == "accept":
        require_everything()
    upload_service().owners.check(chosen)
    if verb != "check":
        return _show_notices(list(_decide(verb, chosen)))
    try:
        upload_service().begin_checks(chosen)
    except UploadNotFound as error:
        return _show_notices([Notice(str(error), is_refusal=True)])
    return redirect(url_for("uploads.waiting"), 303)


@bp.get("/build/")
def build() -> str:
    """Show the progress of the build, or the result of the last one."""
    service = upload_service()
    return render_template(
        "build.html",
        build=service.builds.latest(),
        waiting=len(service.waiting()),
        notices=service.notices.find(request.args.get("done", "")),
        refresh=REFRESH_SECONDS,
        named=NAMED,
    )


@bp.post("/build/")
def change_build() -> BaseResponse:
    """Start a build, or cancel the one in progress."""
    service = upload_service()
    try:
        service.builds.cancel() if request.form.get("do") == "cancel" else service.builds.start()
    except Conflict as error:
        done = service.notices.keep([Notice(str(error), is_refusal=True)])
        return redirect(url_for("uploads.build", done=done), 303)
    return redirect(url_for("uploads.build"), 303)


@bp.app_template_filter()
def clock(moment: str) -> str:
    """Return a time (ISO 8601) for people: 2016-07-19 10:00 UTC."""
    return f"{moment[:16].replace('T', ' ')} UTC"


def _decide(verb: str, upload_ids: Sequence[str]) -> Iterator[Notice]:
    """Accept or reject files and yield the messages to show."""
    uploads = upload_service().uploads
    accepted = []
    for upload_id in upload_ids:
        try:
            if verb == "reject":
                name = uploads.reject(upload_id)
                yield Notice(f"Rejected: {name}.")
            else:
                name = uploads.accept(upload_id, request.form.get(f"if-taken-{upload_id}"))
                accepted.append(name)
            note_documents(name)
        except (UploadNotFound, Conflict) as error:
            yield Notice(str(error), is_refusal=True)
    if accepted:
        named = ", ".join(accepted) if len(accepted) <= MAX_NAMED else f"{len(accepted):,} files"
        yield Notice(f"Accepted: {named}. Rebuild the index to search {'it' if len(accepted) == 1 else 'them'}.")


def _show_notices(notices: Sequence[Notice]) -> BaseResponse:
    return redirect(url_for("uploads.waiting", done=upload_service().notices.keep(notices)), 303)
