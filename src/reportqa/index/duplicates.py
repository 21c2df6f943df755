"""Near-duplicate passages across documents, found by hashed shingles of three words. Works out of core.

Passages that share part of a sample of their shingles are compared on all shingles. Two copies of a text may be cut
into passages at different places, so the measure is how much of a passage is in all candidates of the other document.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from reportqa.index.row_files import ArrayWriter
from reportqa.index.rows import likely_among, look_up, runs
from reportqa.storage import PartWriter, writing

SHINGLE = 3
"""Consecutive words of a shingle."""
MIN_WORDS = 12
"""Shorter passages are similar by chance."""
MIN_CONTAINED = 0.8
"""Share of a passage's shingles in another document from which it counts as a near-duplicate."""
MAX_CANDIDATES = 200
"""Rows compared for each sampled shingle, for text that thousands of documents share."""
_SAMPLED = 8
"""One in so many shingles is sampled, and always the one with the lowest hash, which equal passages share."""
_MIN_SAMPLED = 0.4
"""Share of a passage's sample that another document must have before it is compared."""
_AT_ONCE = 64
"""Rows whose candidates are compared in one step."""
_ROW_BITS = np.uint64(28)
_MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
"""Odd numbers with irregular bits, so that the order of words matters."""

_WORD = re.compile(r"\w+")
_SHINGLES_FILE = "shingles.scratch"
_SAMPLE_FILE = "sample.scratch"

Shingles = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.int32]
Offsets = npt.NDArray[np.int64]


def shingles(text: str) -> Shingles:
    """Return the hashes of a text's shingles, each once and ascending; none for a short text."""
    words = _WORD.findall(text.casefold())
    if len(words) < MIN_WORDS:
        return np.empty(0, np.uint32)
    hashes = np.array([crc32(word.encode()) for word in words], dtype=np.uint64)
    mixed = np.zeros(len(words) - SHINGLE + 1, dtype=np.uint64)
    for place, multiplier in enumerate(_MULTIPLIERS):
        mixed += hashes[place : place + len(mixed)] * multiplier
    return np.unique((mixed >> np.uint64(32)).astype(np.uint32))


