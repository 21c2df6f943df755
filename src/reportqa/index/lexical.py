"""Word index on disk: BM25 with tantivy, normalised by the best score that the question could reach.

tantivy's BM25 uses k1 = 1.2 and b = 0.75 and rounds text lengths; the scores of given texts (see `forward`) are not
rounded. Text is analysed before (see `terms`), so tantivy only splits it at spaces.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import tantivy

from reportqa.errors import IndexUnavailable
from reportqa.index.forward import K1, ForwardIndex, ForwardWriter, TermRows
from reportqa.index.rows import Floats, Rows, look_up
from reportqa.storage import PartWriter, writing

PASSAGE_WORDS, UNIT_WORDS = "lexical/passages", "lexical/units"
"""Folders of a generation for the words of its passages and of its units (pages or sections)."""
SATURATION = K1 + 1
"""Upper bound of the term-frequency factor."""
_HEAP_BYTES = 500_000_000
"""Buffer for terms; each time it is full, a segment is written. A million passages need less."""
_TERMS_KEPT = 100_000
_FEW_RUNS = 32
"""Up to this many runs of consecutive rows, a query uses ranges."""
_MANY = 100
"""If at least one in this many rows is allowed, filtering the results is faster than naming the rows in a query."""


class WordWriter(PartWriter):
    """Writer of the terms of texts."""

    def __init__(self, folder: Path) -> None:
        """Create an index in a new folder.

        :raises IndexUnavailable: when it cannot be written, as do `add` and `close`.
        """
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("row", indexed=True, fast=True)
        self._rows = 0
        with writing(ValueError):
            folder.mkdir(parents=True)
            self._writer = tantivy.Index(builder.build(), path=str(folder)).writer(_HEAP_BYTES, num_threads=1)
        self._forward = ForwardWriter(folder)

    def add(self, texts: Sequence[str], rows: TermRows | None = None) -> None:
        """Append texts, each as its terms separated by spaces; texts are numbered from 0.

        `rows` is the result of `TermRows.of`, if already computed.
        """
        for terms in texts:
            document = tantivy.Document(terms=terms)
            document.add_unsigned("row", self._rows)
            with writing(ValueError):
                self._writer.add_document(document)
            self._rows += 1
        self._forward.add(TermRows.of(texts) if rows is None else rows)

    def close(self) -> None:
        with writing(ValueError):
            self._writer.commit()
            self._writer.wait_merging_threads()
        self._forward.close()

    def discard(self) -> None:
        self._forward.discard()


class WordIndex:
    """Reader of the terms of numbered texts."""

    def __init__(self, index: tantivy.Index, forward: ForwardIndex) -> None:
        self._forward = forward
        self._schema = index.schema
        self._searcher = index.searcher()
        if len(forward) != self._searcher.num_docs:
            raise IndexUnavailable(
                f"The word index has {self._searcher.num_docs:,} texts, and {len(forward):,} beside it."
                ' Run "reportqa index --rebuild".'
            )
        # No reference to self, so that a replaced index is freed by reference counting.
        self._texts_with = lru_cache(maxsize=_TERMS_KEPT)(partial(self._searcher.doc_freq, "terms"))

    @classmethod
    def open(cls, folder: Path) -> "WordIndex":
        """Open what a WordWriter wrote.

        :raises IndexUnavailable: when it is missing or broken.
        """
        try:
            try:
                return cls(tantivy.Index.open(str(folder)), ForwardIndex.open(folder))
            except ValueError:
                # tantivy creates a lock file beside those it reads, which fails in a read-only folder; if the index
                # is broken, this fails too.
                with TemporaryDirectory() as linked:
                    for path in folder.resolve().iterdir():
                        if path.suffix != ".lock":
                            (Path(linked) / path.name).symlink_to(path)
                    return cls(tantivy.Index.open(linked), ForwardIndex.open(folder))
        except (ValueError, OSError) as error:
            raise IndexUnavailable(
                f'The word index in {folder} is missing or broken. Run "reportqa index --rebuild".'
            ) from error

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def frequency(self, term: str) -> int:
        """Return how many texts have the term."""
        return int(self._texts_with(term))

    def idf(self, term: str) -> float:
        """Return the BM25 weight of a term; an unknown term has the highest."""
        texts_with = self._texts_with(term)
        return math.log(1 + (len(self) - texts_with + 0.5) / (texts_with + 0.5))

    def rows_with(self, terms: Sequence[str], k: int, rows: Rows | None = None) -> Rows:
        """Return up to k rows, of `rows` or of all, that have all the terms, ascending."""
        if not terms or k == 0:
            return np.empty(0, np.int64)
        query = _all_of(*(tantivy.Query.term_query(self._schema, "terms", term) for term in set(terms)))
        only = None if rows is None or len(rows) == 0 else self._only(rows)
        if only is not None:
            query = _all_of(query, only)
        found, _ = self._best(query, k if rows is None or only is not None else len(self))
        allowed = found if rows is None else found[is_among(found, rows)]
        return np.sort(allowed[:k])

    def search(self, terms: Sequence[str], k: int, rows: Rows | None = None) -> tuple[Rows, Floats]:
        """Return the k rows with the highest scores, 0 to 1, best first, among those with at least one term.

        `rows`, ascending, limits the search to them.
        """
        counts = Counter(terms)
        ideal = self._ideal(counts)
        if not counts or k == 0 or ideal == 0 or (rows is not None and len(rows) == 0):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        found, scores = self._found(counts, k, rows)
        return found, scores / np.float32(ideal)

    def _ideal(self, counts: Mapping[str, int]) -> float:
        """Return the highest possible score of these terms with their counts."""
        return SATURATION * sum(count * self.idf(term) for term, count in counts.items())

    def _found(self, counts: Mapping[str, int], k: int, rows: Rows | None) -> tuple[Rows, Floats]:
        """Return the k rows, of `rows` or of all, with the highest BM25 sums, best first; nothing may be empty."""
        weighted = [
            tantivy.Query.boost_query(
                tantivy.Query.term_query(self._schema, "terms", term, index_option="freq"), float(count)
            )
            for term, count in counts.items()
        ]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in weighted])
        if rows is not None:
            only = self._only(rows)
            if only is None:
                return self._search_among_many(query, k, rows)
            query = _all_of(query, tantivy.Query.const_score_query(only, 0.0))
        return self._best(query, k)

    def _only(self, rows: Rows) -> tantivy.Query | None:
        """Return a query that matches exactly these rows, None if filtering the results is faster."""
        ends = np.flatnonzero(np.diff(rows) != 1)
        if len(ends) < _FEW_RUNS:
            runs = [
                tantivy.Query.range_query(self._schema, "row", tantivy.FieldType.Unsigned, int(first), int(last))
                for first, last in zip(rows[np.r_[0, ends + 1]], rows[np.r_[ends, len(rows) - 1]], strict=True)
            ]
            return tantivy.Query.boolean_query([(tantivy.Occur.Should, run) for run in runs])
        if len(rows) * _MANY > len(self):
            return None
        return tantivy.Query.term_set_query(self._schema, "row", [int(row) for row in rows])

    def _search_among_many(self, query: tantivy.Query, k: int, rows: Rows) -> tuple[Rows, Floats]:
        """Search all rows with a growing limit until k allowed ones are found or there are no more."""
        limit = k * len(self) // len(rows)
        while True:
            limit = min(2 * limit, len(self))
            found, scores = self._best(query, limit)
            allowed = is_among(found, rows)
            if np.count_nonzero(allowed) >= k or len(found) < limit or limit == len(self):
                return found[allowed][:k], scores[allowed][:k]

    def _best(self, query: tantivy.Query, k: int) -> tuple[Rows, Floats]:
        hits = self._searcher.search(query, limit=k, count=False).hits
        found = self._searcher.fast_field_values("row", [address for _, address in hits])
        return np.array(found, dtype=np.int64), np.array([score for score, _ in hits], dtype=np.float32)

    def scores(self, questions: Sequence[Sequence[str]], rows: Rows) -> Floats:
        """Return the score, 0 to 1, of each of the rows for the terms of each question, (questions, rows).

        A row without any term of the question has 0.
        """
        counts = [Counter(terms) for terms in questions]
        weights = [{term: count * self.idf(term) for term, count in own.items()} for own in counts]
        ideals = np.array([self._ideal(own) or 1.0 for own in counts], np.float32)
        return self._forward.bm25(weights, rows) / ideals[:, np.newaxis]


def _all_of(*queries: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def is_among(rows: Rows, others: Rows) -> npt.NDArray[np.bool_]:
    """Return for each row whether it is one of `others`, which ascend."""
    return look_up(rows, others)[1] if len(others) else np.zeros(len(rows), dtype=bool)
