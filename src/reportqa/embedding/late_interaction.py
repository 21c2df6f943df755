"""Late interaction: the similarity of a question and a passage, token by token."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportqa.text import STOP_WORDS, terms

Floats = npt.NDArray[np.float32]

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: contextual unit vectors (n, dim) and the offsets (start, end) of each."""

    vectors: Floats
    spans: tuple[tuple[int, int], ...]


def token_weights(text: str, tokens: Tokens, idf: Callable[[str], float]) -> Floats:
    """Return the weight of each token, (n,): the idf of its word, 0 for stop words and punctuation."""
    weights = np.zeros(len(tokens.spans), np.float32)
    for word in _WORD.finditer(text):
        if word[0].lower() in STOP_WORDS:
            continue
        weight = max(map(idf, terms(word[0])), default=0.0)
        for index, (start, end) in enumerate(tokens.spans):
            if word.start() <= start and end <= word.end():
                weights[index] = weight
    return weights


def max_similarity(question: Tokens, weights: Floats, passage: Tokens) -> float:
    """Return the weighted mean of the best cosine of each question token with a passage token, -1 to 1.

    0 without weights. Source: Khattab and Zaharia, ColBERT, 2020, https://doi.org/10.1145/3397271.3401075
    """
    total = float(weights.sum())
    if not total or not len(passage.vectors):
        return 0.0
    return float(weights @ (question.vectors @ passage.vectors.T).max(axis=1)) / total