class DuplicateFinder(PartWriter):
    """Writer of the shingles of passages, document by document, to scratch files, and finder of near-duplicates."""

    def __init__(self, folder: Path) -> None:
        """Create the scratch files, which are removed when the block ends.

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

    def close(self) -> None:
        self.discard()

    def discard(self) -> None:
        self._shingles.discard()
        self._sample.discard()
        for path in self._paths:
            path.unlink(missing_ok=True)

    def add(self, passages: Sequence[Shingles]) -> None:
        """Append the passages of a document."""
        first: dict[bytes, int] = {}
        keys = [np.empty(0, np.uint64)]
        # A passage that a document repeats many times is looked up once.
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
        """Yield each row that has near-duplicates with their rows, the best one of each other document."""
        if not len(self._sample):
            return
        with writing():
            self._shingles.close()
            self._sample.close()
        # As a plain array: slicing a memory map costs more than the work on the slice.
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
    """Search over the shingles of all rows; those of row n are at `ends[n]` to `ends[n + 1]`."""

    def __init__(self, held: Shingles, ends: Offsets, documents: Rows) -> None:
        self._held = held
        self._ends = ends
        self._documents = documents

    def all(self, keys: npt.NDArray[np.uint64]) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield the rows with near-duplicates, and these; `keys` are sampled shingles with their rows, ascending."""
        rows = (keys & np.uint64((1 << int(_ROW_BITS)) - 1)).astype(np.int32)
        sizes = np.bincount(rows, minlength=len(self._documents))
        # Most shingles are in one passage only: the rest is about the others.
        again = (keys[1:] >> _ROW_BITS) == (keys[:-1] >> _ROW_BITS)
        starts = np.flatnonzero(np.r_[False, again] < np.r_[again, False])
        ends = np.flatnonzero(np.r_[False, again] > np.r_[again, False]) + 1
        # Rows ascend with documents: a group within one document has that document at both ends.
        shared = self._documents[rows[starts]] != self._documents[rows[ends - 1]]
        starts, ends = starts[shared], ends[shared]
        counts = ends - starts
        groups = np.repeat(np.arange(len(starts), dtype=np.int32), counts)
        members = rows[runs(starts, ends)]
        order = np.argsort(members, kind="stable")
        bounds = np.r_[np.flatnonzero(np.diff(members[order], prepend=-1)), len(order)]
        # Too few sampled shingles found anywhere means too few in any one document.
        enough = np.diff(bounds) >= _MIN_SAMPLED * sizes[members[order[bounds[:-1]]]]
        firsts, lasts = bounds[:-1][enough], bounds[1:][enough]
        for at in range(0, len(firsts), _AT_ONCE):
            first, last = firsts[at : at + _AT_ONCE], lasts[at : at + _AT_ONCE]
            own = members[order[first]]
            sample = groups[order[runs(first, last)]]
            begins, near = starts[sample], np.minimum(ends[sample], starts[sample] + MAX_CANDIDATES)
            of_sample = np.repeat(np.arange(len(sample)), near - begins)
            of_own = np.repeat(np.arange(len(own)), last - first)[of_sample]
            yield from self._others(own, sizes[own], rows[runs(begins, near)].astype(np.int64), of_own, of_sample)

    def _others(
        self, own: Rows, sizes: Offsets, near: Offsets, of_own: Offsets, of_sample: Offsets
    ) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield those of some rows that have near-duplicates, with the best row of each other document.

        :param own: the rows.
        :param sizes: the number of sampled shingles of each.
        :param near: rows that share a sampled shingle with one of them.
        :param of_own: for each of `near`, the position in `own` of the row it shares the shingle with; ascending.
        :param of_sample: for each of `near`, the number of the shingle; ascending.
        """
        documents = int(self._documents[-1]) + 1
        owners = of_own * documents + self._documents[near]
        # Rows ascend with documents: each document is counted once for a shingle.
        once = np.r_[True, (owners[1:] != owners[:-1]) | (of_sample[1:] != of_sample[:-1])]
        likely, counts = np.unique(owners[once], return_counts=True)
        is_other = likely % documents != self._documents[own[likely // documents]]
        likely = likely[(counts >= _MIN_SAMPLED * sizes[likely // documents]) & is_other]
        kept = np.isin(owners, likely)
        if not kept.any():
            return
        of_own, candidates = np.divmod(
            np.unique(of_own[kept] * len(self._documents) + near[kept]), len(self._documents)
        )
        few = np.arange(len(of_own)) - np.searchsorted(of_own, of_own) < MAX_CANDIDATES
        of_own, candidates = of_own[few], candidates[few]
        # All shingles of all candidates at once: the position of each among those of its row.
        begins, ends = self._ends[own], self._ends[own + 1]
        lengths = ends - begins
        hashes = self._held[runs(begins, ends)]
        held = _keyed(np.repeat(np.arange(len(own)), lengths), hashes)
        begins, ends = self._ends[candidates], self._ends[candidates + 1]
        others = self._held[runs(begins, ends)]
        # Most other shingles of candidates are in no row.
        known = likely_among(others, hashes)
        of_candidate = np.repeat(np.arange(len(candidates)), ends - begins)[known]
        place, having = look_up(_keyed(of_own[of_candidate], others[known]), held)
        counts = np.bincount(of_candidate[having], minlength=len(candidates))
        is_first = np.diff(of_own * documents + self._documents[candidates], prepend=-1) != 0
        of_owner = np.cumsum(is_first) - 1
        row_of_owner = of_own[is_first]
        wanted = lengths[row_of_owner]
        # Which shingles of a row the candidates of a document cover together, row by row.
        covered = np.zeros(int(wanted.sum()), dtype=bool)
        shift = np.cumsum(wanted) - wanted - (np.cumsum(lengths) - lengths)[row_of_owner]
        covered[place[having] + shift[of_owner[of_candidate[having]]]] = True
        holds = np.add.reduceat(covered, np.cumsum(wanted) - wanted, dtype=np.int64) >= MIN_CONTAINED * wanted
        best = candidates[np.lexsort((candidates, -counts, of_owner))[is_first]]
        found = zip(row_of_owner[holds].tolist(), best[holds].tolist(), strict=True)
        for number, pairs in groupby(found, key=itemgetter(0)):
            yield int(own[number]), tuple(other for _, other in pairs)


def _keyed(numbers: Offsets, hashes: Shingles) -> npt.NDArray[np.uint64]:
    """Return the hashes prefixed with the numbers, so that they are equal only for equal numbers."""
    return (numbers.astype(np.uint64) << np.uint64(32)) | hashes
