import numpy as np
import pytest

from reportqa.embedding import Embedder
from reportqa.embedding.late_interaction import Tokens, max_similarity, token_words


def test_tokens_are_pieces_of_their_text_with_unit_vectors(embedder: Embedder) -> None:
    text = "Modality had 87,556 registered patients."
    (tokens,) = embedder.embed_tokens([text])
    assert "".join(text[start:end] for start, end in tokens.spans) == text.replace(" ", "")
    assert tokens.vectors.shape == (len(tokens.spans), embedder.dim)
    assert np.linalg.norm(tokens.vectors, axis=1) == pytest.approx(1, abs=1e-4)


def test_tokens_belong_to_the_word_around_them(embedder: Embedder) -> None:
    text = "Did PACS-led vanguards federate?"
    (tokens,) = embedder.embed_tokens([text])
    words = token_words(text, tokens)
    assert list(dict.fromkeys(words)) == ["Did", "PACS", "", "led", "vanguards", "federate"]
    assert len(words) == len(tokens.spans) > 7
    for word, (start, end) in zip(words, tokens.spans, strict=True):
        assert text[start:end] in (word or "-?")


def test_text_is_nearest_to_itself(embedder: Embedder) -> None:
    texts = ["How were federations governed?", "Rain fell in March.", "Boards governed the federations."]
    asked, rain, boards = embedder.embed_tokens(texts)
    weights = np.ones(len(asked.spans), np.float32)
    assert max_similarity(asked, weights, asked) == pytest.approx(1, abs=1e-4)
    assert max_similarity(asked, weights, rain) < max_similarity(asked, weights, boards)


def test_question_without_weights_has_no_similarity() -> None:
    token = Tokens(np.ones((1, 1), np.float32), ((0, 1),))
    assert max_similarity(token, np.zeros(1, np.float32), token) == 0
