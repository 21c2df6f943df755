"""The pages that check the quotations of a finished briefing; they work without JavaScript."""

from collections import Counter
from pathlib import PurePosixPath

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug import Response as BaseResponse
from werkzeug.exceptions import NotFound

from reportqa.errors import Conflict, InputError
from reportqa.ingest import safe_name
from reportqa.proofreading import SUFFIXES, WRONG, Outcome
from reportqa.server.briefing_checks import FILE_MIB, MAX_BODY_BYTES, CheckedBriefing, briefing_checks
from reportqa.server.current_index import current_engine, viewer_name
from reportqa.server.uploads.upload_service import Notice

HEADINGS = {
    Outcome.FIGURE: "Changed number",
    Outcome.WORDS: "Changed words",
    Outcome.NOT_FOUND: "Not found",
    Outcome.ELSEWHERE: "Elsewhere",
    Outcome.NO_PAGE: "Right, no page named",
    Outcome.RIGHT: "Right",
}

bp = Blueprint("verify", __name__)


@bp.get("/verify/")
def start() -> str:
    """Show the form for a briefing."""
    return _page(None)


@bp.post("/verify/")
def send() -> BaseResponse:
    """Check a briefing and lead to its result, or say why it cannot be checked."""
    checks = briefing_checks()
    index_dir = current_engine().index_dir
    try:
        key = checks.check(*_received(), index_dir, viewer_name())
    except (InputError, Conflict) as error:
        done = checks.notices.keep([Notice(str(error), is_refusal=True)])
        return redirect(url_for("verify.start", done=done), 303)
    return redirect(url_for("verify.result", key=key), 303)


@bp.get("/verify/<key>")
def result(key: str) -> str:
    """Show each quotation of a checked briefing beside its source, the worst first."""
    return _page(_kept(key), key)


@bp.post("/verify/<key>")
def corrected(key: str) -> Response:
    """Return the briefing with the accepted page numbers corrected."""
    checked = _kept(key)
    data = briefing_checks().corrected(checked, request.form.getlist("fix", type=int))
    path = PurePosixPath(checked.result.name)
    response = Response(data, mimetype="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=f"{path.stem}-corrected{path.suffix}")
    return response


def _kept(key: str) -> CheckedBriefing:
    checked = briefing_checks().find(key, viewer_name())
    if checked is None:
        raise NotFound("The result of this check is no longer kept. Choose Verify and send the file again.")
    return checked


def _received() -> tuple[str, bytes]:
    """Return name and content of the file of the request.

    :raises InputError: when there is none, or it is too large.
    """
    too_large = f"The file is larger than {FILE_MIB} MiB. Remove pictures or split it, and try again."
    request.max_content_length = MAX_BODY_BYTES
    if (request.content_length or 0) > MAX_BODY_BYTES:
        raise InputError(too_large)
    file = request.files.get("file")
    if file is None or not file.filename:
        raise InputError("No file was sent. Choose a briefing and try again.")
    with file.stream:
        data = file.stream.read(FILE_MIB * 1024**2 + 1)
    if len(data) > FILE_MIB * 1024**2:
        raise InputError(too_large)
    return safe_name(file.filename), data


def _page(checked: CheckedBriefing | None, key: str = "") -> str:
    findings = list(enumerate(checked.result.findings)) if checked else []
    counts = Counter(finding.outcome for _, finding in findings)
    return render_template(
        "verify.html",
        checked=checked,
        key=key,
        wrong=[(number, one) for number, one in findings if one.outcome in WRONG],
        right=[(number, one) for number, one in findings if one.outcome not in WRONG],
        counts=[(HEADINGS[outcome], counts[outcome]) for outcome in Outcome if counts[outcome]],
        headings=HEADINGS,
        notices=briefing_checks().notices.find(request.args.get("done", "")),
        suffixes=SUFFIXES,
        file_mib=FILE_MIB,
    )
