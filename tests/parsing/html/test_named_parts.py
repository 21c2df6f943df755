import lxml.html
import pytest
from lxml.html import HtmlElement

from reportqa.parsing.html.named_parts import kind_by_name

ARTICLE = {"author": [{"literal": "Jane Doe"}]}


def kind(part: str, *, is_article: bool = True) -> str:
    text = f"<p>{'The fund paid for visits of nurses. ' * 20}</p>"
    root: HtmlElement = lxml.html.document_fromstring(f"<body>{part}{text}</body>")
    return kind_by_name(root.body[0], len(root.text_content()), ARTICLE if is_article else None)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("<p class='breadcrumbs'><a href='/'>Home</a> » <a href='/n'>News</a></p>", "menu"),
        ("<div class='social'><a href='/s'>Share</a></div>", "sharing links"),
        ("<div id='site-footer'>Imprint</div>", "page footer"),
        ("<div class='cookie-banner'>We use cookies.</div>", "cookie notice"),
        ("<p class='related'>The fund is related to that of the city.</p>", ""),
        ("<div class='share'><h2>Share of nurses</h2><p>The share of nurses rose to a half in 2021.</p></div>", ""),
    ],
)
def test_names_and_contents_decide_together(part: str, expected: str) -> None:
    assert kind(part) == expected


def test_box_about_the_author_of_an_article() -> None:
    box = "<div class='author-bio'>Jane Doe writes about the county.</div>"
    assert kind(box) == "about the author"
    assert kind(box, is_article=False) == ""
    assert kind(box.replace("Jane Doe", "The author of the law")) == ""
