import lxml.html
from lxml.html import HtmlElement

from reportqa.parsing.html.removals import Removals


def test_removed_parts_are_placed_between_the_words_around_them() -> None:
    root: HtmlElement = lxml.html.document_fromstring("<body><p>one</p><div id='menu'>two</div><p>three</p></body>")
    body = root.body
    removals = Removals(body)
    removals.record(body[2], "repeated text", "four")
    removals.remove(body[1], "menu")
    menu, caption = removals.placed(body)
    assert (menu.kind, menu.text, menu.before, menu.after) == ("menu", "two", "one", "three")
    assert (caption.kind, caption.before) == ("repeated text", "onethree")


def test_part_without_a_kind_is_not_recorded() -> None:
    root: HtmlElement = lxml.html.document_fromstring("<body><p>one</p><svg>two</svg></body>")
    body = root.body
    removals = Removals(body)
    removals.remove(body[1], "")
    assert list(removals.placed(body)) == []
    assert body.text_content() == "one"
