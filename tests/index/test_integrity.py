import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reportqa.answering.engine import Engine
from reportqa.embedding import Embedder
from reportqa.errors import IndexUnavailable
from reportqa.index.generation_writer import building, generation_id, publish
from reportqa.index.generations import current, folder, read_manifest
from reportqa.index.integrity import check_findable, verify
from reportqa.index.library import LIBRARY_FILE, Library
from reportqa.index.rows import LAYOUT_FILE
from reportqa.index.vectors import OFFSETS_FILE, PASSAGES_FILE, SENTENCES_FILE, UNITS_FILE
from reportqa.settings import Settings
from reportqa.storage import files_in

Change = Callable[[Path], None]


@pytest.fixture
def copied(varied: Settings, tmp_path: Path) -> Settings:
    """The same index in a folder of its own, with a generation before."""
    shutil.copytree(varied.index_dir, tmp_path / "index")
    settings = replace(varied, index_dir=tmp_path / "index")
    add_generation(settings, lambda _folder: None)
    return settings


def add_generation(settings: Settings, change: Change) -> None:
    """Switch to the generation in use with a change, its sums made anew."""
    used = current(settings.index_dir)
    manifest = read_manifest(settings.index_dir, used)
    with building(settings.index_dir) as build:
        for name, path in files_in(folder(settings.index_dir, used)).items():
            if not name.startswith("manifest"):
                (build / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, build / name)
        change(build)
        publish(settings.index_dir, build, replace(manifest, generation=generation_id(build)))


def in_use(settings: Settings) -> Path:
    return folder(settings.index_dir, current(settings.index_dir))


def flip(path: Path, position: int) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


def test_built_index_has_no_problem(copied: Settings, embedder: Embedder) -> None:
    Engine.open(copied, embedder).ask("How many registered patients did it have in April?")
    verification = verify(copied)
    assert verification.problems == ()
    assert verification.to_dict()["sound"]
    assert verification.checked["documents"] == 5
    assert verification.checked["passages"] == verification.checked["vectors"] > 0
    assert verification.checked["sentences"] > verification.checked["passages"]


def test_one_wrong_bit_in_any_file_is_found(copied: Settings) -> None:
    files = files_in(in_use(copied))
    assert len(files) > 15
    for name, path in files.items():
        size = path.stat().st_size
        for position in {0, size // 2, size - 1} if size else set():
            flip(path, position)
            verification = verify(copied)
            assert any(name in problem for problem in verification.problems), (name, position)
            assert 'Run "reportqa rollback" to return to the generation of' in verification.remedy
            flip(path, position)
    assert verify(copied).problems == ()


def test_without_a_sound_generation_before_the_way_out_is_a_rebuild(copied: Settings) -> None:
    for generation in (copied.index_dir / "generations").iterdir():
        flip(generation / LIBRARY_FILE, 5000)
    assert verify(copied).remedy == 'Run "reportqa index --rebuild".'


def test_missing_and_cut_files_are_refused_at_once_with_the_ways_out(copied: Settings, embedder: Embedder) -> None:
    path = in_use(copied)
    for name, file in files_in(path).items():
        kept = file.read_bytes()
        if not kept:
            continue
        for content in (kept[:-1], None):
            file.unlink() if content is None else file.write_bytes(content)
            with pytest.raises(IndexUnavailable, match='Run "reportqa index", or "reportqa rollback"') as refused:
                Engine.open(copied, embedder)
            assert str(refused.value).count(". ") == 1, name
            file.write_bytes(kept)
    assert verify(copied).problems == ()


def execute(statement: str) -> Change:
    def change(build: Path) -> None:
        connection = sqlite3.connect(build / LIBRARY_FILE)
        with connection:
            connection.execute(statement)
        connection.close()

    return change


def resaved(name: str, change: Callable[[np.ndarray], np.ndarray]) -> Change:
    return lambda build: np.save(build / name, change(np.load(build / name)))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (execute('UPDATE passages SET "end" = 1000000 WHERE row = 2'), "passage 2 of notes.txt is outside the text"),
        (execute("UPDATE passages SET start = start + 1 WHERE row = 0"), "has other words than were indexed"),
        (execute("UPDATE passages SET sentences = '[[0, 100000]]' WHERE row = 0"), "sentence that is not inside"),
        (execute("UPDATE passages SET sentences = '[[0' WHERE row = 0"), "the index cannot be read"),
        (execute("UPDATE passages SET row = 77 WHERE row = 0"), "does not fit the passages"),
        (execute("DELETE FROM passages WHERE row = (SELECT max(row) FROM passages)"), "the manifest counts"),
        (execute("DELETE FROM headings WHERE number = 0"), "heading"),
        (execute("UPDATE passages SET document = 99 WHERE row = 0"), "refers to document 99, which is not there"),
        (execute("DELETE FROM documents WHERE ordinal = 4"), "there are 4 documents, and the manifest counts 5"),
        (execute("UPDATE documents SET passage_count = 9"), "does not have the 9 passages"),
        (execute("UPDATE documents SET sha256 = 'x' WHERE ordinal = 0"), "is not the file that the manifest names"),
        (execute("UPDATE documents SET page_count = 9"), "has other counts"),
        (execute("UPDATE documents SET pages = '[[1, null, 0, 99999, false]]', page_count = 1"), "has a page outside"),
        (execute("INSERT INTO duplicates VALUES (0, 99)"), "row 0 is said to repeat row 99"),
        (execute("DROP TABLE words"), "the index cannot be read (no such table: words)"),
        (resaved(OFFSETS_FILE, lambda offsets: offsets + 1), "does not fit the sentences"),
        (resaved(SENTENCES_FILE, lambda vectors: vectors[:-1]), "sentences.npy has"),
        (resaved(PASSAGES_FILE, lambda vectors: vectors * np.float16("nan")), "values that are no numbers"),
        (resaved(LAYOUT_FILE, lambda layout: layout[:-1]), "layout.npy does not fit the passages"),
        (resaved(LAYOUT_FILE, lambda layout: layout[::-1]), "layout.npy does not fit the passages"),
        (execute("UPDATE texts SET text = 'x' || text WHERE block = 0"), "has other words than were indexed"),
        (resaved(UNITS_FILE, lambda vectors: vectors[:-1]), "units.npy has"),
    ],
)
def test_parts_that_do_not_fit_are_found(copied: Settings, change: Change, problem: str) -> None:
    add_generation(copied, change)
    verification = verify(copied)
    assert any(problem in found for found in verification.problems), verification.problems
    assert "which is undamaged" in verification.remedy


def test_no_index_says_what_to_run(varied: Settings, tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match='Run "reportqa index" first'):
        verify(replace(varied, index_dir=tmp_path))


def test_new_generation_has_to_find_the_text_of_its_passage(copied: Settings, embedder: Embedder) -> None:
    text = Library.open(in_use(copied)).texts([0])[0]
    check_findable(in_use(copied), text, embedder)
    with pytest.raises(IndexUnavailable, match="does not find its own text"):
        check_findable(in_use(copied), f"{text} zyzzyva", embedder)
    with pytest.raises(IndexUnavailable, match="does not find its own text"):
        check_findable(in_use(copied), "", embedder)


def test_new_generation_whose_parts_do_not_fit_each_other_is_refused(copied: Settings, embedder: Embedder) -> None:
    text = Library.open(in_use(copied)).texts([0])[0]
    rows = np.load(in_use(copied) / PASSAGES_FILE)
    np.save(in_use(copied) / PASSAGES_FILE, rows[:-1])
    with pytest.raises(IndexUnavailable):
        check_findable(in_use(copied), text, embedder)
