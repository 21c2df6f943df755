from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.embedding import Embedded, Embedder, open_embedder
from reportqa.embedding.identity import WEIGHTS_SHA256
from reportqa.settings import DEFAULT_MODEL, ENCODERS
from support.strategies import fast, texts

pytestmark = pytest.mark.slow

PASSAGES = ["Modality had 87,556 patients.", "Staff were content. Salaried GPs were not.", "x"]


@pytest.fixture(scope="module", params=ENCODERS)
def embedder(request: pytest.FixtureRequest, transformer: Embedder, both_exports: Path) -> Embedder:
    """Each kind of embedder."""
    encoder: str = request.param
    if encoder == "torch":
        return transformer
    return open_embedder(both_exports, transformer.name, transformer.sha256, encoder)


def embed(embedder: Embedder, texts: Sequence[str]) -> list[Embedded]:
    return list(embedder.embed_passages(texts, [[(0, len(text))] for text in texts]))


def test_shipped_model_is_the_expected_one(embedder: Embedder) -> None:
    assert (embedder.name, embedder.sha256, embedder.dim) == (DEFAULT_MODEL, WEIGHTS_SHA256, 384)


def test_vectors_are_unit_rows(embedder: Embedder) -> None:
    for embedded in embed(embedder, PASSAGES):
        assert embedded.vector.shape == (384,)
        assert embedded.vector.dtype == embedded.sentences.dtype == np.float32
        assert np.linalg.norm(embedded.vector) == pytest.approx(1, abs=1e-5)
        assert np.linalg.norm(embedded.sentences, axis=1) == pytest.approx(1, abs=1e-5)
    question = embedder.embed_question("How many patients?")
    assert question.shape == (384,)
    assert np.linalg.norm(question) == pytest.approx(1, abs=1e-5)


def test_vector_does_not_depend_on_other_texts(embedder: Embedder) -> None:
    together = embed(embedder, [*PASSAGES, "A much longer passage. " * 20])
    for text, embedded in zip(PASSAGES, together, strict=False):
        (alone,) = embed(embedder, [text])
        assert np.allclose(alone.vector, embedded.vector, atol=1e-4)
        assert np.allclose(alone.sentences, embedded.sentences, atol=1e-4)


def test_each_span_has_a_vector_in_order(embedder: Embedder) -> None:
    text = "Modality had many patients. The weather was mild."
    (embedded,) = embedder.embed_passages([text], [[(0, 27), (28, len(text))]])
    question = embedder.embed_question("How many patients were there?")
    assert embedded.sentences.shape == (2, 384)
    assert embedded.sentences[0] @ question > embedded.sentences[1] @ question


def test_question_is_nearest_to_the_passage_that_answers_it(embedder: Embedder) -> None:
    question = embedder.embed_question("Were salaried GPs content?")
    scores = [float(embedded.vector @ question) for embedded in embed(embedder, PASSAGES)]
    assert max(scores) == scores[1]


def test_sentence_beyond_the_maximum_input_has_its_passages_vector(embedder: Embedder) -> None:
    text = "practice " * 300 + "The end."
    (embedded,) = embedder.embed_passages([text], [[(0, 8), (len(text) - 8, len(text))]])
    assert np.array_equal(embedded.sentences[1], embedded.vector)
    assert not np.array_equal(embedded.sentences[0], embedded.vector)


def test_no_passages_have_no_vectors(embedder: Embedder) -> None:
    assert list(embedder.embed_passages([], [])) == []


@fast
@given(st.lists(texts, max_size=5))
def test_tokens_are_counted_for_each_text_separately(embedder: Embedder, many: list[str]) -> None:
    counts = embedder.count_tokens(many)
    assert counts == [embedder.count_tokens([text])[0] for text in many]


@fast
@given(texts)
def test_tokens_of_a_text_are_those_of_its_words(embedder: Embedder, text: str) -> None:
    words = [word for word in text.split() if word.isprintable()]
    assert embedder.count_tokens([" ".join(words)]) == [sum(embedder.count_tokens(words))]
