"""Writer of the documents and passages of a generation into one SQLite file, in constant memory."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from reportqa.citations import assign_keys
from reportqa.document import Document, Passage
from reportqa.index.library import BLOCK_LENGTH, LIBRARY_FILE, first_block
from reportqa.index.row_files import ArrayWriter
from reportqa.index.rows import LAYOUT, LAYOUT_FILE, fingerprint
from reportqa.storage import PartWriter, writing
from reportqa.text import merge

_SCHEMA = """
CREATE TABLE documents (
    ordinal INTEGER PRIMARY KEY, doc_id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, media_type TEXT NOT NULL,
    item TEXT NOT NULL, file_words TEXT NOT NULL, page_count INTEGER NOT NULL, character_count INTEGER NOT NULL,
    passage_count INTEGER NOT NULL, language TEXT, origins TEXT NOT NULL, seconds REAL NOT NULL, also TEXT NOT NULL,
    warnings TEXT NOT NULL, pages TEXT NOT NULL, sections TEXT NOT NULL, left_out TEXT NOT NULL, tables TEXT NOT NULL
);
CREATE TABLE texts (block INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE boxes (
    document INTEGER NOT NULL REFERENCES documents(ordinal), page INTEGER NOT NULL, words BLOB NOT NULL,
    PRIMARY KEY (document, page)
) WITHOUT ROWID;
CREATE TABLE headings (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents(ordinal),
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, unit INTEGER NOT NULL,
    heading INTEGER NOT NULL REFERENCES headings(number), prefix TEXT NOT NULL, sentences TEXT NOT NULL
);
CREATE TABLE words (word TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE abbreviations (short TEXT NOT NULL, long TEXT NOT NULL);
CREATE TABLE keys (doc_id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, "key" TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE duplicates (
    row INTEGER NOT NULL REFERENCES passages(row), other INTEGER NOT NULL REFERENCES passages(row),
    PRIMARY KEY (row, other)
) WITHOUT ROWID;
"""
_SCRATCH_FILE = "library.scratch"
_SCRATCH = """
CREATE TABLE scratch.words (word TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE scratch.abbreviations (
    short TEXT NOT NULL, long TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (short, long)
) WITHOUT ROWID;
"""
_WORDS_AT_ONCE = 200_000
"""Different words that are counted in memory."""
_HEADINGS_AT_ONCE = 50_000


class LibraryWriter(PartWriter):
    """Writer of a library, document by document; words and abbreviations are counted in a scratch file."""

    def __init__(self, folder: Path) -> None:
        """Create the file.

        :raises IndexUnavailable: when it cannot be written, as do the methods.
        """
        self._scratch = folder / _SCRATCH_FILE
        self._words: Counter[str] = Counter()
        self._documents = self._rows = self._headings = self._units = 0
        self._heading = lru_cache(maxsize=_HEADINGS_AT_ONCE)(self._number_heading)
        with writing(sqlite3.Error):
            self._layout = ArrayWriter(folder / LAYOUT_FILE, (), LAYOUT)
            self._connection = sqlite3.connect(folder / LIBRARY_FILE, isolation_level=None)
            # An unfinished file is thrown away, so it needs no journal; it is synced with its generation.
            self._connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA}")
            self._connection.execute("ATTACH ? AS scratch", (str(self._scratch),))
            self._connection.executescript(
                f"PRAGMA scratch.journal_mode = OFF; PRAGMA scratch.synchronous = OFF; {_SCRATCH} BEGIN;"
            )

    def add(
        self,
        document: Document,
        passages: Sequence[Passage],
        words: Mapping[str, int] | None = None,
        abbreviations: Mapping[str, Mapping[str, int]] | None = None,
    ) -> None:
        """Append a document with its passages; rows are numbered over all documents.

        :param words: the number of passages with each word.
        :param abbreviations: how often the document gives each expansion of each abbreviation.
        """
        with writing(sqlite3.Error):
            self._connection.execute(
                f"INSERT INTO documents VALUES ({', '.join('?' * 18)})",  # noqa: S608, only marks
                _document_row(self._documents, document, len(passages)),
            )
            block = first_block(self._documents)
            self._connection.executemany(
                "INSERT INTO texts VALUES (?, ?)",
                (
                    (block + at // BLOCK_LENGTH, document.text[at : at + BLOCK_LENGTH])
                    for at in range(0, len(document.text), BLOCK_LENGTH)
                ),
            )
            self._connection.executemany(
                "INSERT INTO boxes VALUES (?, ?, ?)",
                [
                    (self._documents, page.physical, boxes)
                    for page, boxes in zip(document.pages, document.boxes, strict=False)
                    if boxes
                ],
            )
            self._add_passages(document, passages)
            self._documents += 1
            self._words.update(words or {})
            if len(self._words) > _WORDS_AT_ONCE:
                self._put_words_down()
            self._connection.executemany(
                "INSERT INTO scratch.abbreviations VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET count = count + excluded.count",
                (
                    (short, long, count)
                    for short, longs in (abbreviations or {}).items()
                    for long, count in longs.items()
                ),
            )

    def add_duplicates(self, duplicates: Iterable[tuple[int, Sequence[int]]]) -> None:
        """Write the near-duplicates of rows."""
        with writing(sqlite3.Error):
            self._connection.executemany(
                "INSERT INTO duplicates VALUES (?, ?)", ((row, other) for row, others in duplicates for other in others)
            )

    def add_keys(self, before: Mapping[str, str] | None = None) -> None:
        """Write the citation keys of all documents (see `assign_keys`)."""
        with writing(sqlite3.Error):
            rows = self._connection.execute("SELECT doc_id, sha256, item FROM documents ORDER BY doc_id")
            documents = [(doc_id, sha256, _naming(json.loads(item))) for doc_id, sha256, item in rows]
            keys = assign_keys(documents, before)
            self._connection.executemany(
                "INSERT INTO keys VALUES (?, ?, ?)", ((doc_id, sha256, keys[doc_id]) for doc_id, sha256, _ in documents)
            )

    def close(self) -> None:
        """Write the words and abbreviations, and finish the file."""
        with writing(sqlite3.Error), closing(self._connection):
            self._put_words_down()
            self._connection.execute("INSERT INTO main.words SELECT word, passages FROM scratch.words ORDER BY word")
            self._connection.executemany("INSERT INTO main.abbreviations VALUES (?, ?)", self._abbreviations())
            self._connection.execute("COMMIT")
            self._layout.close()
        with writing():
            self._scratch.unlink()

    def discard(self) -> None:
        self._layout.discard()
        self._connection.close()
        self._scratch.unlink(missing_ok=True)

    def _add_passages(self, document: Document, passages: Sequence[Passage]) -> None:
        places = np.empty(len(passages), LAYOUT)
        rows = []
        unit = None
        for number, passage in enumerate(passages):
            # Units are numbered from 0 in each document: continue over the whole index.
            self._units += passage.unit != unit
            unit = passage.unit
            heading = self._heading(passage.heading)
            words = fingerprint(document.text[passage.start : passage.end])
            places[number] = self._documents, self._units - 1, heading, words
            sentences = json.dumps([(s.start, s.end) for s in passage.sentences], separators=(",", ":"))
            rows.append(
                (self._rows + number, self._documents, passage.start, passage.end, passage.unit, heading,
                 passage.prefix, sentences)
            )  # fmt: skip
        self._connection.executemany("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self._layout.add(places)
        self._rows += len(passages)

    def _number_heading(self, text: str) -> int:
        """Return the number of a heading, counted from 0 by first appearance."""
        found = self._connection.execute("SELECT number FROM headings WHERE text = ?", (text,)).fetchone()
        if found is not None:
            return int(found[0])
        self._connection.execute("INSERT INTO headings VALUES (?, ?)", (self._headings, text))
        self._headings += 1
        return self._headings - 1

    def _put_words_down(self) -> None:
        self._connection.executemany(
            "INSERT INTO scratch.words VALUES (?, ?) ON CONFLICT DO UPDATE SET passages = passages + excluded.passages",
            sorted(self._words.items()),
        )
        self._words.clear()

    def _abbreviations(self) -> Iterator[tuple[str, str]]:
        """Yield each abbreviation with its expansions, most frequent first."""
        rows = self._connection.execute("SELECT short, long, count FROM scratch.abbreviations ORDER BY short, long")
        for short, members in groupby(rows, key=lambda row: str(row[0])):
            merged = merge([{short: {long: count for _, long, count in members}}])
            yield from ((short, long) for long in merged[short])


def _document_row(ordinal: int, document: Document, passages: int) -> tuple[Any, ...]:
    return (
        ordinal,
        document.doc_id,
        document.sha256,
        document.media_type,
        json.dumps(dict(document.item)),
        document.file_words,
        len(document.pages),
        len(document.text),
        passages,
        document.language,
        json.dumps(dict(document.origins)),
        document.seconds,
        json.dumps(document.also),
        json.dumps(document.warnings),
        json.dumps(list(map(astuple, document.pages))),
        json.dumps(list(map(astuple, document.sections))),
        json.dumps(list(map(astuple, document.left_out))),
        json.dumps([(table.start, table.end, table.rows, table.starts) for table in document.tables]),
    )


def _naming(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an item that a key is made of."""
    return {name: item[name] for name in ("id", "title", "author", "publisher", "issued") if name in item}
