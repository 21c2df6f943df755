"""Finds passages that stand nearly word for word in several documents, on disk: what it takes lies not in memory.

A passage is the set of its shingles, three words each, by their hashes. Passages that share some of a sample of these
are compared shingle by shingle. Cut at other places, two copies of a text share parts of passages: what decides is
therefore how much of a passage stands in the other document's candidates together.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import compress, pairwise
from pathlib import Path
from types import TracebackType
from typing import Self
from zlib import crc32

import numpy as np
import numpy.typing as npt

from reportqa.arrays import ArrayWriter
from reportqa.storage import writing

SHINGLE = 3
"""Words that follow each other and are compared as one."""
MIN_WORDS = 12
"""Shorter passages are alike by chance."""
MIN_CONTAINED = 0.8
"""Of a passage's shingles, the share that makes it a near-duplicate when it stands in another document."""
MAX_CANDIDATES = 200
"""Of what thousands of documents have in common, so many rows are looked at."""
_SAMPLED = 8
"""One of so many shingles is looked up, and the one with the lowest hash, which equal passages share."""
_MIN_SAMPLED = 0.4
"""Share of a passage's sample that a document must have before it is compared."""
_ROW_BITS = np.uint64(28)
_MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
"""Odd, with bits in no pattern, so that the order of words matters."""

_WORD = re.compile(r"\w+")
_SHINGLES_FILE = "shingles.scratch"
_SAMPLE_FILE = "sample.scratch"

Shingles = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.int32]
Offsets = npt.NDArray[np.int64]


def shingles(text: str) -> Shingles:
    """Give the hashes of a text's shingles, each once and ascending; none for a short text."""
    words = _WORD.findall(text.casefold())
    if len(words) < MIN_WORDS:
        return np.empty(0, np.uint32)
    hashes = np.array([crc32(word.encode()) for word in words], dtype=np.uint64)
    mixed = np.zeros(len(words) - SHINGLE + 1, dtype=np.uint64)
    for place, multiplier in enumerate(_MULTIPLIERS):
        mixed += hashes[place : place + len(mixed)] * multiplier
    return np.unique((mixed >> np.uint64(32)).astype(np.uint32))


