from pathlib import Path

import pytest

from reportqa.corpus.citing import cite_places, write_briefing
from reportqa.errors import InputError
from reportqa.index import Catalogue
from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.cited import document, open_library

PLACE = "survey-briefing.pdf#0-20"


@pytest.fixture(scope="module")
def catalogue(settings: Settings, built: Summary) -> Catalogue:
    return Catalogue.open(settings)


def test_each_place_is_cited_with_its_quote(catalogue: Catalogue) -> None:
    quote = catalogue.cite("survey-briefing.pdf", 0, 20).quote
    assert cite_places([PLACE, PLACE], catalogue, None, "text", None).count(f"“{quote}”") == 2
    assert quote not in cite_places([PLACE], catalogue, None, "text", "note")


@pytest.mark.parametrize(
    ("places", "form", "part", "message"),
    [
        ([], "text", None, "No place given"),
        ([PLACE], "word", None, 'No format "word"'),
        ([PLACE], "text", "footnote", '"footnote" is not a part of a citation. Choose one of: all, note'),
        (["survey-briefing.pdf"], "text", None, "is not a place in a document"),
    ],
)
def test_what_cannot_be_cited_is_one_sentence(
    catalogue: Catalogue, places: list[str], form: str, part: str | None, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        cite_places(places, catalogue, None, form, part)


def test_briefing_is_written_beside_its_draft_but_never_over_it(catalogue: Catalogue, tmp_path: Path) -> None:
    draft = tmp_path / "staff.md"
    draft.write_text(f"# Staff\n\n> [[{PLACE}]]\n", encoding="utf-8")
    written = write_briefing(draft, [tmp_path / "out.html"], catalogue, "apa")
    assert written.to_dict() == {"files": [str(tmp_path / "out.html")], "quotes": 1, "works": 1, "style": "apa"}
    assert written.text().startswith(f"Wrote {tmp_path / 'out.html'}: 1 quote of 1 work in ")
    with pytest.raises(InputError, match="would be overwritten"):
        write_briefing(draft, [draft], catalogue)


def test_briefing_without_an_output_has_the_name_of_its_draft_or_title(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("staff.md").write_text(f"[[{PLACE}]]\n", encoding="utf-8")
    assert write_briefing(Path("staff.md"), [], catalogue).files == (Path("staff.docx"),)
    draft = {"title": "Staff & pay", "section": [{"content": [{"quote": PLACE}]}]}
    assert write_briefing(draft, [], catalogue).files == (Path("staff-pay.docx"),)


@pytest.mark.parametrize("name", [" a.md", "a#1-2.md", "100%25.md", "-.md", "a\u2028b.md", "q?x.md", "documents/a.md"])
def test_place_has_any_file_name(tmp_path: Path, name: str) -> None:
    shown = open_library(tmp_path, [document(name, {"title": "T"})])
    line = f"{name}#0-9"
    assert "“Practices”" in cite_places([line], shown, None, "text", None)
    if not name.startswith(" "):
        # Copied from an answer with its indent.
        assert "“Practices”" in cite_places([f"    {line} "], shown, None, "text", None)
