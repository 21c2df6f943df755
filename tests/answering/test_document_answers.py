"""The answer of each document."""

import pytest

from reportqa.answer import State
from reportqa.answering import DocumentAnswer, answer_each
from reportqa.answering.engine import Engine
from reportqa.errors import DocumentNotFound
from reportqa.index import Filters

QUESTION = "What does each report say about salaried GPs?"


@pytest.fixture(scope="module")
def answers(engine: Engine) -> list[DocumentAnswer]:
    return list(answer_each(engine, QUESTION))


def test_every_document_has_an_answer(answers: list[DocumentAnswer], engine: Engine) -> None:
    assert [one.document for one in answers] == engine.documents()
    assert {one.answer.question for one in answers} == {QUESTION}


def test_a_quote_is_a_slice_of_its_own_document(answers: list[DocumentAnswer], engine: Engine) -> None:
    for one in answers:
        assert (one.citation is None) == (one.state is State.NOTHING)
        if one.citation:
            text = engine.document(one.document.doc_id).text
            assert one.citation.quote == text[one.citation.start : one.citation.end]


def test_documents_that_say_it_answer(answers: list[DocumentAnswer]) -> None:
    found = {one.document.doc_id: one for one in answers}
    notes = found["case-study-notes.txt"]
    assert notes.state is State.ANSWERS
    assert notes.citation is not None
    assert notes.citation.quote == "Salaried GPs recorded the lowest satisfaction with their employment."
    assert found["press-release.html"].state is State.NOTHING


def test_object_of_a_document(answers: list[DocumentAnswer]) -> None:
    for one in answers:
        shown = one.to_dict()
        assert shown["quote"] == (shown["citation"]["quote"] if shown["citation"] else None)


def test_filters_choose_the_documents(engine: Engine) -> None:
    found = list(answer_each(engine, "Who was least satisfied?", Filters.of({"type": ["txt"]})))
    assert [one.document.doc_id for one in found] == ["case-study-notes.txt"]
    with pytest.raises(DocumentNotFound):
        list(answer_each(engine, "Who?", Filters.of({"document": ["none.pdf"]})))
