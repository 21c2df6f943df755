import numpy as np
import pytest

from reportqa.embedding import Embedder
from reportqa.embedding.late_interaction import Tokens, max_similarities, signs_of, token_words


def test_tokens_are_pieces_of_their_text_with_unit_vectors(embedder: Embedder) -> None:
    text = "Modality had 87,556 registered patients."
    tokens = embedder.question_tokens(text)
    assert "".join(text[start:end] for start, end in tokens.spans) == text.replace(" ", "")
    assert tokens.vectors.shape == (len(tokens.spans), embedder.dim)
    assert np.linalg.norm(tokens.vectors, axis=1) == pytest.approx(1, abs=1e-4)


def test_tokens_belong_to_the_word_around_them(embedder: Embedder) -> None:
    text = "Did PACS-led vanguards federate?"
    tokens = embedder.question_tokens(text)
    words = token_words(text, tokens)
    assert list(dict.fromkeys(words)) == ["Did", "PACS", "", "led", "vanguards", "federate"]
    assert len(words) == len(tokens.spans) > 7
    for word, (start, end) in zip(words, tokens.spans, strict=True):
        assert text[start:end] in (word or "-?")


def test_text_is_nearest_to_itself(embedder: Embedder) -> None:
    texts = ["How were federations governed?", "Rain fell in March.", "Boards governed the federations."]
    asked = embedder.question_tokens(texts[0])
    signs = [one.tokens for one in embedder.embed_passages(texts, [()] * 3)]
    counts = np.array([len(one) for one in signs])
    own, rain, boards = max_similarities(asked, np.ones(len(asked.spans), np.float32), np.concatenate(signs), counts)
    assert 1 >= own > boards > rain


def test_signs_keep_the_cosines_of_random_vectors_apart() -> None:
    rng = np.random.default_rng(0)
    near = rng.normal(size=(1, 384)).astype(np.float32)
    far = rng.normal(size=(3, 384)).astype(np.float32)
    noisy = near + 0.5 * rng.normal(size=(1, 384)).astype(np.float32)
    question = Tokens(near / np.linalg.norm(near), ((0, 1),))
    signs = signs_of(np.concatenate([far, noisy]))
    assert signs.shape == (4, 48)
    first, second = max_similarities(question, np.ones(1, np.float32), signs, np.array([3, 1]))
    assert first < 0.2
    assert second > 0.6


def test_passages_without_tokens_and_questions_without_weights_have_no_similarity() -> None:
    token = Tokens(np.ones((1, 1), np.float32), ((0, 1),))
    signs = signs_of(token.vectors)
    assert max_similarities(token, np.ones(1, np.float32), signs, np.array([0, 1, 0])).tolist() == [0, 1, 0]
    assert max_similarities(token, np.zeros(1, np.float32), signs, np.array([1])).tolist() == [0]
    assert max_similarities(token, np.ones(1, np.float32), signs[:0], np.array([0])).tolist() == [0]
