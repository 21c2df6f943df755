"""Finds the vectors nearest to another by inner product, with FAISS."""

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from reportqa.storage import writing

NEAREST_FILE = "vectors.faiss"

_AT_ONCE = 10_000
"""Vectors added in one step."""

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
Rows = npt.NDArray[np.int64]


def build_nearest(folder: Path, vectors: Halves) -> None:
    """Write what finds the nearest of `vectors`, (n, dim) unit rows in half precision, which may be memory-mapped.

    :raises IndexUnavailable: when it cannot be written.
    """
    index = faiss.IndexScalarQuantizer(vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    for begin in range(0, len(vectors), _AT_ONCE):
        index.add(np.asarray(vectors[begin : begin + _AT_ONCE], dtype=np.float32))
    with writing(RuntimeError):
        faiss.write_index(index, str(folder / NEAREST_FILE))


class Nearest:
    """Exact search over the vectors of an index, memory-mapped."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def open(cls, folder: Path) -> "Nearest":
        """Open what `build_nearest` wrote.

        :raises RuntimeError: when it is missing or broken.
        """
        return cls(faiss.read_index(str(folder / NEAREST_FILE), faiss.IO_FLAG_MMAP_IFC))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dim(self) -> int:
        return int(self._index.d)

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
