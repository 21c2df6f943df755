"""The page of the collections, and the forms that change them; they work without JavaScript."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Flask, current_app, redirect, render_template, request, url_for
from werkzeug import Response

from reportqa.answering import Query
from reportqa.errors import AccessDenied, InputError
from reportqa.index import MAX_COLLECTION_NAME, Collection, CollectionStore, Facets, Filters, SharedCollections
from reportqa.server.accounts.current_user import current_user, signs_in, state_database
from reportqa.server.current_index import current_engine, sees_everything
from reportqa.server.pages.ask_form import ask_address
from reportqa.server.pages.filter_fields import shown_filter
from reportqa.settings import Settings
from reportqa.state import Role

EXTENSION = "reportqa.collections"
SHOWN_MISSING = 20
"""Missing documents of a collection that are named."""
bp = Blueprint("collections", __name__)


def init_app(app: Flask, settings: Settings) -> None:
    """Add the collections of the index folder to an application."""
    app.jinja_env.globals |= {"MAX_COLLECTION_NAME": MAX_COLLECTION_NAME, "sees_everything": sees_everything}
    app.jinja_env.globals["shows_unshared"] = settings.shows_unshared
    app.extensions[EXTENSION] = CollectionStore(settings.index_dir)
    app.register_blueprint(bp)


@bp.get("/collections")
def listing() -> str:
    """Show the collections that the user may see, with forms that rename, share and delete them."""
    facets = current_engine().facets
    return render_template(
        "collections.html",
        rows=[_row(one, facets) for one in facets.all_collections()],
        shown_missing=SHOWN_MISSING,
        may_share=_may_share(),
    )


@bp.post("/collections")
def change() -> Response:
    """Save filters, add or remove documents, rename, share or delete a collection, as the form says; show the result.

    :raises AccessDenied: for a user who is no administrator, when collections decide what users see.
    """
    store, shared, facets = _store(), _shared(), current_engine().facets
    name, action = request.form.get("name", ""), request.form.get("do")
    if (action in {"share", "unshare"} or shared.any()) and not _may_share():
        raise AccessDenied("Collections decide what users see, so only administrators change them.")
    match action:
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
            shared.rename(name, request.form.get("new", ""))
        case "delete":
            shared.delete(name)
        case "share":
            shared.share(name, request.form.get("groups", "").split(","))
        case "unshare":
            shared.revoke(name)
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
        "groups": sorted(_shared().groups(collection.name)) if _may_share() else [],
        "filters": [shown_filter(name, value, facets) for name, values in given for value in values],
    }


def _store() -> CollectionStore:
    store: CollectionStore = current_app.extensions[EXTENSION]
    return store


def _shared() -> SharedCollections:
    if not signs_in():
        return SharedCollections(_store())
    from reportqa.state import GrantStore

    return SharedCollections(_store(), GrantStore(state_database()))


def _may_share() -> bool:
    """Return whether the user decides what other users see."""
    return signs_in() and current_user().role is Role.ADMIN
