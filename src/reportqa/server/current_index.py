"""The engine of the current generation for a request."""

from flask import Flask, current_app, g, has_request_context

from reportqa.answering import CurrentIndex, Engine
from reportqa.errors import AccessDenied
from reportqa.server.accounts.current_user import current_user, signs_in, state_database
from reportqa.server.sharing import Sharing
from reportqa.settings import Settings

SHARING = "reportqa.sharing"


def init_app(app: Flask, settings: Settings) -> None:
    """Add the rule for what users see of the index to an application where users sign in."""
    with app.app_context():
        if signs_in():
            from reportqa.state import GrantStore

            app.extensions[SHARING] = Sharing(settings, GrantStore(state_database()))


def current_engine() -> Engine:
    """Return the engine for the current request, which has only what its user may see.

    All that shows documents begins here: nothing else may open the index for a request.

    :raises SignInRequired: when users sign in, and the request has none.
    """
    index: CurrentIndex = current_app.extensions["reportqa"]
    if not signs_in():
        return index.get()
    if "engine" not in g:
        sharing: Sharing = current_app.extensions[SHARING]
        g.engine = sharing.engine(index.get(), current_user())
    engine: Engine = g.engine
    return engine


def sees_everything() -> bool:
    """Return whether the user of the request may see all documents, and the files that are in no index.

    Outside a request there is no user.
    """
    if not has_request_context() or not signs_in():
        return True
    index: CurrentIndex = current_app.extensions["reportqa"]
    return current_user().sees_all or current_engine().index_dir == index.get().index_dir


def require_everything() -> None:
    """Check that the user of the request may see everything that the request changes.

    :raises AccessDenied: when some documents are hidden from the user.
    """
    if not sees_everything():
        raise AccessDenied("Only users who may see all documents can do this. Ask an administrator.")


def viewer_name() -> str:
    """Return the name of the user of the request, "" where nobody signs in."""
    return current_user().name if has_request_context() and signs_in() else ""
