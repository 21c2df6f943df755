import lxml.html
from lxml.html import HtmlElement

from reportqa.parsing.html.second_opinion import SecondOpinion

SENTENCES = [f"The fund paid for visit {number} of a nurse to a home in the county." for number in range(20)]


def opinion(content: str) -> SecondOpinion:
    return SecondOpinion(lxml.html.document_fromstring(f"<html><body>{content}</body></html>"))


def test_sentences_of_an_article_are_confirmed_and_menus_are_not() -> None:
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    found = opinion(f"<nav><ul><li><a href='/a'>A list of all articles</a></li></ul></nav><article>{text}</article>")
    assert all(map(found.confirms, SENTENCES))
    assert not found.confirms("A list of all articles")
    assert not found.confirms("The fund")
    assert found.has_line(SENTENCES[0])
    root = lxml.html.document_fromstring(
        f"<body><p>{SENTENCES[0]}</p><div>Another sentence, which is in no article.</div>"
    )
    assert found.has_prose(root.find(".//p"))
    assert not found.has_prose(root.find(".//div"))
    assert not found.has_line("The fund")


def test_page_is_not_changed_and_may_be_too_large() -> None:
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    root: HtmlElement = lxml.html.document_fromstring(f"<html><body>{text}{'<b></b>' * 40_000}</body></html>")
    assert not SecondOpinion(root).confirms(SENTENCES[0])
    assert root.text_content().startswith(SENTENCES[0])
