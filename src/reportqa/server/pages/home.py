"""The first page: the question form, what can be asked, the documents, and where files are added."""

from flask import Flask, current_app, render_template, request

from reportqa.answering import Query
from reportqa.server.current_index import current_engine
from reportqa.server.pages.ask_form import AskForm
from reportqa.server.pages.corpus import corpus_view
from reportqa.server.uploads.upload_service import adds_at_once

SHOWN_DOCUMENTS = 5


def home() -> str:
    """Show the question form with the filters of the address, sample questions and the first documents.

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
        sample_questions=engine.sample_questions,
        documents=sorted(documents, key=lambda one: one.title.casefold()),
        shown=SHOWN_DOCUMENTS,
    )


def init_app(app: Flask) -> None:
    """Add the page to an application, among the pages to ask."""
    app.add_url_rule("/", "pages.home", home)
