"""Integrity check of a generation: every file against its checksum, and the parts against each other."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from reportqa.document import Document, Passage
from reportqa.embedding import Embedder, export_problem
from reportqa.errors import IndexUnavailable, ReportQAError
from reportqa.index import generations
from reportqa.index.lexical import PASSAGE_WORDS, UNIT_WORDS, WordIndex
from reportqa.index.library import Library
from reportqa.index.manifest import Manifest
from reportqa.index.passage_store import PassageStore
from reportqa.index.rows import LAYOUT_FILE, Layout, Rows, fingerprint
from reportqa.index.vectors import VectorIndex
from reportqa.settings import Settings
from reportqa.text import terms

_SHOWN = 20
"""Problems of one kind that are listed; of the rest only the number."""


@dataclass(frozen=True, slots=True)
class Verification:
    """Result of a check: how many of each thing were checked, the problems, and what to do about them (`remedy`)."""

    generation: str
    checked: dict[str, int]
    problems: tuple[str, ...]
    remedy: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "generation": self.generation,
            "sound": not self.problems,
            "checked": self.checked,
            "problems": list(self.problems),
            "remedy": self.remedy,
        }


@dataclass
class _Findings:
    """Counts and problems found so far."""

    checked: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def add(self, name: str, count: int, problems: Sequence[str] = ()) -> None:
        self.checked[name] = count
        self.problems += problems[:_SHOWN]
        if len(problems) > _SHOWN:
            self.problems.append(f"{len(problems) - _SHOWN:,} more problems of {name}")


def verify(settings: Settings) -> Verification:
    """Check every byte of the current generation, and if no file has changed, that its parts fit each other.

    :raises IndexUnavailable: when there is no index.
    """
    generation = generations.current(settings.index_dir)
    folder = generations.folder(settings.index_dir, generation)
    found = _Findings()
    damaged = generations.damage(settings.index_dir, generation)
    found.add("files", sum(path.is_file() for path in folder.rglob("*")), damaged)
    if not damaged:
        manifest = generations.read_manifest(settings.index_dir, generation)
        try:
            with closing(Library.open(folder)) as library:
                _verify_parts(folder, library, manifest, found)
        # Inconsistent parts can fail in any of these ways; finding that is the purpose of the check.
        except (ReportQAError, sqlite3.Error, LookupError, ValueError, TypeError) as error:
            found.problems.append(f"the index cannot be read ({str(error) or type(error).__name__})")
    remedy = _remedy(settings) if found.problems else ""
    if not damaged and manifest.encoder != "torch":
        problem = export_problem(settings.index_dir, manifest.model_sha256, manifest.encoder)
        found.add("exported model", 1, [f"the exported model {problem}"] if problem else [])
        if found.problems and not remedy:
            remedy = 'Run "reportqa index" to export the model again.'
    return Verification(generation, found.checked, tuple(found.problems), remedy)


def check_findable(folder: Path, text: str, embedder: Embedder) -> None:
    """Open the parts of a new generation and search them for the text of one of its passages.

    :raises IndexUnavailable: when a part is broken, the parts do not fit each other, or the passage is not found.
    """
    store = PassageStore.open(folder)
    store.library.close()
    wanted = terms(text)
    by_words = store.passage_words.rows_with(wanted, 1)
    by_meaning = store.vectors.near(embedder.embed_question(text)[np.newaxis], 1) if text else ()
    if not len(by_meaning) or (wanted and not len(by_words)):
        raise IndexUnavailable("The new index does not find its own text. The previous index stays in use.")


def _remedy(settings: Settings) -> str:
    """Return how to get an undamaged index again."""
    before = generations.previous(settings.index_dir)
    if before is None or before.damage(generations.folder(settings.index_dir, before.generation)):
        return 'Run "reportqa index --rebuild".'
    return (
        f'Run "reportqa rollback" to return to the generation of {before.made}, which is undamaged, and'
        ' "reportqa index --rebuild" to build a new one.'
    )


def _verify_parts(folder: Path, library: Library, manifest: Manifest, found: _Findings) -> None:
    layout = library.layout()
    places = library.places()
    passages = len(places)
    found.add("documents", len(layout.doc_ids), list(_documents(library, layout, places, manifest)))
    headings = library.headings()
    rows = [(places[:, 1], range(len(layout.doc_ids)), "document"), (places[:, 3], headings, "heading")]
    dangling = [
        f"passage {row} refers to {name} {number}, which is not there"
        for numbers, there, name in rows
        for row, number in enumerate(numbers.tolist())
        if number not in there
    ]
    found.add("headings", len(headings), dangling)
    duplicates = library.duplicates()
    found.add(
        "duplicates",
        sum(map(len, duplicates.values())),
        [
            f"row {row} is said to repeat row {other}, which is not there or is itself"
            for row, others in duplicates.items()
            for other in others
            if not (0 <= row < passages and 0 <= other < passages) or row == other
        ],
    )
    if dangling:
        return
    counts: list[int] = []
    wrong: list[str] = []
    if passages != manifest.counts["passages"]:
        wrong.append(f"there are {passages:,} passages, and the manifest counts {manifest.counts['passages']:,}")
    fits = _fits(layout, places)
    if not fits:
        wrong.append(f"{LAYOUT_FILE} does not fit the passages")
    for row, passage, document in _passages(library, layout) if fits else ():
        counts.append(len(passage.sentences))
        wrong += _passage(row, passage, document, int(layout.fingerprints[row]))
    found.add("passages", passages, wrong)
    if not fits:
        return
    found.add("sentences", sum(counts))
    found.add("words", len(library.words()))
    found.add("abbreviations", len(library.abbreviations()))
    units = int(layout.units[-1]) + 1 if passages else 0
    vectors = VectorIndex.open(folder)
    wrong = vectors.problems(counts, units)
    if vectors.dim != manifest.dim:
        wrong.append(f"vectors have {vectors.dim} dimensions, and the manifest says {manifest.dim}")
    found.add("vectors", len(vectors), wrong)
    for name, part, expected in (("words of passages", PASSAGE_WORDS, passages), ("words of pages", UNIT_WORDS, units)):
        texts = len(WordIndex.open(folder / part))
        wrong = [f"{part} has {texts:,} texts for {expected:,}"] if texts != expected else []
        found.add(name, texts, wrong)


def _fits(layout: Layout, places: Rows) -> bool:
    """Return whether the layout and the library agree on document, unit and heading of each passage."""
    starts = np.any(np.diff(places[:, 1:3], axis=0, prepend=-1), axis=1)
    expected = places[:, 0], places[:, 1], np.cumsum(starts) - 1, places[:, 3]
    said = np.arange(len(layout.units)), layout.documents, layout.units, layout.headings
    return all(np.array_equal(one, other) for one, other in zip(expected, said, strict=True))


def _documents(library: Library, layout: Layout, places: Rows, manifest: Manifest) -> Iterator[str]:
    if len(set(layout.doc_ids)) != len(layout.doc_ids):
        yield "two documents have the same id"
    if len(layout.doc_ids) != manifest.counts["files"]:
        yield f"there are {len(layout.doc_ids):,} documents, and the manifest counts {manifest.counts['files']:,}"
    passages = dict(zip(*(column.tolist() for column in np.unique(places[:, 1], return_counts=True)), strict=True))
    ordinals = {doc_id: ordinal for ordinal, doc_id in enumerate(layout.doc_ids)}
    for summary in library.summaries():
        document = library.document(summary.doc_id)
        if manifest.inputs and manifest.inputs.get(summary.doc_id) != summary.sha256:
            yield f"{summary.doc_id} is not the file that the manifest names"
        if (summary.pages, summary.characters) != (len(document.pages), len(document.text)):
            yield f"{summary.doc_id} has other counts than its text and pages"
        if any(not 0 <= page.start <= page.end <= len(document.text) for page in document.pages):
            yield f"{summary.doc_id} has a page outside its text"
        if summary.passages != passages.get(ordinals[summary.doc_id], 0):
            yield f"{summary.doc_id} does not have the {summary.passages:,} passages that it counts"


def _passages(library: Library, layout: Layout) -> Iterator[tuple[int, Passage, Document]]:
    """Yield each row with its passage and document; each document is read once."""
    for ordinal, rows in groupby(range(len(layout.units)), key=lambda row: int(layout.documents[row])):
        document = library.document(layout.doc_ids[ordinal])
        members = list(rows)
        for row, passage in zip(members, library.passages(members), strict=True):
            yield row, passage, document


def _passage(row: int, passage: Passage, document: Document, words: int) -> Iterator[str]:
    place = f"passage {row} of {document.doc_id}"
    if not 0 <= passage.start < passage.end <= len(document.text):
        yield f"{place} is outside the text of the document"
        return
    if fingerprint(document.text[passage.start : passage.end]) != words:
        yield f"{place} has other words than were indexed"
    sentences = passage.sentences
    inside = all(passage.start <= sentence.start < sentence.end <= passage.end for sentence in sentences)
    if not inside or any(one.end > other.start for one, other in pairwise(sentences)):
        yield f"{place} has a sentence that is not inside it or overlaps another"
