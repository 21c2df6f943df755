"""Passage and sentence vectors on disk, in half precision and memory-mapped."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt

from reportqa.arrays import ArrayWriter
from reportqa.errors import IndexUnavailable
from reportqa.nearest import NEAREST_FILE, Nearest, build_nearest
from reportqa.storage import writing

PASSAGES_FILE = "passages.npy"
SENTENCES_FILE = "sentences.npy"
OFFSETS_FILE = "sentence_offsets.npy"
UNITS_FILE = "units.npy"

_AT_ONCE = 10_000
"""Vectors looked at in one step."""

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
Rows = npt.NDArray[np.int64]


class VectorWriter:
    """Writes the vectors of passages and of their sentences as they come; holds those of one page or section.

    What an error interrupts is left unfinished, and must be thrown away.
    """

    def __init__(self, folder: Path, dim: int) -> None:
        """Begin the files.

        :raises IndexUnavailable: when they cannot be written, as do `add` and `close`.
        """
        self._folder = folder
        with writing(), ExitStack() as opened:
            self._passages = opened.enter_context(ArrayWriter(folder / PASSAGES_FILE, (dim,), np.float16))
            self._sentences = opened.enter_context(ArrayWriter(folder / SENTENCES_FILE, (dim,), np.float16))
            self._units = opened.enter_context(ArrayWriter(folder / UNITS_FILE, (dim,), np.float16))
            self._offsets = opened.enter_context(ArrayWriter(folder / OFFSETS_FILE, (), np.int64))
            self._offsets.add(np.zeros(1, np.int64))
            self._files = opened.pop_all()
        self._unit = -1
        self._unit_rows: list[Floats] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._files.__exit__(kind, error, trace)

    def add(self, passages: Floats, sentences: Sequence[Floats], units: Rows) -> None:
        """Append `passages` (n, dim) unit rows with their `sentences`, n arrays (sentences, dim).

        `units` (n,) numbers from 0 the page or section that each passage stands in, over the whole index, in order.
        :raises ValueError: when a unit has no passage or comes again after another.
        """
        counts = np.array([len(rows) for rows in sentences], dtype=np.int64)
        with writing():
            self._offsets.add(len(self._sentences) + np.cumsum(counts))
            self._passages.add(passages)
            for rows in sentences:
                self._sentences.add(rows)
            for unit, row in zip(units.tolist(), passages, strict=True):
                if unit not in {self._unit, self._unit + 1}:
                    raise ValueError(f"unit {unit} follows unit {self._unit}")
                if unit != self._unit:
                    self._end_unit()
                    self._unit = unit
                self._unit_rows.append(row)

    def close(self) -> None:
        """End the files, and build from them what finds the nearest."""
        with writing():
            self._end_unit()
            self._files.close()
        build_nearest(self._folder, np.load(self._folder / PASSAGES_FILE, mmap_mode="r"))

    def _end_unit(self) -> None:
        if self._unit_rows:
            self._units.add(np.stack(self._unit_rows).mean(axis=0, keepdims=True))
            self._unit_rows = []


class VectorIndex:
    """Vectors of length 1 of the passages, and of each passage's sentences, memory-mapped.

    A page or section has the mean of its passages' vectors, which tells of a whole page what it is about.
    """

    def __init__(self, passages: Halves, nearest: Nearest, sentences: Halves, offsets: Rows, units: Halves) -> None:
        self._passages = passages
        self._nearest = nearest
        self._sentences = sentences
        self._offsets = offsets
        self._units = units

    @classmethod
    def open(cls, folder: Path) -> "VectorIndex":
        """Open what a VectorWriter wrote.

        :raises IndexUnavailable: when a file is missing or broken.
        """
        try:
            nearest = Nearest.open(folder)
            offsets = np.load(folder / OFFSETS_FILE)
            passages = np.load(folder / PASSAGES_FILE, mmap_mode="r")
            sentences = np.load(folder / SENTENCES_FILE, mmap_mode="r")
            units = np.load(folder / UNITS_FILE, mmap_mode="r")
        except (OSError, ValueError, RuntimeError, EOFError) as error:
            raise IndexUnavailable(
                f'The vectors in {folder} are missing or broken. Run "reportqa index --rebuild".'
            ) from error
        return cls(passages, nearest, sentences, offsets, units)

    def __len__(self) -> int:
        return len(self._passages)

    @property
    def dim(self) -> int:
        return int(self._passages.shape[1])

    def problems(self, sentence_counts: Sequence[int], units: int) -> list[str]:
        """Say what does not fit passages with so many sentences each, in so many pages or sections."""
        wrong = []
        if len(self._nearest) != len(sentence_counts) or self._nearest.dim != self.dim:
            wrong.append(f"{NEAREST_FILE} has {len(self._nearest):,} vectors for {len(sentence_counts):,}")
        if self._offsets.tolist() != np.cumsum([0, *sentence_counts]).tolist():
            wrong.append(f"{OFFSETS_FILE} does not fit the sentences of the passages")
        for name, vectors, count in (
            (PASSAGES_FILE, self._passages, len(sentence_counts)),
            (SENTENCES_FILE, self._sentences, sum(sentence_counts)),
            (UNITS_FILE, self._units, units),
        ):
            if vectors.shape != (count, self.dim):
                wrong.append(f"{name} has {vectors.shape[0]:,} vectors for {count:,}, or of another length")
            elif not all(np.isfinite(vectors[at : at + _AT_ONCE]).all() for at in range(0, count, _AT_ONCE)):
                wrong.append(f"{name} has values that are no numbers")
        return wrong

    def search(self, query: Floats, k: int, rows: Rows | None = None) -> tuple[Rows, Floats]:
        """Give the k rows nearest to a (dim,) unit vector and their cosines, best first.

        `rows`, when given, are the only ones looked at; fewer than k come back when there are fewer.
        """
        return self._nearest.search(query, k, rows)

    def scores(self, query: Floats, rows: Rows) -> Floats:
        """Give the cosine of a query and each row."""
        return np.asarray(self._passages[rows].astype(np.float32) @ query, dtype=np.float32)

    def unit_scores(self, query: Floats, units: Rows) -> Floats:
        """Give the mean cosine of a query and the passages of each page or section."""
        return np.asarray(self._units[units].astype(np.float32) @ query, dtype=np.float32)

    def sentences(self, row: int) -> Floats:
        """Give the vectors of a passage's sentences, (sentences, dim)."""
        return np.asarray(self._sentences[self._offsets[row] : self._offsets[row + 1]], dtype=np.float32)

    def sentence_scores(self, query: Floats, row: int) -> Floats:
        """Give the cosine of a query and each sentence of a passage."""
        return np.asarray(self.sentences(row) @ query, dtype=np.float32)
