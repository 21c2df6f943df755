"""OpenDocument texts with parts that pandoc would lose or write as text."""

from support.formats import read, with_parts, written


def test_tables_of_contents_of_opendocument_are_left_out() -> None:
    index = (
        "<text:table-of-content><text:index-body><text:p>Money 7</text:p></text:index-body></text:table-of-content>"
        "<text:p>All else.</text:p>"
    )
    assert read("a.odt", with_parts(written("Text.", "odt"), {"content.xml": index}, "</office:text>")).text == (
        "Text.\n\nAll else."
    )


def test_text_boxes_of_opendocument_are_kept() -> None:
    box = (
        "<text:p>Before <draw:frame><draw:text-box><text:p>Words in a box.</text:p></draw:text-box></draw:frame>it."
        '</text:p><text:p text:style-name="Title">A title</text:p>'
    )
    builder = read("a.odt", with_parts(written("Text.", "odt"), {"content.xml": box}, "</office:text>"))
    assert builder.text == "Text.\n\nBefore it.\n\nWords in a box.\n\nA title"
    assert [section.heading for section in builder.sections] == ["A title"]
