"""Extracts of an index: indexes of some of its documents, equal to those that a build of only these would make."""

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from reportqa.document import Document, Passage
from reportqa.index import Generation, Layout, PassageStore, VectorWriter, building, publish
from reportqa.ingest.index_entry import IndexEntry
from reportqa.ingest.index_writer import IndexWriter
from reportqa.progress import Progress

_AT_ONCE = 1024
"""Passages whose vectors are copied in one step."""


class _VectorCopier:
    """Writer of the vectors that another index has of the same passages."""

    embedded = 0

    def __init__(self, layout: Layout, source: PassageStore, writer: VectorWriter) -> None:
        self._rows = dict(zip(layout.doc_ids, pairwise(layout.document_first.tolist()), strict=True))
        self._vectors = source.vectors
        self._writer = writer
        self._units = 0

    def add(self, document: Document, passages: Sequence[Passage]) -> None:
        """Append the passages of a document."""
        first, end = self._rows[document.doc_id]
        units = np.array([passage.unit for passage in passages], np.int64) + self._units
        for at in range(first, end, _AT_ONCE):
            rows = np.arange(at, min(at + _AT_ONCE, end), dtype=np.int64)
            vectors, sentences, tokens = self._vectors.stored(rows)
            self._writer.add(vectors, sentences, tokens, units[rows - first])
        if passages:
            self._units += passages[-1].unit + 1

    def flush(self) -> None:
        """Do nothing: all passages are written."""


def extract(generation: Generation, doc_ids: Collection[str], index_dir: Path, progress: Progress) -> None:
    """Write a generation with only some documents of an open one into another index folder, and make it current there.

    It has the id, the models and the settings of the open one, and nothing that depends on its other documents.

    :raises IndexUnavailable: when the folder cannot be written, or another process writes it.
    """
    manifest, library = generation.manifest, generation.store.library
    with generation.guard, building(index_dir) as build_dir:
        layout = library.layout()
        with ExitStack() as parts:
            vectors = parts.enter_context(VectorWriter(build_dir, manifest.dim))
            writer = IndexWriter(build_dir, _VectorCopier(layout, generation.store, vectors), parts)
            chosen = [number for number, doc_id in enumerate(layout.doc_ids) if doc_id in doc_ids]
            advance = progress.stage("Extracting", len(chosen))
            for number in chosen:
                first, end = layout.document_first[[number, number + 1]].tolist()
                document = library.document(layout.doc_ids[number])
                boxes = library.packed_boxes(document.doc_id)
                # Paths of copies of a file are not part of the document.
                document = replace(
                    document, also=(), boxes=tuple(boxes.get(page.physical, b"") for page in document.pages)
                )
                writer.add(document, IndexEntry.of_passages(document, tuple(library.passages(range(first, end)))))
                advance(1, document.doc_id)
            writer.finish(progress)
        kept = {layout.doc_ids[number] for number in chosen}
        counts = {"files": writer.files, "pages": writer.pages, "passages": writer.passages}
        inputs = {name: sha256 for name, sha256 in manifest.inputs.items() if name in kept}
        publish(index_dir, build_dir, replace(manifest, counts=counts, inputs=inputs, skipped={}, sample_questions=()))
