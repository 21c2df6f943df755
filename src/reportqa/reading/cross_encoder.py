"""A reader for a cross-encoder of sentence-transformers."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from reportqa.reading.base import bounded

_MAX_TOKENS = 512


class CrossEncoderReader:
    """A Reader whose model has one output, the log odds of relevance."""

    def __init__(self, name: str, model: Any) -> None:
        self.name = name
        self._model = model
        # The tokenizer is not thread-safe.
        self._one_at_a_time = Lock()

    @classmethod
    def load(cls, name: str, place: str) -> "CrossEncoderReader":
        """Load a model from a folder or by name.

        :raises ValueError: when it has several outputs.
        """
        from sentence_transformers import CrossEncoder

        model = CrossEncoder(place, device="cpu", local_files_only=Path(place).is_dir())
        if model.num_labels != 1:
            raise ValueError(f"it has {model.num_labels} outputs, not one")
        positions = getattr(model.config, "max_position_embeddings", _MAX_TOKENS)
        model.max_seq_length = min(model.max_seq_length or _MAX_TOKENS, _MAX_TOKENS, positions)
        return cls(name, model)

    def log_odds(self, question: str, passages: Sequence[str]) -> list[float]:
        import torch

        if not passages:
            return []
        with self._one_at_a_time:
            outputs = self._model.predict(
                [(question, passage) for passage in passages],
                activation_fn=torch.nn.Identity(),
                show_progress_bar=False,
            )
        return [bounded(float(output)) for output in outputs]