class DuplicateFinder:
    """Takes the shingles of passages, document by document, into files of a folder, and finds who repeats whom."""

    def __init__(self, folder: Path) -> None:
        """Begin the files, which are removed when the block ends.

        :raises IndexUnavailable: when they cannot be written, as do `add` and `find`.
        """
        self._paths = folder / _SHINGLES_FILE, folder / _SAMPLE_FILE
        with writing():
            self._shingles = ArrayWriter(self._paths[0], (), np.uint32)
            self._sample = ArrayWriter(self._paths[1], (), np.uint64)
        self._ends: list[Offsets] = [np.zeros(1, np.int64)]
        self._end = 0
        self._documents: list[Rows] = []
        self._aliases: list[Rows] = []
        self._rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._shingles.discard()
        self._sample.discard()
        for path in self._paths:
            path.unlink(missing_ok=True)

    def add(self, passages: Sequence[Shingles]) -> None:
        """Append the passages of a document."""
        first: dict[bytes, int] = {}
        keys = [np.empty(0, np.uint64)]
        # A passage that a document repeats a thousand times need be found there once.
        own = [first.setdefault(held.tobytes(), row) for row, held in enumerate(passages, self._rows)]
        for row, held in enumerate(passages, self._rows):
            if len(held) and own[row - self._rows] == row:
                sampled = held[(held % _SAMPLED == 0) | (np.arange(len(held)) == 0)]
                keys.append((sampled.astype(np.uint64) << _ROW_BITS) | np.uint64(row))
        with writing():
            self._sample.add(np.concatenate(keys))
            self._shingles.add(np.concatenate([np.empty(0, np.uint32), *passages]))
        self._ends.append(self._end + np.cumsum([len(held) for held in passages], dtype=np.int64))
        self._end = len(self._shingles)
        self._documents.append(np.full(len(passages), len(self._documents), np.int32))
        self._aliases.append(np.array(own, np.int32))
        self._rows += len(passages)

    def find(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Give each row whose text stands in other documents with the rows there that hold it, one a document.

        Of several rows of one document the one that holds most is given.
        """
        if not len(self._sample):
            return
        with writing():
            self._shingles.close()
            self._sample.close()
        # As a plain array: a slice of a mapped one takes ten times as long.
        held = np.asarray(np.load(self._paths[0], mmap_mode="r"))
        search = _Search(held, np.concatenate(self._ends), np.concatenate(self._documents))
        keys = np.load(self._paths[1])
        keys.sort()
        aliases = np.concatenate(self._aliases)
        repeating: dict[int, list[int]] = {}
        for row in np.flatnonzero(aliases != np.arange(self._rows)).tolist():
            repeating.setdefault(int(aliases[row]), []).append(row)
        for row, others in search.all(keys):
            yield row, others
            yield from ((again, others) for again in repeating.get(row, ()))


class _Search:
    """The shingles of all rows: those of a row end where `ends` of the next begin; and the document of each."""

    def __init__(self, held: Shingles, ends: Offsets, documents: Rows) -> None:
        self._held = held
        self._ends = ends
        self._documents = documents

    def all(self, keys: npt.NDArray[np.uint64]) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Give the rows that stand elsewhere, with where; `keys` are sampled shingles with their rows, ascending."""
        rows = (keys & np.uint64((1 << int(_ROW_BITS)) - 1)).astype(np.int32)
        sizes = np.bincount(rows, minlength=len(self._documents))
        # Most shingles stand in one passage only: what follows is done for the others.
        again = (keys[1:] >> _ROW_BITS) == (keys[:-1] >> _ROW_BITS)
        starts = np.flatnonzero(np.r_[False, again] < np.r_[again, False])
        ends = np.flatnonzero(np.r_[False, again] > np.r_[again, False]) + 1
        # Rows ascend with documents: a group of one document has it at both ends.
        shared = self._documents[rows[starts]] != self._documents[rows[ends - 1]]
        starts, ends = starts[shared], ends[shared]
        counts = ends - starts
        groups = np.repeat(np.arange(len(starts), dtype=np.int32), counts)
        members = rows[np.arange(len(groups)) + np.repeat(starts - (np.cumsum(counts) - counts), counts)]
        order = np.argsort(members, kind="stable")
        bounds = np.r_[np.flatnonzero(np.diff(members[order], prepend=-1)), len(order)]
        # What has too little of its sample anywhere has too little of it in any one document.
        enough = np.diff(bounds) >= _MIN_SAMPLED * sizes[members[order[bounds[:-1]]]]
        for begin, end in compress(pairwise(bounds.tolist()), enough.tolist()):
            row = int(members[order[begin]])
            near = [
                rows[starts[group] : min(ends[group], starts[group] + MAX_CANDIDATES)]
                for group in groups[order[begin:end]].tolist()
            ]
            if others := self._others(row, near, int(sizes[row])):
                yield row, others

    def _others(self, row: int, near: Sequence[Rows], sample: int) -> tuple[int, ...]:
        """Give the best row of each other document that has nearly all of a row's shingles.

        `near` are the rows that have one of its sampled shingles, for each of these.
        """
        together = np.concatenate(near)
        owners, sampled = self._documents[together], np.repeat(np.arange(len(near)), [len(rows) for rows in near])
        # Rows ascend with documents: each document is counted once for a shingle.
        once = np.r_[True, (owners[1:] != owners[:-1]) | (sampled[1:] != sampled[:-1])]
        own_document = self._documents[row]
        likely = np.bincount(owners[once], minlength=own_document + 1) >= _MIN_SAMPLED * sample
        likely[own_document] = False
        if not likely.any():
            return ()
        candidates = np.unique(together[likely[owners]])[:MAX_CANDIDATES]
        own = self._held[self._ends[row] : self._ends[row + 1]]
        # All shingles of all candidates at once: where each stands in the row's own.
        begins, ends = self._ends[candidates], self._ends[candidates + 1]
        sizes = ends - begins
        of_candidate = np.repeat(np.arange(len(candidates)), sizes)
        theirs = self._held[np.arange(len(of_candidate)) + np.repeat(begins - (np.cumsum(sizes) - sizes), sizes)]
        place = np.minimum(np.searchsorted(own, theirs), len(own) - 1)
        having = own[place] == theirs
        counts = np.bincount(of_candidate[having], minlength=len(candidates))
        of_owner = np.cumsum(np.diff(self._documents[candidates], prepend=self._documents[candidates[0]]) != 0)
        covered = np.zeros((int(of_owner[-1]) + 1, len(own)), dtype=bool)
        covered[of_owner[of_candidate[having]], place[having]] = True
        holding = np.flatnonzero(covered.mean(axis=1) >= MIN_CONTAINED)
        best = np.lexsort((candidates, -counts))
        return tuple(int(candidates[best[of_owner[best] == owner][0]]) for owner in holding.tolist())
