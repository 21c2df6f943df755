"""Small generations, written without a model."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from reportqa.document import Document, Passage
from reportqa.embedding.late_interaction import signs_of
from reportqa.index.generation_writer import building, generation_id, publish
from reportqa.index.lexical import PASSAGE_WORDS, UNIT_WORDS, WordWriter
from reportqa.index.library_writer import LibraryWriter
from reportqa.index.manifest import FORMAT, Manifest
from reportqa.index.vectors import VectorWriter

DIM = 4


def build_one(index_dir: Path, content: str = "content") -> str:
    with building(index_dir) as build:
        (build / "part").mkdir()
        (build / "part" / "file").write_text(content)
        generation = generation_id(build)
        publish(index_dir, build, manifest_of(generation))
    return generation


def manifest_of(generation: str) -> Manifest:
    return Manifest(FORMAT, generation, "2016-07-19T00:00:00+00:00", "model", "0" * 64, 384, {}, {}, {}, {}, ("Why?",))


def contents(index_dir: Path) -> set[str]:
    return {path.name for path in (index_dir / "generations").iterdir()}


def write_parts(
    folder: Path,
    documents: Sequence[tuple[Document, Sequence[Passage]]],
    duplicates: Sequence[tuple[int, tuple[int, ...]]] = (),
) -> None:
    """Write the parts of a generation; each passage is a unit of its own, and all vectors are the same."""
    with (
        LibraryWriter(folder) as library,
        VectorWriter(folder, DIM) as vectors,
        WordWriter(folder / PASSAGE_WORDS) as passage_words,
        WordWriter(folder / UNIT_WORDS) as unit_words,
    ):
        unit = np.eye(1, DIM, dtype=np.float32)
        row = 0
        for document, passages in documents:
            library.add(document, passages)
            for passage in passages:
                terms = [document.text[passage.start : passage.end].lower()]
                passage_words.add(terms)
                unit_words.add(terms)
                vectors.add(unit, [unit], [signs_of(unit)], np.array([row], np.int64))
                row += 1
        library.add_keys()
        library.add_duplicates(duplicates)
