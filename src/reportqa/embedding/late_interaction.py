"""Compares a question with a passage token by token: late interaction, for the last few candidates."""

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
    """The tokens of a text: unit vectors (n, dim) in its context, and the offsets (start, end) of each."""

    vectors: Floats
    spans: tuple[tuple[int, int], ...]


def token_weights(text: str, tokens: Tokens, idf: Callable[[str], float]) -> Floats:
    """Give the weight of each token, (n,): the idf of the word that it is part of, 0 for stop words and marks."""
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
    """Give the mean, by weight, of the cosine of each of the question's tokens and its nearest in the passage, -1 to 1.

    0 when nothing has weight. Source: Khattab and Zaharia, ColBERT, 2020, https://doi.org/10.1145/3397271.3401075
    """
    total = float(weights.sum())
    if not total or not len(passage.vectors):
        return 0.0
    return float(weights @ (question.vectors @ passage.vectors.T).max(axis=1)) / total
