"""Pages whose font maps the codes of a text to other characters, as fonts of other scripts and broken fonts do."""

from collections.abc import Mapping

from support.hostile import CATALOG, FONT, ONE_PAGE, page, pdf, stream


def mapped_pdf(content: str, characters: Mapping[str, str], *, catalog: bytes = CATALOG) -> bytes:
    """Return a page of 400 by 400 points in which the font F (Helvetica) has the meaning of `characters`."""
    rows = "".join(f"<{ord(code):02X}> <{meaning.encode('utf-16-be').hex()}>\n" for code, meaning in characters.items())
    mapping = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(characters)} beginbfchar\n{rows}endbfchar\nendcmap end end"
    )
    font = FONT.replace(b">>", b"/ToUnicode 6 0 R >>")
    return pdf(catalog, ONE_PAGE, page(), font, stream(content.encode("latin-1")), stream(mapping.encode()))
