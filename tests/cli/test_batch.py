import json
from dataclasses import replace
from typing import Any

import pytest

from reportqa.answer import Answer
from reportqa.answering.engine import Engine
from reportqa.answering.explanation import Explanation
from reportqa.cli.batch import FailedLine, answer_lines
from reportqa.embedding import Embedder
from reportqa.index.filters import EVERYTHING, Filters
from reportqa.settings import Settings
from support import shelves
from support.answers import QUESTION, check_answer
from support.completion_server import choosing, completion_server

DOCUMENT = "press-release.html"


def answers(engine: Engine, *requests: object, k: int = 2, filters: Filters = EVERYTHING) -> list[Answer]:
    lines = [request if isinstance(request, bytes) else json.dumps(request).encode() for request in requests]
    return [one for one in answer_lines(engine, lines, k, filters) if isinstance(one, Answer)]


def test_answers_come_in_the_order_of_the_lines_with_their_ids(engine: Engine) -> None:
    given = [{"question": "Who led the study?", "id": n} for n in ("b", 2, "a", None)]
    found = answers(engine, *given, {"question": QUESTION})
    assert [answer.id for answer in found] == ["b", 2, "a", None, None]
    assert found[-1].question == QUESTION
    for answer in found:
        check_answer(engine, answer)


def test_k_and_document_of_a_line_override_the_options(engine: Engine) -> None:
    found = answers(
        engine,
        {"question": QUESTION},
        {"question": QUESTION, "k": 3, "document": None},
        {"question": QUESTION, "k": None, "document": "survey-briefing.pdf"},
        {"question": QUESTION, "document": ["survey-briefing.pdf", DOCUMENT]},
        filters=Filters(doc_ids=(DOCUMENT,)),
    )
    assert [len(answer.citations) for answer in found] == [2, 3, 2, 2]
    named = [{citation.doc_id for citation in answer.citations} for answer in found]
    assert named[:3] == [{DOCUMENT}, {DOCUMENT}, {"survey-briefing.pdf"}]
    assert named[3] <= {"survey-briefing.pdf", DOCUMENT}


def test_filters_of_a_line_override_options_of_the_same_name(varied_engine: Engine) -> None:
    found = answers(
        varied_engine,
        {"question": shelves.QUESTION},
        {"question": shelves.QUESTION, "publisher": "fund"},
        {"question": shelves.QUESTION, "from": 2016, "author": None},
        {"question": shelves.QUESTION, "type": ["md", "txt"], "publisher": ["Nuffield", "Kassenärztliche"]},
        k=50,
        filters=Filters(publishers=("nuffield",)),
    )
    named = [{citation.doc_id for citation in answer.citations} for answer in found]
    assert named == [
        {"trust/rise.md", "trust/federations.md"},
        {"fund/networks.html"},
        {"trust/rise.md"},
        {"trust/rise.md", "trust/federations.md", "kbv/hausarzt.txt"},
    ]


def test_empty_lines_are_passed_over_but_counted(engine: Engine) -> None:
    assert len(answers(engine, b"\n", b"  \r\n", {"question": QUESTION}, b"\n")) == 1
    (failed,) = answer_lines(engine, [b"\n", b" \n", b"{"], 1)
    assert isinstance(failed, FailedLine)
    assert failed.line == 3


def test_byte_order_mark_and_line_separators_inside_strings_do_no_harm(engine: Engine) -> None:
    line = json.dumps({"question": f"{QUESTION}\u2028\u0085", "id": "a\u2028b"}, ensure_ascii=False).encode()
    (answer,) = answers(engine, b"\xef\xbb\xbf" + line)
    assert (answer.question, answer.id) == (QUESTION, "a\u2028b")


@pytest.mark.parametrize(
    "line",
    [
        b"not json",
        b"\xff\xfe\x00",
        b"[]",
        b'"question"',
        b"{}",
        b'{"question": ""}',
        b'{"question": 7}',
        b'{"question": "Why?", "k": 0}',
        b'{"question": "Why?", "k": 51}',
        b'{"question": "Why?", "k": "5"}',
        b'{"question": "Why?", "document": "nowhere.pdf"}',
        b'{"question": "Why?", "document": 7}',
        b'{"question": "Why?", "publisher": "nobody"}',
        b'{"question": "Why?", "from": "July"}',
        b'{"question": "Why?", "id": []}',
        b'{"question": "Why?", "kk": 5}',
        b'{"question": "' + b"x" * 2001 + b'"}',
        b"[" * 100_000,
    ],
    ids=range(18),
)
def test_line_that_cannot_be_answered_is_reported_and_the_others_are_answered(engine: Engine, line: bytes) -> None:
    good = json.dumps({"question": QUESTION}).encode()
    first, failed, last = answer_lines(engine, [good, line, good], 1)
    assert isinstance(first, Answer)
    assert isinstance(last, Answer)
    assert first.question == last.question == QUESTION
    assert isinstance(failed, FailedLine)
    assert (failed.id, failed.line) == (None, 2)
    assert failed.error.endswith(".")


def test_failed_line_keeps_the_id_of_its_question(engine: Engine) -> None:
    given: list[Any] = ["q7", 7, True, 1.5, None]
    lines = [json.dumps({"question": "", "id": one}).encode() for one in given]
    found = [one.to_dict()["id"] for one in answer_lines(engine, lines, 1)]
    assert found == ["q7", 7, None, None, None]


def test_explanation_is_asked_for_by_a_line_or_for_all(engine: Engine) -> None:
    lines = [
        json.dumps({"question": QUESTION, **given}).encode() for given in ({}, {"explain": True}, {"explain": False})
    ]
    for_all = [isinstance(one, Explanation) for one in answer_lines(engine, lines, 1, explain=True)]
    assert for_all == [True, True, False]
    assert [isinstance(one, Explanation) for one in answer_lines(engine, lines, 1)] == [False, True, False]


def test_model_is_asked_for_a_line_or_for_all(copied: Settings, embedder: Embedder) -> None:
    lines = [json.dumps({"question": QUESTION, **given}).encode() for given in ({}, {"llm": True}, {"llm": False})]
    with completion_server(choosing()) as server:
        engine = Engine.open(replace(copied, llm=server.endpoint()), embedder)
        for llm, asked in ((True, [True, True, False]), (False, [False, True, False])):
            found = [one.to_dict()["model"] is not None for one in answer_lines(engine, lines, 1, llm=llm)]
            assert found == asked
