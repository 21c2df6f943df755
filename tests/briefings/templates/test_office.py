import io
import zipfile
from collections.abc import Callable

import pytest
from lxml import etree

from reportqa.briefings.templates.office import reference_docx, reference_odt

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def values(root: etree._Element, path: str, attribute: str) -> list[str]:
    return [str(found.get(attribute)) for found in root.iterfind(path)]


@pytest.fixture
def word_styles() -> dict[str, etree._Element]:
    styles = part(reference_docx(), "word/styles.xml")
    return {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}


@pytest.mark.parametrize("reference", [reference_docx, reference_odt])
def test_reference_is_a_whole_package_of_well_formed_parts_without_a_name_twice(reference: Callable[[], bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(reference())) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == len(set(archive.namelist()))
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))


def test_word_pages_are_a4_with_their_number_in_the_footer() -> None:
    data = reference_docx()
    (section,) = part(data, "word/document.xml").iter(f"{W}sectPr")
    assert (values(section, f"{W}pgSz", f"{W}w"), values(section, f"{W}pgSz", f"{W}h")) == (["11906"], ["16838"])
    (footer,) = values(
        section,
        f"{W}footerReference",
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    )
    targets = {link.get("Id"): link.get("Target") for link in part(data, "word/_rels/document.xml.rels")}
    assert "PAGE" in "".join(map(str, part(data, f"word/{targets[footer]}").itertext()))
    types = {entry.get("PartName"): entry.get("ContentType") for entry in part(data, "[Content_Types].xml")}
    assert str(types[f"/word/{targets[footer]}"]).endswith("footer+xml")


def test_word_footnotes_count_through_the_document() -> None:
    document = part(reference_docx(), "word/document.xml")
    assert values(document, f".//{W}footnotePr/{W}numRestart", f"{W}val") == ["continuous"]


def test_word_styles_are_those_of_a_briefing(word_styles: dict[str, etree._Element]) -> None:
    sizes = {
        name: float(size) / 2
        for name, style in word_styles.items()
        for size in values(style, f"{W}rPr/{W}sz", f"{W}val")
    }
    assert sizes["Title"] > sizes["Heading1"] > sizes["Heading2"] > sizes["Heading3"] > sizes["FootnoteText"]
    assert sizes["Normal"] == 11
    assert values(word_styles["BlockText"], f"{W}pPr/{W}pBdr/{W}left", f"{W}val") == ["single"]
    assert values(word_styles["Bibliography"], f"{W}pPr/{W}ind", f"{W}hanging") == ["480"]
    for level in range(1, 7):
        outline = values(word_styles[f"Heading{level}"], f"{W}pPr/{W}outlineLvl", f"{W}val")
        assert outline == [str(level - 1)]


def test_word_style_has_its_properties_once_and_one_font_throughout(word_styles: dict[str, etree._Element]) -> None:
    for style in word_styles.values():
        assert len(style.findall(f"{W}pPr")) <= 1
        assert len(style.findall(f"{W}rPr")) <= 1
    fonts = part(reference_docx(), "word/styles.xml").iter(f"{W}rFonts")
    assert {value for found in fonts for value in found.attrib.values()} == {"Calibri"}


def test_open_document_styles_are_those_of_a_briefing() -> None:
    styles = part(reference_odt(), "styles.xml")
    named = {style.get(f"{STYLE}name"): style for style in styles.iter(f"{STYLE}style")}
    sizes = {
        name: float(str(properties.get(f"{FO}font-size")).removesuffix("pt"))
        for name in ("Title", "Heading_20_1", "Heading_20_2", "Heading_20_3", "Standard", "Footnote")
        if (properties := named[name].find(f"{STYLE}text-properties")) is not None
    }
    assert list(sizes.values()) == sorted(sizes.values(), reverse=True)
    assert len(sizes) == 6
    (quotation,) = named["Quotations"].iter(f"{STYLE}paragraph-properties")
    assert str(quotation.get(f"{FO}border-left")).startswith("2pt solid")
    assert quotation.get(f"{FO}border-right") == "none"


def test_open_document_pages_have_their_number_in_the_footer() -> None:
    pages = list(part(reference_odt(), "styles.xml").iter(f"{STYLE}master-page"))
    assert pages
    assert all(len(list(page.iter(f"{TEXT}page-number"))) == 1 for page in pages)
