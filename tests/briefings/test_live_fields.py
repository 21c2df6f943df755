import json
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from reportqa.briefings.briefing import Briefing, make_briefing
from reportqa.briefings.draft import draft_of
from reportqa.briefings.export import export
from reportqa.citations.styles import load_style
from reportqa.errors import InputError
from reportqa.proofreading.manuscript_reader import read_manuscript
from support.cited import make_catalogue, place

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def briefing(tmp_path_factory: pytest.TempPathFactory) -> Briefing:
    content = [
        {"quote": place("bigger.pdf", "82%” of them, or 1,234 in all")},
        {"note": "As said [see @rosen2019, pp. 5, 7, at the end; @nuffieldtrust2016], and @rosen2019 [p. iv] agrees."},
        {"note": "A claim.[^own]\n\n[^own]: So does [-@rosen2019, p. 6]."},
        {"quote": place("pay.pdf", "Costs rose by £5m")},
        {"quote": place("waiting.html", "Another paragraph")},
    ]
    draft = draft_of({"title": "Staff", "section": [{"heading": "One", "content": content}]})
    return make_briefing(draft, make_catalogue(tmp_path_factory.mktemp("library")))


def codes(data: bytes) -> list[str]:
    """Return the codes of the fields of a Word file, those of its text first."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        found = []
        for name in ("word/document.xml", "word/footnotes.xml"):
            root = etree.fromstring(archive.read(name))
            kinds = [str(node.get(f"{W}fldCharType")) for node in root.iter(f"{W}fldChar")]
            # Each field begins, has content and ends before the next one.
            assert kinds == ["begin", "separate", "end"] * (len(kinds) // 3)
            found += ["".join(map(str, node.itertext())).strip() for node in root.iter(f"{W}instrText")]
    return found


def cited(data: bytes) -> list[dict[str, Any]]:
    start = "ADDIN ZOTERO_ITEM CSL_CITATION "
    return [json.loads(code.removeprefix(start)) for code in codes(data) if code.startswith(start)]


def test_fields_of_zotero_have_works_pages_and_texts_around_them(briefing: Briefing) -> None:
    data = export(briefing, load_style("apa"), "docx", live="zotero")["briefing.docx"]
    items = [
        [
            {name: value for name, value in item.items() if name not in {"uris", "itemData"}}
            for item in one["citationItems"]
        ]
        for one in cited(data)
    ]
    assert items == [
        [{"id": "nuffieldtrust2016", "locator": "14", "label": "page"}],
        [
            {"id": "rosen2019", "locator": "5, 7", "label": "page", "prefix": "see", "suffix": ", at the end"},
            {"id": "nuffieldtrust2016"},
        ],
        [{"id": "rosen2019", "locator": "iv", "label": "page", "suppress-author": True}],
        [{"id": "rosen2019", "locator": "iv", "label": "page"}],
        [{"id": "nhsengland2021", "suffix": ", section “Findings”"}],
        [{"id": "rosen2019", "locator": "6", "label": "page", "suppress-author": True}],
    ]
    first = cited(data)[0]
    assert first["properties"]["plainCitation"] == "(Nuffield Trust, 2016, p.\u00a014)"
    assert first["citationItems"][0]["itemData"] == briefing.works[0].item
    assert len({one["citationID"] for one in cited(data)}) == 6
    uris = {item["id"]: item["uris"][0] for one in cited(data) for item in one["citationItems"]}
    assert len(set(uris.values())) == len(uris) == 3
    assert sum(code.startswith("ADDIN ZOTERO_BIBL {") for code in codes(data)) == 1


def test_fields_of_notes_are_in_the_notes_with_their_numbers(briefing: Briefing) -> None:
    data = export(briefing, load_style("oscola"), "docx", live="zotero")["briefing.docx"]
    assert [one["properties"]["noteIndex"] for one in cited(data)] == [1, 2, 3, 4, 5, 6]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        properties = etree.fromstring(archive.read("docProps/custom.xml"))
    kept = [str(node.get("name")) for node in properties]
    assert kept == [f"ZOTERO_PREF_{number}" for number in range(1, len(kept) + 1)]
    texts = ["".join(map(str, node.itertext())) for node in properties]
    assert all(len(text) <= 255 for text in texts)
    preferences = etree.fromstring("".join(texts))
    assert preferences.xpath("string(style/@id)") == "http://www.zotero.org/styles/oscola"
    assert preferences.xpath("string(prefs/pref[@name='noteType']/@value)") == "1"


@pytest.mark.slow
@pytest.mark.parametrize("program", ["zotero", "word"])
def test_text_is_that_of_a_file_without_fields(briefing: Briefing, program: str) -> None:
    live, plain = (export(briefing, load_style("apa"), "docx", live=name)["briefing.docx"] for name in (program, None))
    assert read_manuscript("a.docx", live) == read_manuscript("a.docx", plain)


def test_fields_of_word_are_content_controls(briefing: Briefing) -> None:
    data = export(briefing, load_style("apa"), "docx", live="word")["briefing.docx"]
    assert codes(data) == [
        r'CITATION nuffieldtrust2016 \p "14" \l 2057',
        r'CITATION rosen2019 \p "5, 7" \f "see" \s ", at the end" \m nuffieldtrust2016 \l 2057',
        r'CITATION rosen2019 \n \p "iv" \l 2057',
        r'CITATION rosen2019 \p "iv" \l 2057',
        r'CITATION nhsengland2021 \s ", section “Findings”" \l 2057',
        "BIBLIOGRAPHY",
        r'CITATION rosen2019 \n \p "6" \l 2057',
    ]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    assert len(list(root.iter(f"{W}citation"))) == 5


@pytest.mark.parametrize(("live", "form"), [("zotero", "odt"), ("word", "html"), ("endnote", "docx")])
def test_other_program_or_format_is_refused(briefing: Briefing, live: str, form: str) -> None:
    with pytest.raises(InputError, match="Live citations are written for zotero or word"):
        export(briefing, load_style("apa"), form, live=live)


def test_style_that_word_has_not_is_refused(briefing: Briefing, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=re.escape("Word has no citation style for OSCOLA 4th edition. Use --live")):
        export(briefing, load_style("oscola"), "docx", live="word")
