"""Nearest-neighbour search by inner product with FAISS: exact for few vectors, approximate for many.

The type of index, its threshold and its search parameters were chosen by measurement: benchmarks/nearest.py.
"""

import math
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from reportqa.index.row_files import RowFile
from reportqa.index.rows import Floats, Rows
from reportqa.storage import writing

NEAREST_FILE = "nearest.faiss"
APPROXIMATE_FROM = 100_000
"""Vectors; below that, exact search takes hardly longer."""
FEW = 4_000
"""Up to this many allowed rows, all are compared."""

_PROBED = 160
_PROBED_SHARE = 8
"""Groups probed: this number, or one in this share if that is more."""
_CANDIDATES = 5
_MIN_CANDIDATES = 1_000
"""Rows compared exactly: per wanted row, and at least."""
_SAMPLE = 64
_ROUNDS = 10
_SEED = 1
"""k-means: training vectors per group, rounds, seed."""
_AT_ONCE = 10_000
"""Vectors added in one step."""

Halves = npt.NDArray[np.float16]


def build_nearest(folder: Path, vectors: Halves, approximate_from: int = APPROXIMATE_FROM) -> None:
    """Write the search index of `vectors`, (n, dim) unit rows in half precision, possibly memory-mapped.

    :raises IndexUnavailable: when it cannot be written.
    """
    index = _grouped(vectors) if len(vectors) >= max(approximate_from, 1) else _whole(vectors.shape[1])
    for begin in range(0, len(vectors), _AT_ONCE):
        index.add(np.asarray(vectors[begin : begin + _AT_ONCE], dtype=np.float32))
    with writing(RuntimeError):
        faiss.write_index(index, str(folder / NEAREST_FILE))


def _whole(dim: int) -> faiss.Index:
    return faiss.IndexScalarQuantizer(dim, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)


def _grouped(vectors: Halves) -> faiss.Index:
    """Return a trained, empty IVF index with binary codes (1 bit per dimension).

    Source: Gao and Long, RaBitQ, SIGMOD 2024, https://doi.org/10.1145/3654970
    """
    groups = max(1, math.isqrt(len(vectors)))
    quantizer = faiss.IndexFlatIP(vectors.shape[1])
    index = faiss.IndexIVFRaBitQFastScan(quantizer, vectors.shape[1], groups, faiss.METRIC_INNER_PRODUCT)
    index.own_fields = True
    quantizer.this.disown()  # type: ignore[attr-defined]  # missing in its stubs, as are those below
    index.cp.seed, index.cp.niter, index.cp.spherical = _SEED, _ROUNDS, True
    index.cp.min_points_per_centroid, index.cp.max_points_per_centroid = 1, _SAMPLE
    count = min(len(vectors), _SAMPLE * groups)
    sample = np.sort(np.random.default_rng(_SEED).choice(len(vectors), count, replace=False))
    index.train(np.asarray(vectors[sample], dtype=np.float32))
    return index


def cosines(queries: Floats, vectors: npt.NDArray[np.floating]) -> Floats:
    """Return the inner products of a (dim,) vector and the (n, dim) rows, (n,), or of (q, dim) vectors, (q, n)."""
    rows, queries = vectors.astype(np.float32, copy=False), queries.astype(np.float32, copy=False)
    # einsum runs in this thread; @ would wake others, which costs more than a product of this size.
    if queries.ndim == 1:
        return np.asarray(np.einsum("ij,j->i", rows, queries))
    return np.stack([np.einsum("ij,j->i", rows, query) for query in queries])


class Nearest:
    """Nearest-neighbour search; the returned cosines are exact."""

    def __init__(self, index: faiss.Index, vectors: RowFile) -> None:
        self._index = index
        self._vectors = vectors
        self.is_exact = not isinstance(index, faiss.IndexIVF)

    @classmethod
    def open(cls, folder: Path, vectors: RowFile) -> "Nearest":
        """Open what `build_nearest` wrote for these vectors.

        :raises RuntimeError: when it is missing or broken.
        """
        return cls(faiss.read_index(str(folder / NEAREST_FILE), faiss.IO_FLAG_MMAP_IFC), vectors)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dim(self) -> int:
        return int(self._index.d)

    def search(self, query: Floats, k: int, rows: Rows | None = None) -> tuple[Rows, Floats]:
        """Return the k rows nearest to a (dim,) unit vector and their cosines, best first.

        `rows`, ascending, limits the search to them; fewer than k are returned when there are fewer.
        """
        # FAISS pads with row -1 when k exceeds what there is.
        k = min(k, len(self) if rows is None else len(rows))
        if k == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        if rows is not None and len(rows) <= FEW:
            return self._best(query, k, rows)
        if self.is_exact:
            selected = None if rows is None else faiss.SearchParameters(sel=faiss.IDSelectorBatch(rows))  # type: ignore[call-arg]  # missing in its stubs
            scores, found = self._index.search(query[np.newaxis].astype(np.float32), k, params=selected)
            kept = found[0] >= 0
            return found[0][kept], scores[0][kept]
        found = self._candidates(query, k, rows)
        if len(found) < k:
            found = np.arange(len(self)) if rows is None else rows
        return self._best(query, k, found)

    def near(self, queries: Floats, k: int, rows: Rows | None = None) -> Rows:
        """Return the rows that are among the k nearest to one of the (q, dim) unit vectors, ascending.

        The candidates of all queries are read once; `rows` as for `search`.
        """
        k = min(k, len(self) if rows is None else len(rows))
        few = rows is not None and len(rows) <= FEW
        if k and not few and not self.is_exact and len(queries) > 1:
            found = [self._candidates(query, k, rows) for query in queries]
            if min(map(len, found)) >= k:
                candidates = np.unique(np.concatenate(found))
                scores = cosines(queries, self._vectors.rows(candidates))
                best = np.argpartition(-scores, k - 1, axis=1)[:, :k]
                return candidates[np.unique(best)]
        return np.unique(np.concatenate([self.search(query, k, rows)[0] for query in queries]))

    def _candidates(self, query: Floats, k: int, rows: Rows | None) -> Rows:
        """Return several times k rows that are near by their binary codes, ascending."""
        groups = int(self._index.nlist)  # type: ignore[attr-defined]
        probed = max(_PROBED, groups // _PROBED_SHARE)
        selector = None
        if rows is not None:
            # The fewer rows are allowed, the more groups contain the nearest of them.
            probed = probed * len(self) // len(rows)
            allowed = np.zeros(len(self), dtype=bool)
            allowed[rows] = True
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
        parameters = faiss.SearchParametersIVF(nprobe=min(probed, groups), sel=selector)  # type: ignore[call-arg]
        wanted = min(max(_CANDIDATES * k, _MIN_CANDIDATES), len(self))
        _, found = self._index.search(query[np.newaxis].astype(np.float32), wanted, params=parameters)
        return np.sort(found[0][found[0] >= 0])

    def _best(self, query: Floats, k: int, rows: Rows) -> tuple[Rows, Floats]:
        """Return the k of these rows whose cosines are highest, best first."""
        scores = np.concatenate(
            [cosines(query, self._vectors.rows(rows[at : at + _AT_ONCE])) for at in range(0, len(rows), _AT_ONCE)]
        )
        best = np.lexsort((rows, -scores))[:k]
        best = best[np.isfinite(scores[best])]
        return rows[best], scores[best]
