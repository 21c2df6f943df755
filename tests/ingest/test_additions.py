from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from reportqa.cli.progress_bars import LineProgress
from reportqa.errors import CorpusError
from reportqa.ingest.acceptance import KEEP_BOTH, REPLACE
from reportqa.ingest.additions import Addition, add_files
from reportqa.settings import Settings
from support.corpora import ONE_PROCESS

pytestmark = pytest.mark.slow


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env(ONE_PROCESS, root=tmp_path / "root")


def add(settings: Settings, *paths: Path, if_taken: str | None = None) -> list[Addition]:
    return add_files(settings, list(map(str, paths)), LineProgress(Console(quiet=True)), if_taken)


def write(path: Path, text: str = "Modality had 87,556 registered patients.\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def contents(settings: Settings) -> dict[str, str]:
    return {path.name: path.read_text() for path in settings.corpus_dir.iterdir()}


def test_file_is_copied_to_a_corpus_that_is_created(settings: Settings, tmp_path: Path) -> None:
    report = write(tmp_path / "report.txt")
    (added,) = add(settings, report)
    assert added == Addition(str(report), "report.txt", 0, 40)
    write(report, "changed later")
    assert contents(settings) == {"report.txt": "Modality had 87,556 registered patients.\n"}


def test_file_that_cannot_be_read_is_not_copied_and_the_others_are(settings: Settings, tmp_path: Path) -> None:
    broken, good = write(tmp_path / "broken.pdf", "no PDF"), write(tmp_path / "good.md", "# Good\n\nIt is good.\n")
    first, second = add(settings, broken, good)
    assert (first.name, second.name) == (None, "good.md")
    assert first.problem
    assert list(contents(settings)) == ["good.md"]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("nowhere.pdf", "does not exist."),
        ("folder", "is a folder."),
        ("picture.xyz", "can't be read."),
        ("questions.txt", "has the name reserved for sample questions."),
        ("empty.txt", "is empty."),
    ],
)
def test_reason_for_a_refusal_says_what_to_do(settings: Settings, tmp_path: Path, name: str, problem: str) -> None:
    (tmp_path / "folder").mkdir()
    for path in ("picture.xyz", "questions.txt"):
        write(tmp_path / path)
    write(tmp_path / "empty.txt", "")
    (refused,) = add(settings, tmp_path / name)
    assert refused.name is None
    assert str(refused.problem).startswith(problem)
    assert contents(settings) == {}


def test_file_that_is_too_large_is_not_read(settings: Settings, tmp_path: Path) -> None:
    large = write(tmp_path / "large.txt", "a" * (1024**2 + 1))
    limited = replace(settings, limits=replace(settings.limits, file_mib=1))
    (refused,) = add(limited, large)
    assert str(refused.problem).startswith("is larger than 1 MiB.")


def test_file_that_the_corpus_has_is_not_copied_again(settings: Settings, tmp_path: Path) -> None:
    write(settings.corpus_dir / "sub" / "report.txt")
    (known,) = add(settings, write(tmp_path / "again.txt"))
    assert (known.name, known.is_known) == ("sub/report.txt", True)
    (itself,) = add(settings, settings.corpus_dir / "sub" / "report.txt")
    assert itself.is_known
    assert list(contents_of(settings.corpus_dir)) == ["sub/report.txt"]


def contents_of(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_copies_among_the_files_are_added_once(settings: Settings, tmp_path: Path) -> None:
    first, second = add(settings, write(tmp_path / "a.txt"), write(tmp_path / "b.txt"))
    assert (first.name, first.is_known, second.name, second.is_known) == ("a.txt", False, "a.txt", True)


def test_bibliographies_are_added_with_their_references(settings: Settings, tmp_path: Path) -> None:
    entry = "@report{rosen2016, title = {Is bigger better?}, author = {Rosen, Rebecca}, year = {2016}}\n"
    library, empty = write(tmp_path / "library.bib", entry), write(tmp_path / "empty.ris", "nothing\n")
    items = write(tmp_path / "zotero.json", '[{"id": "a", "type": "report", "title": "Is bigger better?"}]')
    added, refused, listed = add(settings, library, empty, items)
    assert (added.name, added.references, added.characters) == ("library.bib", 1, 0)
    assert refused.name is None
    assert (listed.name, listed.references) == ("zotero.json", 1)
    assert sorted(contents(settings)) == ["library.bib", "zotero.json"]
    assert all(one.is_known for one in add(settings, library, items))


def test_name_that_is_taken_is_a_choice(settings: Settings, tmp_path: Path) -> None:
    write(settings.corpus_dir / "Report.txt", "The old one.\n")
    new = write(tmp_path / "report.txt", "The new one.\n")
    (refused,) = add(settings, new)
    assert "has the name of another file" in str(refused.problem)
    (kept,) = add(settings, new, if_taken=KEEP_BOTH)
    assert kept.name in {"report.txt", "report (2).txt"}
    assert sorted(contents(settings).values()) == ["The new one.\n", "The old one.\n"]
    newer = write(tmp_path / "REPORT.txt", "The newest one.\n")
    (replaced,) = add(settings, newer, if_taken=REPLACE)
    assert replaced.name in contents(settings)
    assert "The newest one.\n" in contents(settings).values()


def test_name_that_the_corpus_would_ignore_is_changed(settings: Settings, tmp_path: Path) -> None:
    (added,) = add(settings, write(tmp_path / "_draft: 1.txt"))
    assert added.name == "draft- 1.txt"


def test_link_to_a_file_is_followed(settings: Settings, tmp_path: Path) -> None:
    report = write(tmp_path / "elsewhere" / "a.txt")
    (tmp_path / "link.txt").symlink_to(report)
    (added,) = add(settings, tmp_path / "link.txt")
    assert added.name == "link.txt"
    assert not (settings.corpus_dir / "link.txt").is_symlink()


def test_corpus_that_cannot_be_created_is_one_sentence(settings: Settings, tmp_path: Path) -> None:
    write(settings.root, "a file")
    with pytest.raises(CorpusError, match="cannot be created"):
        add(settings, write(tmp_path / "a.txt"))
