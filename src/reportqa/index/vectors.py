"""Passage, sentence, token and unit vectors on disk; a question reads those of its candidates.

Passage vectors are stored in half precision, sentence vectors as integers from -127 to 127: unit vectors need only
their direction. Of token vectors the signs are stored.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reportqa.embedding import Signs, Tokens, max_similarities
from reportqa.errors import IndexUnavailable
from reportqa.index.ann import NEAREST_FILE, Nearest, build_nearest, cosines
from reportqa.index.row_files import ArrayWriter, RowFile
from reportqa.index.rows import Floats, Rows
from reportqa.storage import PartWriter, writing

PASSAGES_FILE = "passages.npy"
SENTENCES_FILE = "sentences.npy"
OFFSETS_FILE = "sentence_offsets.npy"
SIGNS_FILE = "signs.npy"
SIGN_OFFSETS_FILE = "sign_offsets.npy"
UNITS_FILE = "units.npy"

_MOST = 127
"""Largest absolute value in a stored sentence vector."""

Bytes = npt.NDArray[np.int8]


class VectorWriter(PartWriter):
    """Writer of the vectors of passages, sentences and tokens; keeps those of one unit (page or section) in memory."""

    def __init__(self, folder: Path, dim: int) -> None:
        """Create the files.

        :raises IndexUnavailable: when they cannot be written, as do `add` and `close`.
        """
        self._folder = folder
        with writing():
            self._passages = ArrayWriter(folder / PASSAGES_FILE, (dim,), np.float16)
            self._sentences = ArrayWriter(folder / SENTENCES_FILE, (dim,), np.int8)
            self._units = ArrayWriter(folder / UNITS_FILE, (dim,), np.float16)
            self._offsets = ArrayWriter(folder / OFFSETS_FILE, (), np.int64)
            self._tokens = ArrayWriter(folder / SIGNS_FILE, (-(-dim // 8),), np.uint8)
            self._token_offsets = ArrayWriter(folder / SIGN_OFFSETS_FILE, (), np.int64)
            for offsets in self._offsets, self._token_offsets:
                offsets.add(np.zeros(1, np.int64))
        self._unit = -1
        self._unit_rows: list[Floats] = []

    def add(self, passages: Floats, sentences: Sequence[Floats], tokens: Sequence[Signs], units: Rows) -> None:
        """Append `passages` (n, dim) unit rows with their `sentences`, n arrays (sentences, dim).

        `tokens` are n arrays of the signs of their token vectors, (tokens, dim / 8 rounded up); `units` (n,) are the
        numbers of their pages or sections, from 0 over the whole index, ascending.
        :raises ValueError: when a unit has no passage or is not consecutive.
        """
        with writing():
            self._offsets.add(len(self._sentences) + _ends(sentences))
            self._token_offsets.add(len(self._tokens) + _ends(tokens))
            self._passages.add(passages)
            if sentences:
                self._sentences.add(_rounded(np.concatenate(sentences)))
                self._tokens.add(np.concatenate(tokens))
            for unit, row in zip(units.tolist(), passages, strict=True):
                if unit not in {self._unit, self._unit + 1}:
                    raise ValueError(f"unit {unit} follows unit {self._unit}")
                if unit != self._unit:
                    self._end_unit()
                    self._unit = unit
                self._unit_rows.append(row)

    def close(self) -> None:
        """Finish the files, and build the nearest-neighbour index from them."""
        with writing():
            self._end_unit()
            for array in self._arrays():
                array.close()
        build_nearest(self._folder, np.load(self._folder / PASSAGES_FILE, mmap_mode="r"))

    def discard(self) -> None:
        for array in self._arrays():
            array.discard()

    def _arrays(self) -> tuple[ArrayWriter, ...]:
        return self._passages, self._sentences, self._units, self._offsets, self._tokens, self._token_offsets

    def _end_unit(self) -> None:
        if self._unit_rows:
            self._units.add(np.stack(self._unit_rows).mean(axis=0, keepdims=True))
            self._unit_rows = []


class VectorIndex:
    """Unit vectors of the passages, their sentences and tokens, and for each unit the mean of its passage vectors."""

    def __init__(
        self,
        passages: RowFile,
        nearest: Nearest,
        sentences: tuple[RowFile, Rows],
        tokens: tuple[RowFile, Rows],
        units: RowFile,
    ) -> None:
        self._passages = passages
        self._nearest = nearest
        self._sentences, self._offsets = sentences
        self._tokens, self._token_offsets = tokens
        self._units = units

    @classmethod
    def open(cls, folder: Path) -> "VectorIndex":
        """Open what a VectorWriter wrote.

        :raises IndexUnavailable: when a file is missing or broken.
        """
        try:
            passages, sentences, tokens, units = (
                RowFile(folder / name) for name in (PASSAGES_FILE, SENTENCES_FILE, SIGNS_FILE, UNITS_FILE)
            )
            nearest = Nearest.open(folder, passages)
            offsets, token_offsets = (
                np.load(folder / name, mmap_mode="r") for name in (OFFSETS_FILE, SIGN_OFFSETS_FILE)
            )
        except (OSError, ValueError, RuntimeError, EOFError) as error:
            raise IndexUnavailable(
                f'The vectors in {folder} are missing or broken. Run "reportqa index --rebuild".'
            ) from error
        return cls(passages, nearest, (sentences, offsets), (tokens, token_offsets), units)

    def __len__(self) -> int:
        return len(self._passages)

    @property
    def dim(self) -> int:
        return int(self._passages.shape[1])

    @property
    def is_exact(self) -> bool:
        """Whether `search` compares all vectors."""
        return self._nearest.is_exact

    def problems(self, sentence_counts: Sequence[int], units: int) -> list[str]:
        """Return what does not fit passages with these numbers of sentences in this number of units."""
        wrong = []
        if len(self._nearest) != len(sentence_counts) or self._nearest.dim != self.dim:
            wrong.append(f"{NEAREST_FILE} has {len(self._nearest):,} vectors for {len(sentence_counts):,}")
        if not np.array_equal(self._offsets, np.cumsum([0, *sentence_counts])):
            wrong.append(f"{OFFSETS_FILE} does not fit the sentences of the passages")
        offsets = np.asarray(self._token_offsets)
        if offsets.shape != (len(sentence_counts) + 1,) or offsets[0] != 0 or np.any(np.diff(offsets) < 0):
            wrong.append(f"{SIGN_OFFSETS_FILE} does not fit the passages")
        elif self._tokens.shape != (offsets[-1], -(-self.dim // 8)):
            wrong.append(f"{SIGNS_FILE} has {len(self._tokens):,} vectors for {offsets[-1]:,}, or of another length")
        for name, vectors, count in (
            (PASSAGES_FILE, self._passages, len(sentence_counts)),
            (SENTENCES_FILE, self._sentences, sum(sentence_counts)),
            (UNITS_FILE, self._units, units),
        ):
            if vectors.shape != (count, self.dim):
                wrong.append(f"{name} has {len(vectors):,} vectors for {count:,}, or of another length")
            elif not all(np.isfinite(block).all() for block in vectors.blocks()):
                wrong.append(f"{name} has values that are no numbers")
        return wrong

    def search(self, query: Floats, k: int, rows: Rows | None = None) -> tuple[Rows, Floats]:
        """Return the k rows nearest to a (dim,) unit vector and their cosines, best first (see `Nearest.search`)."""
        return self._nearest.search(query, k, rows)

    def near(self, queries: Floats, k: int, rows: Rows | None = None) -> Rows:
        """Return the rows that are among the k nearest to one of the (q, dim) unit vectors, ascending."""
        return self._nearest.near(queries, k, rows)

    def scores(self, queries: Floats, rows: Rows) -> Floats:
        """Return the cosine of a query (dim,) and each row, (n,), or of several (q, dim), (q, n)."""
        return cosines(queries, self._passages.rows(rows))

    def unit_scores(self, queries: Floats, units: Rows) -> Floats:
        """Return the mean cosine of a query, or of several, and the passages of each page or section (see `scores`)."""
        return cosines(queries, self._units.rows(units))

    def stored(self, rows: Rows) -> tuple[Floats, list[Floats], list[Signs]]:
        """Return the vectors of passages, their sentences and tokens, as VectorWriter takes them."""
        ends = self._token_offsets[rows + 1]
        tokens = self._tokens.runs(self._token_offsets[rows], ends)
        lengths = ends - self._token_offsets[rows]
        return (
            self._passages.rows(rows).astype(np.float32),
            [self.sentences(row) for row in rows.tolist()],
            np.split(tokens, np.cumsum(lengths)[:-1]) if len(rows) else [],
        )

    def sentences(self, row: int) -> Floats:
        """Return the vectors of a passage's sentences, (sentences, dim)."""
        return _lengthened(self._sentences.runs(self._offsets[[row]], self._offsets[[row + 1]]))

    def sentence_scores(self, queries: Floats, rows: Rows) -> list[Floats]:
        """Return for each passage the cosines of a query, or of several, and its sentences (see `scores`)."""
        begins, ends = self._offsets[rows], self._offsets[rows + 1]
        scores = cosines(queries, _lengthened(self._sentences.runs(begins, ends)))
        return np.split(scores, np.cumsum(ends - begins)[:-1], axis=-1) if len(rows) else []

    def token_scores(self, question: Tokens, weights: Floats, rows: Rows) -> Floats:
        """Return the similarity of a question and each passage, token by token, (n,) (see `max_similarities`)."""
        begins, ends = self._token_offsets[rows], self._token_offsets[rows + 1]
        return max_similarities(question, weights, self._tokens.runs(begins, ends), ends - begins)

    def best_sentence_scores(self, queries: Floats, rows: Rows) -> Floats:
        """Return for each passage the best cosine of a query, or of several, and its sentences (see `scores`).

        Passages without sentences have -1.
        """
        begins, ends = self._offsets[rows], self._offsets[rows + 1]
        scores = cosines(queries, _lengthened(self._sentences.runs(begins, ends)))
        best = np.full((*queries.shape[:-1], len(rows)), -1.0, dtype=np.float32)
        some = ends > begins
        if some.any():
            starts = (np.cumsum(ends - begins) - (ends - begins))[some]
            best[..., some] = np.maximum.reduceat(scores, starts, axis=-1)
        return best


def _ends(arrays: Sequence[npt.NDArray[Any]]) -> Rows:
    """Return where each array ends when they are put one after another, (n,)."""
    return np.cumsum([len(rows) for rows in arrays], dtype=np.int64)


def _rounded(vectors: Floats) -> Bytes:
    """Return vectors as integers with the same directions; the largest value of each becomes _MOST."""
    most = np.abs(vectors).max(axis=1, initial=0.0, keepdims=True)
    scaled = np.rint(vectors * (_MOST / np.maximum(most, np.finfo(np.float32).tiny)))
    return np.asarray(scaled, dtype=np.int8)


def _lengthened(numbers: Bytes) -> Floats:
    """Return the unit vectors of integer vectors."""
    vectors = numbers.astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    vectors /= np.maximum(lengths, 1.0)[:, np.newaxis]
    return vectors
