"""What a question, or a part of one, found before an answer is made of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.answer import Hit
from reportqa.answering.reader import Reading
from reportqa.search import Question


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
