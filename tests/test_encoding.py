from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from reportqa.cache import Cache
from reportqa.embedder import Embedder
from reportqa.embedder.transformer import SentenceTransformerEmbedder
from reportqa.encoding import Encoding, encode
from reportqa.progress import LineProgress

pytestmark = pytest.mark.slow

TEXTS = ["Size. Modality had 87,556 patients. It grew.", "AT Medics works in London.", "Nobody counted."]
SPANS = [[(6, 35), (36, 44)], [(0, 26)], [(0, 15)]]


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with Cache.open(tmp_path) as cache:
        yield cache


def vectors(embedder: Embedder, cache: Cache, *rows: int) -> Encoding:
    progress = LineProgress(Console(quiet=True))
    return encode([TEXTS[row] for row in rows], [SPANS[row] for row in rows], embedder, cache, progress)


def test_vectors_are_the_same_from_the_cache(embedder: Embedder, cache: Cache) -> None:
    first, second = vectors(embedder, cache, 0, 1, 2), vectors(embedder, cache, 0, 1, 2)
    assert (first.embedded, second.embedded) == (3, 0)
    assert np.array_equal(first.passages, second.passages)
    for one, other in zip(first.sentences, second.sentences, strict=True):
        assert np.array_equal(one.astype(np.float16), other.astype(np.float16))
        assert one.shape == other.shape


def test_only_new_texts_are_embedded_each_in_its_row(embedder: Embedder, cache: Cache) -> None:
    whole = vectors(embedder, cache, 0, 2)
    mixed = vectors(embedder, cache, 2, 1, 0)
    assert mixed.embedded == 1
    assert np.array_equal(mixed.passages[[2, 0]], whole.passages)
    alone = next(iter(embedder.embed_passages(TEXTS[1:2], SPANS[1:2])))
    assert np.allclose(mixed.passages[1], alone.vector, atol=1e-5)
    assert np.allclose(mixed.sentences[1], alone.sentences, atol=1e-5)


def test_text_that_stands_there_twice_is_embedded_once(embedder: Embedder, cache: Cache) -> None:
    twice = vectors(embedder, cache, 0, 1, 0)
    assert twice.embedded == 2
    assert np.array_equal(twice.passages[0], twice.passages[2])


def test_other_sentences_of_the_same_text_are_embedded_anew(embedder: Embedder, cache: Cache) -> None:
    vectors(embedder, cache, 0)
    progress = LineProgress(Console(quiet=True))
    other = encode(TEXTS[:1], [[(6, 44)]], embedder, cache, progress)
    assert (other.embedded, other.sentences[0].shape) == (1, (1, embedder.dim))


def test_other_model_finds_nothing_of_the_first(embedder: SentenceTransformerEmbedder, cache: Cache) -> None:
    vectors(embedder, cache, 0)
    same = embedder.model
    for name, sha256 in ((embedder.name, "another"), ("another", embedder.sha256)):
        assert vectors(SentenceTransformerEmbedder(same, name, sha256), cache, 0).embedded == 1
    assert vectors(embedder, cache, 0).embedded == 0
