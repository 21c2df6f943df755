import lxml.html
from lxml.html import HtmlElement

from reportqa.parsing.html.page_weights import PageWeights
from reportqa.parsing.html.second_opinion import SecondOpinion

SENTENCE = "The fund paid for the visit of a nurse to a home in the county."


def test_text_links_and_sentences_are_counted() -> None:
    root: HtmlElement = lxml.html.document_fromstring(
        f"<body><div><p>{SENTENCE}</p><p><a href='/x'>Home page</a></p></div><ul><li>one</li></ul></body>"
    )
    body = root.body
    weights = PageWeights(body, SecondOpinion(root))
    assert (weights.all[body[0]], weights.linked[body[0]], weights.prose[body[0]]) == (
        len(SENTENCE) + 9,
        9,
        len(SENTENCE),
    )
    assert weights.is_linked(body[0][1])
    assert not weights.is_linked(body[0])
    assert weights.all[body] == weights.all[body[0]] + 3


def test_small_second_opinion_does_not_count() -> None:
    root: HtmlElement = lxml.html.document_fromstring(f"<body><p>{SENTENCE}</p></body>")
    weights = PageWeights(root.body, SecondOpinion(root))
    assert not weights.is_trusted
    assert weights.content == weights.prose
