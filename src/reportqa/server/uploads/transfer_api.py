"""Uploads in pieces over HTTP, under /api/transfers: the tus protocol 1.0 with creation, termination and expiration.

Source: https://tus.io/protocols/resumable-upload
"""

import base64
import binascii
import re

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import BadRequest, UnsupportedMediaType
from werkzeug.http import http_date

from reportqa.errors import UploadRefused
from reportqa.ingest import safe_name
from reportqa.server.observability.exchange import note_documents
from reportqa.server.uploads.transfers import PIECE_BYTES, Transfer
from reportqa.server.uploads.upload_service import check_request, upload_service

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination"
MEDIA_TYPE = "application/offset+octet-stream"
_NUMBER = re.compile(r"\d{1,15}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")

bp = Blueprint("transfer_api", __name__, url_prefix="/api/transfers")
bp.before_request(check_request)


@bp.before_request
def refuse_other_version() -> Response | None:
    """Refuse another version of the protocol, as it demands."""
    if request.method == "OPTIONS" or request.headers.get("Tus-Resumable", VERSION) == VERSION:
        return None
    return Response(f"This server has version {VERSION} of the tus protocol.\n", 412, mimetype="text/plain")


@bp.after_request
def name_version(response: Response) -> Response:
    """Add the version to a response."""
    response.headers["Tus-Resumable"] = response.headers["Tus-Version"] = VERSION
    return response


@bp.route("", methods=["OPTIONS"], provide_automatic_options=False)
def options() -> Response:
    """Return what the server supports."""
    return Response(
        status=204, headers={"Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(upload_service().file_mib * 1024**2)}
    )


@bp.post("")
def create() -> Response:
    """Begin to send a file in pieces."""
    metadata = _metadata(request.headers.get("Upload-Metadata", ""))
    name, sha256 = metadata.get("filename", ""), metadata.get("sha256")
    if sha256 is not None and not _SHA256.fullmatch(sha256):
        raise BadRequest("The sha256 of Upload-Metadata must be 64 hexadecimal digits in lower case.")
    try:
        note_documents(safe_name(name))
        begun = upload_service().transfers.begin(name, _number("Upload-Length"), sha256)
    except UploadRefused as error:
        raise type(error)(f"{safe_name(name)} {error}") from error
    upload_service().owners.claim(begun.transfer_id)
    response = _described(begun, 201)
    response.headers["Location"] = url_for("transfer_api.show", transfer_id=begun.transfer_id)
    return response


@bp.route("/<transfer_id>", methods=["HEAD"])
def show(transfer_id: str) -> Response:
    """Return how much of a file the server has."""
    return _described(upload_service().transfers.complete(transfer_id), 200)


@bp.patch("/<transfer_id>")
def write(transfer_id: str) -> Response:
    """Receive a piece of a file; with the last one, it is a file held for review."""
    if request.mimetype != MEDIA_TYPE:
        raise UnsupportedMediaType(f"Send the piece as {MEDIA_TYPE}.")
    # werkzeug refuses a body of as many bytes.
    request.max_content_length = PIECE_BYTES + 1
    transfers = upload_service().transfers
    name = transfers.find(transfer_id).name
    try:
        return _described(transfers.write(transfer_id, _number("Upload-Offset"), request.stream), 204)
    except UploadRefused as error:
        raise type(error)(f"{name} {error}") from error


@bp.delete("/<transfer_id>")
def cancel(transfer_id: str) -> Response:
    """Delete what was received of a file."""
    upload_service().transfers.cancel(transfer_id)
    return Response(status=204)


def _described(transfer: Transfer, status: int) -> Response:
    response = Response(status=status)
    response.headers["Upload-Offset"] = str(transfer.received)
    response.headers["Upload-Length"] = str(transfer.size)
    if transfer.expires is not None:
        response.headers["Upload-Expires"] = http_date(transfer.expires)
    return response


def _number(header: str) -> int:
    value = request.headers.get(header, "")
    if not _NUMBER.fullmatch(value):
        raise BadRequest(f"The header {header} must be a number of bytes.")
    return int(value)


def _metadata(header: str) -> dict[str, str]:
    """Return the pairs of Upload-Metadata: "filename bmFtZS50eHQ=,sha256 …", values in base64."""
    pairs = (pair.partition(" ") for pair in header.split(",") if pair.strip())
    try:
        return {key.strip(): base64.b64decode(value, validate=True).decode() for key, _, value in pairs}
    except (binascii.Error, UnicodeDecodeError) as error:
        raise BadRequest("Upload-Metadata must be pairs of a key and a value in base64.") from error
