"""An embedder for an exported model through onnxruntime: faster than torch, and quick to start."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt

from reportqa.embedding.base import Embedded, Span, Vectors, centred, embedded, text_tokens, unit
from reportqa.embedding.late_interaction import Tokens
from reportqa.embedding.onnx_model import GRAPH, TOKENIZER, Description, UnsoundExport, read_description, read_part
from reportqa.settings import cores

_AHEAD = 4
"""Texts in flight per core."""
_ERRORS_ONLY = 3


class ExportedEmbedder:
    """An Embedder for the export of a sentence-transformers model.

    Texts are not batched but run in parallel, one thread each: nothing is padded, and with int8, where the largest
    number in a batch sets the scale of all, no vector depends on other texts.
    """

    def __init__(self, description: Description, graph: bytes, tokenizer: bytes) -> None:
        import onnxruntime as ort
        from tokenizers import Tokenizer

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
        self._session = ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

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
        return centred(self._pooled(self._run(self._description.question_prompt + question)[0]), self._center)

    def question_tokens(self, question: str) -> Tokens:
        prompt = self._description.question_prompt
        tokens, offsets = self._run(prompt + question)
        return text_tokens(tokens, offsets - len(prompt), self._center)

    def _embed_passage(self, text: str, spans: Sequence[Span]) -> Embedded:
        prompt = self._description.passage_prompt
        tokens, offsets = self._run(prompt + text)
        return embedded(self._pooled(tokens), tokens, offsets - len(prompt), spans, self._center)

    def _run(self, text: str) -> tuple[Vectors, npt.NDArray[np.int64]]:
        """Return the token outputs of a text, (n, dim) float32, and their offsets, (n, 2)."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        encoding.truncate(self._max_tokens)
        encoding = self._tokenizer.post_process(encoding)
        (tokens,) = self._session.run(None, {"input_ids": np.array([encoding.ids], dtype=np.int64)})
        return tokens[0], np.array(encoding.offsets, dtype=np.int64)

    def _pooled(self, tokens: Vectors) -> Vectors:
        match self._description.pooling:
            case "cls":
                return unit(tokens[0])
            case "max":
                return unit(tokens.max(axis=0))
            case _:
                return unit(tokens.mean(axis=0))


_open: WeakValueDictionary[str, ExportedEmbedder] = WeakValueDictionary()
"""The embedders in use, by their description."""
