"""Reference documents with the styles of exported Word and OpenDocument files, made from those of pandoc."""

import subprocess
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO

import pypandoc
from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_INK, _QUIET, _LINE, _LINK = "1F3864", "5A5F69", "9FB0C8", "1A4F8B"
_FONT = "Calibri"

# The properties of paragraphs and of characters for each style; sizes are in half points, lengths in twentieths.
_STYLES: Mapping[str, tuple[str, str]] = {
    "Normal": ('<w:spacing w:line="276" w:lineRule="auto"/>', '<w:sz w:val="22"/><w:szCs w:val="22"/>'),
    "BodyText": ('<w:spacing w:before="0" w:after="140"/>', ""),
    "Title": (
        f'<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="6" w:color="{_LINE}"/></w:pBdr>'
        '<w:spacing w:before="0" w:after="120" w:line="240" w:lineRule="auto"/>',
        f'<w:b/><w:color w:val="{_INK}"/><w:sz w:val="44"/><w:szCs w:val="44"/>',
    ),
    "Author": (
        '<w:keepNext/><w:pBdr><w:bottom w:val="nil"/></w:pBdr><w:spacing w:before="0" w:after="40"/>',
        f'<w:b w:val="0"/><w:color w:val="{_QUIET}"/><w:sz w:val="22"/><w:szCs w:val="22"/>',
    ),
    "Date": (
        '<w:keepNext/><w:pBdr><w:bottom w:val="nil"/></w:pBdr><w:spacing w:before="0" w:after="240"/>',
        f'<w:b w:val="0"/><w:color w:val="{_QUIET}"/><w:sz w:val="22"/><w:szCs w:val="22"/>',
    ),
    "BlockText": (
        f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="10" w:color="{_LINE}"/></w:pBdr>'
        '<w:spacing w:before="120" w:after="140"/><w:ind w:left="500" w:right="300" w:firstLine="0"/>',
        "",
    ),
    "FootnoteText": (
        '<w:spacing w:before="0" w:after="40" w:line="240" w:lineRule="auto"/>',
        '<w:sz w:val="18"/><w:szCs w:val="18"/>',
    ),
    "Bibliography": ('<w:spacing w:before="0" w:after="120"/><w:ind w:left="480" w:hanging="480"/>', ""),
    "Hyperlink": ("", f'<w:color w:val="{_LINK}"/><w:u w:val="single"/>'),
    **{
        f"Heading{level}": (
            f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="100"/>'
            f'<w:outlineLvl w:val="{level - 1}"/>',
            f'<w:b/><w:color w:val="{_INK}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
        )
        for level, before, size in ((1, 360, 32), (2, 280, 27), (3, 220, 24), (4, 200, 22), (5, 200, 22), (6, 200, 22))
    },
}
_FOOTER = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:jc w:val="center"/>'
    f'</w:pPr><w:r><w:rPr><w:color w:val="{_QUIET}"/><w:sz w:val="18"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r>'
    f'<w:r><w:rPr><w:color w:val="{_QUIET}"/><w:sz w:val="18"/></w:rPr><w:instrText xml:space="preserve"> PAGE '
    f'</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:color w:val="{_QUIET}"/>'
    '<w:sz w:val="18"/></w:rPr><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>'
).encode()
_SECTION = (
    f'<w:sectPr xmlns:w="{_W}" xmlns:r="{_R}"><w:footerReference w:type="default" r:id="rIdFooter"/>'
    '<w:footnotePr><w:numRestart w:val="continuous"/></w:footnotePr>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/>'
    "</w:sectPr>"
)
_ODF = {
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
}
_NO_BORDER = {f"fo:border-{side}": "none" for side in ("top", "right", "bottom")}
# The same for OpenDocument: attributes of paragraphs and of characters.
_ODT_STYLES: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "Standard": ({"fo:line-height": "115%"}, {"fo:font-size": "11pt", "fo:font-family": _FONT}),
    "Heading": ({"fo:keep-with-next": "always"}, {"fo:font-family": _FONT, "fo:color": f"#{_INK}"}),
    "Title": (
        {"fo:margin-bottom": "6pt", "fo:text-align": "start", "fo:padding-bottom": "4pt",
         "fo:border-bottom": f"0.75pt solid #{_LINE}"},
        {"fo:font-size": "22pt", "fo:font-weight": "bold", "fo:color": f"#{_INK}"},
    ),
    "Author": ({"fo:margin-bottom": "2pt", "fo:text-align": "start"}, {"fo:color": f"#{_QUIET}"}),
    "Date": ({"fo:margin-bottom": "12pt", "fo:text-align": "start"}, {"fo:color": f"#{_QUIET}"}),
    "Text_20_body": ({"fo:margin-top": "0pt", "fo:margin-bottom": "7pt"}, {}),
    "Quotations": (
        {"fo:margin-left": "0.35in", "fo:margin-right": "0.2in", "fo:margin-top": "3pt", "fo:margin-bottom": "7pt",
         "fo:padding-left": "0.12in", "fo:border-left": f"2pt solid #{_LINE}", **_NO_BORDER},
        {},
    ),
    "Footnote": ({"fo:margin-bottom": "2pt"}, {"fo:font-size": "9pt"}),
    **{
        f"Heading_20_{level}": (
            {"fo:margin-top": before, "fo:margin-bottom": "5pt", "fo:keep-with-next": "always"},
            {"fo:font-size": size, "fo:font-weight": "bold", "fo:font-style": "normal", "fo:color": f"#{_INK}"},
        )
        for level, before, size in ((1, "18pt", "16pt"), (2, "14pt", "13.5pt"), (3, "11pt", "12pt"))
    },
}  # fmt: skip


