import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.errors import IndexUnavailable
from reportqa.index.generation_writer import building, generation_id, publish, remove_leftovers, rollback
from reportqa.index.generations import (
    OWN_CALIBRATION,
    checked_manifest,
    current,
    damage,
    folder,
    previous,
    read_manifest,
)
from reportqa.storage import file_sha256
from support.generating import build_one, contents, manifest_of

EVENTS = {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "shutil.rmtree", "os.scandir", "os.listdir"}
"""What Python tells of the file system: https://docs.python.org/3/library/audit_events.html"""

STOPPED_SWITCHES = """
import os, signal, sys
from pathlib import Path
from reportqa import storage
from reportqa.index import generation_writer, manifest

index_dir, failing = Path(sys.argv[1]), sys.argv[2] == "full"
events = set(sys.argv[3].split())
left = [0]

def stop(event, arguments):
    if event not in events or str(index_dir) not in str(arguments[0]):
        return
    left[0] -= 1
    if left[0] == 0 and not failing:
        os.kill(os.getpid(), signal.SIGKILL)
    writes = event != "open" or arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if left[0] <= 0 and failing and writes and event in {"open", "os.mkdir", "os.rename"}:
        raise OSError(28, "No space left on device")

for line in sys.stdin:
    if (child := os.fork()) == 0:
        break
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
else:
    sys.exit()
left[0] = int(line)
sys.addaudithook(stop)
with generation_writer.building(index_dir) as build:
    with storage.writing():
        (build / "part").mkdir()
        (build / "part" / "file").write_text("new")
    generation = generation_writer.generation_id(build)
    generation_writer.publish(index_dir, build, manifest.Manifest(
        manifest.FORMAT, generation, "2016-07-19T00:00:00+00:00", "model", "0" * 64, 384, {}, {}, {}, {}))
"""
"""Switches generations in a fork for each line of its input, a number of steps, and prints the status of each fork."""

BUILDER = """
import sys
from pathlib import Path
from reportqa.index.generation_writer import building
with building(Path(sys.argv[1])) as build:
    (build / "half").write_text("done")
    print("building", flush=True)
    sys.stdin.read()
"""


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
    (tmp_path / OWN_CALIBRATION).write_text("mine")
    build_one(tmp_path)
    build_one(tmp_path)
    assert (tmp_path / OWN_CALIBRATION).read_text() == "mine"


def test_switch_makes_the_build_current_with_all_its_files(tmp_path: Path) -> None:
    generation = build_one(tmp_path)
    assert current(tmp_path) == generation
    assert (folder(tmp_path, generation) / "part" / "file").read_text() == "content"
    manifest = read_manifest(tmp_path, generation)
    assert manifest.files == {"part/file": file_sha256(folder(tmp_path, generation) / "part" / "file")}
    assert replace(manifest, files={}, sizes={}, blocks={}) == manifest_of(generation)


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
        publish(tmp_path, build, manifest_of(generation_id(build)))
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


def test_index_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(IndexUnavailable, match="Choose another with --index"), building(tmp_path / "file"):
        pass


def test_rollback_goes_to_the_generation_before_and_then_forward_again(tmp_path: Path) -> None:
    first, second = build_one(tmp_path, "a"), build_one(tmp_path, "b")
    before = previous(tmp_path)
    assert before is not None
    assert before.generation == first
    assert rollback(tmp_path) == read_manifest(tmp_path, first)
    assert current(tmp_path) == first
    assert rollback(tmp_path).generation == current(tmp_path) == second


def test_build_after_a_rollback_keeps_the_generation_that_was_in_use(tmp_path: Path) -> None:
    first, _ = build_one(tmp_path, "a"), build_one(tmp_path, "b")
    rollback(tmp_path)
    third = build_one(tmp_path, "c")
    assert contents(tmp_path) == {first, third}
    assert rollback(tmp_path).generation == first


def test_rollback_without_a_generation_before_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match='Run "reportqa index" first'):
        rollback(tmp_path)
    assert list(tmp_path.iterdir()) == []
    first = build_one(tmp_path)
    assert previous(tmp_path) is None
    with pytest.raises(IndexUnavailable, match="no previous generation"):
        rollback(tmp_path)
    assert current(tmp_path) == first


