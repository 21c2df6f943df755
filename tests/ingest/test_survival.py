"""What a build that is stopped leaves behind: the whole process, as it is started on the command line."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reportqa.embedding import Embedder
from reportqa.index.generation_writer import building
from reportqa.index.generations import current
from reportqa.index.integrity import verify
from reportqa.settings import Settings
from support.forks import Lane, lanes
from support.killing import Killer, Left, answered, copy_export, index_arguments, settings_in, table, write_corpus

pytestmark = pytest.mark.slow

CANNOT = (
    r"^Error: The index( folder \S+)? cannot be written \([^\n]+\)\. (Check that the disk has space|Choose)[^\n]+\n\Z"
)
ROOM_STEP = 32 * 1024
"""Bytes that a disk has more of each time."""
FRESH, CACHED = 5, 20
"""Builds killed in each of two lanes: those that read all files, and those that find them in the cache."""


@pytest.fixture(scope="module")
def pair(exports: Path) -> Iterator[Sequence[Lane]]:
    with lanes(2, exports) as pair:
        yield pair


@pytest.fixture(scope="module")
def lane(pair: Sequence[Lane]) -> Lane:
    return pair[0]


@pytest.fixture(scope="module")
def first(lane: Lane, exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    first = settings_in(tmp_path_factory.mktemp("survival"))
    copy_export(exports, first)
    write_corpus(first, "1,000")
    assert lane.run(*index_arguments(first))[0] == 0
    write_corpus(first, "2,000")
    assert lane.run(*index_arguments(first))[0] == 0
    return first


@pytest.fixture
def own(first: Settings, tmp_path: Path) -> Settings:
    """An index that tells 2,000, of a corpus that tells what the generation before does: 1,000."""
    shutil.copytree(first.index_dir.parent, tmp_path, dirs_exist_ok=True)
    own = settings_in(tmp_path)
    write_corpus(own, "1,000")
    return own


def assert_as_before(settings: Settings, embedder: Embedder, before: str) -> None:
    assert current(settings.index_dir) == before
    assert len(list((settings.index_dir / "generations").iterdir())) == 2
    assert verify(settings).problems == ()
    assert answered(settings, embedder) == {"2,000"}


def test_builds_killed_at_50_moments_leave_the_old_or_the_new_index(
    pair: Sequence[Lane], first: Settings, embedder: Embedder, tmp_path: Path
) -> None:
    def kill(lane: Lane, name: str) -> list[Left]:
        shutil.copytree(first.index_dir.parent, tmp_path / name)
        killer = Killer(lane, settings_in(tmp_path / name), embedder)
        return [*killer.kill(FRESH, fresh=True), *killer.kill(CACHED, fresh=False)]

    with ThreadPoolExecutor(2) as threads:
        lefts = [left for done in threads.map(kill, pair, "ab") for left in done]
    assert len(lefts) == 50
    assert all(left.is_sound for left in lefts), table(lefts)
    assert {left.stage for left in lefts} >= {"Starting", "Finishing"}
    for name in "ab":
        assert len(list((tmp_path / name / "index" / "generations").iterdir())) == 2


@pytest.mark.parametrize("largest", [1_000, 5_000, 20_000])
def test_file_that_may_not_grow_leaves_the_index_in_use(
    lane: Lane, own: Settings, embedder: Embedder, largest: int
) -> None:
    before = current(own.index_dir)
    for name in ("a.md", "b.md"):  # To tell their language takes room for temporary files.
        (own.corpus_dir / name).unlink()
    status, said = lane.run(*index_arguments(own), largest=largest)
    assert status == 1
    assert re.search(CANNOT, said, re.M), said
    assert_as_before(own, embedder, before)


def test_no_room_to_read_files_in_leaves_the_index_in_use(lane: Lane, own: Settings, embedder: Embedder) -> None:
    before = current(own.index_dir)
    write_corpus(own, "3,000")
    status, said = lane.run(*index_arguments(own), largest=300_000)
    assert status == 1
    assert re.search(r"^Error: \S+ cannot be read \(File too large\)\. Free space [^\n]+\n\Z", said, re.M), said
    assert_as_before(own, embedder, before)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)],  # noqa: S607
        capture_output=True, check=False, text=True,
    )  # fmt: skip
    if made.returncode:
        pytest.skip(f"no disk can be mounted here: {made.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)  # noqa: S607


def test_full_disk_leaves_the_index_in_use(lane: Lane, first: Settings, small_disk: Path, embedder: Embedder) -> None:
    shutil.copytree(first.index_dir, small_disk / "index")
    own = settings_in(small_disk)
    write_corpus(own, "1,000")
    before = current(own.index_dir)
    filler = small_disk / "filler"
    for room in range(0, 2**20, ROOM_STEP):
        filler.write_bytes(b"")
        filler.write_bytes(bytes(max(0, shutil.disk_usage(small_disk).free - room)))
        status, said = lane.run(*index_arguments(own))
        if status == 0:
            break
        assert re.search(CANNOT, said, re.M), said
        assert_as_before(own, embedder, before)
    assert room > 5 * ROOM_STEP
    assert status == 0
    assert answered(own, embedder) == {"1,000"}


def test_index_that_may_not_be_written_answers_and_a_build_says_so(
    lane: Lane, own: Settings, embedder: Embedder
) -> None:
    before = current(own.index_dir)
    inside = [own.index_dir, *own.index_dir.rglob("*")]
    for path in inside:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        status, said = lane.run(*index_arguments(own), powerless=True)
        assert status == 1
        assert re.search(CANNOT, said, re.M), said
        question = "ask", "How many patients were there?", "--index", str(own.index_dir)
        assert lane.run(*question, powerless=True) == (0, "")
        assert lane.run("verify-index", "--index", str(own.index_dir), powerless=True) == (0, "")
    finally:
        for path in inside:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert_as_before(own, embedder, before)


def test_second_build_at_once_says_that_another_runs(lane: Lane, own: Settings) -> None:
    for arguments in (index_arguments(own), ("rollback", "--index", str(own.index_dir))):
        with building(own.index_dir):
            status, said = lane.run(*arguments)
        assert status == 1
        assert said.splitlines()[-1].startswith(('Error: Another "reportqa index" is writing ', "Error: There is no"))
    assert verify(own).problems == ()


def test_build_that_was_killed_holds_no_lock(lane: Lane, own: Settings, embedder: Embedder) -> None:
    write_corpus(own, "3,000")
    with lane.start(*index_arguments(own)) as command:
        assert command.said.readline().startswith("Reading")
        command.kill()
        assert command.wait() == -9
    status, said = lane.run(*index_arguments(own))
    assert (status, answered(own, embedder)) == (0, {"3,000"}), said
