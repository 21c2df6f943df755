"""Everything that one document adds to the index: passages, terms, words, abbreviations, shingles."""

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from reportqa.document import Document, Passage, Sentence
from reportqa.index import Shingles, TermRows, shingles
from reportqa.ingest.chunker import CountTokens, chunk
from reportqa.text import find_abbreviations, terms

VERSION = 4
"""Increased when the entry of the same document changes; cached entries are then rebuilt."""

_WORD = re.compile(r"[^\W\d_]+")
_SIZE = 8
"""Bytes of the length prefix of each part."""


@dataclass(frozen=True, slots=True, eq=False)
class IndexEntry:
    """The passages of a document, with the terms of each passage and unit (page or section) separated by spaces.

    `words` counts the passages with each word, `abbreviations` the expansions of each abbreviation; `shingles` are
    those of each passage, `passage_rows` and `unit_rows` the terms for the forward index.
    """

    passages: tuple[Passage, ...]
    passage_terms: tuple[str, ...]
    unit_terms: tuple[str, ...]
    words: Mapping[str, int]
    abbreviations: Mapping[str, Mapping[str, int]]
    shingles: tuple[Shingles, ...]
    passage_rows: TermRows
    unit_rows: TermRows

    @classmethod
    def of(cls, document: Document, count_tokens: CountTokens) -> "IndexEntry":
        """Return the entry of a document; `count_tokens` returns the number of model tokens of each text."""
        return cls.of_passages(document, tuple(chunk(document, count_tokens)))

    @classmethod
    def of_passages(cls, document: Document, passages: tuple[Passage, ...]) -> "IndexEntry":
        """Return the entry of a document that was cut into these passages."""
        texts = [document.text[passage.start : passage.end] for passage in passages]
        named = document.file_words
        passage_terms = tuple(
            " ".join(terms(f"{named} {passage.prefix}{text}")) for passage, text in zip(passages, texts, strict=True)
        )
        unit_terms = tuple(" ".join(terms(text)) for text in _unit_texts(document, passages))
        return cls(
            passages=passages,
            passage_terms=passage_terms,
            unit_terms=unit_terms,
            words=Counter(word for text in texts for word in set(_WORD.findall(text.lower()))),
            abbreviations=find_abbreviations(document.text),
            shingles=tuple(shingles(text) for text in texts),
            passage_rows=TermRows.of(passage_terms),
            unit_rows=TermRows.of(unit_terms),
        )

    def to_bytes(self) -> bytes:
        """Return the entry as bytes, without the id of the document, which changes when the file is renamed."""
        values = {
            "passages": [
                (p.start, p.end, p.unit, p.heading, p.prefix, [(s.start, s.end) for s in p.sentences])
                for p in self.passages
            ],
            "passage_terms": self.passage_terms,
            "unit_terms": self.unit_terms,
            "words": dict(self.words),
            "abbreviations": self.abbreviations,
            "shingles": [len(held) for held in self.shingles],
        }
        hashes = np.concatenate([np.empty(0, np.uint32), *self.shingles]).astype("<u4")
        parts = [
            zlib.compress(json.dumps(values).encode(), level=1),
            hashes.tobytes(),
            self.passage_rows.to_bytes(),
            self.unit_rows.to_bytes(),
        ]
        return b"".join(len(part).to_bytes(_SIZE) + part for part in parts)

    @classmethod
    def from_bytes(cls, data: bytes, doc_id: str) -> "IndexEntry":
        """Return the entry from what `to_bytes` returned."""
        compressed, held, passage_rows, unit_rows = _parts(data)
        values = json.loads(zlib.decompress(compressed))
        hashes = np.frombuffer(held, "<u4").astype(np.uint32)
        return cls(
            passages=tuple(
                Passage(doc_id, start, end, unit, heading, prefix, tuple(Sentence(*s) for s in sentences))
                for start, end, unit, heading, prefix, sentences in values["passages"]
            ),
            passage_terms=tuple(values["passage_terms"]),
            unit_terms=tuple(values["unit_terms"]),
            words=values["words"],
            abbreviations=values["abbreviations"],
            shingles=tuple(np.split(hashes, np.cumsum(values["shingles"][:-1], dtype=np.int64)))
            if values["shingles"]
            else (),
            passage_rows=TermRows.from_bytes(passage_rows, len(values["passage_terms"])),
            unit_rows=TermRows.from_bytes(unit_rows, len(values["unit_terms"])),
        )


def _parts(data: bytes) -> Iterator[bytes]:
    """Yield the parts of a byte string, each of which follows its length."""
    while data:
        end = _SIZE + int.from_bytes(data[:_SIZE])
        yield data[_SIZE:end]
        data = data[end:]


def _unit_texts(document: Document, passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the text of each unit (page or section) with its headings, in order."""
    for _, members in groupby(passages, key=lambda passage: passage.unit):
        group = list(members)
        headings = dict.fromkeys(passage.prefix for passage in group)
        yield " ".join([document.file_words, *headings, document.text[group[0].start : group[-1].end]])
