import json
from dataclasses import replace

from jsonschema import Draft202012Validator

from reportqa.answer import (
    Answer,
    AnswerSentence,
    Citation,
    Difference,
    Edition,
    Fact,
    ModelUse,
    NearDuplicate,
    State,
)
from reportqa.citations.anchors import read_link
from reportqa.document import Page, Sentence
from support.answers import SCHEMA

PAGE = Page(17, "15", 0, 9)
CITATION = Citation(
    1, "a.pdf", "A", ("B",), None, 2016, None, (PAGE,), ("H",), 0, 5, "quote", 0.51239, "0" * 64,
    also_in=(NearDuplicate("b.pdf", "B", (PAGE,), 3, 8, "/documents/b.pdf"),), key=Sentence(0, 5),
    superseded_by=Edition("c.pdf", "C", 2018),
)  # fmt: skip
ANSWER = Answer(
    "Q?", State.ANSWERS, 0.98765, (AnswerSentence(1, "quote", 0, 5),), (CITATION,), "g", 12.345, "id-1",
    differences=(Difference(1, "quote", ("7",), "2016"),),
)  # fmt: skip


def test_answer_as_an_object_can_be_written_as_json_and_fits_the_schema() -> None:
    read = json.loads(json.dumps(ANSWER.to_dict()))
    Draft202012Validator(SCHEMA.schema).validate(read)
    assert (read["id"], read["confidence"], read["state"], read["milliseconds"]) == ("id-1", 0.9877, "answers", 12.3)
    assert read["answer"] == [{"citation": 1, "text": "quote", "start": 0, "end": 5, "nearest": True}]
    assert read["differences"] == [{"citation": 1, "text": "quote", "figures": ["7"], "date": "2016"}]
    (cited,) = read["citations"]
    assert cited["pages"] == [{"physical": 17, "label": "15"}]
    assert (cited["link"], cited["score"], cited["key_sentence"]) == (CITATION.link, 0.5124, {"start": 0, "end": 5})
    assert cited["superseded_by"] == {"doc_id": "c.pdf", "title": "C", "year": 2018}
    assert cited["also_in"] == [
        {"doc_id": "b.pdf", "title": "B", "pages": cited["pages"], "start": 3, "end": 8, "link": "/documents/b.pdf"}
    ]


def test_fact_that_no_text_states_has_no_place_in_json() -> None:
    stated = Fact("a.pdf", "A", "author", "B", "its byline", 0, 5, "a.pdf")
    facts = (
        stated,
        replace(stated, start=None, end=None, stated_in=None),
        Fact(None, None, "documents", "7", "the index"),
    )
    read = json.loads(json.dumps(replace(ANSWER, sentences=(), facts=facts).to_dict()))
    Draft202012Validator(SCHEMA.schema).validate(read)
    about = {"doc_id": "a.pdf", "title": "A", "field": "author", "value": "B", "origin": "its byline"}
    assert read["facts"] == [
        {**about, "start": 0, "end": 5, "stated_in": "a.pdf"},
        about,
        {"field": "documents", "value": "7", "origin": "the index"},
    ]


def test_nearest_sentences_are_those_to_quote() -> None:
    near, around = AnswerSentence(1, "qu", 0, 2), AnswerSentence(1, "ote", 2, 5, nearest=False)
    both = replace(ANSWER, sentences=(near, around))
    assert both.nearest == (near,)
    assert [one["nearest"] for one in both.to_dict()["answer"]] == [True, False]


def test_only_nothing_is_not_answerable() -> None:
    assert [replace(ANSWER, state=state).answerable for state in State] == [True, True, False]


def test_place_of_a_citation_can_be_cited_again() -> None:
    assert CITATION.place == "a.pdf#0-5"
    assert read_link(CITATION.place).span[:3] == ("a.pdf", 0, 5)


def test_citation_is_recognised_text_when_one_of_its_pages_is() -> None:
    assert not CITATION.ocr
    assert replace(CITATION, pages=(PAGE, Page(18, "16", 9, 12, ocr=True))).ocr


def test_follow_up_is_asked_in_the_wording_that_stands_alone() -> None:
    assert ANSWER.asked == "Q?"
    assert replace(ANSWER, wordings=("Alone?",)).asked == "Alone?"
    assert replace(ANSWER, wordings=("One?", "Other?")).asked == "Q?"


def test_use_of_a_model_is_a_sentence_and_an_object() -> None:
    use = ModelUse("m", State.ANSWERS, 8_362, 1_200, 12, 2_345.67)
    assert use.summary == "The language model m found an answer (1,212 tokens of at most 8,362, 2.3 s)."
    assert "was not used" in replace(use, state=None).summary
    answer = replace(ANSWER, model=use)
    SCHEMA.validate(json.loads(json.dumps(answer.to_dict())))
    assert answer.to_dict()["model"]["milliseconds"] == 2345.7
