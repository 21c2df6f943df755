"""Electronic books made from their parts."""

import io
import zipfile
from collections.abc import Mapping

_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OPS/b.opf"/>'
    "</rootfiles></container>"
)


def page(body: str) -> str:
    return (
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>x</title></head><body>{body}</body></html>"
    )


def book(
    bodies: Mapping[str, str], spine: str = "", others: Mapping[str, str | bytes] | None = None, manifest: str = ""
) -> bytes:
    """Return a book of files with these bodies; `spine` has the names in reading order, by default all."""
    items = "".join(
        f'<item id="{name}" href="{name.replace(" ", "%20")}.xhtml" media-type="application/xhtml+xml"/>'
        for name in bodies
    )
    order = "".join(f'<itemref idref="{name}"/>' for name in (spine.split(",") if spine else bodies))
    meta = "<dc:title>The county book</dc:title><dc:creator>Ann Lee</dc:creator><dc:language>en</dc:language>"
    package = (
        f'<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{meta}'
        f"</metadata><manifest>{items}{manifest}</manifest><spine>{order}</spine></package>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", _CONTAINER)
        archive.writestr("OPS/b.opf", package)
        for name, body in bodies.items():
            archive.writestr(f"OPS/{name}.xhtml", page(body))
        for name, content in (others or {}).items():
            archive.writestr(name, content)
    return out.getvalue()
