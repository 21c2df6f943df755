"""The documents and passages of an index in one SQLite file."""

import hashlib
import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reportqa.datatypes import Document, DocumentSummary, LeftOut, Page, Passage, Section, Sentence, Table
from reportqa.errors import DocumentNotFound, IndexUnavailable

LIBRARY_FILE = "library.sqlite"
SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, as in a file name that is not UTF-8; SQLite cannot look for one."""

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Layout:
    """For each passage row its document (ordinal), its unit (numbered over the whole index) and its heading.

    `headings` gives numbers into `heading_texts`, `fingerprints` are the same for the same words; `titles` has each
    document's with the words of its file name.
    """

    documents: Rows
    units: Rows
    headings: Rows
    fingerprints: Rows
    doc_ids: tuple[str, ...]
    titles: tuple[str, ...]
    heading_texts: tuple[str, ...]


class Library:
    """The documents and passages of one generation, read only; safe to use from several threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, folder: Path) -> "Library":
        """Open what a LibraryWriter wrote.

        :raises IndexUnavailable: when it is missing or broken.
        """
        path = (folder / LIBRARY_FILE).resolve()
        try:
            connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            connection.execute("SELECT count(*) FROM documents").fetchone()
        except sqlite3.Error as error:
            raise IndexUnavailable(
                f'The library in {folder} is missing or broken. Run "reportqa index --rebuild".'
            ) from error
        return cls(connection)

    def close(self) -> None:
        self._connection.close()

    def layout(self) -> Layout:
        """Read where each row belongs."""
        rows = self._connection.execute(
            "SELECT document, unit, heading, fingerprint FROM passages ORDER BY row"
        ).fetchall()
        pairs = np.array(rows, dtype=np.int64).reshape(-1, 4)
        documents = self._connection.execute(
            "SELECT doc_id, item, file_words FROM documents ORDER BY ordinal"
        ).fetchall()
        headings = self._connection.execute("SELECT text FROM headings ORDER BY number")
        # Units count from 0 within a document: number on over the whole index.
        starts = np.r_[True, (np.diff(pairs[:, 0]) != 0) | (np.diff(pairs[:, 1]) != 0)] if len(pairs) else []
        return Layout(
            documents=pairs[:, 0],
            units=np.cumsum(starts, dtype=np.int64) - 1,
            headings=pairs[:, 2],
            fingerprints=pairs[:, 3],
            doc_ids=tuple(doc_id for doc_id, _, _ in documents),
            titles=tuple(f"{json.loads(item)['title']} {words}".strip() for _, item, words in documents),
            heading_texts=tuple(text for (text,) in headings),
        )

    def duplicates(self) -> dict[int, tuple[int, ...]]:
        """Read which rows say nearly word for word the same as rows of other documents."""
        found: dict[int, list[int]] = {}
        for row, other in self._connection.execute("SELECT row, other FROM duplicates ORDER BY row, other"):
            found.setdefault(row, []).append(other)
        return {row: tuple(others) for row, others in found.items()}

    def words(self) -> dict[str, int]:
        """Read how many passages have each word, in lower case."""
        return dict(self._connection.execute("SELECT word, passages FROM words"))

    def abbreviations(self) -> dict[str, tuple[str, ...]]:
        """Read what each abbreviation stands for, the most frequent first."""
        found: dict[str, list[str]] = {}
        for short, long in self._connection.execute("SELECT short, long FROM abbreviations ORDER BY rowid"):
            found.setdefault(short, []).append(long)
        return {short: tuple(longs) for short, longs in found.items()}

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """Give the passages at these rows, in their order."""
        return [self._passage(row) for row in rows]

    def summaries(self) -> list[DocumentSummary]:
        """Give one summary for each document, by document id."""
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
        """Give a document with its whole text.

        :raises DocumentNotFound: when there is none of that id.
        """
        if SURROGATE.search(doc_id):
            raise DocumentNotFound(doc_id)
        found = self._connection.execute(
            "SELECT doc_id, sha256, media_type, item, text, pages, sections, tables, warnings,"
            " language, origins, left_out, seconds, also, file_words FROM documents WHERE doc_id = ?",
            (doc_id,),
        ).fetchone()
        if found is None:
            raise DocumentNotFound(doc_id)
        (doc_id, sha256, media_type, item, text, pages, sections, tables, warnings, language, origins, left_out,
         seconds, also, file_words) = found  # fmt: skip
        return Document(
            doc_id=doc_id,
            sha256=sha256,
            media_type=media_type,
            item=json.loads(item),
            text=text,
            pages=tuple(Page(*page) for page in json.loads(pages)),
            sections=tuple(Section(*section) for section in json.loads(sections)),
            tables=tuple(
                Table(start, end, tuple(tuple(row) for row in rows)) for start, end, rows in json.loads(tables)
            ),
            warnings=tuple(json.loads(warnings)),
            language=language,
            origins=json.loads(origins),
            left_out=tuple(LeftOut(*thing) for thing in json.loads(left_out)),
            seconds=seconds,
            also=tuple(json.loads(also)),
            file_words=file_words,
        )

    def same_file(self, sha256: str) -> list[str]:
        """Give the ids of the documents whose file has a sha256 that begins so."""
        found = self._connection.execute(
            "SELECT doc_id FROM documents WHERE substr(sha256, 1, ?) = ? ORDER BY doc_id", (len(sha256), sha256)
        )
        return [str(doc_id) for (doc_id,) in found]

    def copied(self, path: str) -> str | None:
        """Give the id of the document of which a copy lies at a path; None when there is none."""
        for doc_id, also in self._connection.execute("SELECT doc_id, also FROM documents WHERE also != '[]'"):
            if path in json.loads(also):
                return str(doc_id)
        return None

    def text(self, row: int) -> str:
        """Give the text of the passage at a row."""
        (text,) = self._connection.execute(
            'SELECT substr(text, start + 1, "end" - start) FROM passages JOIN documents ON document = ordinal'
            " WHERE row = ?",
            (int(row),),
        ).fetchone()
        return str(text)

    def sentences(self, row: int) -> list[str]:
        """Give the texts of the sentences of the passage at a row."""
        start, sentences = self._connection.execute(
            "SELECT start, sentences FROM passages WHERE row = ?", (int(row),)
        ).fetchone()
        text = self.text(row)
        return [text[begin - start : end - start] for begin, end in json.loads(sentences)]

    def _passage(self, row: int) -> Passage:
        doc_id, start, end, unit, heading, prefix, sentences = self._connection.execute(
            'SELECT doc_id, start, "end", unit, headings.text, prefix, sentences FROM passages'
            " JOIN documents ON document = ordinal JOIN headings ON heading = number WHERE row = ?",
            (int(row),),
        ).fetchone()
        return Passage(doc_id, start, end, unit, heading, prefix, tuple(Sentence(*s) for s in json.loads(sentences)))


def fingerprint(text: str) -> int:
    """Give a number for the words of a text, whatever their case and the spaces between them."""
    folded = " ".join(text.casefold().split())
    return int.from_bytes(hashlib.blake2b(folded.encode(errors="replace"), digest_size=8).digest(), signed=True)
