"""Late interaction: the similarity of a question and a passage, token by token."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

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


def max_similarity(question: Tokens, weights: Floats, passage: Tokens) -> float:
    """Return the weighted mean of the best cosine of each question token with a passage token, -1 to 1.

    0 if all weights (n,) are 0. Source: Khattab and Zaharia, ColBERT, 2020, https://doi.org/10.1145/3397271.3401075
    """
    total = float(weights.sum())
    if not total or not len(passage.vectors):
        return 0.0
    return float(weights @ (question.vectors @ passage.vectors.T).max(axis=1)) / total
