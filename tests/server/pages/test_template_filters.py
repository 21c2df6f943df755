import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from reportqa.document import Page
from reportqa.server.pages.template_filters import file_pages, web_address


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([(20, "18")], "page 20 of the file"),
        ([(4, "iv"), (5, "v")], "pages 4–5 of the file"),
        ([(7, "7")], ""),
        ([(7, None)], ""),
        ([], ""),
    ],
)
def test_page_of_the_file_is_named_where_it_differs(labels: list[tuple[int, str | None]], expected: str) -> None:
    assert file_pages([Page(physical, label, 0, 1) for physical, label in labels]) == expected


def test_only_web_addresses_become_links() -> None:
    assert web_address("https://example.org/a") == "https://example.org/a"
    assert web_address("javascript:alert(1)") is None
    assert web_address(None) is None


def test_document_without_omissions_does_not_mention_any(client: FlaskClient) -> None:
    assert "Not included in the text" not in client.get("/documents/case-study-notes.txt").text


def test_document_shows_its_metadata_with_their_origins(client: FlaskClient) -> None:
    page = unescape(client.get("/documents/survey-briefing.pdf").text)
    about = " ".join(re.sub(r"<[^>]+>", " ", page.split('class="about"')[1].split("</details>")[0]).split())
    assert "Authors reportqa project from library.json" in about
    assert "Date November 2026 from library.json" in about
    assert "Language English from its text" in about
    assert "survey-briefing.pdf · English" in unescape(client.get("/documents/").text)
