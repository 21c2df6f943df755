"""The JSON side of the server: questions in, answers out, under /api and /healthz."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from werkzeug.exceptions import UnsupportedMediaType

from reportqa.corpus_pages import corpus_view, holdings_of
from reportqa.holder import current_asker
from reportqa.openapi import describe_api
from reportqa.queries import Query
from reportqa.uploading import EXTENSION

bp = Blueprint("api", __name__)


@bp.get("/api/ask")
def ask() -> Response:
    """Answer the question in q."""
    return _answer(Query.from_args(request.args))


@bp.post("/api/ask")
def ask_json() -> Response:
    """Answer the question in a JSON object."""
    if not request.is_json:
        raise UnsupportedMediaType("Send the question as JSON, with Content-Type: application/json.")
    return _answer(Query.from_json(request.get_data()))


@bp.get("/api/documents")
def documents() -> Response:
    """List the documents of the current generation that fit the filters, all without any."""
    asker = current_asker()
    selected = asker.shelf.select(Query.from_args(request.args).filters)
    rows, _ = holdings_of(asker)
    shown = [row.to_dict() for row in rows if row.summary.doc_id in selected]
    return jsonify({"generation": asker.generation, "documents": shown})


@bp.get("/api/corpus")
def corpus() -> Response:
    """Say when and of what the index was built, and how the folder stands against it."""
    asker = current_asker()
    manifest = corpus_view().manifest(asker.generation)
    folder = corpus_view().folder(asker.generation)
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


@bp.get("/healthz")
def health() -> dict[str, Any]:
    """Say that questions can be answered, and from what."""
    asker = current_asker()
    return {"status": "ok", "generation": asker.generation, "documents": len(asker.documents())}


@bp.get("/api/openapi.json")
def openapi() -> dict[str, Any]:
    """Describe all this."""
    return describe_api(with_uploads=EXTENSION in current_app.extensions)


def _answer(query: Query) -> Response:
    asker = current_asker()
    answer = asker.explain if query.explain else asker.ask
    return jsonify(answer(query.question, k=query.k, filters=query.filters, id=query.id).to_dict())
