"""What a question, or a part of one, found before an answer is made of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.answers import Hit
from reportqa.questions import Question
from reportqa.reader import Reading


@dataclass(frozen=True, slots=True)
class Finding:
    """What a question, or a part of one, found.

    `missing` are the exact phrases that no passage has, `variants` the other words in which it was searched too.
    """

    question: Question
    hits: Sequence[Hit]
    reading: Reading
    confidence: float
    missing: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
