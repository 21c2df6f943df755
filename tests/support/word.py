"""Word files made from XML."""

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.xml_tree import Element
from support.formats import with_parts, written

URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACE = f'xmlns:w="{URI}"'
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def element(xml: str) -> Element:
    """Return the first element of XML that uses the prefix w."""
    return etree.fromstring(f"<w:root {NAMESPACE}>{xml}</w:root>")[0]


def paragraph(text: str, style: str = "", look: str = "", run_look: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{look}</w:pPr>" if named or look else ""
    return f'<w:p>{properties}<w:r><w:rPr>{run_look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def word_file(
    body: str,
    styles: str = "",
    numbering: str = "",
    others: Mapping[str, str | bytes] | None = None,
    related: Mapping[str, tuple[str, str]] | None = None,
) -> bytes:
    """Return a Word file with the paragraph "Text." and then `body`; `related` are kinds and targets by reference."""
    links = "".join(
        f'<Relationship Id="{key}" Type="{_TYPES}/{kind}" Target="{target}"/>'
        for key, (kind, target) in (related or {}).items()
    )
    data = with_parts(written("Text.", "docx"), {"word/document.xml": body}, "<w:sectPr")
    data = with_parts(data, {"word/styles.xml": styles}, "</w:styles>")
    data = with_parts(data, {"word/_rels/document.xml.rels": links}, "</Relationships>")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            if not (numbering and name == "word/numbering.xml") and name not in (others or {}):
                target.writestr(name, source.read(name))
        for name, content in (others or {}).items():
            target.writestr(name, content)
        if numbering:
            target.writestr("word/numbering.xml", f"<w:numbering {NAMESPACE}>{numbering}</w:numbering>")
    return out.getvalue()


def kinds(builder: DocumentBuilder) -> list[tuple[str, str]]:
    """Return kind and text of what was left out."""
    return [(thing.kind, thing.text) for thing in builder.left_out]
