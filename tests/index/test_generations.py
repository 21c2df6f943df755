import json
from pathlib import Path

import pytest

from reportqa.errors import IndexMismatch, IndexUnavailable
from reportqa.index.generations import checked_manifest, current, damage, folder, read_manifest
from reportqa.index.manifest import FORMAT
from support.generating import build_one, contents


def test_no_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match='Run "reportqa index" first'):
        current(tmp_path / "nowhere")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"20160101T000000000000\n"])
def test_broken_pointer_says_what_to_run(tmp_path: Path, content: bytes) -> None:
    build_one(tmp_path)
    (tmp_path / "current").write_bytes(content)
    with pytest.raises(IndexUnavailable, match='Run "reportqa index"'):
        current(tmp_path)
    assert build_one(tmp_path) == current(tmp_path)


def test_newer_format_is_a_mismatch_that_names_both(tmp_path: Path) -> None:
    generation = build_one(tmp_path)
    path = folder(tmp_path, generation) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": FORMAT + 1, "unheard of": True}))
    with pytest.raises(IndexMismatch, match=rf"format {FORMAT + 1}; .* reads format {FORMAT}\."):
        read_manifest(tmp_path, generation)


@pytest.mark.parametrize("content", ["", "[]", "{}", f'{{"format": {FORMAT}}}', "null", "\x00"])
def test_broken_manifest_says_what_to_run(tmp_path: Path, content: str) -> None:
    generation = build_one(tmp_path)
    (folder(tmp_path, generation) / "manifest.json").write_text(content)
    with pytest.raises(IndexUnavailable, match=r'is broken\. Run "reportqa index"'):
        read_manifest(tmp_path, generation)


@pytest.mark.parametrize("content", ["conten", None])
def test_cut_or_missing_file_is_refused_with_the_ways_out(tmp_path: Path, content: str | None) -> None:
    first, second = build_one(tmp_path), build_one(tmp_path)
    path = folder(tmp_path, second) / "part" / "file"
    path.unlink() if content is None else path.write_text(content)
    with pytest.raises(
        IndexUnavailable, match=r'damaged: part/file .* Run "reportqa index", or "reportqa rollback" to'
    ):
        checked_manifest(tmp_path, second)
    assert damage(tmp_path, second)
    assert damage(tmp_path, first) == []
    third = build_one(tmp_path)
    assert contents(tmp_path) == {first, third}


def test_changed_manifest_is_broken(tmp_path: Path) -> None:
    generation = build_one(tmp_path)
    path = folder(tmp_path, generation) / "manifest.json"
    path.write_text(path.read_text().replace("384", "385"))
    with pytest.raises(IndexUnavailable, match="is broken"):
        read_manifest(tmp_path, generation)
    assert damage(tmp_path, generation) == ["manifest.json and manifest.sha256 have changed since they were written"]
