"""What every embedder gives: unit vectors of texts and of their sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from reportqa.embedding.late_interaction import Tokens

Vectors = npt.NDArray[np.float32]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Embedded:
    """A passage's vector, (dim,) float32, and those of its sentences, (sentences, dim) float32; unit rows."""

    vector: Vectors
    sentences: Vectors


class Embedder(Protocol):
    """A model that embeds; safe to use from several threads.

    `sha256` tells models of one name apart, `encoder` in what way they run (see `settings.ENCODERS`); `dim` is the
    length of a vector.
    """

    name: str
    sha256: str
    encoder: str
    dim: int

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Give the number of tokens of each text, without the model's own start and end marks."""

    def embed_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> Iterator[Embedded]:
        """Give each text's vectors, in order; `spans` are the offsets of its sentences."""

    def embed_question(self, question: str) -> Vectors:
        """Give the (dim,) float32 unit vector of a question."""

    def embed_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Give the tokens of each text, without the model's own start and end marks."""


def embedded(vector: Vectors, tokens: Vectors, offsets: npt.NDArray[np.int64], spans: Sequence[Span]) -> Embedded:
    """Give a passage's vector with those of its sentences, the means of the token outputs (n, dim) within each span.

    That finds the answering sentence better than encoding it alone, and costs nothing. `offsets` (n, 2) say where in
    the passage each token stands.
    """
    sentences = np.empty((len(spans), tokens.shape[1]), dtype=np.float32)
    is_text = offsets[:, 1] > offsets[:, 0]
    for row, (start, end) in enumerate(spans):
        inside = is_text & (offsets[:, 0] >= start) & (offsets[:, 1] <= end)
        # A sentence beyond the tokens that the model reads has only its passage's vector.
        sentences[row] = unit(tokens[inside].mean(axis=0)) if inside.any() else vector
    return Embedded(vector, sentences)


def text_tokens(tokens: Vectors, offsets: npt.NDArray[np.int64]) -> Tokens:
    """Give the token outputs (n, dim) as unit rows with their offsets (n, 2), without the start and end marks."""
    inside = offsets[:, 1] > offsets[:, 0]
    vectors = tokens[inside]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    spans = tuple((int(start), int(end)) for start, end in offsets[inside])
    return Tokens(np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32), spans)


def unit(vector: Vectors) -> Vectors:
    """Give the vector at length 1; one of length 0 as it is."""
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
