"""Forward index: the terms of each text with their counts, to score given texts with BM25.

The word index leads from a term to all its texts; scoring a few hundred texts with it would pass over many others.
"""

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reportqa.index.row_files import ArrayWriter, RowFile
from reportqa.index.rows import Floats, Rows, likely_among, look_up
from reportqa.storage import PartWriter, writing

K1 = 1.2
B = 0.75
"""Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009,
https://doi.org/10.1561/1500000019; the values are those of the recipe and of tantivy."""
_TERM = np.dtype([("hash", "<u4"), ("times", "u1")])
_MOST_TIMES = 255
"""Counts are capped here; BM25 hardly grows beyond."""
_TERMS_FILE = "forward_terms.npy"
_OFFSETS_FILE = "forward_offsets.npy"
_LENGTHS_FILE = "forward_lengths.npy"


@dataclass(frozen=True, slots=True, eq=False)
class TermRows:
    """Hashed terms of some texts with their counts.

    `terms` are those of all texts, concatenated; `counts` are the distinct terms of each text, `lengths` all its terms.
    """

    terms: npt.NDArray[np.void]
    counts: Rows
    lengths: npt.NDArray[np.uint32]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "TermRows":
        """Return the term rows of texts given as terms separated by spaces."""
        times = [Counter(text.split()) for text in texts]
        counts = np.array([len(of_text) for of_text in times], np.int64)
        terms = np.empty(int(counts.sum()), _TERM)
        terms["hash"] = [_hash(term) for of_text in times for term in of_text]
        terms["times"] = [min(count, _MOST_TIMES) for of_text in times for count in of_text.values()]
        return cls(terms, counts, np.array([of_text.total() for of_text in times], np.uint32))

    def to_bytes(self) -> bytes:
        return b"".join(
            [self.counts.astype("<i8").tobytes(), self.lengths.astype("<u4").tobytes(), self.terms.tobytes()]
        )

    @classmethod
    def from_bytes(cls, data: bytes, texts: int) -> "TermRows":
        """Return the term rows of this number of texts from what `to_bytes` returned."""
        counts, lengths = texts * 8, texts * 12
        return cls(
            np.frombuffer(data[lengths:], _TERM),
            np.frombuffer(data[:counts], "<i8").astype(np.int64),
            np.frombuffer(data[counts:lengths], "<u4").astype(np.uint32),
        )


class ForwardWriter(PartWriter):
    """Writer of the terms of numbered texts."""

    def __init__(self, folder: Path) -> None:
        """Create the files in a folder.

        :raises IndexUnavailable: when they cannot be written, as do `add` and `close`.
        """
        with writing():
            self._terms = ArrayWriter(folder / _TERMS_FILE, (), _TERM)
            self._offsets = ArrayWriter(folder / _OFFSETS_FILE, (), np.int64)
            self._lengths = ArrayWriter(folder / _LENGTHS_FILE, (), np.uint32)
            self._offsets.add(np.zeros(1, np.int64))

    def add(self, rows: TermRows) -> None:
        """Append texts."""
        with writing():
            self._offsets.add(len(self._terms) + np.cumsum(rows.counts))
            self._terms.add(rows.terms)
            self._lengths.add(rows.lengths)

    def close(self) -> None:
        with writing():
            for array in self._terms, self._offsets, self._lengths:
                array.close()

    def discard(self) -> None:
        for array in self._terms, self._offsets, self._lengths:
            array.discard()


class ForwardIndex:
    """Reader of the terms of numbered texts."""

    def __init__(self, terms: RowFile, offsets: Rows, lengths: npt.NDArray[np.uint32]) -> None:
        self._terms = terms
        self._offsets = offsets
        self._lengths = lengths
        self._mean_length = max(1.0, float(lengths.mean())) if len(lengths) else 1.0

    @classmethod
    def open(cls, folder: Path) -> "ForwardIndex":
        """Open what a ForwardWriter wrote.

        :raises OSError: when a file is missing.
        :raises ValueError: when one is broken.
        """
        offsets, lengths = (np.load(folder / name, mmap_mode="r") for name in (_OFFSETS_FILE, _LENGTHS_FILE))
        terms = RowFile(folder / _TERMS_FILE)
        if terms.dtype != _TERM or len(offsets) != len(lengths) + 1 or offsets[-1] != len(terms):
            raise ValueError("the files of the forward index do not belong together")
        return cls(terms, offsets, lengths)

    def __len__(self) -> int:
        return len(self._lengths)

    def bm25(self, questions: Sequence[Mapping[str, float]], rows: Rows) -> Floats:
        """Return the BM25 sum of each text for the weighted terms of each question, (questions, rows).

        :raises OSError: when a file has been cut short.
        """
        hashes = {_hash(term) for question in questions for term in question}
        sums = np.zeros((len(questions), len(rows)), np.float32)
        if not hashes or len(rows) == 0:
            return sums
        asked = np.array(sorted(hashes), np.uint32)
        weights = np.zeros((len(questions), len(asked)), np.float32)
        for number, question in enumerate(questions):
            for term, weight in question.items():
                weights[number, np.searchsorted(asked, _hash(term))] += weight
        begins, ends = self._offsets[rows], self._offsets[rows + 1]
        own = self._terms.runs(begins, ends)
        # Most terms of a text are not in the questions.
        places = likely_among(own["hash"], asked)
        found, is_asked = look_up(own["hash"][places], asked)
        places, found = places[is_asked], found[is_asked]
        of_row = np.searchsorted(np.cumsum(ends - begins), places, side="right")
        times = own["times"][places].astype(np.float32)
        lengths = self._lengths[rows][of_row].astype(np.float32)
        saturated = times * (K1 + 1) / (times + K1 * (1 - B + B * lengths / self._mean_length))
        for number in range(len(questions)):
            sums[number] = np.bincount(of_row, weights[number, found] * saturated, minlength=len(rows))
        return sums


def _hash(term: str) -> int:
    """Return a hash of 32 bits.

    The chance that any of 50 terms of a text collides with any of 20 others of a question is 1 in 4 million.
    """
    return zlib.crc32(term.encode())
