"""The export compared with sentence-transformers: the same tokens, and nearly the same vectors."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.embedding import Embedder, open_embedder
from reportqa.embedding.onnx_export import LEAST_COSINE
from support.strategies import fast, texts

pytestmark = pytest.mark.slow

HARD = [
    "", " ", "\n\t", "\x00", "a\x00b", "\ufeffmark", "\ud7ff\ue000\uffff", "e\u0301 é ﬁ Ⅷ ½", "\u202eright\u202c",
    "😀👩\u200d👩\u200d👧 🇬🇧", "각나다 " * 200, "\u1112" * 500, "漢字" * 300, "שלום עולם 123", "مرحبا بالعالم",
    "##ing [SEP] [CLS] [PAD]", "x" * 5000, "word " * 2000, "a-b_c/d.e,f;g",
]  # fmt: skip
"""Empty, control characters, emoji, Hangul and its parts, right to left, marks of the model, and far too long."""


@pytest.fixture(scope="module", params=list(LEAST_COSINE))
def exported(request: pytest.FixtureRequest, transformer: Embedder, both_exports: Path) -> Embedder:
    return open_embedder(both_exports, transformer.name, transformer.sha256, request.param)


def vectors(embedder: Embedder, many: Sequence[str]) -> list[np.ndarray]:
    spans = [[(0, len(text) // 2), (len(text) // 2, len(text))] for text in many]
    return [np.vstack([found.vector, found.sentences]) for found in embedder.embed_passages(many, spans)]


def test_hard_texts_have_the_same_tokens(exported: Embedder, transformer: Embedder) -> None:
    assert exported.count_tokens(HARD) == transformer.count_tokens(HARD)
    ours, theirs = ([one.question_tokens(text) for text in HARD] for one in (exported, transformer))
    assert [tokens.spans for tokens in ours] == [tokens.spans for tokens in theirs]


@fast
@given(st.lists(texts, min_size=1, max_size=3))
def test_any_texts_have_the_same_tokens(exported: Embedder, transformer: Embedder, many: list[str]) -> None:
    assert exported.count_tokens(many) == transformer.count_tokens(many)
    ours, theirs = ([one.question_tokens(text).spans for text in many] for one in (exported, transformer))
    assert ours == theirs


def test_vectors_are_near_those_of_sentence_transformers(exported: Embedder, transformer: Embedder) -> None:
    for ours, theirs in zip(vectors(exported, HARD), vectors(transformer, HARD), strict=True):
        assert (
            (ours * theirs).sum(axis=1) >= LEAST_COSINE[exported.encoder] - 0.01 * (exported.encoder == "int8")
        ).all()
    for text in HARD:
        nearness = float(exported.embed_question(text) @ transformer.embed_question(text))
        assert nearness >= LEAST_COSINE[exported.encoder] - 0.01 * (exported.encoder == "int8")


def test_vectors_are_the_same_bytes_with_any_other_texts(exported: Embedder) -> None:
    together = vectors(exported, HARD)
    for text, found in zip(HARD, together, strict=True):
        assert np.array_equal(vectors(exported, [text])[0], found)


def test_stream_of_passages_can_be_closed_early_and_restarted(exported: Embedder) -> None:
    many = [f"Practice {number} has patients." for number in range(60)]
    stream = exported.embed_passages(many, [[]] * len(many))
    first = next(stream).vector
    del stream
    found = [embedded.vector for embedded in exported.embed_passages(many, [[]] * len(many))]
    assert len(found) == len(many)
    assert np.array_equal(found[0], first)
