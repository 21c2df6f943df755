import shutil
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from reportqa.index import CollectionStore, Filters
from reportqa.server.app import create_app
from reportqa.settings import Settings
from support.shelves import QUESTION

pytestmark = pytest.mark.slow
ORIGIN = {"Origin": "http://localhost"}


@pytest.fixture(scope="module")
def shelf(varied: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an index of its own whose documents differ in every filter."""
    index_dir = tmp_path_factory.mktemp("shelf") / "index"
    shutil.copytree(varied.index_dir, index_dir)
    return replace(varied, index_dir=index_dir)


@pytest.fixture(scope="module")
def reader(shelf: Settings) -> FlaskClient:
    return create_app(shelf).test_client()


@pytest.fixture
def store(shelf: Settings) -> CollectionStore:
    """The collections of the index: one by hand, with a document that is gone, and one of saved filters."""
    store = CollectionStore(shelf.index_dir)
    store.path.unlink(missing_ok=True)
    store.add("By hand", ["notes.txt", "trust/rise.md", "gone.pdf"])
    store.save("Trust", Filters(publishers=("nuffield",)))
    return store


def test_address_and_body_with_a_collection_ask_only_its_documents(reader: FlaskClient, store: CollectionStore) -> None:
    asked = reader.get("/api/ask", query_string={"q": QUESTION, "k": 50, "collection": "by HAND"}).get_json()
    posted = reader.post("/api/ask", json={"question": QUESTION, "k": 50, "collection": ["By hand"]}).get_json()
    for answer in (asked, posted):
        assert {one["doc_id"] for one in answer["citations"]} == {"notes.txt", "trust/rise.md"}
    for route in ("/api/documents", "/api/each"):
        got = reader.get(route, query_string={"q": QUESTION, "collection": ["Trust", "By hand"]}).get_json()
        assert len(got["documents"]) == 3
    refused = reader.get("/api/ask", query_string={"q": QUESTION, "collection": "x"})
    assert (refused.status_code, refused.get_json()["detail"]) == (
        404, 'There is no collection "x". Collections here: By hand, Trust.',
    )  # fmt: skip


def test_api_lists_the_collections(reader: FlaskClient, store: CollectionStore) -> None:
    assert reader.get("/api/collections").get_json() == {
        "collections": [
            {
                "name": "By hand",
                "documents": 2,
                "missing": ["gone.pdf"],
                "filters": {"document": ["notes.txt", "trust/rise.md", "gone.pdf"]},
            },
            {"name": "Trust", "documents": 2, "missing": [], "filters": {"publisher": ["nuffield"]}},
        ]
    }


@pytest.mark.parametrize("address", ["/ask", "/explain", "/each", "/ask/file", "/each/file"])
def test_every_page_of_a_question_takes_a_collection(reader: FlaskClient, store: CollectionStore, address: str) -> None:
    page = reader.get(address, query_string={"q": QUESTION, "collection": "trust"})
    assert page.status_code == 200
    assert "Title of trust/rise.md" in page.text
    assert "12,345" not in page.text
    refused = reader.get(address, query_string={"q": QUESTION, "collection": "x"})
    assert refused.status_code == 404
    assert "There is no collection “x”" in refused.text or "There is no collection &#34;x&#34;" in refused.text
