"""A passage that was found for a question."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportqa.document import Passage, Sentence


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question, with its text; `score` is the sum of its `parts`, higher is better.

    `signals` are what the parts are computed from (see `fusion`), `sentence_scores` the cosine, -1 to 1, of each
    sentence and the question. `duplicates` are passages of the document with the same words, and near duplicates in
    others.
    """

    row: int
    passage: Passage
    text: str
    score: float
    signals: Mapping[str, float]
    parts: Mapping[str, float]
    sentence_scores: tuple[float, ...]
    duplicates: tuple[Passage, ...] = ()

    def text_of(self, sentence: Sentence) -> str:
        """Return the text of one of the passage's sentences."""
        return self.text[sentence.start - self.passage.start : sentence.end - self.passage.start]
