from typing import Any

import lxml.html
import pytest
from lxml.html import HtmlElement

from reportqa.parsing.html.labels import labels, paths, tag_lists
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


def test_path_and_categories_above_the_text_are_left_out_but_no_link_to_the_author() -> None:
    path = "<div><a href='/'>Home</a> > <a href='/news'>News</a></div>"
    category = "<ul><li><a href='/business'>Business</a></li></ul>"
    author = "<div><a href='/author/doe'>J. D.</a></div>"
    labelled = found(f"{path}{category}{author}{''.join(TEXTS)}", {"title": "The fund"})
    assert labelled == [("Home > News", "menu"), ("Business", "label")]


@pytest.mark.parametrize("label", ["Published 3 hours ago", "Print this article", "Leave a comment", "(42) Comments"])
def test_what_a_click_does_and_how_old_an_article_is_are_labels(label: str) -> None:
    assert found(f"<div>{label}</div>{''.join(TEXTS)}", {"title": "The fund"}) == [(label, "label")]


def test_titles_of_other_pages_in_a_row_are_left_out_if_nothing_introduces_them() -> None:
    links = "<ul><li><a href='/a'>Roads of the county</a></li><li><a href='/b'>Schools of the county</a></li></ul>"
    content = "".join([*TEXTS[:6], "{}", *TEXTS[6:]])
    assert [kind for _, kind in found(content.format(links))] == ["related links"] * 2
    assert found(content.format(f"<h2>Annexes</h2>{links}")) == []
    assert found(content.format(f"<p>You also need:</p>{links}")) == []
    assert found(content.format(links.replace("/a", "https://example.org/a").replace("/b", "http://[b"))) == []


def test_date_behind_the_text_is_a_byline_only_by_its_name() -> None:
    date = "<div class='date-published'>Published 20 November 2019</div>"
    assert [kind for _, kind in found("".join(TEXTS) + date)] == ["byline"]
    assert found("".join(TEXTS) + "<ul><li>County News. 20 November 2019</li></ul>") == []


@pytest.mark.parametrize(
    "credit",
    [
        "Like this story? Share it with a friend!",
        "Write to Jane Doe at jane@example.org",
        "More from the county: https://example.org/county",
        "Note: all comments are moderated.",
        "Get a subscription of our sister publication.",
    ],
)
def test_appeals_at_the_end_are_credits(credit: str) -> None:
    assert [kind for _, kind in found("".join(TEXTS) + f"<p>{credit}</p>")] == ["credit"]


def test_path_above_the_only_title_is_left_out_of_any_page() -> None:
    content = "<div>You are here: <a href='/'>Home</a> &gt; <a href='/w'>Water</a> &gt; Rivers</div><h1>Rivers</h1>"
    root: HtmlElement = lxml.html.document_fromstring(f"<body>{content}<p><a href='/'>A</a> > b</p></body>")
    assert [line.text for line in paths(root.body)] == ["You are here: Home > Water > Rivers"]
    assert list(paths(lxml.html.document_fromstring(f"<body>{content}<h1>Seas</h1></body>"))) == []
