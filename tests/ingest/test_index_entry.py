from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reportqa.document import Document
from reportqa.ingest.index_entry import IndexEntry

TEXT = (
    "General practices share a board. The clinical commissioning group (CCG) pays each practice for every patient "
    "that is registered there, and for nothing else.\n\nThe CCG has two boards."
)
DOCUMENT = Document("a.txt", "0" * 64, "text/plain", {"title": "A report"}, TEXT, file_words="Elm 2016")


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def test_entry_has_the_passages_their_terms_words_and_abbreviations() -> None:
    entry = IndexEntry.of(DOCUMENT, count_words)
    assert len(entry.passages) == len(entry.passage_terms) == len(entry.shingles) == 1
    assert {"elm", "2016", "board"} <= set(entry.passage_terms[0].split())
    assert entry.words["boards"] == 1
    assert entry.abbreviations["CCG"] == {"clinical commissioning group": 1}
    assert entry.passage_rows.lengths.tolist() == [len(entry.passage_terms[0].split())]


def test_entry_is_the_same_from_bytes_under_another_id() -> None:
    entry = IndexEntry.of(DOCUMENT, count_words)
    again = IndexEntry.from_bytes(entry.to_bytes(), "b.txt")
    assert again.passages == tuple(replace(passage, doc_id="b.txt") for passage in entry.passages)
    assert (again.passage_terms, again.unit_terms) == (entry.passage_terms, entry.unit_terms)
    assert (again.words, again.abbreviations) == (entry.words, entry.abbreviations)
    assert [held.tolist() for held in again.shingles] == [held.tolist() for held in entry.shingles]
    assert np.array_equal(again.unit_rows.terms, entry.unit_rows.terms)


def test_document_without_sentences_has_an_empty_entry() -> None:
    entry = IndexEntry.of(replace(DOCUMENT, text="\n"), count_words)
    assert IndexEntry.from_bytes(entry.to_bytes(), "a.txt").passages == entry.passages == ()
