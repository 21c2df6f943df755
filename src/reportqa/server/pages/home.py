"""The first page: the question form, what can be asked, the documents, and where files are added."""

from functools import partial
from weakref import WeakKeyDictionary, ref

from flask import Flask, current_app, render_template, request

from reportqa.answering import CurrentIndex, Engine, Query
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
        questions=() if query.filters else engine.sample_questions or _examples(current_app, engine, PATIENCE_SECONDS),
        documents=sorted(documents, key=lambda one: one.title.casefold()),
        shown=SHOWN_DOCUMENTS,
    )


def begin_examples(app: Flask) -> None:
    """Start to make the questions that the first page shows for an index without any of its own.

    :raises ReportQAError: when the index cannot be used.
    """
    index: CurrentIndex = app.extensions["reportqa"]
    engine = index.get()
    if not engine.sample_questions:
        _examples(app, engine, 0.0)


def init_app(app: Flask) -> None:
    """Add the page to an application, among the pages to ask."""
    app.add_url_rule("/", "pages.home", home)
    # Each engine has its own: of users who may not see everything, too.
    app.extensions[EXAMPLES] = WeakKeyDictionary[Engine, Background[None, tuple[str, ...]]]()


def _examples(app: Flask, engine: Engine, seconds: float) -> tuple[str, ...]:
    """Return the questions made from the documents of an engine; none while they are being made."""
    made: WeakKeyDictionary[Engine, Background[None, tuple[str, ...]]] = app.extensions[EXAMPLES]
    made.setdefault(engine, Background(partial(_made, ref(engine)), lasting=True))
    return made[engine].get(None, seconds) or ()


def _made(engine: "ref[Engine]", _: None) -> tuple[str, ...]:
    return one.example_questions() if (one := engine()) else ()
