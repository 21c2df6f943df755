"""The page on which the description of a document is changed."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from reportqa.server.app import create_app
from reportqa.server.uploads.room import Room
from reportqa.settings import Settings
from support.uploading import words

pytestmark = pytest.mark.slow
SAME = {
    "title": "Survey briefing: collaboration between general practices in 2015", "author": "reportqa project",
    "issued": "2026-11", "publisher": "reportqa sample corpus",
}  # fmt: skip
FIELDS = {"title": "Income of the ports", "author": "Doe, Jane; Board of Ports", "issued": "2016-05", "publisher": ""}


@pytest.fixture
def described(built: object, settings: Settings, tmp_path: Path) -> tuple[FlaskClient, Path]:
    """A client of the sample index, with a corpus folder of its own."""
    own = replace(settings, corpus_dir=tmp_path / "corpus")
    own.corpus_dir.mkdir()
    return create_app(own, Room()).test_client(), own.corpus_dir / "library.json"


def test_fields_are_shown_with_their_origin_written_and_undone(described: tuple[FlaskClient, Path]) -> None:
    client, library = described
    page = client.get("/describe/survey-briefing.pdf")
    assert "Title from library.json" in words(page.text)
    assert 'value="Survey briefing: collaboration' in page.text
    done = client.post("/describe/survey-briefing.pdf", data=FIELDS)
    shown = words(client.get(done.headers["Location"]).text)
    assert "Written to library.json. Rebuild the index to use it." in shown
    (item,) = json.loads(library.read_text())
    assert (item["title"], item["issued"], item["publisher"]) == (FIELDS["title"], {"date-parts": [[2016, 5]]}, None)
    assert item["author"] == [{"family": "Doe", "given": "Jane"}, {"literal": "Board of Ports"}]
    client.post("/describe/survey-briefing.pdf", data={"do": "undo"})
    assert json.loads(library.read_text()) == []


def test_what_is_wrong_is_one_clear_sentence(described: tuple[FlaskClient, Path]) -> None:
    client, library = described
    for data, said in (
        ({**FIELDS, "issued": "soon"}, "is not a date"),
        ({**FIELDS, "title": ""}, "needs a title"),
        ({"do": "undo"}, "nothing to undo"),
        (SAME, "Nothing was changed."),
    ):
        done = client.post("/describe/survey-briefing.pdf", data=data)
        assert said in client.get(done.headers["Location"]).text
    assert client.post("/describe/survey-briefing.pdf", data={**FIELDS, "title": "x" * 2001}).status_code == 400
    assert client.get("/describe/gone.pdf").status_code == 404
    assert not library.exists()


def test_other_sites_and_servers_without_uploads_change_nothing(
    described: tuple[FlaskClient, Path], settings: Settings
) -> None:
    client, library = described
    foreign = {"Origin": "https://evil.example"}
    assert client.post("/describe/survey-briefing.pdf", data=FIELDS, headers=foreign).status_code == 403
    assert not library.exists()
    plain = create_app(settings).test_client()
    assert plain.get("/describe/survey-briefing.pdf").status_code == 404
    assert "/describe/" not in plain.get("/documents/survey-briefing.pdf").text
