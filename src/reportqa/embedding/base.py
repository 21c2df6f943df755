"""The `Embedder` protocol, and vectors of texts, sentences and tokens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from reportqa.embedding.late_interaction import Signs, Tokens, signs_of

Vectors = npt.NDArray[np.float32]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Embedded:
    """A passage's vector, (dim,) float32, and its sentences' vectors, (sentences, dim) float32; unit rows.

    `tokens` are the signs of its token vectors, (tokens, dim / 8 rounded up) uint8.
    """

    vector: Vectors
    sentences: Vectors
    tokens: Signs


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

    def question_tokens(self, question: str) -> Tokens:
        """Return the token vectors of a question, without start and end tokens."""


def embedded(
    vector: Vectors,
    tokens: Vectors,
    offsets: npt.NDArray[np.int64],
    spans: Sequence[Span],
    center: Vectors | None = None,
) -> Embedded:
    """Return a passage's vector, those of its sentences, and the signs of its tokens, all less a center.

    The vector of a sentence is the mean of the token outputs (n, dim) within its span: this finds the answering
    sentence better than encoding it alone, at no cost. `offsets` (n, 2) are those of the tokens in the passage.
    """
    sentences = np.empty((len(spans), tokens.shape[1]), dtype=np.float32)
    is_text = offsets[:, 1] > offsets[:, 0]
    for row, (start, end) in enumerate(spans):
        inside = is_text & (offsets[:, 0] >= start) & (offsets[:, 1] <= end)
        # A sentence beyond the maximum input of the model gets the passage's vector.
        sentences[row] = centred(unit(tokens[inside].mean(axis=0)) if inside.any() else vector, center)
    return Embedded(centred(vector, center), sentences, signs_of(text_tokens(tokens, offsets, center).vectors))


def centred(vector: Vectors, center: Vectors | None) -> Vectors:
    """Return a unit vector less a center, as a unit vector again; unchanged without a center."""
    return vector if center is None else unit(vector - center)


def text_tokens(tokens: Vectors, offsets: npt.NDArray[np.int64], center: Vectors | None = None) -> Tokens:
    """Return the token outputs (n, dim), less a center, as unit rows with their offsets (n, 2).

    Start and end tokens, and those of a prompt, which have offsets below 0, are left out.
    """
    inside = (offsets[:, 1] > offsets[:, 0]) & (offsets[:, 0] >= 0)
    vectors = _unit_rows(tokens[inside])
    spans = tuple((int(start), int(end)) for start, end in offsets[inside])
    return Tokens(vectors if center is None else _unit_rows(vectors - center), spans)


def _unit_rows(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)


def unit(vector: Vectors) -> Vectors:
    """Return the vector scaled to length 1; a zero vector unchanged."""
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
