"""Reader of the documents and passages of a generation, in one SQLite file."""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reportqa.document import Document, DocumentSummary, LeftOut, Outline, Page, Passage, Section, Sentence, Table
from reportqa.errors import DocumentNotFound, IndexUnavailable
from reportqa.index.rows import LAYOUT, LAYOUT_FILE, Layout, Rows
from reportqa.word_boxes import WordBox, unpack_boxes

LIBRARY_FILE = "library.sqlite"
BLOCK_LENGTH = 4096
"""Characters of a document's text per stored block."""

_BLOCKS = 1 << 24
"""Blocks reserved for each document."""
_READ_ONCE = " IN (SELECT value FROM json_each(?))"


def first_block(document: int) -> int:
    """Return the number of the first block of a document's text, by its ordinal."""
    return document * _BLOCKS


class Library:
    """The documents and passages of one generation, read only; safe to use from several threads."""

    def __init__(self, connection: sqlite3.Connection, layout: npt.NDArray[np.void]) -> None:
        self._connection = connection
        self._places = layout

    @classmethod
    def open(cls, folder: Path, trace: Callable[[str], object] | None = None) -> "Library":
        """Open what a LibraryWriter wrote; `trace` is called with every SQL statement.

        :raises IndexUnavailable: when it is missing or broken.
        """
        path = (folder / LIBRARY_FILE).resolve()
        try:
            connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            connection.execute("SELECT ordinal FROM documents LIMIT 1").fetchone()
            layout = np.load(folder / LAYOUT_FILE, mmap_mode="r")
            if layout.dtype != LAYOUT:
                raise ValueError(f"{LAYOUT_FILE} has other fields")
        except (sqlite3.Error, OSError, ValueError, EOFError) as error:
            raise IndexUnavailable(
                f'The library in {folder} is missing or broken. Run "reportqa index --rebuild".'
            ) from error
        connection.set_trace_callback(trace)
        return cls(connection, layout)

    def close(self) -> None:
        self._connection.close()

    def __len__(self) -> int:
        return len(self._places)

    def layout(self) -> Layout:
        """Return the layout of the passage rows."""
        documents = self._connection.execute(
            "SELECT doc_id, item, file_words, passage_count FROM documents ORDER BY ordinal"
        ).fetchall()
        units = self._places["unit"]
        starts = np.flatnonzero(np.diff(units, prepend=-1)) if len(units) else np.empty(0, np.int64)
        return Layout(
            documents=self._places["document"],
            units=units,
            headings=self._places["heading"],
            fingerprints=self._places["fingerprint"],
            unit_first=np.r_[starts, len(units)],
            document_first=np.cumsum([0, *(passages for _, _, _, passages in documents)], dtype=np.int64),
            doc_ids=tuple(doc_id for doc_id, _, _, _ in documents),
            titles=tuple(f"{json.loads(item)['title']} {words}".strip() for _, item, words, _ in documents),
        )

    def places(self) -> Rows:
        """Return (row, document, unit, heading) of each passage, (n, 4), as stored with the texts."""
        found = self._connection.execute("SELECT row, document, unit, heading FROM passages ORDER BY row").fetchall()
        return np.array(found, dtype=np.int64).reshape(-1, 4)

    def headings(self, numbers: Collection[int] | None = None) -> dict[int, str]:
        """Return the headings with these numbers, or all."""
        columns = "SELECT number, text FROM headings"
        if numbers is None:
            return dict(self._connection.execute(columns))
        return dict(self._of(f"{columns} WHERE number", numbers))

    def duplicates(self, rows: Collection[int] | None = None) -> dict[int, tuple[int, ...]]:
        """Return for each of the rows, or of all, its near-duplicates in other documents."""
        columns = "SELECT row, other FROM duplicates"
        pairs = self._connection.execute(columns) if rows is None else self._of(f"{columns} WHERE row", rows)
        found: dict[int, list[int]] = {}
        for row, other in sorted(pairs):
            found.setdefault(row, []).append(other)
        return {row: tuple(others) for row, others in found.items()}

    def words(self) -> dict[str, int]:
        """Return how many passages have each word, in lower case."""
        return dict(self._connection.execute("SELECT word, passages FROM words"))

    def abbreviations(self) -> dict[str, tuple[str, ...]]:
        """Return the expansions of each abbreviation, most frequent first."""
        found: dict[str, list[str]] = {}
        for short, long in self._connection.execute("SELECT short, long FROM abbreviations ORDER BY rowid"):
            found.setdefault(short, []).append(long)
        return {short: tuple(longs) for short, longs in found.items()}

    def keys(self) -> dict[str, tuple[str, str]]:
        """Return the sha256 and the citation key of each document."""
        rows = self._connection.execute('SELECT doc_id, sha256, "key" FROM keys')
        return {doc_id: (sha256, key) for doc_id, sha256, key in rows}

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """Return the passages at these rows, in their order."""
        found = {
            row: Passage(doc_id, start, end, unit, heading, prefix, tuple(Sentence(*s) for s in json.loads(sentences)))
            for row, doc_id, start, end, unit, heading, prefix, sentences in self._of(
                'SELECT row, doc_id, start, "end", unit, headings.text, prefix, sentences FROM passages'
                " JOIN documents ON document = ordinal JOIN headings ON heading = number WHERE row",
                rows,
            )
        }
        return [found[row] for row in rows]

    def rows_between(self, first: int, last: int, start: int, end: int) -> list[int]:
        """Return the rows of a document, from `first` to before `last`, whose passages overlap a range of its text."""
        found = self._connection.execute(
            'SELECT row FROM passages WHERE row >= ? AND row < ? AND start < ? AND "end" > ?', (first, last, end, start)
        )
        return [int(row) for (row,) in found]

    def summaries(self) -> list[DocumentSummary]:
        """Return a summary of each document, sorted by id."""
        return [
            DocumentSummary(doc_id, sha256, media_type, json.loads(item), pages, passages, characters,
                            tuple(json.loads(warnings)), language, json.loads(origins), tuple(json.loads(also)))
            for (doc_id, sha256, media_type, item, pages, passages, characters, warnings, language, origins,
                 also) in self._connection.execute(
                "SELECT doc_id, sha256, media_type, item, page_count, passage_count, character_count, warnings,"
                " language, origins, also FROM documents ORDER BY doc_id"
            )
        ]  # fmt: skip

    def document(self, doc_id: str) -> Document:
        """Return a document with its whole text, without its word boxes.

        :raises DocumentNotFound: for an unknown id.
        """
        found = self._document_row(
            "ordinal, doc_id, sha256, media_type, item, pages, sections, tables, warnings, language, origins, left_out,"
            " seconds, also, file_words, character_count",
            doc_id,
        )
        (ordinal, doc_id, sha256, media_type, item, pages, sections, tables, warnings, language, origins, left_out,
         seconds, also, file_words, length) = found  # fmt: skip
        return Document(
            doc_id=doc_id,
            sha256=sha256,
            media_type=media_type,
            item=json.loads(item),
            text=self._ranges([(ordinal, 0, length)])[0],
            pages=tuple(Page(*page) for page in json.loads(pages)),
            sections=tuple(Section(*section) for section in json.loads(sections)),
            tables=tuple(map(Table.load, json.loads(tables))),
            warnings=tuple(json.loads(warnings)),
            language=language,
            origins=json.loads(origins),
            left_out=tuple(LeftOut(*thing) for thing in json.loads(left_out)),
            seconds=seconds,
            also=tuple(json.loads(also)),
            file_words=file_words,
        )

    def word_boxes(self, doc_id: str, page: int) -> tuple[WordBox, ...]:
        """Return the words of a page, by its physical number, in the order of the file; none where none were kept.

        :raises DocumentNotFound: for an unknown id.
        """
        (ordinal,) = self._document_row("ordinal", doc_id)
        statement = "SELECT words FROM boxes WHERE document = ? AND page = ?"
        found = self._connection.execute(statement, (ordinal, page)).fetchone()
        return unpack_boxes(found[0]) if found else ()

    def packed_boxes(self, doc_id: str) -> dict[int, bytes]:
        """Return the word boxes of the pages of a document that have some, as stored, by physical number.

        :raises DocumentNotFound: for an unknown id.
        """
        (ordinal,) = self._document_row("ordinal", doc_id)
        return dict(self._connection.execute("SELECT page, words FROM boxes WHERE document = ?", (ordinal,)))

    def same_file(self, sha256: str) -> list[str]:
        """Return the ids of the documents whose sha256 starts with these digits."""
        found = self._connection.execute(
            "SELECT doc_id FROM documents WHERE substr(sha256, 1, ?) = ? ORDER BY doc_id", (len(sha256), sha256)
        )
        return [str(doc_id) for (doc_id,) in found]

    def copied(self, path: str) -> str | None:
        """Return the id of the document that has a copy at a path, else None."""
        for doc_id, also in self._connection.execute("SELECT doc_id, also FROM documents WHERE also != '[]'"):
            if path in json.loads(also):
                return str(doc_id)
        return None

    def outlines(self, doc_ids: Collection[str]) -> list[Outline]:
        """Return the outlines of documents, without their texts.

        :raises DocumentNotFound: for an unknown id.
        """
        found = {
            doc_id: Outline(
                doc_id=doc_id,
                sha256=sha256,
                item=json.loads(item),
                length=length,
                pages=tuple(Page(*page) for page in json.loads(pages)),
                sections=tuple(Section(*section) for section in json.loads(sections)),
                origins=json.loads(origins),
            )
            for doc_id, sha256, item, length, pages, sections, origins in self._of(
                "SELECT doc_id, sha256, item, character_count, pages, sections, origins FROM documents WHERE doc_id",
                doc_ids,
            )
        }
        if unknown := next((doc_id for doc_id in doc_ids if doc_id not in found), None):
            raise DocumentNotFound(unknown)
        return [found[doc_id] for doc_id in doc_ids]

    def range_text(self, doc_id: str, start: int, end: int) -> str:
        """Return a range of a document's text.

        :raises DocumentNotFound: for an unknown id.
        """
        (ordinal,) = self._document_row("ordinal", doc_id)
        return self._ranges([(ordinal, start, end)])[0]

    def beginnings(self, doc_ids: Collection[str], length: int) -> dict[str, str]:
        """Return the first characters of the texts of documents, at most BLOCK_LENGTH, by id."""
        found = self._of("SELECT ordinal, doc_id FROM documents WHERE doc_id", doc_ids)
        blocks = dict(self._of("SELECT block, text FROM texts WHERE block", [first_block(one) for one, _ in found]))
        return {doc_id: blocks.get(first_block(one), "")[:length] for one, doc_id in found}

    def text_blocks(self, most: int) -> Iterator[str]:
        """Yield the texts of documents in blocks of up to BLOCK_LENGTH characters, at most so many blocks."""
        for (text,) in self._connection.execute("SELECT text FROM texts ORDER BY block LIMIT ?", (most,)):
            yield text

    def texts(self, rows: Sequence[int]) -> list[str]:
        """Return the texts of the passages at these rows, in their order."""
        places = {
            row: place for row, *place in self._of('SELECT row, document, start, "end" FROM passages WHERE row', rows)
        }
        return self._ranges([places[row] for row in rows])

    def sentences(self, rows: Sequence[int]) -> list[list[str]]:
        """Return the texts of the sentences of each of the passages at these rows."""
        places = {
            row: (document, start, end, json.loads(sentences))
            for row, document, start, end, sentences in self._of(
                'SELECT row, document, start, "end", sentences FROM passages WHERE row', rows
            )
        }
        texts = self._ranges([places[row][:3] for row in rows])
        return [
            [text[begin - places[row][1] : end - places[row][1]] for begin, end in places[row][3]]
            for row, text in zip(rows, texts, strict=True)
        ]

    def _ranges(self, places: Sequence[Sequence[int]]) -> list[str]:
        """Return the texts at these places: (ordinal of the document, start, end)."""
        spans = [
            range(first_block(document) + start // BLOCK_LENGTH, first_block(document) - -end // BLOCK_LENGTH)
            for document, start, end in places
        ]
        wanted = {block for span in spans for block in span}
        blocks = dict(self._of("SELECT block, text FROM texts WHERE block", wanted))
        return [
            "".join(blocks[block] for block in span)[start % BLOCK_LENGTH :][: end - start]
            for span, (_, start, end) in zip(spans, places, strict=True)
        ]

    def _of(self, select: str, values: Iterable[int] | Iterable[str]) -> list[tuple[Any, ...]]:
        """Return the result of a statement ending in a column name, for the rows where it has one of these values.

        As JSON, because SQLite cannot bind the lone surrogates of file names that are not UTF-8.
        """
        return self._connection.execute(select + _READ_ONCE, (json.dumps(list(values)),)).fetchall()

    def _document_row(self, columns: str, doc_id: str) -> tuple[Any, ...]:
        for found in self._of(f"SELECT {columns} FROM documents WHERE doc_id", [doc_id]):  # noqa: S608, columns are ours
            return found
        raise DocumentNotFound(doc_id)
