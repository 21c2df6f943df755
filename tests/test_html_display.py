from dataclasses import replace
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from reportqa.answer import Answer, AnswerSentence, Citation, Difference, Edition, Fact, ModelUse, State
from reportqa.document import DocumentSummary, Page
from reportqa.html_display import answer_html, citation_html, citations_html, documents_html

HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=y>"
QUOTE = "First sentence. Second one. Third."
CITATION = Citation(
    1, "a.pdf", "Title", ("Ann Lee",), None, 2016, None, (Page(17, "15", 0, 40),), ("Head",), 0, 34, QUOTE, 0.5,
    "0" * 64, superseded_by=Edition("b.pdf", "Newer", 2018),
)  # fmt: skip
ANSWER = Answer(
    "Q?", State.ANSWERS, 0.98, (AnswerSentence(1, "First sentence.", 0, 15), AnswerSentence(1, "Third.", 28, 34)),
    (CITATION,), "g", 1.0, notes=("A note.",), differences=(Difference(1, "Second one.", ("7",), "2016"),),
    facts=(Fact("a.pdf", "Title", "author", "Ann Lee", "its byline"),),
    model=ModelUse("tiny", State.ANSWERS, 9, 5, 1, 2.0),
)  # fmt: skip


def text_of(html: str) -> str:
    return " ".join("".join(ET.fromstring(html).itertext()).split())  # noqa: S314, our own HTML


def test_answer_shows_its_sentences_marked_and_its_sources() -> None:
    html = ANSWER._repr_html_()
    text = text_of(html)
    assert "<mark>First sentence.</mark> … <mark>Third.</mark>" in html
    for shown in (
        "Q?",
        "A note.",
        "confidence 0.98",
        "Ann Lee",
        "p. 15",
        "Superseded by Newer.",
        "a.pdf#0-34",
        "model: tiny",
    ):
        assert shown in text
    assert text.count("2016: Second one. [1]") == 1
    assert "Title: author: Ann Lee (its byline)" in text


def test_sentences_around_the_nearest_are_shown_unmarked_with_the_white_space_of_the_document() -> None:
    around = AnswerSentence(1, "Second one.", 16, 27, nearest=False)
    html = answer_html(replace(ANSWER, sentences=(ANSWER.sentences[0], around)).to_dict())
    assert "<mark>First sentence.</mark> Second one.</bdi> [1]" in html


def test_no_answer_says_so_and_opens_the_nearest_passages() -> None:
    nothing = replace(ANSWER, state=State.NOTHING, sentences=(), differences=(), facts=(), model=None)
    assert "No answer found. The nearest passages are:" in text_of(answer_html(nothing.to_dict()))
    assert '<details open="">' in answer_html(nothing.to_dict())
    assert '<details open="">' not in answer_html(ANSWER.to_dict())
    assert text_of(answer_html(replace(nothing, citations=()).to_dict())).endswith("No answer found. (confidence 0.98)")


def test_citations_are_shown_with_their_quotes() -> None:
    scan = replace(CITATION, pages=(Page(3, None, 0, 5, ocr=True), Page(4, None, 5, 40, ocr=True)), superseded_by=None)
    assert CITATION._repr_html_() == citation_html(CITATION.to_dict())
    assert QUOTE in text_of(citation_html(CITATION.to_dict()))
    assert "PDF pp. 3–4" in text_of(citations_html([scan.to_dict()]))
    assert "Recognised by OCR" in text_of(citations_html([scan.to_dict()]))


def test_documents_are_a_table() -> None:
    summary = DocumentSummary(
        "a.md", "0" * 64, "text/markdown", {"title": "T", "author": [{"literal": "B"}]}, 0, 3, 9, ()
    )
    table = ET.fromstring(documents_html([summary.to_dict()]))  # noqa: S314, our own HTML
    assert [cell.text for cell in table.iter("th")] == ["document", "title", "authors", "year", "pages", "passages"]
    assert ["".join(cell.itertext()) for cell in table.iter("td")] == ["a.md", "T", "B", "", "", "3"]


@given(st.text(max_size=40).filter(str.isprintable))
def test_nothing_of_a_document_becomes_markup(text: str) -> None:
    hostile = text + HOSTILE
    citation = replace(
        CITATION, doc_id=hostile, title=hostile, authors=(hostile,), section=(hostile,), quote=hostile, start=0,
        end=len(hostile), pages=(Page(1, hostile, 0, 9),), superseded_by=Edition("b", hostile, 1),
    )  # fmt: skip
    answer = replace(
        ANSWER, question=hostile, notes=(hostile,), citations=(citation,),
        sentences=(AnswerSentence(1, hostile, 0, len(hostile)),), differences=(Difference(1, hostile, (), hostile),),
        facts=(Fact(hostile, hostile, hostile, hostile, hostile),),
    )  # fmt: skip
    tags = {element.tag for element in ET.fromstring(answer_html(answer.to_dict())).iter()}  # noqa: S314, our own HTML
    assert tags <= {*"div p strong small bdi blockquote mark ul li details summary code".split()}
    assert text_of(answer_html(answer.to_dict())).count("<script>") == 16
