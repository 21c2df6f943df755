import pytest

from reportqa.errors import ParseError
from reportqa.parsing import parse

FLAT = """<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:meta><dc:title>Audit</dc:title></office:meta>
<office:body><office:text><text:h text:outline-level="1">Wards</text:h><text:p>Ely has 31 beds.</text:p></office:text>
</office:body></office:document>"""


def test_flat_text_is_read() -> None:
    builder = parse("a.fodt", FLAT.encode())
    assert builder.text == "Wards\n\nEly has 31 beds."
    assert builder.csl_item["title"] == "Audit"


def test_what_is_not_xml_is_refused() -> None:
    with pytest.raises(ParseError, match="not a valid OpenDocument"):
        parse("a.fodt", b"no xml")
