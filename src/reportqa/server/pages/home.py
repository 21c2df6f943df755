"""The first page: the question form, what can be asked, the documents, and where files are added."""

from flask import Flask, current_app, render_template, request

from reportqa.answering import CurrentIndex, Query
from reportqa.server.background import Background
from reportqa.server.current_index import current_engine
from reportqa.server.pages.ask_form import AskForm
from reportqa.server.pages.corpus import corpus_view
from reportqa.server.uploads.upload_service import adds_at_once

EXAMPLES = "reportqa.examples"
SHOWN_DOCUMENTS = 5
PATIENCE_SECONDS = 0.5
"""How long the page waits for questions that are still being made; later requests show them."""


def home() -> str:
    """Show the question form with the filters of the address, questions to try and the first documents.

    Without an index, show where files are added, if they can be.
    """
    if adds_at_once(current_app) and not corpus_view().has_index:
        return render_template("home.html", documents=())
    engine = current_engine()
    documents = engine.documents()
    query = Query.from_args(request.args)
    return render_template(
        "home.html",
        form=AskForm.of(query, engine.facets, endpoint="pages.home"),
        query=query,
        # Within filters, most questions about the whole index have no answer.
        questions=()
        if query.filters
        else engine.sample_questions or _examples(current_app, engine.generation, PATIENCE_SECONDS),
        documents=sorted(documents, key=lambda one: one.title.casefold()),
        shown=SHOWN_DOCUMENTS,
    )


def begin_examples(app: Flask) -> None:
    """Start to make the questions that the first page shows for an index without any of its own.

    :raises ReportQAError: when the index cannot be used.
    """
    engine = _index(app).get()
    if not engine.sample_questions:
        _examples(app, engine.generation, 0.0)


def init_app(app: Flask) -> None:
    """Add the page to an application, among the pages to ask."""
    app.add_url_rule("/", "pages.home", home)
    app.extensions[EXAMPLES] = Background[str, tuple[str, ...]](
        lambda _: _index(app).get().example_questions(), lasting=True
    )


def _index(app: Flask) -> CurrentIndex:
    index: CurrentIndex = app.extensions["reportqa"]
    return index


def _examples(app: Flask, generation: str, seconds: float) -> tuple[str, ...]:
    """Return the questions made for a generation; none while they are being made."""
    made: Background[str, tuple[str, ...]] = app.extensions[EXAMPLES]
    return made.get(generation, seconds) or ()
