"""The JSON API under /api, and /healthz."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from reportqa.answering import CurrentIndex, Explanation, Query
from reportqa.briefings import FORMATS, draft_of_json, file_name, make_briefing, one_file
from reportqa.citations import DEFAULT_STYLE, anchors_of, load_style, search_styles, verdict_dict
from reportqa.errors import InputError
from reportqa.server.accounts.current_user import signs_in
from reportqa.server.api import citations, writing
from reportqa.server.api.openapi import describe_api
from reportqa.server.current_index import current_engine, sees_everything
from reportqa.server.observability.exchange import note_answer, note_documents
from reportqa.server.pages.corpus import corpus_view, rows_of
from reportqa.server.uploads.upload_service import EXTENSION
from reportqa.settings import MAX_BRIEFING_BYTES, MAX_NOTES, MAX_QUOTES, MAX_STYLES

MAX_RECORDS_BYTES = 1024 * 1024

bp = Blueprint("api", __name__)
bp.register_blueprint(citations.bp)
bp.register_blueprint(writing.bp)


@bp.get("/api/ask")
def ask() -> Response:
    """Answer the question in the query string."""
    return _answer(Query.from_args(request.args))


@bp.post("/api/ask")
def ask_json() -> Response:
    """Answer the question in a JSON body."""
    return _answer(Query.from_json(citations.json_body()))


@bp.get("/api/suggest")
def suggest() -> Response:
    """Suggest completions of a partly typed question."""
    found = current_engine().suggest(request.args.get("q", ""))
    return jsonify({"suggestions": [one.to_dict() for one in found]})


@bp.get("/api/documents")
def documents() -> Response:
    """List the documents that match the filters."""
    engine = current_engine()
    selected = engine.facets.select(Query.from_args(request.args).filters)
    rows, _ = rows_of(engine)
    shown = [row.to_dict() for row in rows if row.summary.doc_id in selected]
    return jsonify({"generation": engine.generation, "documents": shown})


@bp.get("/api/collections")
def collections() -> Response:
    """List the collections with the number of their documents."""
    facets = current_engine().facets
    return jsonify({"collections": [facets.describe(one) for one in facets.collections()]})


@bp.get("/api/corpus")
def corpus() -> Response:
    """Return when the index was built, from what, and what has changed in the folder since."""
    engine = current_engine()
    manifest = engine.manifest
    folder = corpus_view().folder(manifest, whole=sees_everything())
    return jsonify(
        {
            "generation": manifest.generation,
            "created": manifest.created,
            "counts": dict(manifest.counts),
            "skipped": dict(manifest.skipped),
            "changes": asdict(folder.changes) if folder.changes else None,
            "problem": folder.problem,
            "is_another_folder": folder.is_another,
        }
    )


@bp.get("/api/styles")
def styles() -> Response:
    """List the first citation styles that contain all the words in q."""
    found = search_styles(request.args.get("q", ""))
    return jsonify({"count": len(found), "styles": [style.to_dict() for style in found[:MAX_STYLES]]})


@bp.post("/api/brief")
def brief() -> Response:
    """Make a briefing of notes and quotes, as a file download."""
    form = request.args.get("format", "docx")
    if form not in FORMATS:
        raise InputError(f'A briefing cannot be written as "{form}". Choose one of: {", ".join(FORMATS)}.')
    draft = draft_of_json(citations.json_body(MAX_BRIEFING_BYTES))
    if len(draft.places) > MAX_QUOTES:
        raise InputError(f"The briefing has {len(draft.places):,} quotes; the limit is {MAX_QUOTES}. Split it.")
    if draft.length > MAX_NOTES:
        raise InputError(f"The notes have {draft.length:,} characters; the limit is {MAX_NOTES:,}. Split the briefing.")
    note_documents(*(one.anchor.doc_id for one in draft.places))
    # Only named styles: a path would read files of the server.
    style = load_style(draft.fields.get("style") or DEFAULT_STYLE)
    with citations.formatting():
        briefing = make_briefing(draft, current_engine().catalogue)
        data = one_file(briefing, style, form)
    response = Response(data, content_type=FORMATS[form])
    response.headers.set("Content-Disposition", "attachment", filename=f"{file_name(briefing.title)}.{form}")
    return response


@bp.post("/api/verify")
def verify() -> Response:
    """Verify citations: a record, or a list of records or links."""
    anchors = anchors_of(citations.json_body(MAX_RECORDS_BYTES))
    engine = current_engine()
    found = citations.traced(anchors, engine.catalogue)
    verdicts = [verdict_dict(verdict, anchor, now) for anchor, verdict, now in found]
    return jsonify({"generation": engine.generation, "verdicts": verdicts})


@bp.get("/livez")
def live() -> dict[str, str]:
    """Return 200 as long as the server runs, also without an index and when all its threads are busy."""
    return {"status": "ok"}


@bp.get("/healthz")
def health() -> dict[str, Any]:
    """Return 200 if the server can answer questions; where nobody signs in, with the number of documents."""
    index: CurrentIndex = current_app.extensions["reportqa"]
    engine = index.get()
    found = {"status": "ok", "generation": engine.generation}
    return found if signs_in() else found | {"documents": len(engine.documents())}


@bp.get("/api/openapi.json")
def openapi() -> dict[str, Any]:
    """Return the OpenAPI description of this server."""
    return describe_api(with_uploads=EXTENSION in current_app.extensions, with_sign_in=signs_in())


def _answer(query: Query) -> Response:
    engine = current_engine()
    ask = engine.explain if query.explain else engine.ask
    found = ask(query.question, k=query.k, filters=query.filters, id=query.id, llm=query.llm, after=query.after)
    answer = found.answer if isinstance(found, Explanation) else found
    note_answer(answer.question, answer.state)
    return jsonify(found.to_dict())
