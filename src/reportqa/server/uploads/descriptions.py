"""The page on which the description of a document is confirmed and corrected; it works without JavaScript."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response as BaseResponse
from werkzeug.exceptions import BadRequest

from reportqa.errors import InputError
from reportqa.ingest import DESCRIBED, LibraryFile, description_fields, read_description
from reportqa.server.current_index import current_engine
from reportqa.server.uploads.upload_service import Notice, check_request, upload_service

MAX_FIELD = 2000
"""Characters of one field."""

bp = Blueprint("descriptions", __name__)
bp.before_request(check_request)


@bp.get("/describe/<path:doc_id>")
def show(doc_id: str) -> str:
    """Show title, authors, date and publisher of a document in a form, each with its origin."""
    document = current_engine().catalogue.summary(doc_id)
    library = LibraryFile(upload_service().corpus_dir)
    return render_template(
        "describe.html",
        document=document,
        fields=description_fields(document, library.fields(document)),
        can_undo=library.can_undo(document),
        most=MAX_FIELD,
        notices=upload_service().notices.find(request.args.get("done", "")),
    )


@bp.post("/describe/<path:doc_id>")
def change(doc_id: str) -> BaseResponse:
    """Write the description to library.json, or undo the last change, and show what was done."""
    catalogue = current_engine().catalogue
    document = catalogue.summary(doc_id)
    texts = {name: request.form.get(name, "") for name in DESCRIBED}
    if any(len(text) > MAX_FIELD for text in texts.values()):
        raise BadRequest(f"A field has more than {MAX_FIELD:,} characters. Shorten it.")
    try:
        library = LibraryFile(upload_service().corpus_dir)
        if request.form.get("do") == "undo":
            library.undo(document)
        else:
            shown = description_fields(document, library.fields(document))
            typed = read_description(texts["title"], texts["author"].split(";"), texts["issued"], texts["publisher"])
            # What was not typed over stays as it is; what nobody has checked is confirmed.
            fields = {
                name: value
                for name, value in typed.items()
                if texts[name].strip() != shown[name]["value"] or name in document.unchecked
            }
            if not fields:
                raise InputError("Nothing was changed.")
            library.describe(document, fields, catalogue.works()[document.doc_id].key)
        notice = Notice("Written to library.json. Rebuild the index to use it.")
    except InputError as error:
        notice = Notice(str(error), is_refusal=True)
    return redirect(url_for("descriptions.show", doc_id=doc_id, done=upload_service().notices.keep([notice])), 303)
