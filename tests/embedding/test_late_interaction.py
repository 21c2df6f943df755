import numpy as np
import pytest

from reportqa.embedding import Embedder
from reportqa.embedding.late_interaction import Tokens, max_similarity, token_weights
from reportqa.text.index_terms import terms


def idf(_term: str) -> float:
    return 2.0


def test_tokens_are_pieces_of_their_text_with_unit_vectors(embedder: Embedder) -> None:
    text = "Modality had 87,556 registered patients."
    (tokens,) = embedder.embed_tokens([text])
    assert "".join(text[start:end] for start, end in tokens.spans) == text.replace(" ", "")
    assert tokens.vectors.shape == (len(tokens.spans), embedder.dim)
    assert np.linalg.norm(tokens.vectors, axis=1) == pytest.approx(1, abs=1e-4)


def test_stop_words_and_punctuation_have_no_weight(embedder: Embedder) -> None:
    text = "What is a federation?"
    (tokens,) = embedder.embed_tokens([text])
    weights = dict(zip((text[start:end] for start, end in tokens.spans), token_weights(text, tokens, idf), strict=True))
    assert weights == {"What": 0, "is": 0, "a": 0, "federation": 2, "?": 0}
    assert terms("federation")


def test_text_is_nearest_to_itself(embedder: Embedder) -> None:
    texts = ["How were federations governed?", "Rain fell in March.", "Boards governed the federations."]
    asked, rain, boards = embedder.embed_tokens(texts)
    weights = token_weights(texts[0], asked, idf)
    assert max_similarity(asked, weights, asked) == pytest.approx(1, abs=1e-4)
    assert max_similarity(asked, weights, rain) < max_similarity(asked, weights, boards)


def test_question_without_weights_has_no_similarity() -> None:
    token = Tokens(np.ones((1, 1), np.float32), ((0, 1),))
    assert max_similarity(token, np.zeros(1, np.float32), token) == 0
