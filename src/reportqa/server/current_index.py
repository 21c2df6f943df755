"""The engine of the current generation for a request."""

from flask import current_app, g, has_request_context

from reportqa.answering import CurrentIndex, Engine
from reportqa.errors import RequestRefused
from reportqa.server.sharing import EXTENSION, Sharing


def current_engine() -> Engine:
    """Return the engine for the current request, which has only what its user may see.

    All that shows documents begins here: nothing else may open the index for a request.
    """
    index: CurrentIndex = current_app.extensions["reportqa"]
    sharing: Sharing | None = current_app.extensions.get(EXTENSION)
    if sharing is None:
        return index.get()
    if "engine" not in g:
        g.engine = sharing.engine(index.get())
    engine: Engine = g.engine
    return engine


def sees_everything() -> bool:
    """Return whether the user of the request may see all documents, and the files that are in no index.

    Outside a request there is no user.
    """
    if not has_request_context() or EXTENSION not in current_app.extensions:
        return True
    index: CurrentIndex = current_app.extensions["reportqa"]
    return current_engine().index_dir == index.get().index_dir


def require_everything() -> None:
    """Check that the user of the request may see everything that the request changes.

    :raises RequestRefused: when some documents are hidden from the user.
    """
    if not sees_everything():
        raise RequestRefused("Only users who may see all documents can do this. Ask an administrator.")


def viewer_name() -> str:
    """Return the name of the user of the request, "" where nobody signs in."""
    sharing: Sharing | None = current_app.extensions.get(EXTENSION)
    viewer = sharing.viewer() if sharing else None
    return viewer.name if viewer else ""
