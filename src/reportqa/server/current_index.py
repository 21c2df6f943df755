"""The engine of the current generation for a request."""

from flask import current_app

from reportqa.answering import CurrentIndex, Engine


def current_engine() -> Engine:
    """Return the engine for the current request."""
    index: CurrentIndex = current_app.extensions["reportqa"]
    return index.get()
