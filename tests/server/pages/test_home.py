"""The first page."""

import re
from html import unescape

from flask.testing import FlaskClient

from reportqa.answering.engine import Engine


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
    assert client.get("/?document=nowhere.pdf").status_code in {200, 404}


def test_without_uploads_there_is_nothing_to_add(client: FlaskClient) -> None:
    assert "Add files" not in client.get("/").text
