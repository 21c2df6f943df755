import json
import os
import time
from pathlib import Path

import pytest

from reportqa.errors import NoRoom, UploadRefused
from reportqa.server.uploads.room import KEPT_SECONDS, Room, Space

MIB = 1024**2


@pytest.fixture
def space(tmp_path: Path) -> Space:
    (tmp_path / "uploads").mkdir()
    return Space(tmp_path / "uploads", Room(files=2, mib=3), 2)


def transfer(space: Space, upload_id: str, size: int, received: int) -> None:
    space.path(upload_id, ".transfer").write_text(json.dumps({"name": "a.txt", "size": size, "sha256": None}))
    space.path(upload_id, ".part").write_bytes(b"x" * received)


def age(space: Space, upload_id: str, seconds: float) -> None:
    then = time.time() - seconds
    for ending in (".transfer", ".part"):
        os.utime(space.path(upload_id, ending), (then, then))


@pytest.mark.parametrize(
    ("size", "file_mib", "reason"), [(2 * MIB + 1, 2, "2 MiB"), (3 * MIB + 1, 9, "3 MiB. .*--upl")]
)
def test_size_of_a_file_is_limited(tmp_path: Path, size: int, file_mib: int, reason: str) -> None:
    space = Space(tmp_path, Room(mib=3), file_mib)
    space.check_size(size - 1)
    with pytest.raises(UploadRefused, match=reason):
        space.check_size(size)


def test_room_is_reserved_for_what_is_announced_while_it_makes_progress(space: Space) -> None:
    space.admit(3 * MIB)
    transfer(space, "a", 2 * MIB, 10)
    space.admit(MIB - 1000)
    with pytest.raises(NoRoom, match="limit of 3 MiB"):
        space.admit(MIB + 1)
    age(space, "a", 3600)
    space.admit(2 * MIB)


def test_number_of_files_is_limited_with_unfinished_ones(space: Space) -> None:
    transfer(space, "a", 100, 10)
    space.path("b", ".json").write_text("{}")
    with pytest.raises(NoRoom, match="limit of 2 files"):
        space.admit()


def test_full_disk_is_said_before_it_is_written(tmp_path: Path) -> None:
    space = Space(tmp_path, Room(mib=10**9), 10**9)
    with pytest.raises(NoRoom, match=r"does not fit on the disk of the index, which has room for [\d,]+ MiB more"):
        space.check(10**15)


def test_unfinished_upload_expires_after_a_day(space: Space) -> None:
    space.admit()
    transfer(space, "a", 100, 10)
    transfer(space, "b", 100, 10)
    age(space, "a", KEPT_SECONDS + 60)
    age(space, "b", KEPT_SECONDS - 60)
    space.remove_expired()
    assert {path.stem for path in space.folder.iterdir()} == {"b"}
