import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.errors import CorpusError, IndexMismatch, IndexUnavailable
from reportqa.index import generations
from reportqa.index.generations import OWN_CALIBRATION, folder
from reportqa.index.library import LIBRARY_FILE
from reportqa.ingest.status import FileHashes, corpus_changes, read_status
from reportqa.settings import Limits, Settings
from reportqa.storage import file_sha256
from support.shelves import build_shelf


@pytest.fixture
def own(varied: Settings, tmp_path: Path) -> Settings:
    """A copy of an indexed corpus that may be changed."""
    shutil.copytree(varied.index_dir, tmp_path / "index")
    shutil.copytree(varied.corpus_dir, tmp_path / "corpus")
    return replace(varied, index_dir=tmp_path / "index", corpus_dir=tmp_path / "corpus")


@pytest.mark.slow
def test_unchanged_corpus_is_up_to_date(own: Settings) -> None:
    found = read_status(own)
    assert found.to_dict()["up_to_date"]
    assert not found.changes
    assert found.problem is found.before is found.generation_before is None
    assert (found.counts["files"], found.own_calibration) == (5, False)
    assert found.age_seconds >= 0
    assert found.parts[LIBRARY_FILE] == (folder(own.index_dir, found.generation) / LIBRARY_FILE).stat().st_size
    assert sum(found.parts.values()) < found.total_bytes


@pytest.mark.slow
def test_new_changed_and_removed_files_are_named(own: Settings) -> None:
    (own.corpus_dir / "new.txt").write_text("A new report.")
    (own.corpus_dir / "notes.txt").write_text("Other notes.")
    (own.corpus_dir / "kbv" / "hausarzt.txt").unlink()
    changes = read_status(own).changes
    assert changes
    assert (changes.new, changes.changed, changes.removed) == (("new.txt",), ("notes.txt",), ("kbv/hausarzt.txt",))
    assert not read_status(own).to_dict()["up_to_date"]


@pytest.mark.slow
def test_changed_bibliography_counts_and_a_new_date_does_not(own: Settings) -> None:
    (own.corpus_dir / "notes.txt").touch()
    assert not read_status(own).changes
    (own.corpus_dir / "library.json").write_text("[]")
    changes = read_status(own).changes
    assert changes
    assert changes.changed == ("library.json",)


@pytest.mark.slow
def test_files_that_fail_have_their_reasons(own: Settings) -> None:
    (own.corpus_dir / "film.mp4").write_bytes(b"\x89PNG")
    shutil.copy(own.corpus_dir / "notes.txt", own.corpus_dir / "twice.txt")
    changes = read_status(own).changes
    assert changes
    assert changes.failed["film.mp4"].startswith("can't be read. Supported: ")
    assert changes.failed["twice.txt"] == "is the same file as notes.txt."
    assert changes.new == ("twice.txt",)


@pytest.mark.slow
def test_file_that_failed_when_it_was_indexed_is_told_until_it_changes(tmp_path: Path, varied: Settings) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    settings = build_shelf(tmp_path, varied.root)
    found = read_status(settings)
    assert found.changes is not None
    assert "PDF" in found.changes.failed["broken.pdf"]
    assert not found.changes
    (tmp_path / "corpus" / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    found = read_status(settings)
    assert found.changes
    assert (found.changes.changed, found.changes.failed) == (("broken.pdf",), {})


@pytest.mark.slow
def test_other_settings_than_the_index_was_built_with_are_named(own: Settings) -> None:
    changes = read_status(replace(own, ocr=True, limits=replace(Limits(), seconds=7))).changes
    assert changes
    assert changes.settings == ("ocr", "seconds")


@pytest.mark.slow
def test_own_calibration_is_told(own: Settings) -> None:
    (own.index_dir / OWN_CALIBRATION).write_text("{}")
    assert read_status(own).own_calibration


@pytest.mark.slow
def test_missing_corpus_and_damage_are_problems(own: Settings) -> None:
    shutil.move(own.corpus_dir, own.corpus_dir.with_name("away"))
    found = read_status(own)
    assert found.changes is None
    assert found.problem is not None
    assert found.problem.startswith("There is no folder")
    shutil.move(own.corpus_dir.with_name("away"), own.corpus_dir)
    (folder(own.index_dir, found.generation) / LIBRARY_FILE).unlink()
    found = read_status(own)
    assert found.changes is not None
    assert found.problem is not None
    assert "library.sqlite is missing" in found.problem
    assert not found.to_dict()["up_to_date"]


@pytest.mark.slow
def test_no_index_says_what_to_run(own: Settings, tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match='Run "reportqa index" first'):
        read_status(replace(own, index_dir=tmp_path / "nowhere"))


@pytest.mark.slow
def test_index_of_another_version_is_a_mismatch(own: Settings) -> None:
    path = folder(own.index_dir, read_status(own).generation) / "manifest.json"
    path.write_text(path.read_text().replace('"format": ', '"format": 9'))
    with pytest.raises(IndexMismatch, match='Run "reportqa index"'):
        read_status(own)


class Counting(FileHashes):
    """Sums that say which files they were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def of(self, path: Path) -> str:
        self.asked.append(path.name)
        return super().of(path)


def test_same_is_found_as_by_reading_all(own: Settings) -> None:
    generation = generations.current(own.index_dir)
    sums = FileHashes()
    assert corpus_changes(own, generation, sums) == read_status(own).changes
    (own.corpus_dir / "new.txt").write_text("A new report.")
    (own.corpus_dir / "notes.txt").write_text("Other notes.")
    (own.corpus_dir / "kbv" / "hausarzt.txt").unlink()
    changes = corpus_changes(own, generation, sums)
    assert changes == read_status(own).changes
    assert (changes.new, changes.changed, changes.removed) == (("new.txt",), ("notes.txt",), ("kbv/hausarzt.txt",))


@pytest.mark.slow
def test_only_files_with_other_times_are_read(varied: Settings, tmp_path: Path) -> None:
    corpus_dir = Path(shutil.copytree(varied.corpus_dir, tmp_path / "corpus"))
    generation = generations.current(varied.index_dir)
    sums = Counting()
    # Those of the index itself are older than it.
    assert not corpus_changes(varied, generation, sums)
    assert sums.asked == []
    # An old modification time alone makes no file an old one.
    for path in corpus_dir.rglob("*.*"):
        os.utime(path, (1, 1))
    (corpus_dir / "notes.txt").write_text("Other notes.")
    os.utime(corpus_dir / "notes.txt", (1, 1))
    assert corpus_changes(replace(varied, corpus_dir=corpus_dir), generation, sums).changed == ("notes.txt",)
    assert "rise.md" in sums.asked


def test_sum_follows_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    sums = FileHashes()
    for text in ("one", "two", "three"):
        path.write_text(text)
        os.utime(path, (1, 1))
        assert sums.of(path) == sums.of(path) == file_sha256(path)


def test_missing_folder_is_told(varied: Settings, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="There is no folder"):
        corpus_changes(
            replace(varied, corpus_dir=tmp_path / "none"), generations.current(varied.index_dir), FileHashes()
        )
