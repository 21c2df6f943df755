"""The `Reader` protocol."""

from collections.abc import Sequence
from typing import Protocol

LARGEST = 12.0
"""Largest log odds, positive or negative, that a reader returns: more is never certain."""


class Reader(Protocol):
    """A model that reads a question and a passage together; thread-safe. `name` is its name or folder."""

    name: str

    def log_odds(self, question: str, passages: Sequence[str]) -> list[float]:
        """Return the log odds that each passage answers the question, -LARGEST to LARGEST."""


def bounded(log_odds: float) -> float:
    """Return log odds within LARGEST; 0 for a number that is none."""
    return max(-LARGEST, min(LARGEST, log_odds)) if log_odds == log_odds else 0.0  # noqa: PLR0124
