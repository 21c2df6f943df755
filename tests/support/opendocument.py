"""OpenDocument files made from XML."""

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

from reportqa.parsing.xml_tree import Element

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {
    "office": "office",
    "text": "text",
    "table": "table",
    "style": "style",
    "draw": "drawing",
    "svg": "svg-compatible",
    "form": "form",
    "chart": "chart",
    "presentation": "presentation",
    "number": "datastyle",
    "fo": "xsl-fo-compatible",
}
NAMESPACES = " ".join(f'xmlns:{prefix}="{_URN}{name}:1.0"' for prefix, name in _PREFIXES.items()) + (
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)


def element(xml: str) -> Element:
    """Return the first element of XML that uses the usual prefixes."""
    return etree.fromstring(f"<root {NAMESPACES}>{xml}</root>")[0]


def content(body: str, automatic: str = "", kind: str = "text") -> str:
    """Return the content of a file."""
    return (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )


def opendocument(
    body: str, automatic: str = "", styles: str = "", others: Mapping[str, str] | None = None, kind: str = "text"
) -> bytes:
    """Return a file with a body, automatic styles and the children of its root of styles."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", content(body, automatic, kind))
        archive.writestr("styles.xml", f"<office:document-styles {NAMESPACES}>{styles}</office:document-styles>")
        for name, part in (others or {}).items():
            archive.writestr(name, part)
    return out.getvalue()


def style(name: str, look: str, family: str = "text", parent: str = "", others: str = "") -> str:
    """Return a style with properties of its text."""
    return (
        f'<style:style style:name="{name}" style:family="{family}" style:parent-style-name="{parent}" {others}>'
        f"<style:text-properties {look}/></style:style>"
    )
