import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from reportqa.server.app import create_app
from reportqa.settings import Settings

pytestmark = pytest.mark.slow


@pytest.fixture
def own(varied: Settings, tmp_path: Path) -> Settings:
    """An indexed corpus whose folder may be changed."""
    return replace(varied, corpus_dir=Path(shutil.copytree(varied.corpus_dir, tmp_path / "corpus")))


@pytest.fixture
def client(own: Settings) -> FlaskClient:
    return create_app(own).test_client()


def page(client: FlaskClient, **query: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", client.get("/documents/", query_string=query).text)).split())


def listed(client: FlaskClient, **query: Any) -> Any:
    return client.get("/api/documents", query_string=query).json


def test_page_says_what_has_changed_in_the_folder(client: FlaskClient, own: Settings) -> None:
    assert "is up to date" in page(client)
    (own.corpus_dir / "new <b>.txt").write_text("A new report.")
    (own.corpus_dir / "notes.txt").write_text("Other notes.")
    (own.corpus_dir / "kbv" / "hausarzt.txt").unlink()
    shown = page(client)
    assert "1 new new <b>.txt" in shown
    assert "1 changed notes.txt" in shown
    assert "1 removed kbv/hausarzt.txt" in shown
    assert "file changed" in shown
    assert "file removed" in shown
    states = {row["doc_id"]: row["state"] for row in listed(client)["documents"]}
    assert states["notes.txt"] == "changed"
    assert states["kbv/hausarzt.txt"] == "removed"
    assert states["trust/rise.md"] == "same"
    corpus: Any = client.get("/api/corpus").json
    assert corpus["changes"]["new"] == ["new <b>.txt"]
    assert corpus["counts"]["files"] == 5


def test_folder_of_another_index_is_not_compared(own: Settings, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    client = create_app(replace(own, corpus_dir=other)).test_client()
    assert "contains none of the indexed files" in page(client)
    assert {row["state"] for row in listed(client)["documents"]} == {None}
    gone = create_app(replace(own, corpus_dir=tmp_path / "none")).test_client()
    assert "There is no folder" in page(gone)


def test_list_is_sorted_and_searched_by_its_address(client: FlaskClient) -> None:
    assert 'aria-sort="ascending"' in client.get("/documents/").text
    titles = re.findall(r"Title of (\S+?)</a>", client.get("/documents/?sort=date&order=descending").text)
    assert titles == ["fund/networks.html", "kbv/hausarzt.txt", "trust/rise.md", "trust/federations.md", "notes.txt"]
    assert "2 of 5 documents match “nuffield”" in page(client, find="nuffield")
    assert "No documents match" in page(client, find="<script>alert(1)</script>")


def test_problems_of_each_document_are_listed(client: FlaskClient) -> None:
    problems = {row["doc_id"]: row["problems"] for row in listed(client)["documents"]}
    assert "German" in problems["kbv/hausarzt.txt"][0]
    assert problems["trust/rise.md"] == []
    assert problems["kbv/hausarzt.txt"][0] in page(client)


@pytest.mark.parametrize(
    ("query", "doc_ids"),
    [
        ({"publisher": "nuffield"}, {"trust/rise.md", "trust/federations.md"}),
        ({"type": "txt", "from": "2018"}, {"kbv/hausarzt.txt"}),
        ({"document": "notes.txt"}, {"notes.txt"}),
    ],
)
def test_filters_choose_documents_over_http(client: FlaskClient, query: dict[str, str], doc_ids: set[str]) -> None:
    assert {row["doc_id"] for row in listed(client, **query)["documents"]} == doc_ids


@pytest.mark.parametrize(("query", "status"), [({"type": "ppt"}, 404), ({"from": "soon"}, 400)])
def test_filter_that_cannot_be_used_is_refused(client: FlaskClient, query: dict[str, str], status: int) -> None:
    assert client.get("/api/documents", query_string=query).status_code == status
