"""The page that asks each document by itself."""

import csv
import io
import re
from dataclasses import replace
from html import unescape

from flask.testing import FlaskClient

from reportqa.answering import COLUMNS
from reportqa.server.app import create_app
from reportqa.settings import Settings
from support.completion_server import choosing, completion_server, failure

QUESTION = "What does each report say about salaried GPs?"
QUOTE = "“Salaried GPs recorded the lowest satisfaction with their employment.”"


def test_form_asks_nothing_by_itself(client: FlaskClient) -> None:
    page = client.get("/each")
    assert page.status_code == 200
    assert "6 documents, each asked by itself." in page.text
    assert "<table" not in page.text


def test_table_has_a_row_of_each_document(client: FlaskClient) -> None:
    page = unescape(client.get("/each", query_string={"q": QUESTION}).text)
    assert page.count('<th scope="row"') == 6
    assert QUOTE in re.sub("</?span[^>]*>", "", page)
    counts = re.search(r"Answers: (\d), May answer: (\d), Nothing found: (\d)\.", page)
    assert counts
    assert sum(map(int, counts.groups())) == 6
    assert page.count("<blockquote") == 6 - int(counts[3])
    assert "language model" not in page


def test_filters_are_kept_and_shown(client: FlaskClient) -> None:
    page = unescape(client.get("/each", query_string={"q": QUESTION, "type": "txt"}).text)
    assert "1 document, each asked by itself." in page
    assert 'name="type" value="txt" checked' in page
    assert "Remove filter File type: TXT" in page
    assert re.search(r'<a href="/each\?q=[^"&]*" aria-label="Remove filter', page)
    assert page.count('<th scope="row"') == 1


def test_chosen_documents_are_compared_by_year_and_page(client: FlaskClient) -> None:
    chosen = ["large-scale-general-practice-digest.pdf", "case-study-notes.txt"]
    ticked = unescape(client.get("/documents/").text)
    assert re.search('<button [^>]*formaction="/each" formmethod="get" formnovalidate>Compare</button>', ticked)
    page = unescape(client.get("/each", query_string={"q": QUESTION, "document": chosen, "name": ""}).text)
    assert page.count('<th scope="row"') == 2
    for doc_id in chosen:
        assert f'name="document" value="{doc_id}" checked' in page
    assert page.count('<td data-label="Year">2026</td>') == 2
    assert page.count('data-action="tray"') == page.count("<blockquote") + 1
    rows = client.get("/api/each", query_string={"q": QUESTION, "document": chosen}).get_json()["documents"]
    assert [row["year"] for row in rows] == [2026, 2026]


def test_csv_has_the_quotes_of_the_page(client: FlaskClient) -> None:
    response = client.get("/each/file", query_string={"q": QUESTION})
    assert response.content_type == "text/csv; charset=utf-8"
    assert "attachment" in response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert tuple(rows[0]) == COLUMNS
    assert QUOTE.strip("“”") in {row["quote"] for row in rows}


def test_cost_of_a_model_is_shown_and_it_reads_on_request_only(copied: Settings) -> None:
    with completion_server(choosing()) as server:
        client = create_app(replace(copied, llm=server.endpoint(question_tokens=5_000))).test_client()
        page = unescape(client.get("/each", query_string={"q": QUESTION}).text)
        assert "The language model replayed can read each document: at most 30,000 tokens." in page
        assert server.asked == []
        foreign = client.post("/each/read", query_string={"q": QUESTION}, headers={"Origin": "http://evil.example"})
        assert foreign.status_code == 403
        assert server.asked == []
        read = unescape(client.post("/each/read", query_string={"q": QUESTION, "type": "txt"}).text)
        assert len(server.asked) == 1
        saved = client.post("/each/read/file", query_string={"q": QUESTION, "type": "txt"})
        assert saved.text.startswith("document,title,")
        assert len(server.asked) == 1
    assert "Answers: 0, May answer: 1, Nothing found: 0." in read
    assert 'action="/each/read/file?' in read


def test_failure_of_a_model_is_in_the_row(copied: Settings) -> None:
    with completion_server(failure(401, "no")) as server:
        client = create_app(replace(copied, llm=server.endpoint())).test_client()
        page = client.post("/each/read", query_string={"q": QUESTION, "type": "txt"}).text
    assert "refused the key (401)" in page


def test_reading_needs_a_model(client: FlaskClient) -> None:
    assert client.post("/each/read", query_string={"q": QUESTION}).status_code == 400


def test_rows_are_sent_as_they_are_found_and_end_when_the_client_leaves(copied: Settings) -> None:
    with completion_server(choosing()) as server:
        client = create_app(replace(copied, llm=server.endpoint())).test_client()
        response = client.post("/each/read", query_string={"q": QUESTION}, buffered=False)
        for part in response.response:
            if b"<th scope" in (part if isinstance(part, bytes) else part.encode()):
                break
        response.close()
        asked = len(server.asked)
    assert asked < 4
