"""Encoder of passages into vectors, from the model or the cache, in a thread of its own."""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event

import numpy as np

from reportqa.document import Document, Passage
from reportqa.embedding import Embedded, Embedder, Span
from reportqa.index import VectorWriter
from reportqa.ingest.cache import Cache, key_of
from reportqa.storage import PartWriter

WINDOW = 1024
"""Passages embedded together, sorted by length into batches."""
_WAITING = 2
"""Windows that may wait while one is embedded, before the caller has to."""
_PASSAGE = np.dtype("<f4")
_SENTENCE = np.dtype("<f2")
"""Precision in the cache, at least that of the index."""
_CACHED = "vectors with tokens"
"""Kind of the values in the cache; another name whenever their form changes."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A text to embed, the offsets of its sentences, and its unit, numbered over the whole index."""

    text: str
    spans: Sequence[Span]
    unit: int


class PassageEncoder(PartWriter):
    """Writer of the vectors of passages in the order added, in a thread of its own.

    Texts that are not in the cache are embedded and cached; `embedded` counts them. An error of the thread is raised
    by `add` or at the end of the block, which waits for all passages, or after an error for the current batch only.
    """

    def __init__(self, embedder: Embedder, cache: Cache, writer: VectorWriter) -> None:
        self.embedded = 0
        self._embedder = embedder
        self._cache = cache
        self._writer = writer
        self._window: list[_Text] = []
        self._units = 0
        self._thread = ThreadPoolExecutor(1, "encoder")
        self._running: deque[Future[None]] = deque()
        self._is_stopped = Event()

    def add(self, document: Document, passages: Sequence[Passage]) -> None:
        """Append the passages of a document."""
        for passage in passages:
            shift = len(passage.prefix) - passage.start
            spans = [(s.start + shift, s.end + shift) for s in passage.sentences]
            text = passage.prefix + document.text[passage.start : passage.end]
            self._window.append(_Text(text, spans, self._units + passage.unit))
            if len(self._window) == WINDOW:
                self._begin()
        if passages:
            self._units += passages[-1].unit + 1

    def flush(self) -> None:
        """Wait until all passages are written."""
        self._begin()
        while self._running:
            self._running.popleft().result()

    def close(self) -> None:
        try:
            self.flush()
        finally:
            self.discard()

    def discard(self) -> None:
        self._is_stopped.set()
        self._thread.shutdown(cancel_futures=True)

    def _begin(self) -> None:
        """Submit a window; if enough are waiting, wait for the oldest."""
        self._running.append(self._thread.submit(self._write, self._window))
        self._window = []
        while len(self._running) > _WAITING:
            self._running.popleft().result()

    def _write(self, window: Sequence[_Text]) -> None:
        passages = np.empty((len(window), self._embedder.dim), dtype=np.float32)
        sentences = [passages[:0]] * len(window)
        tokens = [np.empty((0, 0), np.uint8)] * len(window)
        rows_of: dict[bytes, list[int]] = {}
        model = self._embedder.name, self._embedder.sha256, self._embedder.encoder
        for row, one in enumerate(window):
            rows_of.setdefault(key_of(_CACHED, *model, one.text, one.spans), []).append(row)
        missing: list[tuple[bytes, list[int]]] = []
        for key, rows in rows_of.items():
            found = _read(self._cache.find(key), len(window[rows[0]].spans), self._embedder.dim)
            if found is None:
                missing.append((key, rows))
                continue
            for row in rows:
                passages[row], sentences[row], tokens[row] = found.vector, found.sentences, found.tokens
        missing.sort(key=lambda pair: len(window[pair[1][0]].text))
        ones = [window[rows[0]] for _, rows in missing]
        stream = self._embedder.embed_passages([one.text for one in ones], [one.spans for one in ones])
        for (key, rows), made in zip(missing, stream, strict=True):
            kept = made.sentences.astype(_SENTENCE)
            self._cache.keep(key, made.vector.astype(_PASSAGE).tobytes() + kept.tobytes() + made.tokens.tobytes())
            for row in rows:
                # Rounded as in the cache, so that an index is the same with and without it.
                passages[row], sentences[row], tokens[row] = made.vector, kept.astype(np.float32), made.tokens
            if self._is_stopped.is_set():
                return
        self.embedded += len(missing)
        self._writer.add(passages, sentences, tokens, np.array([one.unit for one in window], np.int64))


def _read(value: bytes | None, sentences: int, dim: int) -> Embedded | None:
    """Return the cached vectors, None if there are none of this shape."""
    middle = dim * _PASSAGE.itemsize
    end = middle + sentences * dim * _SENTENCE.itemsize
    width = -(-dim // 8)
    if value is None or len(value) < end or (len(value) - end) % width:
        return None
    return Embedded(
        np.frombuffer(value[:middle], _PASSAGE).astype(np.float32),
        np.frombuffer(value[middle:end], _SENTENCE).reshape(sentences, dim).astype(np.float32),
        np.frombuffer(value[end:], np.uint8).reshape(-1, width),
    )
