from typing import Any

import lxml.html
from lxml.html import HtmlElement

from reportqa.parsing.html.labels import labels, tag_lists
from reportqa.parsing.html.second_opinion import SecondOpinion

TEXTS = [f"<p>The fund paid for visit {number} of a nurse to a home in the county.</p>" for number in range(12)]
ITEM = {"author": [{"literal": "Jane Doe"}], "issued": {"date-parts": [[2019, 11, 20]]}}


def found(content: str, item: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    """Return the labels of a page of which only TEXTS are confirmed."""
    root: HtmlElement = lxml.html.document_fromstring(f"<body><article>{content}</article></body>")
    opinion = SecondOpinion(lxml.html.document_fromstring(f"<body><article>{''.join(TEXTS)}</article></body>"))
    return [(line.text, kind) for line, kind in labels(root.body, opinion, item or ITEM)]


def test_author_and_date_before_the_text_are_a_byline_if_the_metadata_have_them() -> None:
    lines = "<div>By Jane Doe, Health Editor</div><div>Updated 1:39 am EST, Wednesday, November 20, 2019</div>"
    content = f"<h1>The fund</h1>{lines}{''.join(TEXTS)}"
    assert [kind for _, kind in found(content)] == ["byline", "byline"]
    assert found(content, {"title": "The fund"}) == []
    kind = "<div>Press release digest | By Jane Doe | 20 November 2019</div>"
    assert found(f"<h1>The fund</h1>{kind}{''.join(TEXTS)}") == []


def test_sentences_with_the_year_are_no_byline() -> None:
    summary = "<h2>The fund paid for 12 more visits in 2019</h2>"
    assert found(f"<h1>The fund</h1>{summary}{''.join(TEXTS)}") == []


def test_controls_of_a_gallery_are_labels() -> None:
    gallery = (
        "<div class='photo-gallery'><div>Image 1 of 23</div><div>Close</div><div>A nurse, 3 in all, in 2019</div></div>"
    )
    assert found(f"{''.join(TEXTS[:6])}{gallery}{''.join(TEXTS[6:])}") == [
        ("Image 1 of 23", "gallery"),
        ("Close", "gallery"),
    ]


def test_lines_in_the_text_are_labels_only_if_repeated_and_without_figures() -> None:
    advert, price = "<div>Advertisement</div>", "<div>£139.00</div>"
    content = "".join(
        [*TEXTS[:3], advert, price, *TEXTS[3:6], "<div>A label</div>", price, *TEXTS[6:9], advert, *TEXTS[9:]]
    )
    assert found(content) == [("Advertisement", "label")] * 2


def test_single_paragraph_that_is_a_link_points_to_another_page() -> None:
    link = "<p>See also: <a href='/other'>Nurses of the county and of the cities are on strike again</a></p>"
    assert [kind for _, kind in found(f"{''.join(TEXTS[:6])}{link}{''.join(TEXTS[6:])}")] == ["related links"]
    assert found(f"{''.join(TEXTS[:6])}{link * 2}{''.join(TEXTS[6:])}") == []
    report = link.replace("/other", "/other.pdf")
    assert found(f"{''.join(TEXTS[:6])}{report}{''.join(TEXTS[6:])}") == []


def test_credits_are_at_the_end_of_an_article() -> None:
    credit = "<p>Reporting by Will Durham and Tom Browne; editing by a third person.</p>"
    assert [kind for _, kind in found(f"{''.join(TEXTS)}{credit}")] == ["credit"]
    follow = "<p>Jane Doe's book is out now. Follow her on Twitter @janedoe.</p>"
    assert [kind for _, kind in found(f"{''.join(TEXTS)}{follow}")] == ["credit"]
    assert found(f"{''.join(TEXTS[:4])}{credit}{''.join(TEXTS[4:])}") == []


def test_lists_of_tags_are_links_to_their_pages() -> None:
    tags = "<p>Tags: <a rel='category tag' href='/a'>nurses of the county</a>, <a href='/tag/b'>county</a></p>"
    root: HtmlElement = lxml.html.document_fromstring(f"<body>{TEXTS[0]}{tags}<p>One <a href='/a'>link</a></p></body>")
    assert [line.text for line in tag_lists(root.body)] == ["Tags: nurses of the county, county"]