def test_rollback_to_a_damaged_generation_is_refused(tmp_path: Path) -> None:
    first, second = build_one(tmp_path, "content"), build_one(tmp_path)
    (folder(tmp_path, first) / "part" / "file").write_text("CONTENT")
    with pytest.raises(IndexUnavailable, match=r'has changed\. Run "reportqa index --rebuild"'):
        rollback(tmp_path)
    assert current(tmp_path) == second


def test_rollback_waits_for_nobody(tmp_path: Path) -> None:
    build_one(tmp_path)
    build_one(tmp_path)
    with (
        another_process_building(tmp_path),
        pytest.raises(IndexUnavailable, match='Another "reportqa index" is writing'),
    ):
        rollback(tmp_path)


@pytest.mark.parametrize("content", ["", "nonsense\n", None])
def test_rollback_finds_a_generation_when_the_pointer_is_broken(tmp_path: Path, content: str | None) -> None:
    first, second = build_one(tmp_path, "a"), build_one(tmp_path, "b")
    if content is None:
        shutil.rmtree(folder(tmp_path, second))
    else:
        (tmp_path / "current").write_text(content)
    with pytest.raises(IndexUnavailable, match='or "reportqa rollback" to return to the generation of 2016-07-19'):
        current(tmp_path)
    assert rollback(tmp_path).generation == current(tmp_path) == (first if content is None else second)


@contextmanager
def stopped_switches(index_dir: Path, how: str) -> Iterator[Callable[[int], tuple[int, str]]]:
    """Yield a function that stops a switch at a step and returns its exit status and what it said."""
    said = index_dir.with_name("said")
    command = [sys.executable, "-c", STOPPED_SWITCHES, str(index_dir), how, " ".join(EVENTS)]
    with (
        said.open("a") as errors,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        steps, statuses = process.stdin, process.stdout

        def stopped_at(step: int) -> tuple[int, str]:
            errors.truncate(0)
            print(step, file=steps, flush=True)
            return int(statuses.readline()), said.read_text()

        yield stopped_at


@pytest.mark.slow
@pytest.mark.parametrize("how", ["killed", "full"])
def test_switch_that_is_stopped_at_any_step_leaves_one_of_two_whole_generations(tmp_path: Path, how: str) -> None:
    index_dir = tmp_path / "index"
    build_one(index_dir, "a")
    used = build_one(index_dir, "b")
    moved = 0
    with stopped_switches(index_dir, how) as stopped_at:
        for step in range(1, 200):
            status, said = stopped_at(step)
            before, used = used, current(index_dir)
            moved += used != before
            checked_manifest(index_dir, used)
            assert damage(index_dir, used) == []
            if status == 0:
                break
            assert status == (-9 if how == "killed" else 1)
            if how == "full":
                assert used == before
                assert "IndexUnavailable: The index" in said
    assert status == 0
    assert moved >= 1
    assert step > 8
    assert len(contents(index_dir)) == 2
    assert rollback(index_dir).generation != used


@pytest.mark.skipif(os.geteuid() == 0, reason="the super-user can write every folder")
def test_read_only_folder_is_one_clear_error(tmp_path: Path) -> None:
    build_one(tmp_path)
    tmp_path.chmod(0o500)
    with pytest.raises(IndexUnavailable, match="cannot be written"), building(tmp_path):
        pass


@pytest.mark.parametrize("name", ["lock", "generations"])
def test_folder_that_cannot_be_written_is_one_clear_error(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir() if name == "lock" else (tmp_path / name).touch()
    with pytest.raises(IndexUnavailable, match="cannot be written"), building(tmp_path):
        pass


def test_what_a_killed_build_left_is_removed_and_what_may_be_used_stays(tmp_path: Path) -> None:
    ids = [build_one(tmp_path, name) for name in "ab"]
    for name in ("20200101T000000000000", "20200101T000000000001.building"):
        (tmp_path / "generations" / name).mkdir()
    remove_leftovers(tmp_path)
    assert contents(tmp_path) == set(ids)
    remove_leftovers(tmp_path)
    assert current(tmp_path) == ids[-1]


def test_nothing_is_removed_while_another_builds(tmp_path: Path) -> None:
    build_one(tmp_path)
    with building(tmp_path) as build:
        remove_leftovers(tmp_path)
        assert build.is_dir()
