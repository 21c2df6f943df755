import pytest

from reportqa.parsing.html.parser import parse
from support.web_page import CLUTTER, PAGE


def test_menus_notices_and_teasers_are_left_out() -> None:
    text = parse(PAGE.encode()).text
    assert [string for string in CLUTTER if string in text] == []


def test_page_inside_one_form_is_kept() -> None:
    page = f"<html><body><form><div class='content'><p>{'A sentence of content. ' * 20}</p></div></form></body></html>"
    assert "A sentence of content." in parse(page.encode()).text


def test_title_in_the_header_of_the_page_is_kept() -> None:
    page = f"<body><header><h1>The title</h1><a href='/'>Home</a></header><main><p>{'Some words. ' * 30}</p></main>"
    assert parse(page.encode()).text.startswith("The title\n\nSome words.")


def test_content_inside_a_heading_left_open_is_kept() -> None:
    assert "Some words." in parse(f"<h1><article>{'Some words. ' * 30}</article>".encode()).text


def test_comments_and_the_frame_of_a_site_are_left_out() -> None:
    comments = (
        '<div id="comments" class="comments-area"><h2>2 thoughts on “Scale works”</h2><ol><li><article><p>I disagree'
        " with all of this, at some length.</p></article></li></ol></div>"
    )
    around = (
        '<div id="suiteBarTop">Office <a href="#">Newsfeed</a></div><span class="mw-editsection">[edit]</span>'
        '<div class="footer"><p>Registered charity 123456</p></div>'
    )
    text = parse(PAGE.replace("</main>", f"</main>{comments}{around}").encode()).text
    assert [word for word in ("disagree", "thoughts", "Newsfeed", "[edit]", "charity") if word in text] == []
    footer = '<div class="footer"><p>The sources of this article are the annual reports of four practices.</p></div>'
    assert "annual reports of four" in parse(PAGE.replace("</article>", f"{footer}</article>").encode()).text


ARTICLE = "".join(
    f"<p>The fund paid for visit {number} of a nurse to a home in the county.</p>" for number in range(20)
)


@pytest.mark.parametrize(
    "heading",
    [
        "<h3>Das könnte Sie auch interessieren</h3>",
        "<div class='block-title'><strong>Top stories</strong></div>",
        "<div class='title'>Leia também:</div>",
    ],
)
def test_posts_below_an_article_go_with_their_heading_in_any_language(heading: str) -> None:
    post = "<article><p>Ein Anreißer mit einem ganzen Satz, der aber von etwas anderem handelt.</p></article>"
    below = f"{heading}{post * 3}"
    page = (
        f"<head><meta property='og:type' content='article'></head><body><div><h1>Fund</h1>{ARTICLE}{below}</div></body>"
    )
    builder = parse(page.encode())
    assert "Anreißer" not in builder.text
    assert [part.kind for part in builder.left_out] == ["related links"] * len(builder.left_out)
    assert "Anreißer" in parse(page.replace("og:type", "og:kind").encode()).text


def test_byline_of_an_article_is_named_as_left_out() -> None:
    meta = "<meta property='og:type' content='article'><meta name='author' content='Jane Doe'>"
    page = f"<head>{meta}</head><body><div><h1>Fund</h1><div>By Jane Doe</div>{ARTICLE}</div></body>"
    builder = parse(page.encode())
    assert builder.text.startswith("Fund\n\nThe fund paid")
    assert [(part.kind, part.text) for part in builder.left_out] == [("byline", "By Jane Doe")]
    assert builder.csl_item["author"] == [{"literal": "Jane Doe"}]


def test_links_that_print_or_close_the_page_are_left_out() -> None:
    links = (
        "<a href='javascript:window.print()'>Print</a> <a href='#top'>nach oben</a> <a href='/print'>Print works</a>"
    )
    assert parse(f"<h1>Circular</h1><p>It replaces circular 2.</p><p>{links}</p>".encode()).text.endswith("Print works")


def test_cell_of_links_beside_the_text_of_a_layout_is_a_menu() -> None:
    menu = "<td><a href='a.htm'>Home</a><br><a href='b.htm'>Staff</a><br><a href='c.htm'>Maps</a></td>"
    text = "<td><h1>The census</h1>The town had 4,311 people in 1881. Of them 212 were born in Ireland.</td>"
    builder = parse(f"<table><tr>{menu}{text}</tr></table>".encode())
    assert "Staff" not in builder.text
    assert [(part.kind, part.text) for part in builder.left_out] == [("menu", "Home Staff Maps")]
    named = f"<table><tr><th>Files</th><th>Census</th></tr><tr>{menu}{text}</tr></table>"
    assert "Staff" in parse(named.encode()).text
    assert parse(f"<body><div>{menu}{text}</div></body>".encode()).text.startswith("The census")
