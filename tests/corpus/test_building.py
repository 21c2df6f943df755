import shutil
from pathlib import Path

import pytest

import reportqa
from reportqa.corpus.building import SentenceProgress
from reportqa.errors import CorpusError


def test_progress_is_sentences() -> None:
    said: list[str] = []
    progress = SentenceProgress(said.append)
    progress.say("All is new.")
    advance = progress.stage("Reading", 1200)
    advance(1, "a.pdf")
    advance(2)
    advance(1, "b.pdf")
    assert said == ["All is new.", "Reading: 1,200", "Reading: 1 of 1,200 (a.pdf)", "Reading: 4 of 1,200 (b.pdf)"]


@pytest.mark.slow
def test_folder_is_indexed_and_then_up_to_date(tmp_path: Path, exports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTQA_PROCESSES", "1")
    folder, index = tmp_path / "reports", tmp_path / "index"
    folder.mkdir()
    (folder / "note.txt").write_text("The Harborough federation had 1,234 registered patients in 2016.\n")
    shutil.copytree(exports, index)
    said: list[str] = []
    first = reportqa.index(folder, index, progress=said.append)
    assert (first.built, first.files) == (True, 1)
    assert "Reading: 1 of 1 (note.txt)" in said
    assert not reportqa.index(str(folder), str(index)).built
    assert reportqa.index(folder, index=index, rebuild=True).built
    with reportqa.open(index) as corpus:
        assert "1,234" in corpus.ask("How many patients did the Harborough federation have?").nearest[0].text


def test_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="There is no folder"):
        reportqa.index(tmp_path / "nowhere", tmp_path / "index")
