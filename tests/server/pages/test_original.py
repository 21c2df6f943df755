from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from reportqa.answering.engine import Engine
from reportqa.server.app import create_app
from reportqa.settings import Settings

pytestmark = pytest.mark.slow

DIGEST = "large-scale-general-practice-digest.pdf"


@pytest.fixture
def client(settings: Settings, engine: Engine) -> Iterator[FlaskClient]:
    with create_app(settings).test_client() as client:
        yield client


def test_pdf_is_shown_as_it_was_indexed(client: FlaskClient, settings: Settings) -> None:
    response = client.get(f"/original/{DIGEST}")
    assert response.data == (settings.corpus_dir / DIGEST).read_bytes()
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("inline")


def test_web_page_is_saved_and_never_run(client: FlaskClient, settings: Settings) -> None:
    page = next(path for path in sorted(settings.corpus_dir.iterdir()) if path.suffix in {".html", ".htm"})
    response = client.get(f"/original/{page.name}")
    assert response.mimetype == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_only_files_of_documents_are_given_out(client: FlaskClient) -> None:
    assert client.get("/original/library.json").status_code == 404
    assert client.get("/original/..%2F..%2FREADME.md").status_code == 404


def test_changed_or_missing_file_is_refused(settings: Settings, engine: Engine, tmp_path: Path) -> None:
    with create_app(replace(settings, corpus_dir=tmp_path)).test_client() as client:
        assert client.get(f"/original/{DIGEST}").status_code == 404
        (tmp_path / DIGEST).write_bytes(b"another file")
        response = client.get(f"/original/{DIGEST}")
    assert response.status_code == 404
    assert "has changed since it was indexed" in response.text
