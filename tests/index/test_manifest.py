from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.index.manifest import Damaged, Manifest, time_text
from support.generating import manifest_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a generation with one file and a manifest."""
    folder = tmp_path / "generations" / "1"
    folder.mkdir(parents=True)
    (folder / "part").write_bytes(b"content")
    replace(manifest_of("1"), counts={"files": 1}, skipped={"a.pdf": "is empty."}).write(folder)
    return folder


def test_manifest_is_read_as_it_was_written(folder: Path) -> None:
    manifest = Manifest.read(folder)
    assert manifest == replace(
        manifest_of("1"),
        counts={"files": 1},
        skipped={"a.pdf": "is empty."},
        files=manifest.files,
        sizes={"part": 7},
        blocks=manifest.blocks,
    )
    manifest.check(folder)
    assert manifest.damage(folder) == []


@pytest.mark.parametrize("content", [b"CONTENT", b"conten", None])
def test_changed_or_missing_file_is_damage(folder: Path, content: bytes | None) -> None:
    manifest = Manifest.read(folder)
    if content is None:
        (folder / "part").unlink()
    else:
        (folder / "part").write_bytes(content)
    with pytest.raises(Damaged, match="part"):
        manifest.check(folder)
    assert len(manifest.damage(folder)) == 1


def test_missing_checksum_of_the_manifest_is_damage(folder: Path) -> None:
    (folder / "manifest.sha256").unlink()
    with pytest.raises(Damaged, match="missing"):
        Manifest.read(folder)


def test_time_is_shown_to_the_minute() -> None:
    assert time_text("2016-07-19T10:00:59+00:00") == "2016-07-19 10:00 UTC"
