"""Turns texts with their sentences into vectors: each embedded, or found as it was embedded before."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reportqa.cache import Cache, key_of
from reportqa.embedder import Embedded, Embedder, Span, Vectors
from reportqa.stages import Progress

_PASSAGE = np.dtype("<f4")
_SENTENCE = np.dtype("<f2")
"""The precision in which an index holds them, so that it is the same whether a vector was embedded or found."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """The vectors of texts, (texts, dim) float32, those of the sentences of each, and how many were embedded anew."""

    passages: Vectors
    sentences: list[Vectors]
    embedded: int


def encode(
    texts: Sequence[str], spans: Sequence[Sequence[Span]], embedder: Embedder, cache: Cache, progress: Progress
) -> Encoding:
    """Give the vectors of each text, in order; `spans` are the offsets of its sentences.

    Only texts that are not in the cache are embedded, each once however often it stands there, and go into it as
    their vectors come.
    """
    passages = np.empty((len(texts), embedder.dim), dtype=np.float32)
    sentences = [passages[:0]] * len(texts)
    rows_of: dict[bytes, list[int]] = {}
    for row, (text, offsets) in enumerate(zip(texts, spans, strict=True)):
        rows_of.setdefault(
            key_of("vectors", embedder.name, embedder.sha256, embedder.encoder, text, offsets), []
        ).append(row)
    missing: list[tuple[bytes, list[int]]] = []
    for key, rows in rows_of.items():
        embedded = _read(cache.find(key), len(spans[rows[0]]), embedder.dim)
        if embedded is None:
            missing.append((key, rows))
            continue
        for row in rows:
            passages[row], sentences[row] = embedded.vector, embedded.sentences
    advance = progress.stage("Embedding", len(missing))
    firsts = [rows[0] for _, rows in missing]
    stream = embedder.embed_passages([texts[row] for row in firsts], [spans[row] for row in firsts])
    for (key, rows), embedded in zip(missing, stream, strict=True):
        cache.keep(key, embedded.vector.astype(_PASSAGE).tobytes() + embedded.sentences.astype(_SENTENCE).tobytes())
        for row in rows:
            passages[row], sentences[row] = embedded.vector, embedded.sentences
        advance(1)
    return Encoding(passages, sentences, len(missing))


def _read(value: bytes | None, sentences: int, dim: int) -> Embedded | None:
    """Give the vectors that were kept, None when there are none that fit."""
    split = dim * _PASSAGE.itemsize
    if value is None or len(value) != split + sentences * dim * _SENTENCE.itemsize:
        return None
    return Embedded(
        np.frombuffer(value[:split], _PASSAGE).astype(np.float32),
        np.frombuffer(value[split:], _SENTENCE).reshape(sentences, dim).astype(np.float32),
    )
