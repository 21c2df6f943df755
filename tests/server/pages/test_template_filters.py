import json
import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from reportqa.cli.progress_bars import showing_progress
from reportqa.document import Page
from reportqa.ingest.build import index
from reportqa.server.app import create_app
from reportqa.server.pages.template_filters import file_pages, web_address
from reportqa.settings import Settings
from support.corpora import ONE_PROCESS


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


@pytest.mark.parametrize("made", [{}, {"publisher": "Ferry Fund", "issued": {"date-parts": [[2016]]}}])
def test_equal_titles_are_told_apart_on_each_page(exports: Path, tmp_path: Path, made: dict[str, object]) -> None:
    corpus_dir = tmp_path / "corpus"
    corpus_dir.mkdir()
    library = []
    for name, count in (("east", 300), ("west", 700)):
        (corpus_dir / f"{name}.txt").write_text(f"In 2016 the ferry in the {name} had {count} passengers a day.\n")
        file = {"custom": {"file": f"{name}.txt"}}
        library.append({"id": name, "type": "report", "title": "Ferries", **made, **file})
    (corpus_dir / "library.json").write_text(json.dumps(library))
    settings = Settings.from_env(ONE_PROCESS, corpus_dir=corpus_dir, index_dir=tmp_path / "index")
    with showing_progress() as progress:
        index(settings, progress)
    client = create_app(settings).test_client()
    asked = {"q": "How many passengers did the ferry have?"}
    for path in ("/each", "/explain"):
        page = client.get(path, query_string=asked).text
        assert "Ferries (east.txt)" in page
        assert "Ferries (west.txt)" in page
    assert 'aria-label="Ferries (east.txt)"' in client.get("/documents/").text
    assert "Ferries (west.txt)" in client.get("/").text
    answer = client.get("/ask", query_string=asked).text
    differences = re.findall('<section class="differences".*?</section>', answer, re.DOTALL)
    assert re.findall("<cite>(.*?)</cite>", differences[0]) == ["Ferries (east.txt)", "Ferries (west.txt)"]
    lines = re.findall('<p class="(?:byline|file-name)">(.*?)</p>', answer.replace(differences[0], ""))
    assert {line.rsplit(" · ")[-1] for line in lines} == {"east.txt", "west.txt"}
    assert all(line.startswith("Ferry Fund · 2016") == bool(made) for line in lines)
