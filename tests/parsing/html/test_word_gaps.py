import pytest
from lxml.html import HtmlElement, fragment_fromstring

from reportqa.parsing.html.word_gaps import part_words


def parted(content: str) -> str:
    body: HtmlElement = fragment_fromstring(f"<div>{content}</div>")
    part_words(body)
    return str(body.text_content())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<span class='stat-number'>4,312</span><span class='stat-label'>people</span>", "4,312 people"),
        ("<span class='stat-number'>£3.1m</span><span class='stat-label'>raised</span>", "£3.1m raised"),
        ("<span class='PartNo'>PART 1</span><span class='Title'>GENERAL</span>", "PART 1 GENERAL"),
        ("<span class='LegDS No'>2.</span><span class='LegDS Text'>In this Order</span>", "2. In this Order"),
        ("<span class='column'>Column 441</span>The cost", "Column 441 The cost"),
    ],
)
def test_words_in_boxes_of_their_own_are_parted(content: str, expected: str) -> None:
    assert parted(content) == expected


@pytest.mark.parametrize(
    "content",
    [
        "<span class='initial'>T</span><span class='rest'>he</span>",
        "<span class='ff1 fs0'>Reve</span><span class='ff2 fs0'>nue</span>",
        "<span class='bold text'>Reve</span><span class='plain text'>nue</span>",
        "<span class='number'>21</span><span class='suffix'>st</span>",
        "<span class='pounds'>12</span><span class='pence'>99</span>",
        "<code><span class='keyword'>def</span><span class='name'>rate</span></code>",
        "<span class='number'>12</span><span class='unit'>, and</span>",
        "<span class='number'>12</span>km",
    ],
)
def test_parts_of_words_stay_together(content: str) -> None:
    assert " " not in parted(content).replace(", and", "")
