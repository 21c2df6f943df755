"""The first page."""

import re
import shutil
import time
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from flask.testing import FlaskClient
from rich.console import Console

from reportqa.answering.engine import Engine
from reportqa.cli.progress_bars import LineProgress
from reportqa.ingest.build import Summary, index
from reportqa.server.app import create_app
from reportqa.server.pages.home import begin_examples
from reportqa.settings import Settings


def test_first_page_links_the_sample_questions(client: FlaskClient, engine: Engine) -> None:
    page = client.get("/").text
    links = [unescape(link) for link in re.findall(r'href="(/ask\?q=[^"]*)"', page)]
    assert len(links) == len(engine.sample_questions) > 0
    for link, question in zip(links, engine.sample_questions, strict=True):
        assert unescape(client.get(link).text).count(question) >= 2


def test_filters_of_the_address_are_chosen_in_the_form(client: FlaskClient, engine: Engine) -> None:
    document = engine.documents()[0]
    page = client.get("/", query_string={"document": document.doc_id}).text
    assert re.search(rf'name="document" value="{re.escape(document.doc_id)}" checked', page)
    assert "Try one of these" not in page
    assert client.get("/?document=nowhere.pdf").status_code in {200, 404}


def test_without_uploads_there_is_nothing_to_add(client: FlaskClient) -> None:
    assert "Add files" not in client.get("/").text


def test_first_documents_are_listed_by_title_and_link_to_all(client: FlaskClient, engine: Engine) -> None:
    page = client.get("/").text
    listed = page.partition('id="documents"')[2].partition("</section>")[0]
    titles = sorted((one.title for one in engine.documents()), key=str.casefold)
    assert [
        unescape(one) for one in re.findall(r'<li><a href="/documents/[^"]+" dir="auto">(.*?)(?: <span|</a>)', listed)
    ] == titles[:5]
    assert f"All {len(titles)} documents" in listed


@pytest.mark.slow
def test_index_without_sample_questions_has_some_that_are_answered(
    settings: Settings, built: Summary, tmp_path: Path
) -> None:
    own = replace(settings, index_dir=tmp_path / "index", corpus_dir=tmp_path / "corpus")
    shutil.copytree(settings.index_dir, own.index_dir)
    shutil.copytree(settings.corpus_dir, own.corpus_dir)
    (own.corpus_dir / "questions.txt").unlink()
    index(own, LineProgress(Console(quiet=True)))
    app = create_app(own)
    begin_examples(app)
    deadline = time.monotonic() + 120
    while not (questions := re.findall(r'href="/ask\?q=([^"]*)"', app.test_client().get("/").text)):
        assert time.monotonic() < deadline
    assert len(questions) == 3
    for question in map(unquote_plus, questions):
        assert app.test_client().get("/api/ask", query_string={"q": question}).json["state"] == "answers"  # type: ignore[index]
