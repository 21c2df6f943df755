"""The original file of a document, for people who want to read or keep it."""

import hashlib
from pathlib import PurePosixPath

from flask import Blueprint, Response

from reportqa.corpus_files import read_inside
from reportqa.errors import PageUnavailable
from reportqa.server.current_index import current_engine
from reportqa.server.pages.corpus import corpus_view
from reportqa.server.pages.document_address import has_pictures
from reportqa.server.viewer.page_images import PDF

bp = Blueprint("originals", __name__)


@bp.get("/original/<path:doc_id>")
def original(doc_id: str) -> Response:
    """Return the indexed file of a document: a PDF to be shown, any other type to be saved.

    :raises PageUnavailable: when the file is gone or is not the one that was indexed.
    """
    document = current_engine().document(doc_id)
    try:
        data = read_inside(corpus_view().corpus_dir, document.doc_id)
    except OSError as error:
        raise PageUnavailable(
            f"{doc_id} is not in the corpus folder any more. Its indexed text can be read."
        ) from error
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise PageUnavailable(f"{doc_id} has changed since it was indexed. Rebuild the index first.")
    is_shown = has_pictures(document)
    # A web page of the corpus must not run in the name of this server.
    response = Response(data, mimetype=PDF if is_shown else "application/octet-stream")
    name = PurePosixPath(doc_id).name
    response.headers.set("Content-Disposition", "inline" if is_shown else "attachment", filename=name)
    return response
