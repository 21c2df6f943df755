import lxml.html
import pytest
from lxml.html import HtmlElement

from reportqa.parsing.html.article import Article, is_declared_article
from reportqa.parsing.html.page_weights import PageWeights
from reportqa.parsing.html.parser import parse
from reportqa.parsing.html.second_opinion import SecondOpinion

SENTENCES = [f"The fund paid for visit {number} of a nurse to a home in the county." for number in range(20)]
TEXT = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
DECLARED = '<meta property="og:type" content="article">'


def article(content: str, *, is_declared: bool = False) -> Article:
    root: HtmlElement = lxml.html.document_fromstring(f"<html><body>{content}</body></html>")
    body = root.body
    return Article(body, PageWeights(body, SecondOpinion(root)), is_declared=is_declared)


def test_article_is_the_smallest_element_with_the_text() -> None:
    found = article(f"<div><h1>Fund</h1><div id='a'>{TEXT}</div></div><div id='b'>Print Close</div>")
    assert found.element.get("id") == "a"
    assert [part.get("id") for part in found.outside()] == ["b"]


@pytest.mark.parametrize(
    "part",
    [
        "<div><h2>Costs</h2><p>The fund cost £12 million in 2018, a tenth more than planned.</p></div>",
        "<div><table><tr><td>2018</td><td>£12 million</td></tr></table></div>",
        "<div>Waiting lists were a tenth shorter in 2018 than before</div>",
        "<p>It is based on the reports of all hospitals in the county.</p>",
    ],
)
@pytest.mark.parametrize("frame", ["<div>{1}{0}</div>", "<div>{0}{1}</div>"])
def test_text_around_the_article_is_kept(part: str, frame: str) -> None:
    assert list(article(frame.format(f"<div>{TEXT}</div>", part)).outside()) == []


def test_after_a_declared_article_only_sections_and_tables_are_kept() -> None:
    section = "<div><h2>Costs</h2><p>The fund cost £12 million in 2018, a tenth more than planned.</p></div>"
    bio = "<div class='author-box'><p>Somebody writes about the county and has won many prizes.</p></div>"
    found = article(f"<div><div>{TEXT}</div>{bio}{section}</div>", is_declared=True)
    assert [part.text_content()[:8] for part in found.outside()] == ["Somebody"]


def test_labels_above_the_title_of_a_declared_article_are_left_out() -> None:
    content = f"<div><div>Category</div><h1>Fund</h1><div>{TEXT}</div></div>"
    assert [part.text_content() for part in article(content, is_declared=True).above()] == ["Category"]
    assert list(article(content).above()) == []


def test_boxes_that_advertise_are_left_out_unless_they_have_a_section() -> None:
    box = "<div class='newsletter-box'>{}<p>Every week we send you the news of the county and its hospitals.</p></div>"
    half = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[:10])
    rest = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[10:])
    found = article(f"<article>{half}{box.format('')}{rest}</article>")
    assert [part.get("class") for part in found.promotions()] == ["newsletter-box"]
    assert list(article(f"<article>{half}{box.format('<h2>The newsletter</h2>')}{rest}</article>").promotions()) == []


def test_paragraph_that_points_to_another_page_is_left_out() -> None:
    pointer = "<p>Read: <a href='/other'>The county loses nurses and doctors</a></p>"
    half = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[:10])
    assert [part.text_content() for part in article(f"<div>{half}{pointer}{half}</div>").pointers()] == [
        "Read: The county loses nurses and doctors"
    ]


@pytest.mark.parametrize(
    "part",
    [
        "<p><a href='#notes'>See the notes of this page</a></p>",
        "<p><a href='/report.pdf'>Read the report</a></p>",
        "<h2>Sources</h2><ul><li><a href='/a'>The first report</a></li><li><a href='/b'>The second</a></li></ul>",
        "<p><a href='/a'>The first report</a></p><p><a href='/b'>The second report</a></p>",
        "<table><tr><td><a href='/a'>The first report</a></td></tr></table>",
        "<figure><figcaption><a href='/a'>A nurse</a></figcaption></figure>",
    ],
)
def test_links_that_belong_to_the_text_are_kept(part: str) -> None:
    assert list(article(f"<div>{TEXT}{part}</div>").pointers()) == []


def test_page_of_links_is_kept() -> None:
    links = "".join(f"<p><a href='/{number}'>Report number {number}</a></p><hr>" for number in range(9))
    assert list(article(f"<div><p>All reports of the fund.</p>{links}</div>").pointers()) == []


@pytest.mark.parametrize(
    "head",
    [
        DECLARED,
        '<script type="application/ld+json">{"@type": "NewsArticle"}</script>',
        '<script type="application/ld+json">{"@graph": [{"@type": ["BlogPosting"]}]}</script>',
    ],
)
def test_article_is_declared_by_metadata(head: str) -> None:
    assert is_declared_article(
        lxml.html.document_fromstring(f"<html><head>{head}</head><body><p>Text</p></body></html>")
    )


def test_page_without_metadata_is_no_declared_article() -> None:
    head = '<script type="application/ld+json">{"@type": "WebPage"}</script>'
    assert not is_declared_article(lxml.html.document_fromstring(f"<html><head>{head}</head><body>Text</body></html>"))


def test_what_is_around_an_article_is_left_out_by_name() -> None:
    builder = parse(f"<body><div><h1>Fund</h1><div>{TEXT}</div></div><div>Print Close</div></body>".encode())
    assert builder.text.endswith(SENTENCES[-1])
    assert [(part.kind, part.text) for part in builder.left_out] == [("outside the article", "Print Close")]


def test_only_entry_of_a_feed_format_is_a_declared_article() -> None:
    entry = "<div class='post hentry'><p>Text</p></div>"
    assert is_declared_article(lxml.html.document_fromstring(entry))
    assert not is_declared_article(lxml.html.document_fromstring(entry * 2))


def test_named_section_that_asks_for_something_is_left_out_of_a_declared_article() -> None:
    appeal = (
        "<div class='cta-box'><h3>A word to readers</h3><p>Most of our work is free, so please donate today.</p></div>"
    )
    root: HtmlElement = lxml.html.document_fromstring(f"<body><div>{TEXT}</div>{appeal}</body>")
    opinion = SecondOpinion(lxml.html.document_fromstring(f"<body><div>{TEXT}</div></body>"))
    weights = PageWeights(root.body, opinion)
    assert len(list(Article(root.body, weights, is_declared=True).promotions())) == 1
    assert list(Article(root.body, weights).promotions()) == []


def test_box_with_one_link_given_twice_is_kept() -> None:
    links = "<a href='/r'><img src='r.png'></a><p>Unproven</p><a href='/r'>About this long rating</a>"
    assert list(article(f"<div>{TEXT}<div><h3>Rating</h3>{links}</div></div>").pointers()) == []
