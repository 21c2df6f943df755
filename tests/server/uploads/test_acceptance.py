from pathlib import Path

import pytest

from reportqa.server.uploads.acceptance import names_at_top, put_into


@pytest.fixture
def corpus_dir(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    return tmp_path / "corpus"


def test_names_are_found_whatever_their_case(corpus_dir: Path) -> None:
    (corpus_dir / "Report.PDF").write_text("x")
    assert names_at_top(corpus_dir) == {"report.pdf": "Report.PDF"}
    assert names_at_top(corpus_dir / "none") == {}


def test_nothing_is_overwritten_unless_it_is_to_be_replaced(corpus_dir: Path, tmp_path: Path) -> None:
    def put(text: str, *, replace: bool = False) -> str:
        path = tmp_path / f"waiting {text}.txt"
        path.write_text(text)
        return put_into(corpus_dir, path, "a.txt", replace=replace)

    assert [put("0"), put("1"), put("2")] == ["a.txt", "a (2).txt", "a (3).txt"]
    assert put("new", replace=True) == "a.txt"
    found = {file.name: file.read_text() for file in corpus_dir.iterdir()}
    assert found == {"a.txt": "new", "a (2).txt": "1", "a (3).txt": "2"}
    assert (tmp_path / "waiting new.txt").read_text() == "new"


def test_what_an_interrupted_move_left_does_not_matter(corpus_dir: Path, tmp_path: Path) -> None:
    (corpus_dir / ".waiting.part").write_text("half")
    (tmp_path / "waiting.txt").write_text("whole")
    assert put_into(corpus_dir, tmp_path / "waiting.txt", "a.txt", replace=False) == "a.txt"
    assert [(file.name, file.read_text()) for file in corpus_dir.iterdir()] == [("a.txt", "whole")]
