"""Arrays on disk that grow row by row, so that none need be held in memory whole."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.lib.format as npy
import numpy.typing as npt

from reportqa.storage import PartWriter


class ArrayWriter(PartWriter):
    """Writes an .npy file of rows, of which it is known only at the end how many there are.

    Rows are rounded to the precision of the file. Only what `close` has ended can be read.
    """

    def __init__(self, path: Path, row_shape: tuple[int, ...], dtype: npt.DTypeLike) -> None:
        self._file = path.open("wb")
        self._row_shape = row_shape
        self._dtype = np.dtype(dtype)
        self._rows = 0
        self._write_header()

    def __len__(self) -> int:
        return self._rows

    def add(self, rows: npt.NDArray[Any]) -> None:
        """Append (n, …) rows.

        :raises ValueError: when they are of another shape.
        """
        if rows.shape[1:] != self._row_shape:
            raise ValueError(f"rows of shape {rows.shape[1:]} for an array of rows of shape {self._row_shape}")
        self._file.write(np.ascontiguousarray(rows, dtype=self._dtype).tobytes())
        self._rows += len(rows)

    def close(self) -> None:
        """Write how many rows there are, and close the file."""
        if not self._file.closed:
            self._file.seek(0)
            self._write_header()
            self._file.close()

    def discard(self) -> None:
        """Close a file that is not to be read; what a full disk has no room for is no matter then."""
        with suppress(OSError):
            self._file.close()

    def _write_header(self) -> None:
        # numpy leaves room for more digits of the first axis: the header keeps its length.
        npy.write_array_header_1_0(
            self._file,
            {
                "shape": (self._rows, *self._row_shape),
                "fortran_order": False,
                "descr": npy.dtype_to_descr(self._dtype),
            },
        )
