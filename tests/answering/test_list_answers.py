from pathlib import Path

import pytest

from reportqa.answer import State
from reportqa.answering.engine import Engine
from reportqa.answering.list_answers import announced_items, find_list_answer
from reportqa.embedding import Embedder
from support.corpora import index_corpus

LOCKS = """# Locks

## Tools of a lock keeper

A lock keeper needs these tools:

- a windlass;
- a rope; and
- a torch.

## Paint

Locks are painted black. The beams are white.

## Opening hours

They open at nine.
"""


@pytest.fixture(scope="module")
def locks(tmp_path_factory: pytest.TempPathFactory, exports: Path, embedder: Embedder) -> Engine:
    return Engine.open(index_corpus(tmp_path_factory.mktemp("locks"), {"locks.md": LOCKS}), embedder)


def find(engine: Engine, question: str, state: State) -> list[str] | None:
    (evidence,) = engine._read(engine.searcher.search(question, 10))
    found = find_list_answer(evidence, state, engine.catalogue, engine.searcher.vocabulary)
    if found is None:
        return None
    return [engine.catalogue.text(found.doc_id, item.start, item.end) for item in found.items]


@pytest.mark.parametrize("state", list(State))
def test_list_under_its_heading_answers_in_every_state(locks: Engine, state: State) -> None:
    assert find(locks, "List the tools of a lock keeper", state) == ["a windlass;", "a rope; and", "a torch."]


def test_section_that_its_heading_names_is_quoted_where_nothing_answers(locks: Engine) -> None:
    assert find(locks, "What are the opening hours?", State.NOTHING) == ["They open at nine."]


def test_question_for_no_list_has_none(locks: Engine) -> None:
    assert find(locks, "Which colour are the beams?", State.ANSWERS) is None


def test_announced_items_are_those_after_the_colon(locks: Engine) -> None:
    hits = locks.searcher.search("tools of a lock keeper", 10).parts[0].hits
    hit, sentence = next(
        (hit, one) for hit in hits for one in hit.passage.sentences if hit.text_of(one).endswith("these tools:")
    )
    assert [text for _, text in announced_items(hit, sentence, locks.catalogue)] == [
        "a windlass;",
        "a rope; and",
        "a torch.",
    ]
    assert not announced_items(hit, hit.passage.sentences[-1], locks.catalogue)
