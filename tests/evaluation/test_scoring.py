from dataclasses import replace

import pytest

from reportqa.answer import Answer
from reportqa.answering.engine import Engine
from reportqa.evaluation.calibration import examples
from reportqa.evaluation.datasets import Kind, KnownQuestion, QuestionSet
from reportqa.evaluation.measures import CALLED, FIRST_SENTENCE, KEPT, KNOWN_WRONG, NOTHING
from reportqa.evaluation.scoring import ask_set, is_faithful
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


def test_wrong_sentence_alone_says_only_whether_it_is_shown_again(engine: Engine, answer: Answer) -> None:
    first = answer.nearest[0].text
    questions = QuestionSet(
        "feedback",
        (
            KnownQuestion("same", QUESTION, Kind.UNJUDGED, wrong=(first,)),
            KnownQuestion("other", QUESTION, Kind.UNJUDGED, wrong=("A sentence that no document has.",)),
            KnownQuestion("placed", QUESTION, Kind.ANSWERABLE, answers=(answer.citations[0].quote,), wrong=(first,)),
        ),
    )
    same, other, placed = ask_set(questions, engine, 5, lambda _: None)
    assert (same.scores, other.scores) == ({KNOWN_WRONG: 1.0}, {KNOWN_WRONG: 0.0})
    assert same.right is other.right is None
    assert {name: placed.scores[name] for name in (KNOWN_WRONG, FIRST_SENTENCE, KEPT, NOTHING, CALLED)} == {
        KNOWN_WRONG: 1.0, FIRST_SENTENCE: 0.0, KEPT: 1.0, NOTHING: 0.0, CALLED: 1.0,
    }  # fmt: skip
    # To calibrate, only questions count of which it is known whether they have an answer.
    assert {one.question_id for one in examples(questions, engine, lambda _: None)} == {"placed"}
