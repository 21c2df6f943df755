"""An embedder for an exported model through onnxruntime: faster than torch, and quick to start."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt

from reportqa.embedding.base import Embedded, Span, Vectors, centred, embedded, text_tokens, unit
from reportqa.embedding.late_interaction import Tokens
from reportqa.embedding.onnx_model import GRAPH, TOKENIZER, Description, UnsoundExport, read_description, read_part
from reportqa.settings import cores

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_AHEAD = 4
"""Texts in flight per core."""
_ERRORS_ONLY = 3
_QUESTIONS_KEPT = 16
"""Questions whose outputs are kept: both the vector and the tokens of a question are asked for."""


def _runtime() -> Any:
    """Return onnxruntime, which by itself would send data on its use to Microsoft.

    Source: Privacy.md of the package onnxruntime.
    """
    # Read when the library is loaded.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    # For a program that has loaded it before.
    onnxruntime.disable_telemetry_events()
    return onnxruntime


class ExportedEmbedder:
    """An Embedder for the export of a sentence-transformers model.

    Texts are not batched but run in parallel, one thread each: nothing is padded, and with int8, where the largest
    number in a batch sets the scale of all, no vector depends on other texts.
    """

    def __init__(self, description: Description, graph: bytes, tokenizer: bytes) -> None:
        from tokenizers import Tokenizer

        ort = _runtime()

        self.name = description.name
        self.sha256 = description.sha256
        self.encoder = description.encoder
        self.dim = description.dim
        self._description = description
        self._center = None if description.center is None else np.array(description.center, dtype=np.float32)
        self._tokenizer = Tokenizer.from_str(tokenizer.decode("utf-8"))
        self._max_tokens = description.max_tokens - self._tokenizer.num_special_tokens_to_add(False)
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = _ERRORS_ONLY
        session = ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        # Without a reference to self, so that an embedder that is not in use is freed by reference counting.
        self._run = partial(_outputs, session, self._tokenizer, self._max_tokens)
        self._run_question = lru_cache(maxsize=_QUESTIONS_KEPT)(self._run)

    @classmethod
    def open(cls, folder: Path) -> "ExportedEmbedder":
        """Open an export and check every byte of it; the same export in another folder is held in memory once.

        :raises UnsoundExport: when it is missing or has changed.
        """
        description = read_description(folder)
        if description.refused:
            raise UnsoundExport(f"was not made ({description.refused})")
        graph, tokenizer = (read_part(folder, description, name) for name in (GRAPH, TOKENIZER))
        # The description has the checksums of both, so that equal ones describe the same export.
        opened = _open.get(repr(description))
        if opened is None:
            opened = _open[repr(description)] = cls(description, graph, tokenizer)
        return opened

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(one) for one in self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    def embed_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> Iterator[Embedded]:
        waiting: deque[Future[Embedded]] = deque()
        pool = ThreadPoolExecutor(cores())
        try:
            for text, sentence_spans in zip(texts, spans, strict=True):
                waiting.append(pool.submit(self._embed_passage, text, sentence_spans))
                if len(waiting) > _AHEAD * cores():
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)

    def embed_question(self, question: str) -> Vectors:
        tokens, _ = self._run_question(self._description.question_prompt + question)
        return centred(self._pooled(tokens), self._center)

    def question_tokens(self, question: str) -> Tokens:
        prompt = self._description.question_prompt
        tokens, offsets = self._run_question(prompt + question)
        return text_tokens(tokens, offsets - len(prompt), self._center)

    def _embed_passage(self, text: str, spans: Sequence[Span]) -> Embedded:
        prompt = self._description.passage_prompt
        tokens, offsets = self._run(prompt + text)
        return embedded(self._pooled(tokens), tokens, offsets - len(prompt), spans, self._center)

    def _pooled(self, tokens: Vectors) -> Vectors:
        match self._description.pooling:
            case "cls":
                return unit(tokens[0])
            case "max":
                return unit(tokens.max(axis=0))
            case _:
                return unit(tokens.mean(axis=0))


def _outputs(
    session: "InferenceSession", tokenizer: "Tokenizer", max_tokens: int, text: str
) -> tuple[Vectors, npt.NDArray[np.int64]]:
    """Return the token outputs of a text, (n, dim) float32, and their offsets, (n, 2)."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    encoding.truncate(max_tokens)
    encoding = tokenizer.post_process(encoding)
    (tokens,) = session.run(None, {"input_ids": np.array([encoding.ids], dtype=np.int64)})
    return tokens[0], np.array(encoding.offsets, dtype=np.int64)


_open: WeakValueDictionary[str, ExportedEmbedder] = WeakValueDictionary()
"""The embedders in use, by their description."""
