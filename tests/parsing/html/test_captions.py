import lxml.html
import pytest
from lxml.html import HtmlElement

from reportqa.parsing.html.captions import captioned, credit_lines, credits_of
from reportqa.parsing.html.parser import parse

CAPTION = "A nurse of the county fund visits an old couple in their home."


def page(content: str) -> HtmlElement:
    root: HtmlElement = lxml.html.document_fromstring(f"<body>{content}</body>")
    return root.body


@pytest.mark.parametrize(
    "caption",
    [
        f"<figcaption>{CAPTION} <span class='photo-credit'>Press Agency</span></figcaption>",
        f"<figcaption>{CAPTION} <span itemprop='copyrightHolder'>Press Agency</span></figcaption>",
        f"<figcaption>{CAPTION}<dl><dt></dt><dd itemprop='copyrightHolder'>Press Agency</dd></dl></figcaption>",
        "<figcaption class='attribution'>Press Agency</figcaption>",
    ],
)
def test_credit_of_a_picture_is_found_by_its_name(caption: str) -> None:
    (credit,) = credits_of(page(f"<figure><img src='a.jpg'>{caption}</figure>"))
    assert credit.text_content() == "Press Agency"


def test_source_of_a_chart_and_the_caption_are_no_credits() -> None:
    source = (
        "<figure><img src='a.png'><figcaption class='credit'>Source: Office of Statistics, 2021</figcaption></figure>"
    )
    caption = f"<figure><img src='a.png'><figcaption class='caption credit'>{CAPTION}</figcaption></figure>"
    assert list(credits_of(page(source + caption))) == []
    assert list(credits_of(page("<p><span class='credit'>Tax credit</span> is paid monthly.</p>"))) == []


@pytest.mark.parametrize(
    "line",
    ["Photo: Press Agency", "(Image: © Agency / Somebody)", "Фото: архив", "Image via Press Images", "Foto © Agentur"],
)
def test_line_that_only_names_the_photographer_is_a_credit(line: str) -> None:
    assert [credit.text for credit in credit_lines(page(f"<p>{line}</p><table><tr><td>{line}</td></tr></table>"))] == [
        line
    ]


def test_sentences_are_no_credits() -> None:
    assert list(credit_lines(page("<p>Image of the year</p><p>Credit: it is paid in May 2021.</p>"))) == []


def test_short_description_beside_a_caption_is_left_out_and_named() -> None:
    figure = "<figure><img src='a.jpg' alt='{}'><figcaption>{}</figcaption></figure>"
    assert len(list(captioned(page(figure.format("Nurse at a door", CAPTION))))) == 1
    assert list(captioned(page(figure.format("Bars rise from 20 to 45 million", CAPTION)))) == []
    assert list(captioned(page("<figure><img src='a.jpg' alt='Nurse at a door'></figure>"))) == []
    box = f"<div class='figure'><img src='a.jpg' alt='Nurse at a door'><div class='image-caption'>{CAPTION}</div></div>"
    builder = parse(f"<body><h1>Fund</h1><p>{CAPTION * 5}</p>{box}<p>{CAPTION * 5}</p></body>".encode())
    assert "Nurse at a door" not in builder.text
    assert ("description of a picture", "Nurse at a door") in [(part.kind, part.text) for part in builder.left_out]