@cache
def reference_docx() -> bytes:
    """Return a Word file with the styles of a briefing, A4 pages and their numbers in the footer."""
    return _changed(
        _default("reference.docx"),
        {
            "word/styles.xml": _word_styles,
            "word/document.xml": _word_document,
            "word/_rels/document.xml.rels": lambda xml: xml.replace(
                b"</Relationships>",
                f'<Relationship Id="rIdFooter" Type="{_R}/footer" Target="footer1.xml"/></Relationships>'.encode(),
            ),
            "[Content_Types].xml": lambda xml: xml.replace(
                b"</Types>",
                b'<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument'
                b'.wordprocessingml.footer+xml"/></Types>',
            ),
        },
        {"word/footer1.xml": _FOOTER},
    )


@cache
def reference_odt() -> bytes:
    """Return an OpenDocument file with the styles of a briefing; pandoc's has the page numbers."""
    return _changed(_default("reference.odt"), {"styles.xml": _odt_styles}, {})


def _default(name: str) -> bytes:
    """Return one of pandoc's own files."""
    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", name]
    return subprocess.run(command, capture_output=True, check=True).stdout


def _changed(data: bytes, changes: Mapping[str, Callable[[bytes], bytes]], added: Mapping[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, changes[entry.filename](content) if entry.filename in changes else content)
        for name, content in added.items():
            new.writestr(name, content)
    return made.getvalue()


def _word_styles(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    names = {"w": _W}
    for fonts in root.iterfind(".//w:rFonts", names):
        fonts.attrib.clear()
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(f"{{{_W}}}{kind}", _FONT)
    for style in root.iterfind("w:style", names):
        wanted = _STYLES.get(style.get(f"{{{_W}}}styleId", ""))
        if wanted is None:
            continue
        # Of pandoc's properties only the font is kept.
        kept = "".join(etree.tostring(fonts).decode() for fonts in style.iterfind("w:rPr/w:rFonts", names))
        for old in [*style.iterfind("w:pPr", names), *style.iterfind("w:rPr", names)]:
            style.remove(old)
        for tag, content in (("pPr", wanted[0]), ("rPr", kept + wanted[1])):
            if content:
                style.append(etree.fromstring(f'<w:{tag} xmlns:w="{_W}">{content}</w:{tag}>'))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _word_document(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    body = root.find(f"{{{_W}}}body")
    if body is not None:
        for section in body.findall(f"{{{_W}}}sectPr"):
            body.remove(section)
        body.append(etree.fromstring(_SECTION))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _odt_styles(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    styles = next(root.iter(_odf("office:styles")))
    # pandoc uses this style without defining it.
    title = {"name": "Title", "family": "paragraph", "parent-style-name": "Heading"}
    etree.SubElement(styles, _odf("style:style"), {_odf(f"style:{key}"): value for key, value in title.items()})
    for style in root.iter(_odf("style:style")):
        wanted = _ODT_STYLES.get(style.get(_odf("style:name"), ""))
        if wanted is None:
            continue
        for kind, attributes in zip(("paragraph", "text"), wanted, strict=True):
            tag = _odf(f"style:{kind}-properties")
            found = style.find(tag)
            properties = etree.SubElement(style, tag) if found is None else found
            for name, value in attributes.items():
                properties.set(_odf(name), value)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _odf(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_ODF[prefix]}}}{local}"
