import zipfile
from io import BytesIO

import pytest
from lxml import etree

from reportqa.briefings.word_sources import check_word_style, with_sources
from reportqa.citations.pandoc import inlines, make_tree, run_pandoc
from reportqa.citations.styles import load_style
from reportqa.citations.works import Work
from reportqa.errors import InputError
from support.cited import CORPORATE, SEVERAL, WEB

B = "{http://schemas.openxmlformats.org/officeDocument/2006/bibliography}"
APA = load_style("apa")


def parts(works: list[Work]) -> zipfile.ZipFile:
    document = run_pandoc(make_tree([{"t": "Para", "c": inlines("Words.")}]), "docx", ["--standalone"])
    return zipfile.ZipFile(BytesIO(with_sources(document, works, APA)))


def fields(source: etree._Element) -> dict[str, str]:
    return {str(node.tag).removeprefix(B): str(node.text) for node in source if not len(node) and node.text}


def test_works_are_sources_with_authors_and_dates() -> None:
    web = WEB | {"accessed": {"date-parts": [[2026, 11, 2]]}, "container-title": "NHS & me"}
    with parts([Work.of("a", CORPORATE), Work.of("b", SEVERAL), Work.of("c", web)]) as archive:
        root = etree.fromstring(archive.read("customXml/item1.xml"))
    body, several, page = root
    assert root.get("StyleName") == "APA"
    assert fields(body) | {"Guid": ""} == {
        "Tag": "a", "SourceType": "Report", "Guid": "", "Title": "Is bigger better?", "Publisher": "Nuffield Trust",
        "URL": "https://example.org/bigger", "Year": "2016", "Month": "7", "RefOrder": "1",
    }  # fmt: skip
    assert body.findtext(f"{B}Author/{B}Author/{B}Corporate") == "Nuffield Trust"
    names = several.findall(f"{B}Author/{B}Author/{B}NameList/{B}Person")
    assert [(name.findtext(f"{B}Last"), name.findtext(f"{B}First")) for name in names] == [
        ("Rosen", "Rebecca"),
        ("Müller", "Jörg"),
        ("Curry", "Natasha"),
    ]
    assert fields(page)["InternetSiteTitle"] == "NHS & me"
    assert [fields(page)[f"{name}Accessed"] for name in ("Year", "Month", "Day")] == ["2026", "11", "2"]


def test_sources_are_a_part_that_the_text_names() -> None:
    with parts([Work.of("a", CORPORATE)]) as archive:
        relations = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
        types = etree.fromstring(archive.read("[Content_Types].xml"))
        store = etree.fromstring(archive.read("customXml/itemProps1.xml"))
    assert "../customXml/item1.xml" in {node.get("Target") for node in relations}
    assert "/customXml/itemProps1.xml" in {node.get("PartName") for node in types}
    assert store[0][0].get("{http://schemas.openxmlformats.org/officeDocument/2006/customXml}uri") == B.strip("{}")


@pytest.mark.parametrize(
    ("style", "name"),
    [
        ("apa", "APA"),
        ("modern-language-association", "MLA"),
        ("chicago-author-date", "Chicago"),
        ("ieee", "IEEE"),
        ("iso690-author-date-en", "ISO 690 - First Element and Date"),
        ("iso690-numeric-en", "ISO 690 - Numerical Reference"),
        ("gost-r-7-0-5-2008-numeric-alphabetical", "GOST - Name Sort"),
    ],
)
def test_word_has_these_styles(style: str, name: str) -> None:
    assert check_word_style(load_style(style))[1] == name


@pytest.mark.parametrize("style", ["oscola", "chicago-notes-bibliography", "nature"])
def test_word_has_not_other_styles(style: str) -> None:
    with pytest.raises(InputError, match="Word has no citation style for"):
        check_word_style(load_style(style))
