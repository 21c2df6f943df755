"""The `Embedder` protocol, and vectors of texts, sentences and tokens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, overload

import numpy as np
import numpy.typing as npt

from reportqa.embedding.late_interaction import Tokens

Vectors = npt.NDArray[np.float32]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Embedded:
    """A passage's vector, (dim,) float32, and its sentences' vectors, (sentences, dim) float32; unit rows."""

    vector: Vectors
    sentences: Vectors


class Embedder(Protocol):
    """An embedding model; thread-safe.

    `sha256` identifies the model, `encoder` how it runs (see `settings.ENCODERS`); `dim` is the length of a vector.
    """

    name: str
    sha256: str
    encoder: str
    dim: int

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, without start and end tokens."""

    def embed_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> Iterator[Embedded]:
        """Yield the vectors of each text, in order; `spans` are the offsets of its sentences."""

    def embed_question(self, question: str) -> Vectors:
        """Return the (dim,) float32 unit vector of a question."""

    def embed_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return the token vectors of each text, without start and end tokens."""


def embedded(vector: Vectors, tokens: Vectors, offsets: npt.NDArray[np.int64], spans: Sequence[Span]) -> Embedded:
    """Return a passage's vector and those of its sentences: the mean of the token outputs (n, dim) within each span.

    This finds the answering sentence better than encoding it alone, at no cost. `offsets` (n, 2) are those of the
    tokens in the passage.
    """
    sentences = np.empty((len(spans), tokens.shape[1]), dtype=np.float32)
    is_text = offsets[:, 1] > offsets[:, 0]
    for row, (start, end) in enumerate(spans):
        inside = is_text & (offsets[:, 0] >= start) & (offsets[:, 1] <= end)
        # A sentence beyond the maximum input of the model gets the passage's vector.
        sentences[row] = unit(tokens[inside].mean(axis=0)) if inside.any() else vector
    return Embedded(vector, sentences)


@overload
def centred(found: Embedded, center: Vectors | None) -> Embedded: ...


@overload
def centred(found: Vectors, center: Vectors | None) -> Vectors: ...


def centred(found: Embedded | Vectors, center: Vectors | None) -> Embedded | Vectors:
    """Return unit vectors less a center, as unit vectors again; unchanged without a center."""
    if center is None:
        return found
    if isinstance(found, Embedded):
        rows = [unit(row - center) for row in found.sentences]
        return Embedded(unit(found.vector - center), np.stack(rows) if rows else found.sentences)
    return unit(found - center)


def text_tokens(tokens: Vectors, offsets: npt.NDArray[np.int64]) -> Tokens:
    """Return the token outputs (n, dim) as unit rows with their offsets (n, 2), without start and end tokens."""
    inside = offsets[:, 1] > offsets[:, 0]
    vectors = tokens[inside]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    spans = tuple((int(start), int(end)) for start, end in offsets[inside])
    return Tokens(np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32), spans)


def unit(vector: Vectors) -> Vectors:
    """Return the vector scaled to length 1; a zero vector unchanged."""
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
