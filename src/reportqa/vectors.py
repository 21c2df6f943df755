"""Passage and sentence vectors on disk: exact search by inner product with FAISS."""

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from reportqa.errors import IndexUnavailable
from reportqa.storage import writing

PASSAGES_FILE = "vectors.faiss"
SENTENCES_FILE = "sentences.npy"
OFFSETS_FILE = "sentence_offsets.npy"
UNITS_FILE = "units.npy"

_AT_ONCE = 10_000
"""Vectors looked at in one step."""

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


class VectorIndex:
    """Vectors of length 1 of the passages, and of each passage's sentences in half precision, memory-mapped.

    A page or section has the mean of its passages' vectors, which tells of a whole page what it is about.
    """

    def __init__(
        self,
        index: faiss.Index,
        sentences: npt.NDArray[np.float16],
        offsets: Rows,
        units: npt.NDArray[np.float16],
    ) -> None:
        self._index = index
        self._sentences = sentences
        self._offsets = offsets
        self._units = units

    @staticmethod
    def build(folder: Path, passages: Floats, sentences: Sequence[Floats], units: Rows) -> None:
        """Write the vectors: `passages` (n, dim) unit rows, `sentences` n arrays (sentences, dim).

        `units` (n,) numbers from 0 the page or section that each passage stands in, in order.
        :raises IndexUnavailable: when they cannot be written.
        """
        index = faiss.IndexFlatIP(passages.shape[1])
        index.add(np.ascontiguousarray(passages))
        # FAISS would write what goes wrong with a file of its own to standard error, too.
        with writing(RuntimeError), (folder / PASSAGES_FILE).open("wb") as file:
            faiss.write_index(index, faiss.PyCallbackIOWriter(file.write))  # type: ignore[attr-defined]  # missing in its stubs
        offsets = np.cumsum([0, *(len(rows) for rows in sentences)], dtype=np.int64)
        with writing():
            np.save(folder / OFFSETS_FILE, offsets)
            np.save(folder / SENTENCES_FILE, np.concatenate(sentences).astype(np.float16))
        _, starts, counts = np.unique(units, return_index=True, return_counts=True)
        means = np.add.reduceat(passages, starts, axis=0) / counts[:, np.newaxis]
        with writing():
            np.save(folder / UNITS_FILE, means.astype(np.float16))

    @classmethod
    def open(cls, folder: Path) -> "VectorIndex":
        """Open what `build` wrote.

        :raises IndexUnavailable: when a file is missing or broken.
        """
        try:
            index = faiss.read_index(str(folder / PASSAGES_FILE), faiss.IO_FLAG_MMAP_IFC)
            offsets = np.load(folder / OFFSETS_FILE)
            sentences = np.load(folder / SENTENCES_FILE, mmap_mode="r")
            units = np.load(folder / UNITS_FILE, mmap_mode="r")
        except (OSError, ValueError, RuntimeError, EOFError) as error:
            raise IndexUnavailable(
                f'The vectors in {folder} are missing or broken. Run "reportqa index --rebuild".'
            ) from error
        return cls(index, sentences, offsets, units)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dim(self) -> int:
        return int(self._index.d)

    def problems(self, sentence_counts: Sequence[int], units: int) -> list[str]:
        """Say what does not fit passages with so many sentences each, in so many pages or sections."""
        wrong = []
        if len(self) != len(sentence_counts):
            wrong.append(f"{PASSAGES_FILE} has {len(self):,} vectors for {len(sentence_counts):,} passages")
        if self._offsets.tolist() != np.cumsum([0, *sentence_counts]).tolist():
            wrong.append(f"{OFFSETS_FILE} does not fit the sentences of the passages")
        for name, vectors, count in (
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
        # FAISS pads with row -1 when k exceeds what there is.
        k = min(k, len(self) if rows is None else len(rows))
        if k == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        parameters = None
        if rows is not None:
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(rows))  # type: ignore[call-arg]  # missing in its stubs
        scores, found = self._index.search(query[np.newaxis].astype(np.float32), k, params=parameters)
        kept = found[0] >= 0
        return found[0][kept], scores[0][kept]

    def scores(self, query: Floats, rows: Rows) -> Floats:
        """Give the cosine of a query and each row."""
        if len(rows) == 0:
            return np.empty(0, np.float32)
        return np.asarray(self._index.reconstruct_batch(rows) @ query, dtype=np.float32)

    def unit_scores(self, query: Floats, units: Rows) -> Floats:
        """Give the mean cosine of a query and the passages of each page or section."""
        return np.asarray(self._units[units].astype(np.float32) @ query, dtype=np.float32)

    def sentences(self, row: int) -> Floats:
        """Give the vectors of a passage's sentences, (sentences, dim)."""
        return np.asarray(self._sentences[self._offsets[row] : self._offsets[row + 1]], dtype=np.float32)

    def sentence_scores(self, query: Floats, row: int) -> Floats:
        """Give the cosine of a query and each sentence of a passage."""
        return np.asarray(self.sentences(row) @ query, dtype=np.float32)
