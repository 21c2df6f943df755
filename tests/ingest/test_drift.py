import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.errors import CorpusError
from reportqa.index import generations
from reportqa.ingest.drift import Sums, drift
from reportqa.ingest.status import status
from reportqa.settings import Settings
from reportqa.storage import file_sha256


@pytest.fixture
def own(varied: Settings, tmp_path: Path) -> Settings:
    """A copy of an indexed corpus that may be changed; every file of it is newer than the index."""
    shutil.copytree(varied.index_dir, tmp_path / "index")
    shutil.copytree(varied.corpus_dir, tmp_path / "corpus")
    return replace(varied, index_dir=tmp_path / "index", corpus_dir=tmp_path / "corpus")


class Counting(Sums):
    """Sums that say which files they were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def of(self, path: Path) -> str:
        self.asked.append(path.name)
        return super().of(path)


def test_same_is_found_as_by_reading_all(own: Settings) -> None:
    generation = generations.current(own.index_dir)
    sums = Sums()
    assert drift(own, generation, sums) == status(own).changes
    (own.corpus_dir / "new.txt").write_text("A new report.")
    (own.corpus_dir / "notes.txt").write_text("Other notes.")
    (own.corpus_dir / "kbv" / "hausarzt.txt").unlink()
    changes = drift(own, generation, sums)
    assert changes == status(own).changes
    assert (changes.new, changes.changed, changes.removed) == (("new.txt",), ("notes.txt",), ("kbv/hausarzt.txt",))


@pytest.mark.slow
def test_only_files_with_other_times_are_read(varied: Settings, tmp_path: Path) -> None:
    corpus_dir = Path(shutil.copytree(varied.corpus_dir, tmp_path / "corpus"))
    generation = generations.current(varied.index_dir)
    sums = Counting()
    # Those of the index itself are older than it.
    assert not drift(varied, generation, sums)
    assert sums.asked == []
    # An old modification time alone makes no file an old one.
    for path in corpus_dir.rglob("*.*"):
        os.utime(path, (1, 1))
    (corpus_dir / "notes.txt").write_text("Other notes.")
    os.utime(corpus_dir / "notes.txt", (1, 1))
    assert drift(replace(varied, corpus_dir=corpus_dir), generation, sums).changed == ("notes.txt",)
    assert "rise.md" in sums.asked


def test_sum_follows_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    sums = Sums()
    for text in ("one", "two", "three"):
        path.write_text(text)
        os.utime(path, (1, 1))
        assert sums.of(path) == sums.of(path) == file_sha256(path)


def test_missing_folder_is_told(varied: Settings, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="There is no folder"):
        drift(replace(varied, corpus_dir=tmp_path / "none"), generations.current(varied.index_dir), Sums())
