import re
import shutil
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlsplit

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


def send(client: FlaskClient, **data: object) -> str:
    """Send a form of the page of collections; return the address that it leads to."""
    response = client.post("/collections", data=data, headers=ORIGIN)
    assert response.status_code == 303, response.text
    return response.headers["Location"]


def test_filters_are_saved_below_an_answer_and_the_question_is_asked_in_them(
    reader: FlaskClient, store: CollectionStore
) -> None:
    page = reader.get("/ask", query_string={"q": QUESTION, "author": "rosen", "to": "2016", "sort": "date"}).text
    form = re.search(r'<form class="inline-form" action="/collections".*?</form>', page, re.DOTALL)
    assert form
    data: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form[0]):
        data.setdefault(name, []).append(unescape(value))
    address = send(reader, **data, name="Rosen to 2016", do="save")
    assert store.find("rosen to 2016").filters == Filters(authors=("rosen",), published_to="2016")
    assert parse_qs(urlsplit(address).query) == {"q": [QUESTION], "collection": ["Rosen to 2016"], "sort": ["date"]}
    page = reader.get(address).text
    assert "Remove filter Collection: Rosen to 2016" in page
    assert 'class="inline-form" action="/collections"' not in page


def test_ticked_documents_are_added_and_removed_in_the_list(reader: FlaskClient, store: CollectionStore) -> None:
    address = send(reader, name="New list", document=["notes.txt", "fund/networks.html"], do="add")
    page = reader.get(address).text
    assert "2 of 5 documents are in the collection “New list”." in page
    assert "Remove from collection" in page
    assert "Title of trust/rise.md" not in page
    send(reader, name="new list", document=["notes.txt"], do="remove")
    assert store.find("New list").filters.doc_ids == ("fund/networks.html",)
    of_filters = reader.get("/documents/", query_string={"collection": "trust", "find": "rise"}).text
    assert "1 of 5 documents match “rise” and are in the collection “Trust”." in of_filters
    assert "Remove from collection" not in of_filters


def test_page_of_collections_names_missing_documents_and_changes_them(
    reader: FlaskClient, store: CollectionStore
) -> None:
    page = reader.get("/collections").text
    assert "2 documents, chosen by hand" in page
    assert "2 documents with Publisher: nuffield" in page
    assert "1 document is no longer in the index" in page
    assert ">gone.pdf</p>" in page
    send(reader, name="By hand", do="forget")
    send(reader, name="By hand", new="<b>&", do="rename")
    send(reader, name="trust", do="delete")
    page = reader.get("/collections").text
    assert "gone.pdf" not in page
    assert "Trust" not in page
    assert "&lt;b&gt;&amp;" in page
    assert "<b>&" not in page
    send(reader, name="<b>&", do="delete")
    assert "No collections yet." in reader.get("/collections").text


def test_home_page_asks_the_collection_in_its_address(reader: FlaskClient, store: CollectionStore) -> None:
    page = reader.get("/", query_string={"collection": "TRUST"}).text
    assert 'href="/" data-removes="Trust" aria-label="Remove filter Collection: Trust"' in page
    assert re.search(r'name="collection" value="Trust" checked', page)
    assert 'name="collection" value="Trust" checked' not in reader.get("/").text


@pytest.mark.parametrize(
    ("data", "status", "message"),
    [
        ({"name": "A", "do": "save"}, 400, "would be empty"),
        ({"name": "A", "do": "save", "collection": "Trust"}, 400, "cannot be part of another"),
        ({"name": "trust", "do": "save", "type": "txt"}, 409, "Choose another name."),
        ({"name": "A", "do": "save", "type": "ppt"}, 404, "No document has the file type"),
        ({"name": "A", "do": "add"}, 400, "No document is ticked."),
        ({"name": "A", "do": "add", "document": "gone.pdf"}, 404, "No document"),
        ({"name": "Trust", "do": "add", "document": "notes.txt"}, 400, "match its filters"),
        ({"name": "x", "do": "delete"}, 404, "There is no collection"),
        ({"name": "Trust", "do": "rename"}, 400, "1 to 80 characters"),
        ({"name": "Trust"}, 400, "does not say what to do"),
    ],
)
def test_wrong_form_is_one_clear_sentence(
    reader: FlaskClient, store: CollectionStore, data: dict[str, str], status: int, message: str
) -> None:
    before = store.all()
    response = reader.post("/collections", data=data, headers=ORIGIN)
    assert response.status_code == status
    assert message in unescape(response.text)
    assert store.all() == before


def test_change_from_another_site_is_refused(reader: FlaskClient, store: CollectionStore) -> None:
    response = reader.post(
        "/collections", data={"name": "Trust", "do": "delete"}, headers={"Origin": "http://evil.example"}
    )
    assert response.status_code == 403
    assert store.find("Trust")


def test_values_of_a_field_are_checkboxes(reader: FlaskClient) -> None:
    page = reader.get("/ask/values", query_string={"field": "publisher", "find": "TRUST", "type": "md"}).text
    assert 'data-found="1"' in page
    assert 'name="publisher" value="Nuffield Trust"' in page
    assert reader.get("/ask/values", query_string={"field": "publisher", "start": "x"}).status_code == 400
    assert reader.get("/ask/values", query_string={"field": "q"}).status_code == 400
