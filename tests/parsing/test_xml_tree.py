from io import BytesIO

import pytest
from lxml import etree

from reportqa.errors import ParseError
from reportqa.parsing.xml_tree import (
    add_text,
    all_text,
    local_name,
    read_xml,
    stream_xml,
    take_out,
    texts_of,
    unwrap,
    whole_number,
    words,
)


def test_damaged_file_is_read_as_far_as_it_goes_and_one_nested_too_deeply_refused() -> None:
    root, is_damaged = read_xml(b"<a>One<!-- not --> two<?no?></a>")
    assert root is not None
    assert (root.text, is_damaged) == ("One two", False)
    root, is_damaged = read_xml(b"<a><b>Text</b><c></a>")
    assert (all_text(root), is_damaged) == ("Text", True)
    assert read_xml(b"")[0] is None
    assert read_xml(b"no xml")[0] is None
    with pytest.raises(ParseError, match="nested too deeply"):
        read_xml(b"<a>" * 999 + b"</a>" * 999)


def test_elements_are_read_in_order_up_to_the_damage() -> None:
    events = stream_xml(BytesIO(b"<a xmlns='x'><b>1</b><c/><b>2</b><b"), "b")
    assert [node.text for event, node in events if event == "end"][:2] == ["1", "2"]


def test_texts_of_elements() -> None:
    root = etree.fromstring("<a>One <b>two</b>three<c> </c><d>4</d><d>5</d></a>")
    assert all_text(root) == "One twothree 45"
    assert words(root) == "One two three 4 5"
    assert texts_of(root) == {"b": "two", "d": "4"}
    assert (all_text(None), words(None), texts_of(None)) == ("", "", {})


def test_text_is_added_at_the_end() -> None:
    root = etree.fromstring("<a/>")
    for text in ("x", None, "y"):
        add_text(root, text)
    etree.SubElement(root, "b")
    add_text(root, "z")
    assert etree.tostring(root) == b"<a>xy<b/>z</a>"


def test_element_is_removed_without_the_text_after_it() -> None:
    root = etree.fromstring("<a>1<b>2</b>3<c>4</c>5</a>")
    for node in list(root):
        take_out(node)
    assert etree.tostring(root) == b"<a>135</a>"


def test_unwrapped_element_leaves_its_children_in_place() -> None:
    root = etree.fromstring("<p><a/><tag><b/><c/></tag><d/></p>")
    unwrap(root[1])
    assert [local_name(node) for node in root] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), ("012", 12), ("", 1), (None, 1), ("-1", 1), ("1.5", 1), ("9" * 5000, 1)]
)
def test_number_that_is_none_or_too_long_is_the_default(text: str | None, number: int) -> None:
    assert whole_number(text) == number
