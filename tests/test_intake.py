from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from reportqa.bibliography import Bibliography, find_bibliographies
from reportqa.cache import Cache
from reportqa.corpus import find_files, hash_inputs
from reportqa.embedder import Embedder
from reportqa.intake import Intake, take_in
from reportqa.progress import LineProgress
from reportqa.settings import Settings

pytestmark = pytest.mark.slow


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings.from_env({}, root=tmp_path)
    settings.corpus_dir.mkdir()
    (settings.corpus_dir / "a.md").write_text("# Modality\n\nModality had 87,556 patients. It works in Birmingham.")
    (settings.corpus_dir / "b.txt").write_text("AT Medics had a list of 135,000 patients.")
    return settings


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with Cache.open(tmp_path / "index") as cache:
        yield cache


def take(settings: Settings, embedder: Embedder, cache: Cache) -> Intake:
    paths, skipped = find_files(settings.corpus_dir)
    libraries = find_bibliographies(settings.corpus_dir)
    files = hash_inputs(settings, paths, [], skipped)
    library = Bibliography.load(settings.corpus_dir, libraries, paths)
    return take_in(settings, files, library, {}, embedder, cache, LineProgress(Console(quiet=True)))


def test_same_documents_and_passages_come_from_the_cache(settings: Settings, embedder: Embedder, cache: Cache) -> None:
    first, second = take(settings, embedder, cache), take(settings, embedder, cache)
    assert (first.read, second.read) == (2, 0)
    assert second.parsed == first.parsed
    assert [document.doc_id for document, _ in second.parsed] == ["a.md", "b.txt"]


def test_renamed_file_is_described_anew_and_not_read(settings: Settings, embedder: Embedder, cache: Cache) -> None:
    take(settings, embedder, cache)
    (settings.corpus_dir / "b.txt").rename(settings.corpus_dir / "sizes-of-practices.txt")
    again = take(settings, embedder, cache)
    assert again.read == 0
    assert [document.title for document, _ in again.parsed] == ["Modality", "sizes of practices"]


def test_changed_bibliography_describes_anew_and_reads_nothing(
    settings: Settings, embedder: Embedder, cache: Cache
) -> None:
    take(settings, embedder, cache)
    (settings.corpus_dir / "library.json").write_text('[{"id": "b.txt", "title": "A study"}]')
    again = take(settings, embedder, cache)
    assert (again.read, again.parsed[1][0].title, again.parsed[1][1][0].prefix) == (0, "A study", "A study. ")


def test_other_ending_is_read_in_its_own_way(settings: Settings, embedder: Embedder, cache: Cache) -> None:
    (settings.corpus_dir / "b.txt").write_text("Practice,Patients\nNorth,12\nSouth,15\n")
    take(settings, embedder, cache)
    (settings.corpus_dir / "b.txt").rename(settings.corpus_dir / "b.csv")
    again = take(settings, embedder, cache)
    assert again.read == 1
    assert len(again.parsed[1][0].tables) == 1


def test_file_that_cannot_be_read_is_tried_again(settings: Settings, embedder: Embedder, cache: Cache) -> None:
    (settings.corpus_dir / "b.txt").write_bytes(b" ")
    for read in (1, 0):
        intake = take(settings, embedder, cache)
        assert (intake.read, list(intake.refused)) == (read, ["b.txt"])
