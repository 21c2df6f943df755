from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.reading.question_answering import MAX_ANSWER_TOKENS, QuestionAnsweringReader, best_span
from support.tiny_models import save_question_answering

numbers = st.floats(-5, 5, width=32)


@given(st.data(), st.integers(1, 12))
def test_best_span_is_that_of_all_pairs(data: st.DataObject, n: int) -> None:
    starts, ends = (np.array(data.draw(st.lists(numbers, min_size=n, max_size=n)), np.float32) for _ in range(2))
    inside = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    spans = [starts[a] + ends[b] for a in range(n) for b in range(a, n) if inside[a] and inside[b]]
    expected = max(spans, default=-np.inf) - starts[0] - ends[0]
    assert best_span(starts, ends, inside) == pytest.approx(expected, abs=1e-4)


def test_span_is_not_longer_than_an_answer() -> None:
    n = MAX_ANSWER_TOKENS + 1
    starts, ends = np.zeros(n, np.float32), np.zeros(n, np.float32)
    starts[0], ends[-1] = 1, 1
    assert best_span(starts, ends, np.ones(n, bool)) == 0
    assert best_span(starts[1:], ends[1:], np.ones(n - 1, bool)) == 1


@pytest.mark.slow
def test_passages_have_different_log_odds_and_each_its_own(tmp_path: Path) -> None:
    reader = QuestionAnsweringReader.load("tiny", str(save_question_answering(tmp_path / "tiny")))
    question, passages = (
        "How many practices?",
        ["It had 40 practices.", "Oak care was founded.", "the board " * 100, ""],
    )
    found = reader.log_odds(question, passages)
    assert len(set(found)) == 4
    assert found == [reader.log_odds(question, [passage])[0] for passage in passages]
