import shutil
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest

from reportqa.document import Document, Passage, Sentence
from reportqa.errors import IndexUnavailable
from reportqa.index.generation_writer import building, generation_id, publish
from reportqa.index.passage_store import PassageStore, open_generation
from reportqa.index.vectors import VectorWriter
from support.generating import DIM, manifest_of, write_parts

TEXT = "Federations share a board."
DOCUMENT = Document("a.txt", "0" * 64, "text/plain", {"id": "a.txt", "title": "A"}, TEXT)
PARTS = [(DOCUMENT, [Passage("a.txt", 0, len(TEXT), 0, "", "", (Sentence(0, len(TEXT)),))])]


def build_parts(index_dir: Path) -> str:
    with building(index_dir) as build:
        write_parts(build, PARTS)
        generation = generation_id(build)
        publish(index_dir, build, replace(manifest_of(generation), dim=DIM))
    return generation


def test_open_generation_has_the_manifest_and_the_parts(tmp_path: Path) -> None:
    generation = build_parts(tmp_path)
    opened = open_generation(tmp_path)
    assert opened.manifest.generation == generation
    assert opened.store.library.texts([0]) == [TEXT]
    assert len(opened.store.vectors) == len(opened.store.passage_words) == len(opened.store.unit_words) == 1
    opened.store.library.close()


def test_generation_opens_while_builds_replace_it(tmp_path: Path) -> None:
    build_parts(tmp_path)
    ended = Event()

    def build_on() -> None:
        while not ended.is_set():
            build_parts(tmp_path)

    builder = Thread(target=build_on)
    builder.start()
    seen: set[str] = set()
    try:
        while len(seen) < 5:
            opened = open_generation(tmp_path)
            assert opened.store.library.texts([0]) == [TEXT]
            opened.store.library.close()
            seen.add(opened.manifest.generation)
    finally:
        ended.set()
        builder.join()


def test_parts_of_different_generations_are_refused(tmp_path: Path) -> None:
    write_parts(tmp_path, PARTS)
    vectors = np.eye(2, DIM, dtype=np.float32)
    with VectorWriter(tmp_path, DIM) as writer:
        writer.add(vectors, [vectors[:1], vectors[1:]], np.arange(2))
    with pytest.raises(IndexUnavailable, match="do not belong together"):
        PassageStore.open(tmp_path)


@pytest.mark.parametrize(
    "part",
    ["library.sqlite", "nearest.faiss", "layout.npy", "passages.npy", "sentences.npy", "lexical/units/meta.json"],
)
def test_missing_part_is_one_clear_error(tmp_path: Path, part: str) -> None:
    write_parts(tmp_path, PARTS)
    (tmp_path / part).unlink()
    with pytest.raises(IndexUnavailable, match='Run "reportqa index --rebuild"'):
        PassageStore.open(tmp_path)


def test_damaged_generation_does_not_open(tmp_path: Path) -> None:
    generation = build_parts(tmp_path)
    shutil.rmtree(tmp_path / "generations" / generation / "lexical")
    with pytest.raises(IndexUnavailable, match="is damaged"):
        open_generation(tmp_path)
