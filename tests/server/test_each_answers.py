import pytest

from reportqa.answering import Query
from reportqa.answering.engine import Engine
from reportqa.errors import InputError, ServerBusy
from reportqa.server import each_answers as module
from reportqa.server.each_answers import each_answers

QUERY = Query("What does each report say about salaried GPs?")


def test_each_document_answers_once(engine: Engine) -> None:
    found = list(each_answers(engine, QUERY, llm=False))
    assert [one.document.doc_id for one in found] == [one.doc_id for one in engine.documents()]


def test_two_requests_at_a_time_and_places_are_given_back(engine: Engine) -> None:
    first, second = (each_answers(engine, QUERY, llm=False) for _ in range(2))
    with pytest.raises(ServerBusy, match="Two other requests"):
        each_answers(engine, QUERY, llm=False)
    next(first)
    del first  # The client left.
    list(second)
    again = each_answers(engine, QUERY, llm=False)
    assert next(again).document
    with pytest.raises(InputError, match="Type a question"):
        each_answers(engine, Query(" "), llm=False)
    assert len(list(again)) == 5


def test_number_of_documents_is_limited(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_DOCUMENTS", 5)
    with pytest.raises(InputError, match="6 documents match; at most 5 can be asked at once"):
        each_answers(engine, QUERY, llm=False)
