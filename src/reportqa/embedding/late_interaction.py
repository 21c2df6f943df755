"""Late interaction: the similarity of a question and passages, token by token.

Of the token vectors of passages only the signs are kept, one bit for each number: the order of their cosines with a
question's token hardly changes, in a thirty-second of the space. Source of such vectors: Charikar, Similarity
estimation techniques from rounding algorithms, 2002, https://doi.org/10.1145/509907.509965
"""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Signs = npt.NDArray[np.uint8]

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: contextual unit vectors (n, dim) and the offsets (start, end) of each."""

    vectors: Floats
    spans: tuple[tuple[int, int], ...]


def token_words(text: str, tokens: Tokens) -> list[str]:
    """Return for each token the word of the text that it is part of, "" for punctuation."""
    words = [""] * len(tokens.spans)
    for word in _WORD.finditer(text):
        for index, (start, end) in enumerate(tokens.spans):
            if word.start() <= start and end <= word.end():
                words[index] = word[0]
    return words


def signs_of(vectors: Floats) -> Signs:
    """Return which numbers of (n, dim) vectors are positive, (n, bytes): a bit for each."""
    return np.packbits(vectors > 0, axis=1)


def max_similarities(question: Tokens, weights: Floats, passages: Signs, counts: npt.NDArray[np.int64]) -> Floats:
    """Return for each passage the weighted mean of the best cosine of each question token with one of its tokens.

    `weights` are those of the question's tokens; `passages` the signs of the tokens of all passages one after another,
    of which each has `counts` (p,). Returns (p,), -1 to 1, about the cosines of the vectors; 0 for a passage without
    tokens, and where all weights are 0.
    Source: Khattab and Zaharia, ColBERT, 2020, https://doi.org/10.1145/3397271.3401075
    """
    found = np.zeros(len(counts), dtype=np.float32)
    total, some = float(weights.sum()), counts > 0
    if total and some.any():
        dim = question.vectors.shape[1]
        signs = np.unpackbits(passages, axis=1, count=dim).astype(np.float32) * 2 - 1
        cosines = question.vectors @ signs.T / np.float32(np.sqrt(dim))
        begins = (np.cumsum(counts) - counts)[some]
        found[some] = weights @ np.maximum.reduceat(cosines, begins, axis=1) / total
    return found
