from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.answering.reader import READ
from reportqa.answering.reranking import READER_WEIGHT, reranked
from reportqa.document import Passage
from reportqa.search import PartResult
from reportqa.search.answer_type import ExpectedAnswer
from reportqa.search.fusion import ADDED
from reportqa.search.hit import Hit
from reportqa.search.question import Question
from reportqa.text import split_sentences
from support.strategies import fast


class Table:
    """A reader whose log odds are known."""

    name = "table"

    def __init__(self, odds: dict[str, float]) -> None:
        self.odds = odds
        self.read: list[str] = []

    def log_odds(self, question: str, passages: Sequence[str]) -> list[float]:
        assert question
        self.read += passages
        return [self.odds[passage] for passage in passages]


def part_of(scores: Sequence[float]) -> PartResult:
    hits = []
    for number, score in enumerate(sorted(scores, reverse=True)):
        text = f"Passage {number}."
        passage = Passage("a.txt", 0, len(text), 0, "", "Title. ", tuple(split_sentences(text)))
        hits.append(Hit(number, passage, text, score, {"dense": 0.0}, dict.fromkeys(ADDED, 0.0), (0.0,)))
    question = Question.parse("How many practices?")
    return PartResult(question, ExpectedAnswer(question.kind, frozenset(), {}), hits)


@fast
@given(st.lists(st.tuples(st.floats(0, 2), st.floats(-12, 12)), min_size=1, max_size=READ + 4))
def test_hits_are_the_same_in_the_order_of_both_scores(drawn: list[tuple[float, float]]) -> None:
    part = part_of([score for score, _ in drawn])
    odds = {hit.passage.prefix + hit.text: odd for hit, (_, odd) in zip(part.hits, drawn, strict=True)}
    reader = Table(odds)
    read = reranked(part, reader)
    assert sorted(hit.row for hit in read.hits) == [hit.row for hit in part.hits]
    assert len(reader.read) == min(READ, len(part.hits))
    scores = [hit.score for hit in read.hits]
    assert scores == sorted(scores, reverse=True)
    before = {hit.row: hit for hit in part.hits}
    for hit in read.hits[:READ]:
        gain = hit.score - before[hit.row].score
        assert gain == pytest.approx(hit.parts["reader"], abs=1e-6)
        assert hit.signals["reader"] == odds[hit.passage.prefix + hit.text]
        assert 0 <= gain <= READER_WEIGHT * 24 + 1e-9
    assert [hit.row for hit in read.hits[READ:]] == [hit.row for hit in part.hits[READ:]]


def test_part_without_hits_is_not_read() -> None:
    part = part_of([])
    assert reranked(part, Table({})) is part


def test_surer_passage_goes_first_when_scores_are_close() -> None:
    part = part_of([0.50, 0.48, 0.10])
    texts = [hit.passage.prefix + hit.text for hit in part.hits]
    read = reranked(part, Table(dict(zip(texts, (-4.0, 3.0, -5.0), strict=True))))
    assert [hit.row for hit in read.hits] == [1, 0, 2]
