"""Row files: .npy files written row by row and read a few rows at a time, without memory mapping.

Pages of a mapped file count as memory of the process as long as it runs; those of a file that is read do not.
"""

import os
import weakref
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.lib.format as npy
import numpy.typing as npt

from reportqa.index.rows import Rows
from reportqa.storage import PartWriter

_AT_ONCE = 10_000
"""Rows read in one step when reading all."""


class ArrayWriter(PartWriter):
    """Writer of an .npy file whose number of rows is known only at the end.

    Rows are rounded to the precision of the file, which is readable after `close`.
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

        :raises ValueError: when their shape differs.
        """
        if rows.shape[1:] != self._row_shape:
            raise ValueError(f"rows of shape {rows.shape[1:]} for an array of rows of shape {self._row_shape}")
        self._file.write(np.ascontiguousarray(rows, dtype=self._dtype).tobytes())
        self._rows += len(rows)

    def close(self) -> None:
        """Write the number of rows, and close the file."""
        if not self._file.closed:
            self._file.seek(0)
            self._write_header()
            self._file.close()

    def discard(self) -> None:
        """Close an unfinished file, even if the disk is full."""
        with suppress(OSError):
            self._file.close()

    def _write_header(self) -> None:
        # numpy reserves room for more digits of the first axis, so the header keeps its length.
        npy.write_array_header_1_0(
            self._file,
            {
                "shape": (self._rows, *self._row_shape),
                "fortran_order": False,
                "descr": npy.dtype_to_descr(self._dtype),
            },
        )


class RowFile:
    """An .npy file of rows, (n, …); safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        :raises OSError: when it cannot be read.
        :raises ValueError: when it is not such a file or is cut short.
        """
        with path.open("rb") as file:
            if npy.read_magic(file) != (1, 0):
                raise ValueError(f"{path.name} has another version of the format")
            self.shape, fortran_order, self.dtype = npy.read_array_header_1_0(file)
            self._begin = file.tell()
            if fortran_order or not self.shape or self.dtype.hasobject:
                raise ValueError(f"{path.name} has no rows")
            self._row_bytes = self.dtype.itemsize * int(np.prod(self.shape[1:], dtype=np.int64))
            if os.fstat(file.fileno()).st_size != self._begin + len(self) * self._row_bytes:
                raise ValueError(f"{path.name} has another length than it says")
            self._file = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._file)
        if hasattr(os, "posix_fadvise"):
            # Rows are far apart: no read-ahead.
            os.posix_fadvise(self._file, 0, 0, os.POSIX_FADV_RANDOM)

    def __len__(self) -> int:
        return int(self.shape[0])

    def rows(self, rows: Rows) -> npt.NDArray[Any]:
        """Return the rows with these numbers, in this order.

        :raises OSError: when the file has been cut short.
        """
        return self.runs(rows, rows + 1)

    def runs(self, begins: Rows, ends: Rows) -> npt.NDArray[Any]:
        """Return the rows from each begin to its end, concatenated.

        :raises OSError: when the file has been cut short.
        """
        if len(begins) == 0:
            return np.empty((0, *self.shape[1:]), self.dtype)
        size, file, start = self._row_bytes, self._file, self._begin
        count = int((ends - begins).sum())
        # Adjacent runs are read as one.
        apart = np.flatnonzero(begins[1:] != ends[:-1])
        firsts, lasts = begins[np.r_[0, apart + 1]], ends[np.r_[apart, len(ends) - 1]]
        content = b"".join(
            [
                os.pread(file, (last - first) * size, start + first * size)
                for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)
            ]
        )
        if len(content) != count * size:
            raise OSError("a file of the index is shorter than when it was opened")
        return np.frombuffer(content, self.dtype).reshape(count, *self.shape[1:])

    def blocks(self, begin: int = 0) -> Iterator[npt.NDArray[Any]]:
        """Yield all rows in order, in blocks."""
        for at in range(begin, len(self), _AT_ONCE):
            yield self.runs(np.array([at]), np.array([min(at + _AT_ONCE, len(self))]))
