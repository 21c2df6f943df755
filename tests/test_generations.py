import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.confidence import OWN
from reportqa.errors import IndexMismatch, IndexUnavailable
from reportqa.generations import FORMAT, Manifest, building, current, file_sha256, folder, generation_id, read_manifest
from reportqa.generations import switch as switch_to

BUILDER = """
import sys
from pathlib import Path
from reportqa.generations import building
with building(Path(sys.argv[1])) as build:
    (build / "half").write_text("done")
    print("building", flush=True)
    sys.stdin.read()
"""


def build_one(index_dir: Path, content: str = "content") -> str:
    with building(index_dir) as build:
        (build / "part").mkdir()
        (build / "part" / "file").write_text(content)
        generation = generation_id(build)
        switch_to(index_dir, build, manifest_of(generation))
    return generation


def manifest_of(generation: str) -> Manifest:
    return Manifest(FORMAT, generation, "2016-07-19T00:00:00+00:00", "model", "0" * 64, 384, {}, {}, {}, {}, ("Why?",))


def contents(index_dir: Path) -> set[str]:
    return {path.name for path in (index_dir / "generations").iterdir()}


@contextmanager
def another_process_building(index_dir: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(index_dir)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "building\n"
        try:
            yield process
        finally:
            process.kill()


def test_what_else_lies_in_the_folder_stays(tmp_path: Path) -> None:
    build_one(tmp_path)
    (tmp_path / OWN).write_text("mine")
    build_one(tmp_path)
    build_one(tmp_path)
    assert (tmp_path / OWN).read_text() == "mine"


def test_switch_makes_the_build_current_with_all_its_files(tmp_path: Path) -> None:
    generation = build_one(tmp_path)
    assert current(tmp_path) == generation
    assert (folder(tmp_path, generation) / "part" / "file").read_text() == "content"
    manifest = read_manifest(tmp_path, generation)
    assert manifest.files == {"part/file": file_sha256(folder(tmp_path, generation) / "part" / "file")}
    assert replace(manifest, files={}) == manifest_of(generation)


def test_generation_before_is_kept_and_older_ones_are_dropped(tmp_path: Path) -> None:
    first, second, third = (build_one(tmp_path, name) for name in "abc")
    assert current(tmp_path) == third
    assert contents(tmp_path) == {second, third}
    assert first < second < third


def test_reader_finds_a_whole_generation_until_the_switch(tmp_path: Path) -> None:
    first = build_one(tmp_path)
    with building(tmp_path) as build:
        (build / "file").write_text("new")
        assert current(tmp_path) == first
        switch_to(tmp_path, build, manifest_of(generation_id(build)))
        assert current(tmp_path) == generation_id(build)


def test_error_during_a_build_leaves_the_generation_in_use(tmp_path: Path) -> None:
    first = build_one(tmp_path)
    with pytest.raises(FileNotFoundError), building(tmp_path) as build:
        (build / "file").rename(build / "part" / "file")
    assert current(tmp_path) == first
    assert contents(tmp_path) == {first}
    assert build_one(tmp_path) == current(tmp_path)


def test_build_without_a_switch_leaves_nothing(tmp_path: Path) -> None:
    with building(tmp_path) as build:
        (build / "file").write_text("half")
    assert contents(tmp_path) == set()
    with pytest.raises(IndexUnavailable, match='Run "reportqa index" first'):
        current(tmp_path)


def test_second_writer_is_refused_while_another_process_builds(tmp_path: Path) -> None:
    with (
        another_process_building(tmp_path),
        pytest.raises(IndexUnavailable, match='Another "reportqa index" is writing'),
        building(tmp_path),
    ):
        pass
    assert build_one(tmp_path) == current(tmp_path)


def test_leftovers_of_a_dead_build_are_removed_by_the_next(tmp_path: Path) -> None:
    first = build_one(tmp_path)
    with another_process_building(tmp_path) as process:
        process.kill()
        process.wait()
    assert len(contents(tmp_path)) == 2
    assert current(tmp_path) == first
    second = build_one(tmp_path)
    assert contents(tmp_path) == {first, second}


def test_folder_that_was_never_made_current_is_dropped(tmp_path: Path) -> None:
    first = build_one(tmp_path)
    shutil.copytree(folder(tmp_path, first), folder(tmp_path, "20990101T000000000000"))
    second = build_one(tmp_path)
    assert contents(tmp_path) == {first, second}


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


def test_index_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(IndexUnavailable, match="Choose another with --index"), building(tmp_path / "file"):
        pass
