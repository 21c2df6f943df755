import shutil
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from reportqa.answering.current_index import CurrentIndex
from reportqa.cli.progress_bars import showing_progress
from reportqa.errors import IndexUnavailable
from reportqa.index.generation_writer import rollback
from reportqa.ingest.build import index
from reportqa.server.app import create_app
from reportqa.settings import Settings

pytestmark = pytest.mark.usefixtures("exports")

FIRST = "The Harborough federation had 1,234 registered patients in 2016.\n"
SECOND = "The Harborough federation had 5,678 registered patients in 2016.\n"
QUESTION = "How many registered patients did the Harborough federation have in 2016?"


def parsed(response: TestResponse) -> Any:
    return response.json


@pytest.fixture
def own_settings(settings: Settings, tmp_path: Path) -> Settings:
    """A corpus of one note and its index."""
    own = replace(settings, corpus_dir=tmp_path / "corpus", index_dir=tmp_path / "index")
    own.corpus_dir.mkdir()
    build(own, FIRST)
    return own


def build(settings: Settings, text: str) -> None:
    (settings.corpus_dir / "note.txt").write_text(text)
    with showing_progress() as progress:
        index(settings, progress)


def ask(client: FlaskClient) -> str:
    answer = parsed(client.get("/api/ask", query_string={"q": QUESTION}))
    return str(answer["citations"][0]["quote"])


@pytest.mark.slow
def test_next_request_is_answered_from_the_new_generation(own_settings: Settings) -> None:
    client = create_app(own_settings).test_client()
    assert "1,234" in ask(client)
    build(own_settings, SECOND)
    assert "5,678" in ask(client)


@pytest.mark.slow
def test_server_follows_a_rollback_back_and_forward(own_settings: Settings) -> None:
    build(own_settings, SECOND)
    client = create_app(own_settings).test_client()
    assert "5,678" in ask(client)
    rollback(own_settings.index_dir)
    assert "1,234" in ask(client)
    rollback(own_settings.index_dir)
    assert "5,678" in ask(client)


@pytest.mark.slow
def test_index_built_after_the_start_is_found(own_settings: Settings) -> None:
    later = replace(own_settings, index_dir=own_settings.index_dir.with_name("later"))
    client = create_app(later).test_client()
    assert client.get("/healthz").status_code == 503
    shutil.copytree(own_settings.index_dir, later.index_dir)
    assert "1,234" in ask(client)


@pytest.mark.slow
@pytest.mark.parametrize("content", ["nonsense\n", "", None])
def test_unusable_index_leaves_the_previous_one_in_use(own_settings: Settings, content: str | None) -> None:
    client = create_app(own_settings).test_client()
    assert "1,234" in ask(client)
    current = own_settings.index_dir / "current"
    kept = current.read_text()
    current.unlink() if content is None else current.write_text(content)
    assert "1,234" in ask(client)
    current.write_text(kept)
    assert "1,234" in ask(client)


@pytest.mark.slow
def test_all_requests_are_answered_while_generations_change(own_settings: Settings) -> None:
    app = create_app(own_settings)
    quotes: list[str] = []

    def ask_often() -> None:
        client = app.test_client()
        quotes.extend(ask(client) for _ in range(40))

    threads = [Thread(target=ask_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for text in (SECOND, FIRST, SECOND):
        build(own_settings, text)
    for thread in threads:
        thread.join()
    assert len(quotes) == 160
    assert {quote.strip() for quote in quotes} <= {FIRST.strip(), SECOND.strip()}
    assert "5,678" in ask(app.test_client())


def test_missing_index_is_reported(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match="reportqa index"):
        CurrentIndex(replace(settings, index_dir=tmp_path)).get()


@pytest.mark.slow
def test_closed_index_opens_again(own_settings: Settings) -> None:
    index_in_use = CurrentIndex(own_settings)
    first = index_in_use.get()
    index_in_use.close()
    index_in_use.close()
    assert index_in_use.get() is not first
