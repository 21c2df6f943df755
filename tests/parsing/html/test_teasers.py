import lxml.html
import pytest
from lxml.html import HtmlElement

from reportqa.parsing.html.page_weights import PageWeights
from reportqa.parsing.html.parser import parse
from reportqa.parsing.html.second_opinion import SecondOpinion
from reportqa.parsing.html.teasers import are_teasers, sharing_links, teased, teasers

SENTENCE = "The fund pays for the visits of nurses to homes in the whole county."
ARTICLE = f"<h1>The fund</h1>{f'<p>{SENTENCE}</p>' * 12}"
TEASER = (
    "<div class='c'><h4><a href='/{0}'>Überschrift {0}</a></h4><p>Ein Anreißer der Seite {0}, nicht lang.</p></div>"
)


def page(content: str) -> HtmlElement:
    root: HtmlElement = lxml.html.document_fromstring(f"<body>{content}</body>")
    return root.body


def found(content: str) -> list[str]:
    body = page(content)
    return [part.text_content() for part in teasers(body, PageWeights(body, SecondOpinion(body)))]


def test_teasers_are_left_out_with_their_heading_in_any_language() -> None:
    group = "".join(TEASER.format(number) for number in range(3))
    (text,) = found(f"{ARTICLE}<div class='related'><h3>Mehr lesen</h3><div>{group}</div></div>")
    assert text.startswith("Mehr lesen")
    builder = parse(f"<body>{ARTICLE}<div class='related'><h3>Mehr lesen</h3><div>{group}</div></div>".encode())
    assert "Anreißer" not in builder.text
    assert any("Ein Anreißer der Seite 2" in part.text for part in builder.left_out)


def test_part_is_teasers_if_most_of_it_is() -> None:
    group = "".join(TEASER.format(number) for number in range(3))
    body = page(f"<div>{group}</div><div>{group}{f'<p>{SENTENCE}</p>' * 4}</div>")
    weights = PageWeights(body, SecondOpinion(body))
    assert are_teasers(body[0], weights)
    assert not are_teasers(body[1], weights)


def test_two_links_are_no_group() -> None:
    assert found(f"{ARTICLE}<div>{TEASER.format(1)}{TEASER.format(2)}</div>") == []


def test_parts_with_links_within_their_text_are_no_teasers() -> None:
    part = f"<div class='c'><h4>Title</h4><p>{SENTENCE} See <a href='/x'>the list</a>.</p></div>"
    assert found(f"{ARTICLE}<div>{part * 3}</div>") == []


@pytest.mark.parametrize(
    "href",
    [
        "https://www.facebook.com/sharer/sharer.php?u=x",
        "https://twitter.com/intent/tweet?url=x",
        "mailto:?subject=x",
        "https://wa.me/?text=x",
        "https://api.whatsapp.com/send?text=x",
    ],
)
def test_links_that_share_the_page_are_found(href: str) -> None:
    (link,) = sharing_links(page(f"<p>Text <a href='{href}'>Teilen</a></p>"))
    assert link.tag == "a"
    (item,) = sharing_links(page(f"<ul><li><a href='{href}'>Teilen</a></li></ul>"))
    assert item.tag == "li"


def test_link_to_a_profile_is_no_sharing_link() -> None:
    assert list(sharing_links(page("<p><a href='https://twitter.com/somebody'>Somebody</a></p>"))) == []


def test_short_teasers_are_told_from_sections() -> None:
    body = page("".join(TEASER.format(number) for number in range(3)))
    assert body[0] in teased(body, PageWeights(body, SecondOpinion(body)))
    long = "".join(TEASER.format(number).replace("</p>", f"{SENTENCE * 5}</p>") for number in range(3))
    body = page(long)
    assert teased(body, PageWeights(body, SecondOpinion(body))) == set()
