import json
import shutil
from pathlib import Path

import pytest

from reportqa.corpus_memory import remember_corpus, remembered_corpus


def make_folders(root: Path) -> tuple[Path, Path]:
    """Make the folders of reports and of an index that remembers them."""
    corpus, index = root / "reports", root / "reports-index"
    for folder in (corpus, index):
        folder.mkdir(parents=True)
    remember_corpus(index, corpus)
    return corpus, index


def test_corpus_is_remembered_as_an_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make_folders(Path())
    assert remembered_corpus(Path("reports-index")) == tmp_path / "reports"


def test_index_that_moves_alone_still_finds_its_corpus(tmp_path: Path) -> None:
    corpus, index = make_folders(tmp_path / "one")
    moved = tmp_path / "other" / "place" / "index"
    shutil.move(index, moved)
    assert remembered_corpus(moved) == corpus


def test_index_copied_with_its_corpus_finds_the_copy(tmp_path: Path) -> None:
    make_folders(tmp_path / "one")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    assert remembered_corpus(tmp_path / "two" / "reports-index") == tmp_path / "two" / "reports"


def test_corpus_that_is_gone_is_not_remembered(tmp_path: Path) -> None:
    corpus, index = make_folders(tmp_path)
    corpus.rmdir()
    assert remembered_corpus(index) is None


def test_last_corpus_is_remembered(tmp_path: Path) -> None:
    _, index = make_folders(tmp_path)
    (tmp_path / "newer").mkdir()
    remember_corpus(index, tmp_path / "newer")
    assert remembered_corpus(index) == tmp_path / "newer"


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"corpus": 7}', "null", "\0"])
def test_damaged_memory_is_none(tmp_path: Path, kept: str) -> None:
    _, index = make_folders(tmp_path)
    (index / "corpus.json").write_text(kept)
    assert remembered_corpus(index) is None


def test_index_without_memory_has_none(tmp_path: Path) -> None:
    assert remembered_corpus(tmp_path) is None
    assert remembered_corpus(tmp_path / "nowhere") is None


def test_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    remember_corpus(tmp_path / "nowhere", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_is_written_once(tmp_path: Path) -> None:
    corpus, index = make_folders(tmp_path)
    before = (index / "corpus.json").stat().st_ino
    remember_corpus(index, corpus)
    assert (index / "corpus.json").stat().st_ino == before
    assert set(json.loads((index / "corpus.json").read_text())) == {"corpus", "from_index"}
