import lxml.html
from lxml.html import HtmlElement

from reportqa.parsing.html.titles import demote_teasers, keep_title

ADDRESS = "https://example.org/fund"


def body_of(content: str) -> HtmlElement:
    root: HtmlElement = lxml.html.document_fromstring(f"<body>{content}</body>")
    return root.body


def titles(content: str) -> list[str]:
    body = body_of(content)
    demote_teasers(body, ADDRESS)
    return [heading.text_content() for heading in body.iter("h1")]


def test_heading_that_leads_to_another_page_is_no_title() -> None:
    teaser = "<h1><a href='/budget'>Budget</a></h1>"
    assert titles(f"<h1>Fund</h1>{teaser}<a href='/roads'><h1>Roads</h1></a>") == ["Fund"]
    assert titles(f"<h1><a href='/fund'>Fund</a></h1>{teaser}") == ["Fund"]
    assert titles(teaser * 2) == ["Budget", "Budget"]
    assert titles("<h1>Fund</h1><h1>Costs of <a href='/n'>nurses</a></h1>") == ["Fund", "Costs of nurses"]


def test_heading_in_an_advertisement_is_no_title() -> None:
    assert titles("<h1>Fund</h1><div class='article-promo'><h1>Join now</h1></div>") == ["Fund"]


def test_only_title_is_moved_out_of_what_is_removed() -> None:
    body = body_of("<header><a href='/'>Home</a><h1>Fund</h1></header>")
    keep_title(body.find("header"), body)
    assert [child.tag for child in body] == ["h1", "header"]
    body = body_of("<header><h1>Site</h1></header><h1>Fund</h1>")
    keep_title(body.find("header"), body)
    assert [child.tag for child in body] == ["header", "h1"]
