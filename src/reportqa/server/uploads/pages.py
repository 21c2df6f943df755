"""The pages that add files and build the index; all of it works without JavaScript."""

from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug import Response as Redirection
from werkzeug.exceptions import BadRequest

from reportqa import parsing
from reportqa.errors import Conflict, CorpusError, InputError, UploadNotFound
from reportqa.server.origin_check import refuse_foreign_change
from reportqa.server.pages.corpus import NAMED
from reportqa.server.uploads.acceptance import safe_name
from reportqa.server.uploads.upload_service import Notice, begin_checks, checked, received, uploading

REFRESH_SECONDS = 3
"""How often the page of a build loads itself again where there is no JavaScript."""

bp = Blueprint("uploads", __name__)
bp.before_request(refuse_foreign_change)


@bp.get("/uploads/")
def waiting() -> str:
    """Show the form that adds files, and those that wait."""
    here = uploading()
    return render_template(
        "uploads.html",
        waiting=[(one, checked(one)) for one in here.uploads.waiting()],
        notices=here.notices.find(request.args.get("done", "")),
        suffixes=parsing.SUFFIXES,
        file_mib=here.file_mib,
        room=here.room,
        build=here.builds.latest(),
    )


@bp.post("/uploads/")
def send() -> Redirection:
    """Let the files wait, and tell which may not."""
    try:
        taken, refused = received()
    except InputError as error:
        return _tell([Notice(str(error), is_refusal=True)])
    notices = [Notice(f"{upload.name} waits.") for upload in taken] if len(taken) < 4 else []
    if not notices and taken:
        notices = [Notice(f"{len(taken):,} files wait.")]
    refusals = [Notice(f"{safe_name(name)} {reason}", is_refusal=True) for name, reason in refused]
    return _tell([*refusals, *notices])


@bp.post("/uploads/decide")
def decide() -> Redirection:
    """Accept, reject or check one file that waits, or all of them."""
    verb, _, upload_id = request.form.get("decision", "").partition(" ")
    if verb not in {"accept", "reject", "check"}:
        raise BadRequest("The form does not say what to do. Load the page again.")
    chosen = [upload_id] if upload_id else [one.upload.upload_id for one in uploading().uploads.waiting()]
    if verb == "check":
        return _checked(chosen)
    return _tell(list(_decided(verb, chosen)))


@bp.get("/build/")
def build() -> Response:
    """Show the build that runs, or how the last one ended."""
    here = uploading()
    latest = here.builds.latest()
    response = Response(
        render_template(
            "build.html",
            build=latest,
            waiting=len(here.uploads.waiting()),
            notices=here.notices.find(request.args.get("done", "")),
            refresh=REFRESH_SECONDS,
            named=NAMED,
        )
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/build/")
def change_build() -> Redirection:
    """Start a build, or cancel the one that runs."""
    builds = uploading().builds
    try:
        builds.cancel() if request.form.get("do") == "cancel" else builds.start()
    except Conflict as error:
        done = uploading().notices.keep([Notice(str(error), is_refusal=True)])
        return redirect(url_for("uploads.build", done=done), 303)
    return redirect(url_for("uploads.build"), 303)


@bp.app_template_filter()
def clock(moment: str) -> str:
    """Give a time (ISO 8601) as a person writes it: 2016-07-19 10:00 UTC."""
    return f"{moment[:16].replace('T', ' ')} UTC"


def _checked(upload_ids: Sequence[str]) -> Redirection:
    try:
        begin_checks(upload_ids)
    except UploadNotFound as error:
        return _tell([Notice(str(error), is_refusal=True)])
    return redirect(url_for("uploads.waiting"), 303)


def _decided(verb: str, upload_ids: Sequence[str]) -> Iterator[Notice]:
    """Do what was decided of each; tell of it."""
    uploads = uploading().uploads
    accepted = []
    for upload_id in upload_ids:
        try:
            if verb == "reject":
                name = uploads.reject(upload_id)
                yield Notice(f"{name} has been rejected.")
            else:
                accepted.append(uploads.accept(upload_id, request.form.get(f"if-taken-{upload_id}")))
        except (UploadNotFound, Conflict, CorpusError) as error:
            yield Notice(str(error), is_refusal=True)
    if accepted:
        named = ", ".join(accepted) if len(accepted) < 4 else f"{len(accepted):,} files"
        yield Notice(f"In the corpus now: {named}. A build makes {'it' if len(accepted) == 1 else 'them'} answer.")


def _tell(notices: Sequence[Notice]) -> Redirection:
    return redirect(url_for("uploads.waiting", done=uploading().notices.keep(notices)), 303)
