from dataclasses import replace

import pytest

from reportqa.answer import Answer
from reportqa.answering.engine import Engine
from reportqa.evaluation.scoring import is_faithful
from support.answers import QUESTION


@pytest.fixture(scope="module")
def answer(engine: Engine) -> Answer:
    return engine.ask(QUESTION)


def test_every_quote_of_an_answer_is_checked(engine: Engine, answer: Answer) -> None:
    total = len(answer.citations) + len(answer.sentences)
    assert is_faithful(answer, engine.document) == (total, total)


def test_changed_word_other_place_and_other_page_are_unfaithful(engine: Engine, answer: Answer) -> None:
    first, *others = answer.citations
    bare = replace(answer, sentences=())
    total = len(answer.citations)
    page = replace(first.pages[0], physical=first.pages[0].physical + 3)
    for wrong in (
        replace(first, quote=first.quote.replace("a", "e", 1)),
        replace(first, start=first.start + 1),
        replace(first, pages=(page,)),
        replace(first, pages=()),
    ):
        assert is_faithful(replace(bare, citations=(wrong, *others)), engine.document) == (total, total - 1)


def test_sentence_outside_its_citation_is_unfaithful(engine: Engine, answer: Answer) -> None:
    sentence = answer.sentences[0]
    document = engine.document(answer.citations[sentence.citation - 1].doc_id)
    moved = replace(sentence, start=0, end=10, text=document.text[:10])
    total = len(answer.citations) + len(answer.sentences)
    assert is_faithful(replace(answer, sentences=(moved, *answer.sentences[1:])), engine.document) == (total, total - 1)
