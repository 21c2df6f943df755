import lxml.html
import pytest
from lxml.html import HtmlElement

from reportqa.parsing.html.elements import (
    drop_one,
    holds_content,
    is_heading,
    is_inside,
    link_density,
    names_of,
    section_of,
    text_of,
    texts_by_heading,
)


def test_names_are_words_in_lower_case() -> None:
    element = lxml.html.fromstring('<div id="relatedLinks" class="site_header  nav-2"></div>')
    assert list(names_of(element)) == ["related links", "site header", "nav 2"]


@pytest.mark.parametrize(
    ("html", "share"), [("<p><a>four</a>six </p>", 4 / 7), ("<p>none</p>", 0), ("<p></p>", 1), ("<a>all</a>", 1)]
)
def test_link_density_is_the_share_of_links(html: str, share: float) -> None:
    assert link_density(lxml.html.fromstring(html)) == pytest.approx(share)


def test_section_ends_at_a_heading_of_the_same_rank() -> None:
    body = lxml.html.fromstring("<body><h2>A</h2><p>one</p><h3>B</h3><p>two</p><h2>C</h2><p>three</p></body>")
    assert [text_of(part) for part in section_of(body[0])] == ["A", "one", "B", "two"]


def test_section_that_fills_its_box_is_the_box() -> None:
    body = lxml.html.fromstring("<body><aside><h2>A</h2><p>one</p></aside><p>two</p></body>")
    assert section_of(body[0][0]) == [body[0]]


def test_text_is_split_before_headings() -> None:
    element = lxml.html.fromstring("<div>Before<h2>One</h2><p>more</p><section><h3>Two</h3></section>after</div>")
    assert texts_by_heading(element) == ["Before", "One more", "Two after"]


def test_article_and_title_are_content() -> None:
    assert holds_content(lxml.html.fromstring("<div><section><h1>Title</h1></section></div>"))
    assert not holds_content(lxml.html.fromstring("<div><h2>Aside</h2></div>"))


def test_removed_element_leaves_the_text_after_it() -> None:
    page: HtmlElement = lxml.html.fromstring("<html><body><p>one <b>two</b> three</p></body></html>")
    (bold,) = page.iter("b")
    assert is_inside(bold, ["body"])
    drop_one(bold)
    drop_one(bold)
    assert text_of(page) == "one three"


def test_section_of_a_heading_in_a_box_has_what_follows_the_box() -> None:
    body = lxml.html.fragment_fromstring("<div><p>a</p><div><h3>Latest</h3></div><p>b</p><h3>Next</h3></div>")
    assert [text_of(part) for part in section_of(body[1][0])] == ["Latest", "b"]


def test_section_of_a_box_that_is_a_heading_ends_at_the_next_such_box() -> None:
    body = lxml.html.fragment_fromstring(
        "<div><p>a</p><div class='title'>Latest</div><p>b</p><div class='title'>Next</div><p>c</p></div>"
    )
    assert is_heading(body[1])
    assert not is_heading(body[2])
    assert [text_of(part) for part in section_of(body[1])] == ["Latest", "b"]
