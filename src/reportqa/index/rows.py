"""Layout of the passage rows of an index: document, unit (page or section) and heading of each."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from reportqa.text import fold_case

LAYOUT_FILE = "layout.npy"
LAYOUT = np.dtype([("document", "<i4"), ("unit", "<i4"), ("heading", "<i4"), ("fingerprint", "<i8")])
_HALVES = 1 << 16

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Layout:
    """Document (ordinal), unit (numbered over the whole index), heading and fingerprint of each passage row.

    The arrays are memory-mapped. `headings` are numbers for `Library.headings`; equal `fingerprints` mean equal words.
    The rows of a unit are consecutive, as are those of a document: `unit_first` and `document_first` hold where each
    begins, and at the end the number of rows. `titles` are those of the documents with the words of their file names.
    """

    documents: Rows
    units: Rows
    headings: Rows
    fingerprints: Rows
    unit_first: Rows
    document_first: Rows
    doc_ids: tuple[str, ...]
    titles: tuple[str, ...]

    def rows_of(self, documents: Sequence[int]) -> Rows:
        """Return the rows of the documents with these ordinals, ascending."""
        return rows_between(self.document_first, np.array(sorted(documents), dtype=np.int64))

    def rows_in(self, units: Rows) -> Rows:
        """Return the rows of these units, ascending when they are."""
        return rows_between(self.unit_first, units)


def rows_between(first: Rows, groups: Rows) -> Rows:
    """Return the rows of these groups, concatenated; group n is at `first[n]` to `first[n + 1]`.

    >>> rows_between(np.array([0, 2, 5, 6]), np.array([0, 2])).tolist()
    [0, 1, 5]
    """
    return runs(first[groups], first[groups + 1])


def runs(begins: Rows, ends: Rows) -> Rows:
    """Return the numbers from each begin to its end, concatenated.

    >>> runs(np.array([0, 5]), np.array([2, 6])).tolist()
    [0, 1, 5]
    """
    counts = ends - begins
    return np.asarray(np.arange(counts.sum()) + np.repeat(begins - (np.cumsum(counts) - counts), counts), np.int64)


def look_up(values: npt.NDArray[Any], ascending: npt.NDArray[Any]) -> tuple[Rows, npt.NDArray[np.bool_]]:
    """Return the position of each value in an ascending array, which is not empty, and whether it is there.

    >>> [result.tolist() for result in look_up(np.array([5, 6]), np.array([2, 5, 9]))]
    [[1, 2], [True, False]]
    """
    places = np.minimum(np.searchsorted(ascending, values), len(ascending) - 1)
    return places, ascending[places] == values


def likely_among(hashes: npt.NDArray[np.uint32], wanted: npt.NDArray[np.uint32]) -> Rows:
    """Return the positions of the hashes whose lower half is that of a wanted one, which excludes nearly all others."""
    is_wanted = np.zeros(_HALVES, dtype=bool)
    is_wanted[wanted % _HALVES] = True
    return np.flatnonzero(is_wanted[hashes % _HALVES])


def fingerprint(text: str) -> int:
    """Return a 64-bit hash of the words of a text, ignoring case and white space."""
    digest = hashlib.blake2b(fold_case(text).encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
