import random
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest

from reportqa.answering.engine import Engine
from reportqa.cli.progress_bars import showing_progress
from reportqa.document import Document, Passage, Sentence
from reportqa.embedding import Embedder
from reportqa.errors import DocumentNotFound, IndexUnavailable
from reportqa.index.generation_writer import building, generation_id, publish, rollback
from reportqa.index.generations import current, folder
from reportqa.index.integrity import verify
from reportqa.index.manifest import MANIFEST_FILE, Manifest
from reportqa.index.passage_store import Guard, PassageStore, open_generation
from reportqa.index.vectors import VectorWriter
from reportqa.ingest.build import index
from reportqa.server.app import create_app
from reportqa.settings import Settings
from reportqa.storage import files_in
from support.generating import DIM, manifest_of, write_parts
from support.shelves import QUESTION

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


@pytest.mark.slow
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


@pytest.mark.slow
def test_next_generation_opens_when_builds_remove_the_one_that_is_opening(tmp_path: Path) -> None:
    first = build_parts(tmp_path)
    manifest = folder(tmp_path, first) / MANIFEST_FILE
    built: list[str] = []

    def build_at_opening(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and not built and str(arguments[0]) == str(manifest):
            built.append(first)
            # The first of two builds keeps the generation before it.
            built.extend([build_parts(tmp_path), build_parts(tmp_path)])

    sys.addaudithook(build_at_opening)
    opened = open_generation(tmp_path)
    assert not manifest.exists()
    assert opened.manifest.generation == built[-1] != first
    assert opened.store.library.texts([0]) == [TEXT]
    opened.store.library.close()
    with pytest.raises(IndexUnavailable):
        open_generation(tmp_path, first)


def test_parts_of_different_generations_are_refused(tmp_path: Path) -> None:
    write_parts(tmp_path, PARTS)
    vectors = np.eye(2, DIM, dtype=np.float32)
    with VectorWriter(tmp_path, DIM) as writer:
        writer.add(vectors, [vectors[:1], vectors[1:]], [np.zeros((1, -(-DIM // 8)), np.uint8)] * 2, np.arange(2))
    with pytest.raises(IndexUnavailable, match="do not belong together"):
        PassageStore.open(tmp_path)


@pytest.mark.parametrize(
    "part",
    [
        "library.sqlite",
        "nearest.faiss",
        "layout.npy",
        "passages.npy",
        "sentences.npy",
        "signs.npy",
        "lexical/units/meta.json",
    ],
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


QUESTIONS = (QUESTION, "What do practices share?", "Who talked to the manager?")
WAYS_OUT = r'Run "reportqa index", or "reportqa rollback" to return to the generation of [\d: -]+UTC\.$'


@pytest.fixture
def own(varied: Settings, tmp_path: Path) -> Settings:
    """The same index in a folder of its own, with a generation before."""
    shutil.copytree(varied.index_dir, tmp_path / "index")
    own = replace(varied, index_dir=tmp_path / "index")
    used = folder(own.index_dir, current(own.index_dir))
    with building(own.index_dir) as build:
        shutil.copytree(used, build, dirs_exist_ok=True, ignore=shutil.ignore_patterns("manifest.*"))
        publish(own.index_dir, build, replace(Manifest.read(used), generation=generation_id(build)))
    return own


def parts_of(settings: Settings) -> dict[str, Path]:
    """Return the files of the generation in use that hold anything."""
    files = files_in(folder(settings.index_dir, current(settings.index_dir)))
    return {name: path for name, path in files.items() if path.stat().st_size}


def write_over(path: Path, position: int, content: bytes) -> bytes:
    """Change bytes of a file that may be open; give those that were there."""
    with path.open("r+b") as file:
        file.seek(position)
        before = file.read(len(content))
        file.seek(position)
        file.write(content)
    return before


def damages(path: Path) -> Iterator[tuple[int, bytes]]:
    """Return one changed byte at the start, the end and a few places between."""
    size = path.stat().st_size
    draw = random.Random(path.name)  # noqa: S311, not for secrets
    for position in {0, size - 1, *(draw.randrange(size) for _ in range(4))}:
        yield position, bytes([path.read_bytes()[position] ^ 1 << draw.randrange(8)])


@pytest.mark.slow
def test_any_changed_byte_is_refused_when_it_is_opened_with_the_ways_out(own: Settings, embedder: Embedder) -> None:
    for name, path in parts_of(own).items():
        for position, content in damages(path):
            before = write_over(path, position, content)
            with pytest.raises(IndexUnavailable, match=WAYS_OUT) as refused:
                Engine.open(own, embedder)
            assert name in str(refused.value) or name.startswith("manifest"), name
            assert any(name in problem for problem in verify(own).problems), name
            write_over(path, position, before)
    assert Engine.open(own, embedder).ask(QUESTION).answerable


@pytest.mark.slow
def test_changed_pointer_is_refused_or_names_a_whole_generation(own: Settings, embedder: Embedder) -> None:
    path = own.index_dir / "current"
    kept = path.read_bytes()
    for position in range(len(kept)):
        write_over(path, position, bytes([kept[position] ^ 1]))
        try:
            assert Engine.open(own, embedder).ask(QUESTION).answerable
        except IndexUnavailable as error:
            assert 'Run "reportqa index"' in str(error)  # noqa: PT017, which of both is no matter
        path.write_bytes(kept)


def test_server_tells_of_damage_and_goes_on_after_a_rollback(own: Settings) -> None:
    path = parts_of(own)["sentences.npy"]
    write_over(path, path.stat().st_size // 2, b"damage")
    client = create_app(own).test_client()
    for address in ("/healthz", "/api/ask?q=How+many%3F", "/"):
        response = client.get(address)
        assert response.status_code == 503
        assert "sentences.npy does not have the bytes" in response.text
        assert "reportqa rollback" in response.text
    rollback(own.index_dir)
    assert client.get("/healthz").status_code == 200


@pytest.mark.slow
def test_index_is_built_anew_when_it_is_damaged(own: Settings, embedder: Embedder) -> None:
    path = parts_of(own)["library.sqlite"]
    write_over(path, path.stat().st_size // 2, b"damage")
    with showing_progress() as progress:
        assert index(own, progress).built
    assert verify(own).problems == ()


@pytest.mark.slow
@pytest.mark.parametrize("length", [64, 10**9])
def test_damage_after_opening_is_an_answer_or_one_sentence(own: Settings, embedder: Embedder, length: int) -> None:
    draw = random.Random(length)  # noqa: S311, not for secrets
    for path in parts_of(own).values():
        engine = Engine.open(own, embedder)
        size = path.stat().st_size
        position = draw.randrange(size) if length < size else 0
        before = write_over(path, position, draw.randbytes(min(length, size - position)))
        for question in QUESTIONS:
            try:
                assert engine.ask(question).generation == engine.generation
            except IndexUnavailable as error:
                assert "is damaged" in str(error) or "is broken" in str(error)  # noqa: PT017, either is right
        problem = engine.check()
        assert problem is not None
        assert "reportqa rollback" in problem
        for reading in (partial(engine.ask, QUESTION), engine.documents, partial(engine.document, "notes.txt")):
            with pytest.raises(IndexUnavailable, match=r"damaged|broken"):
                reading()
        write_over(path, position, before)


def test_errors_with_other_reasons_stay_what_they_are(own: Settings) -> None:
    guard = Guard(own.index_dir, current(own.index_dir))
    with pytest.raises(ZeroDivisionError), guard:
        raise ZeroDivisionError
    (folder(own.index_dir, current(own.index_dir)) / MANIFEST_FILE).unlink()
    with pytest.raises(DocumentNotFound), guard:
        raise DocumentNotFound("none")
    with pytest.raises(IndexUnavailable), guard:
        raise ZeroDivisionError
    with pytest.raises(IndexUnavailable), guard:
        pytest.fail("a damaged index is read")
