import pytest
from lxml import etree

from reportqa.parsing.unseen_text import look_alike, read_colour, unseen_elements


@pytest.mark.parametrize(
    ("text", "colour"),
    [("#FFFFFF", (255, 255, 255)), ("00ff10", (0, 255, 16)), ("auto", None), ("#fff", None), ("", None)],
)
def test_colours_of_six_digits_are_read(text: str, colour: tuple[int, int, int] | None) -> None:
    assert read_colour(text) == colour


def test_colours_look_alike_if_they_differ_little() -> None:
    assert look_alike((255, 255, 255), (250, 250, 250))
    assert not look_alike((255, 255, 255), (255, 255, 230))


def _kind(node: etree._Element) -> str:
    return "" if node.get("seen") else "kind"


def test_outermost_elements_are_found() -> None:
    root = etree.fromstring("<r><a>x<b>y</b></a><i seen='1'>z</i><a><i/></a></r>")
    assert [(node.tag, kind) for node, kind in unseen_elements(root, _kind, "w")] == [("a", "kind")]


def test_text_beside_seen_text_is_wrapped() -> None:
    root = etree.fromstring("<r>v<a seen='1'>s<b>u</b></a>w<c>x</c></r>")
    pieces = list(unseen_elements(root, _kind, "w"))
    assert sorted(piece.text or "" for piece, _ in pieces) == ["u", "v", "w", "x"]
    assert etree.tostring(root) == b'<r><w>v</w><a seen="1">s<b>u</b></a><w>w</w><c>x</c></r>'


def test_elements_that_are_seen_without_text_stay() -> None:
    root = etree.fromstring("<r><a>x<img/></a></r>")
    [(piece, _)] = unseen_elements(root, _kind, "w", ("img",))
    assert (piece.tag, piece.text) == ("w", "x")
