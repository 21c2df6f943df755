"""The page of the collections, and the forms that change them; they work without JavaScript."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Flask, current_app, redirect, render_template, request, url_for
from werkzeug import Response

from reportqa.answering import Query
from reportqa.errors import InputError
from reportqa.index import MAX_COLLECTION_NAME, Collection, CollectionStore, Facets, Filters
from reportqa.server.current_index import current_engine, require_everything, sees_everything
from reportqa.server.pages.ask_form import ask_address
from reportqa.server.pages.filter_fields import shown_filter
from reportqa.settings import Settings

EXTENSION = "reportqa.collections"
SHOWN_MISSING = 20
"""Missing documents of a collection that are named."""
bp = Blueprint("collections", __name__)


def init_app(app: Flask, settings: Settings) -> None:
    """Add the collections of the index folder to an application."""
    app.jinja_env.globals |= {"MAX_COLLECTION_NAME": MAX_COLLECTION_NAME, "sees_everything": sees_everything}
    app.extensions[EXTENSION] = CollectionStore(settings.index_dir)
    app.register_blueprint(bp)


@bp.get("/collections")
def listing() -> str:
    """Show all collections, with forms that rename and delete them."""
    facets = current_engine().facets
    return render_template(
        "collections.html", rows=[_row(one, facets) for one in facets.all_collections()], shown_missing=SHOWN_MISSING
    )


@bp.post("/collections")
def change() -> Response:
    """Save filters, add or remove documents, rename or delete a collection, as the form says, and show the result."""
    # Collections say what groups see, and their names may be taken by those that are hidden.
    require_everything()
    store, facets = _store(), current_engine().facets
    name = request.form.get("name", "")
    match request.form.get("do"):
        case "save":
            return redirect(_saved(name, Query.from_args(request.form), facets), 303)
        case "add":
            facets.select(Filters(doc_ids=_ticked()))
            return redirect(_documents_address(store.add(name, _ticked())), 303)
        case "remove":
            return redirect(_documents_address(store.remove(name, _ticked())), 303)
        case "forget":
            store.remove(name, facets.missing(store.find(name)))
        case "rename":
            store.rename(name, request.form.get("new", ""))
        case "delete":
            store.delete(name)
        case _:
            raise InputError("The form does not say what to do. Reload the page and try again.")
    return redirect(url_for("collections.listing"), 303)


def _ticked() -> tuple[str, ...]:
    """Return the documents that are ticked.

    :raises InputError: when none is.
    """
    if not (doc_ids := request.form.getlist("document")):
        raise InputError("No document is ticked. Go back, tick some, and try again.")
    return tuple(doc_ids)


def _documents_address(collection: Collection) -> str:
    """Return the address of the list of a collection's documents."""
    return url_for("pages.documents", collection=collection.name)


def _saved(name: str, query: Query, facets: Facets) -> str:
    """Save the filters of a question; return the address of the question in the new collection."""
    facets.select(query.filters)
    collection = _store().save(name, query.filters)
    if not query.question:
        return url_for("collections.listing")
    return ask_address(replace(query, filters=Filters(collections=(collection.name,))))


def _row(collection: Collection, facets: Facets) -> dict[str, Any]:
    """Return a collection as its row shows it."""
    given = collection.filters.values().items()
    return {
        **facets.describe(collection),
        "is_by_hand": collection.is_by_hand,
        "filters": [shown_filter(name, value, facets) for name, values in given for value in values],
    }


def _store() -> CollectionStore:
    store: CollectionStore = current_app.extensions[EXTENSION]
    return store
