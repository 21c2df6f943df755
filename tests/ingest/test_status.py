import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.errors import IndexMismatch, IndexUnavailable
from reportqa.index.generations import OWN_CALIBRATION, folder
from reportqa.index.library import LIBRARY_FILE
from reportqa.ingest.status import status
from reportqa.settings import Limits, Settings
from support.shelves import build_shelf

pytestmark = pytest.mark.slow


@pytest.fixture
def own(varied: Settings, tmp_path: Path) -> Settings:
    """A copy of an indexed corpus that may be changed."""
    shutil.copytree(varied.index_dir, tmp_path / "index")
    shutil.copytree(varied.corpus_dir, tmp_path / "corpus")
    return replace(varied, index_dir=tmp_path / "index", corpus_dir=tmp_path / "corpus")


def test_unchanged_corpus_is_up_to_date(own: Settings) -> None:
    found = status(own)
    assert found.to_dict()["up_to_date"]
    assert not found.changes
    assert found.problem is found.before is found.generation_before is None
    assert (found.counts["files"], found.own_calibration) == (5, False)
    assert found.age_seconds >= 0
    assert found.parts[LIBRARY_FILE] == (folder(own.index_dir, found.generation) / LIBRARY_FILE).stat().st_size
    assert sum(found.parts.values()) < found.total_bytes


def test_new_changed_and_removed_files_are_named(own: Settings) -> None:
    (own.corpus_dir / "new.txt").write_text("A new report.")
    (own.corpus_dir / "notes.txt").write_text("Other notes.")
    (own.corpus_dir / "kbv" / "hausarzt.txt").unlink()
    changes = status(own).changes
    assert changes
    assert (changes.new, changes.changed, changes.removed) == (("new.txt",), ("notes.txt",), ("kbv/hausarzt.txt",))
    assert not status(own).to_dict()["up_to_date"]


def test_changed_bibliography_counts_and_a_new_date_does_not(own: Settings) -> None:
    (own.corpus_dir / "notes.txt").touch()
    assert not status(own).changes
    (own.corpus_dir / "library.json").write_text("[]")
    changes = status(own).changes
    assert changes
    assert changes.changed == ("library.json",)


def test_files_that_fail_have_their_reasons(own: Settings) -> None:
    (own.corpus_dir / "picture.png").write_bytes(b"\x89PNG")
    shutil.copy(own.corpus_dir / "notes.txt", own.corpus_dir / "twice.txt")
    changes = status(own).changes
    assert changes
    assert changes.failed["picture.png"].startswith("is of a kind that is not read")
    assert changes.failed["twice.txt"] == "is the same file as notes.txt."
    assert changes.new == ("twice.txt",)


def test_file_that_failed_when_it_was_indexed_is_told_until_it_changes(tmp_path: Path, varied: Settings) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    settings = build_shelf(tmp_path, varied.root)
    found = status(settings)
    assert found.changes is not None
    assert "PDF" in found.changes.failed["broken.pdf"]
    assert not found.changes
    (tmp_path / "corpus" / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    found = status(settings)
    assert found.changes
    assert (found.changes.changed, found.changes.failed) == (("broken.pdf",), {})


def test_other_settings_than_the_index_was_built_with_are_named(own: Settings) -> None:
    changes = status(replace(own, ocr=True, limits=replace(Limits(), seconds=7))).changes
    assert changes
    assert changes.settings == ("ocr", "seconds")


def test_own_calibration_is_told(own: Settings) -> None:
    (own.index_dir / OWN_CALIBRATION).write_text("{}")
    assert status(own).own_calibration


def test_missing_corpus_and_damage_are_problems(own: Settings) -> None:
    shutil.move(own.corpus_dir, own.corpus_dir.with_name("away"))
    found = status(own)
    assert found.changes is None
    assert found.problem is not None
    assert found.problem.startswith("There is no folder")
    shutil.move(own.corpus_dir.with_name("away"), own.corpus_dir)
    (folder(own.index_dir, found.generation) / LIBRARY_FILE).unlink()
    found = status(own)
    assert found.changes is not None
    assert found.problem is not None
    assert "library.sqlite is missing" in found.problem
    assert not found.to_dict()["up_to_date"]


def test_no_index_says_what_to_run(own: Settings, tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match='Run "reportqa index" first'):
        status(replace(own, index_dir=tmp_path / "nowhere"))


def test_index_of_another_version_is_a_mismatch(own: Settings) -> None:
    path = folder(own.index_dir, status(own).generation) / "manifest.json"
    path.write_text(path.read_text().replace('"format": ', '"format": 9'))
    with pytest.raises(IndexMismatch, match='Run "reportqa index"'):
        status(own)
