"""Broken and malicious files."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

SENTENCE = "Modality had 87,556 registered patients in April 2016."
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(*objects: bytes) -> bytes:
    """Return a PDF of objects numbered from 1; the first is the catalog."""
    made = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, size = len(made), len(objects) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n" % size
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(made) + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


TEXT = stream(b"BT /F 12 Tf 50 300 Td (%s) Tj ET" % SENTENCE.encode())


def page(entries: bytes = b"") -> bytes:
    """Return a page with the contents of object 5 and the font of object 4."""
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 5 0 R"
        b" /Resources << /Font << /F 4 0 R >> %s >> >>" % entries
    )


def tagged(lines: Sequence[str], *elements: bytes) -> bytes:
    """Return a PDF of a page of lines, with structure elements as objects from 7 on, the first one the root's.

    The marked-content id of a line is its number; a line that begins with "!" has none, and one that begins with "+"
    continues the line before.
    """
    shown = b""
    for mark, line in enumerate(lines):
        text = line.lstrip("!+").translate({40: "\\(", 41: "\\)"}).encode()
        drawn = b"(%s) Tj" % text
        shown += b"" if line[0] == "+" else b" 0 -20 Td "
        shown += drawn if line[0] == "!" else b"/P <</MCID %d>> BDC %s EMC " % (mark, drawn)
    content = stream(b"BT /F 12 Tf 50 370 Td %s ET" % shown)
    catalog = CATALOG.replace(b">>", b"/StructTreeRoot 6 0 R >>")
    root = b"<< /Type /StructTreeRoot /K 7 0 R >>"
    return pdf(catalog, ONE_PAGE, page(), FONT, content, root, *elements)


def deflated(unit: bytes, count: int) -> bytes:
    """Return the deflated stream of `count` repetitions, without holding them in memory."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(unit) for _ in range(count)) + packer.flush()


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str, doctype: str = "", relations: str = "", media: Sequence[bytes] = ()) -> bytes:
    """Return a Word file with a body, a document type, relationships and media."""
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
            '.wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
            f' Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}'
            "</Relationships>",
            "word/document.xml": f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{W}" xmlns:r="{OFFICE}"'
            ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            f"<w:body>{body}</w:body></w:document>",
            **{f"word/media/{n}.bin": content for n, content in enumerate(media)},
        }
    )


def paragraph(text: str = SENTENCE) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def entities(target: str) -> str:
    """Return a document type whose entity l9 expands to a thousand million words."""
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE {target} [<!ENTITY l0 "lol">{bomb}]>'
