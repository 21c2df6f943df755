"""OpenDocument texts with parts that pandoc would lose or write as text."""

import pytest

from reportqa.errors import ParseError
from reportqa.parsing import parse
from support.formats import read, with_parts, written
from support.opendocument import opendocument
from support.word import kinds


def test_tables_of_contents_are_named_as_left_out() -> None:
    index = (
        "<text:table-of-content><text:index-body><text:p>Money 7</text:p></text:index-body></text:table-of-content>"
        "<text:p>All else.</text:p>"
    )
    builder = read("a.odt", with_parts(written("Text.", "odt"), {"content.xml": index}, "</office:text>"))
    assert builder.text == "Text.\n\nAll else."
    named = [(thing.text, thing.position) for thing in builder.left_out if thing.kind == "contents entry"]
    assert named == [("Money 7", 5)]


def test_text_boxes_are_kept_and_a_title_is_a_heading() -> None:
    box = (
        "<text:p>Before <draw:frame><draw:text-box><text:p>Words in a box.</text:p></draw:text-box></draw:frame>it."
        '</text:p><text:p text:style-name="Title">A title</text:p>'
    )
    builder = read("a.odt", with_parts(written("Text.", "odt"), {"content.xml": box}, "</office:text>"))
    assert builder.text == "Text.\n\nBefore it.\n\nWords in a box.\n\nA title"
    assert [section.heading for section in builder.sections] == ["A title"]


def test_headers_and_footers_are_named_once() -> None:
    margins = "<style:header><text:p>Draft</text:p></style:header><style:footer><text:p>Leeds</text:p></style:footer>"
    styles = f"<office:master-styles>{f'<style:master-page>{margins}</style:master-page>' * 2}</office:master-styles>"
    builder = read("a.odt", opendocument("<text:p>Text.</text:p>", styles=styles))
    assert kinds(builder) == [("running header", "Draft"), ("running footer", "Leeds")]


def test_file_with_a_password_is_refused_with_the_reason() -> None:
    manifest = '<manifest xmlns:m="x"><m:file-entry><m:encryption-data/></m:file-entry></manifest>'
    with pytest.raises(ParseError, match="has a password"):
        read("a.odt", opendocument("", others={"META-INF/manifest.xml": manifest}))


FLAT = """<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:meta><dc:title>Audit</dc:title></office:meta>
<office:body><office:text><text:h text:outline-level="1">Wards</text:h><text:p>Ely has 31 beds.</text:p></office:text>
</office:body></office:document>"""


def test_flat_text_is_read() -> None:
    builder = parse("a.fodt", FLAT.encode())
    assert builder.text == "Wards\n\nEly has 31 beds."
    assert builder.csl_item["title"] == "Audit"


@pytest.mark.parametrize(
    "damaged",
    [
        "no xml",
        FLAT.replace("<office:document ", '<office:document xmlns:x="http://www.w㔶.org" '),
        FLAT.replace("<text:p>", '<text:p lost:name="x">'),
    ],
)
def test_flat_text_that_is_damaged_is_refused(damaged: str) -> None:
    with pytest.raises(ParseError, match="not a valid OpenDocument"):
        parse("a.fodt", damaged.encode())
