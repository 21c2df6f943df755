"""An embedder for sentence-transformers."""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import numpy as np

from reportqa.embedding.base import Embedded, Span, Vectors, centred, embedded, text_tokens, unit
from reportqa.embedding.identity import identify, is_shipped, shipped_dir
from reportqa.embedding.late_interaction import Tokens
from reportqa.embedding.multilingual_e5 import packed_file, write_unpacked
from reportqa.embedding.profiles import SAMPLES, Profile, profile_of
from reportqa.errors import ModelError
from reportqa.settings import DEFAULT_MODEL, MULTILINGUAL_MODEL

BATCH_SIZE = 32


class SentenceTransformerEmbedder:
    """An Embedder for a sentence-transformers model on the CPU or a GPU."""

    encoder = "torch"

    def __init__(self, model: Any, name: str, sha256: str, profile: Profile | None = None) -> None:
        profile = profile or Profile()
        self.model = model
        self.name = name
        self.sha256 = sha256
        # The tokenizer is not thread-safe.
        self._one_at_a_time = Lock()
        self.dim = int(model.get_embedding_dimension())
        if profile.max_tokens:
            positions = getattr(model[0].auto_model.config, "max_position_embeddings", profile.max_tokens)
            model.max_seq_length = min(profile.max_tokens, positions)
        prompts = model.prompts or {}
        if not any(prompts.values()):
            prompts = {"query": profile.question_prompt, "document": profile.passage_prompt}
        self.passage_prompt = next(
            (prompts[key] for key in ("document", "passage", "corpus") if prompts.get(key)), ""
        )  # fmt: skip
        self.question_prompt = prompts.get("query", prompts.get(model.default_prompt_name, "")) or ""
        self.center: Vectors | None = None
        if profile.is_centred:
            vectors = np.stack([one.vector for one in self.embed_passages(SAMPLES, [()] * len(SAMPLES))])
            self.center = vectors.mean(axis=0)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        if not texts:
            return []
        encoded = self.model.tokenizer(list(texts), add_special_tokens=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def embed_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> Iterator[Embedded]:
        shift = len(self.passage_prompt)
        for begin in range(0, len(texts), BATCH_SIZE):
            batch = [self.passage_prompt + text for text in texts[begin : begin + BATCH_SIZE]]
            outputs = self.model.encode(
                batch, batch_size=BATCH_SIZE, output_value=None, prompt="", show_progress_bar=False
            )
            offsets = self._offsets(batch)
            for output, mapping, sentence_spans in zip(
                outputs, offsets, spans[begin : begin + BATCH_SIZE], strict=True
            ):
                vector = unit(output["sentence_embedding"].float().cpu().numpy())
                tokens = output["token_embeddings"].float().cpu().numpy()[: len(mapping)]
                yield embedded(vector, tokens, mapping - shift, sentence_spans, self.center)

    def embed_question(self, question: str) -> Vectors:
        import torch

        with self._one_at_a_time:
            # For so short a text, several threads only wait for each other on a busy machine.
            threads = torch.get_num_threads()
            torch.set_num_threads(1)
            try:
                vector = self.model.encode_query(
                    question, prompt=self.question_prompt, convert_to_numpy=True, show_progress_bar=False
                )
            finally:
                torch.set_num_threads(threads)
        return centred(unit(np.asarray(vector, dtype=np.float32)), self.center)

    def question_tokens(self, question: str) -> Tokens:
        text = self.question_prompt + question
        with self._one_at_a_time:
            (output,) = self.model.encode([text], output_value="token_embeddings", prompt="", show_progress_bar=False)
            (offsets,) = self._offsets([text])
        return text_tokens(output.float().cpu().numpy(), offsets - len(self.question_prompt), self.center)

    def _offsets(self, texts: Sequence[str]) -> list[Any]:
        encoded = self.model.tokenizer(
            list(texts), return_offsets_mapping=True, truncation=True, max_length=self.model.max_seq_length
        )
        return [np.asarray(mapping) for mapping in encoded["offset_mapping"]]


def load_transformer(model: str | None = None, *, device: str = "cpu") -> SentenceTransformerEmbedder:
    """Load a model by name or folder, the shipped all-MiniLM-L6-v2 when None.

    :raises ModelError: when it is missing, cannot be read, or the shipped weights are not the expected ones.
    """
    name = model or DEFAULT_MODEL
    # A missing package is reported before the imports, which take seconds.
    packed = packed_file() if name == MULTILINGUAL_MODEL else None
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)

    profile = Profile() if is_shipped(model) else profile_of(name)
    with TemporaryDirectory() as unpacked:
        if packed:
            folder = Path(unpacked)
            write_unpacked(packed, folder)
        else:
            folder = shipped_dir() if is_shipped(model) else Path(name)
        is_local = folder.is_dir()
        try:
            loaded = SentenceTransformer(str(folder) if is_local else name, device=device, local_files_only=is_local)
        except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
            place = "The folder" if is_local else "The model"
            raise ModelError(
                f'{place} "{name}" is not a sentence-transformers model that can be loaded here'
                f" ({str(error).splitlines()[0][:200] if str(error) else type(error).__name__})."
                f" Name a folder with such a model, or omit --model to use {DEFAULT_MODEL}."
            ) from error
    identity = identify(model) or (name, profile.identity(_fingerprint(loaded)))
    return SentenceTransformerEmbedder(loaded, *identity, profile)


def _fingerprint(model: Any) -> str:
    """Return the sha256 of all parameters."""
    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.detach().cpu().float().numpy().tobytes())
    return digest.hexdigest()
