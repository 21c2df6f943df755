"""Where each row of an index belongs: its document, its page or section, its heading."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportqa.text import fold_case

LAYOUT_FILE = "layout.npy"
LAYOUT = np.dtype([("document", "<i4"), ("unit", "<i4"), ("heading", "<i4"), ("fingerprint", "<i8")])
"""Where each row belongs."""

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Layout:
    """For each passage row its document (ordinal), its unit (numbered over the whole index) and its heading.

    These are memory-mapped. `headings` gives the numbers that `Library.headings` knows, `fingerprints` are the same for
    the same words. Rows of a unit follow each other, and so do those of a document: `unit_first` and `document_first`
    give where each begins, and last how many rows there are. `titles` has each document's with the words of its file
    name.
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
    """Return all the rows of these groups, one behind the other; `first` has where each begins, the next where it ends.

    >>> rows_between(np.array([0, 2, 5, 6]), np.array([0, 2])).tolist()
    [0, 1, 5]
    """
    return runs(first[groups], first[groups + 1])


def runs(begins: Rows, ends: Rows) -> Rows:
    """Return the numbers from each of the begins to its end, one behind the other.

    >>> runs(np.array([0, 5]), np.array([2, 6])).tolist()
    [0, 1, 5]
    """
    counts = ends - begins
    return np.asarray(np.arange(counts.sum()) + np.repeat(begins - (np.cumsum(counts) - counts), counts), np.int64)


def fingerprint(text: str) -> int:
    """Return a number for the words of a text, whatever their case and the spaces between them."""
    digest = hashlib.blake2b(fold_case(text).encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
