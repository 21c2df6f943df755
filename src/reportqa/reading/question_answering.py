"""A reader for an extractive question-answering model of transformers."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from reportqa.reading.base import bounded

MAX_ANSWER_TOKENS = 40
_MAX_TOKENS = 384


class QuestionAnsweringReader:
    """A Reader by the best span: the log odds of its score against that of no answer, the model's first token."""

    def __init__(self, name: str, model: Any, tokenizer: Any) -> None:
        self.name = name
        self._model = model
        self._tokenizer = tokenizer
        positions = getattr(model.config, "max_position_embeddings", _MAX_TOKENS)
        self._max_tokens = min(_MAX_TOKENS, positions, tokenizer.model_max_length)
        self._one_at_a_time = Lock()

    @classmethod
    def load(cls, name: str, place: str) -> "QuestionAnsweringReader":
        """Load a model from a folder or by name.

        :raises ValueError: when its tokenizer does not separate question and passage.
        """
        from transformers import AutoModelForQuestionAnswering, AutoTokenizer

        is_local = Path(place).is_dir()
        tokenizer = AutoTokenizer.from_pretrained(place, local_files_only=is_local)
        if not tokenizer.is_fast:
            raise ValueError("its tokenizer is not of the tokenizers package")
        model = AutoModelForQuestionAnswering.from_pretrained(place, local_files_only=is_local, use_safetensors=True)
        return cls(name, model.eval(), tokenizer)

    def log_odds(self, question: str, passages: Sequence[str]) -> list[float]:
        with self._one_at_a_time:
            return [bounded(self._read(question, passage)) for passage in passages]

    def _read(self, question: str, passage: str) -> float:
        import torch

        encoded = self._tokenizer(
            question, passage, truncation="only_second", max_length=self._max_tokens, return_tensors="pt"
        )
        is_passage = np.array([part == 1 for part in encoded.sequence_ids(0)])
        with torch.no_grad():
            output = self._model(**encoded)
        return best_span(output.start_logits[0].numpy(), output.end_logits[0].numpy(), is_passage)


def best_span(
    starts: npt.NDArray[np.float32], ends: npt.NDArray[np.float32], is_passage: npt.NDArray[np.bool_]
) -> float:  # fmt: skip
    """Return the score of the best span of up to MAX_ANSWER_TOKENS less that of no answer, the first token (n,)."""
    places = np.flatnonzero(is_passage)
    if not len(places):
        return -np.inf
    sums = starts[places][:, None] + ends[places][None, :]
    lengths = places[None, :] - places[:, None]
    spans = np.where((lengths >= 0) & (lengths < MAX_ANSWER_TOKENS), sums, -np.inf)
    return float(spans.max() - starts[0] - ends[0])
