import numpy as np
import pytest

from reportqa.embedding.base import embedded, text_tokens, unit

TOKENS = np.array([[9, 9], [1, 0], [0, 1], [3, 4], [9, 9]], dtype=np.float32)
OFFSETS = np.array([[0, 0], [0, 3], [4, 7], [8, 12], [0, 0]])
"""Start and end tokens have empty offsets."""


def test_vector_of_a_sentence_is_the_mean_of_its_tokens() -> None:
    found = embedded(np.array([1, 0], dtype=np.float32), TOKENS, OFFSETS, [(0, 7), (8, 12)])
    assert found.sentences == pytest.approx(np.array([[0.5**0.5, 0.5**0.5], [0.6, 0.8]]))


def test_sentence_without_tokens_has_the_vector_of_its_passage() -> None:
    vector = np.array([0, 1], dtype=np.float32)
    assert embedded(vector, TOKENS, OFFSETS, [(20, 30)]).sentences.tolist() == [vector.tolist()]


def test_tokens_are_unit_rows_without_start_and_end_tokens() -> None:
    tokens = text_tokens(TOKENS, OFFSETS)
    assert tokens.spans == ((0, 3), (4, 7), (8, 12))
    assert np.linalg.norm(tokens.vectors, axis=1) == pytest.approx(1)


def test_zero_vector_stays_zero() -> None:
    assert unit(np.zeros(2, np.float32)).tolist() == [0, 0]
    assert unit(np.array([3, 4], np.float32)) == pytest.approx([0.6, 0.8])
