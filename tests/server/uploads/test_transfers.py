import hashlib
import io
import os
import resource
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from reportqa.errors import Conflict, NoRoom, UploadNotFound, UploadRefused
from reportqa.ingest import FileHashes
from reportqa.server.uploads.pending import Uploads
from reportqa.server.uploads.room import KEPT_SECONDS, Room
from reportqa.server.uploads.transfers import Transfers
from reportqa.settings import Limits, Settings

MIB = 1024**2
TEXT = b"Some text of a report. " * 1000
SUM = hashlib.sha256(TEXT).hexdigest()


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    own = Settings(tmp_path, tmp_path / "corpus", tmp_path / "index", tmp_path, limits=Limits(file_mib=2))
    own.corpus_dir.mkdir()
    return own


@pytest.fixture
def uploads(own: Settings) -> Uploads:
    return Uploads(own, Room(mib=30), FileHashes())


@pytest.fixture
def transfers(uploads: Uploads) -> Transfers:
    return Transfers(uploads)


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Let this process write files of up to a size, as if the disk were full after it."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


def test_pieces_become_an_upload_of_the_same_id(transfers: Transfers, uploads: Uploads) -> None:
    begun = transfers.begin("../Report: 1.txt", len(TEXT), SUM)
    assert (begun.name, begun.received) == ("Report- 1.txt", 0)
    for start in range(0, len(TEXT), 7000):
        assert uploads.waiting() == []
        transfers.write(begun.transfer_id, start, io.BytesIO(TEXT[start : start + 7000]))
    upload = uploads.find(begun.transfer_id)
    assert (upload.name, upload.size, upload.sha256) == ("Report- 1.txt", len(TEXT), SUM)
    assert uploads.folder.joinpath(upload.stored_name).read_bytes() == TEXT
    assert sorted(path.suffix for path in uploads.folder.iterdir()) == [".json", ".txt"]
    assert transfers.find(begun.transfer_id).received == len(TEXT)


def test_another_server_goes_on(transfers: Transfers, uploads: Uploads) -> None:
    begun = transfers.begin("a.txt", len(TEXT), SUM)
    transfers.write(begun.transfer_id, 0, io.BytesIO(TEXT[:9000]))
    other = Transfers(uploads)
    assert other.complete(begun.transfer_id).received == 9000
    other.write(begun.transfer_id, 9000, io.BytesIO(TEXT[9000:]))
    assert uploads.find(begun.transfer_id).sha256 == SUM


def test_file_whose_server_was_killed_before_its_record_is_finished(transfers: Transfers, uploads: Uploads) -> None:
    begun = transfers.begin("a.txt", len(TEXT), SUM)
    uploads.space.path(begun.transfer_id, ".part").write_bytes(TEXT)
    assert transfers.complete(begun.transfer_id).expires is None
    assert uploads.find(begun.transfer_id).sha256 == SUM


@pytest.mark.parametrize("offset", [1, 5000, 10**9])
def test_piece_from_another_offset_changes_nothing(transfers: Transfers, offset: int) -> None:
    begun = transfers.begin("a.txt", len(TEXT))
    with pytest.raises(Conflict, match="has 0 bytes"):
        transfers.write(begun.transfer_id, offset, io.BytesIO(b"x"))
    assert transfers.find(begun.transfer_id).received == 0


def test_more_bytes_than_announced_are_refused(transfers: Transfers) -> None:
    begun = transfers.begin("a.txt", 10)
    transfers.write(begun.transfer_id, 0, io.BytesIO(b"x" * 4))
    with pytest.raises(UploadRefused, match="more than the 10 bytes"):
        transfers.write(begun.transfer_id, 4, io.BytesIO(b"x" * 7))
    assert transfers.find(begun.transfer_id).received == 4


def test_damaged_file_is_not_kept(transfers: Transfers, uploads: Uploads) -> None:
    begun = transfers.begin("a.txt", len(TEXT), SUM)
    with pytest.raises(UploadRefused, match="was damaged on its way"):
        transfers.write(begun.transfer_id, 0, io.BytesIO(TEXT[:-1] + b"?"))
    assert list(uploads.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "size", "reason"),
    [("a.exe", 5, "can't be read"), ("a.txt", 0, "is empty"), ("a.txt", 2 * MIB + 1, "larger than 2 MiB")],
)
def test_file_that_cannot_be_added_is_refused_before_it_is_sent(
    transfers: Transfers, own: Settings, name: str, size: int, reason: str
) -> None:
    with pytest.raises(UploadRefused, match=reason):
        transfers.begin(name, size)
    assert not own.index_dir.exists()


@pytest.mark.parametrize("transfer_id", ["", "0" * 16, "../../corpus/a", "x\x00", "a" * 5000])
def test_unknown_transfer_is_reported(transfers: Transfers, transfer_id: str) -> None:
    for act in (transfers.find, transfers.complete, transfers.cancel):
        with pytest.raises(UploadNotFound):
            act(transfer_id)


def test_expired_transfer_is_not_found(transfers: Transfers, uploads: Uploads) -> None:
    begun = transfers.begin("a.txt", 10)
    part = uploads.space.path(begun.transfer_id, ".part")
    then = part.stat().st_mtime - KEPT_SECONDS - 1
    os.utime(part, (then, then))
    with pytest.raises(UploadNotFound):
        transfers.find(begun.transfer_id)


def test_cancelled_transfer_is_deleted_also_when_it_is_complete(transfers: Transfers, uploads: Uploads) -> None:
    for received in (b"xx", b"x" * 10):
        begun = transfers.begin("a.txt", 10)
        transfers.write(begun.transfer_id, 0, io.BytesIO(received))
        transfers.cancel(begun.transfer_id)
        assert list(uploads.folder.iterdir()) == []


def test_full_disk_leaves_the_transfer_as_it_was(transfers: Transfers, uploads: Uploads) -> None:
    begun = transfers.begin("a.txt", len(TEXT), SUM)
    transfers.write(begun.transfer_id, 0, io.BytesIO(TEXT[:9000]))
    with files_up_to(12_000), pytest.raises(NoRoom, match=r"cannot be stored .*Check the free space"):
        transfers.write(begun.transfer_id, 9000, io.BytesIO(TEXT[9000:]))
    assert transfers.find(begun.transfer_id).received == 9000
    transfers.write(begun.transfer_id, 9000, io.BytesIO(TEXT[9000:]))
    assert uploads.find(begun.transfer_id).sha256 == SUM


def test_record_that_cannot_be_written_leaves_the_whole_file(transfers: Transfers, uploads: Uploads) -> None:
    begun = transfers.begin("a.txt", 4, hashlib.sha256(b"text").hexdigest())
    with files_up_to(5), pytest.raises(NoRoom):
        transfers.write(begun.transfer_id, 0, io.BytesIO(b"text"))
    assert transfers.complete(begun.transfer_id).expires is None
    assert [one.upload.name for one in uploads.waiting()] == ["a.txt"]


class Endless(io.RawIOBase):
    def read(self, size: int = -1) -> bytes:
        return b"x" * size


def test_endless_piece_ends_at_the_announced_size(transfers: Transfers) -> None:
    begun = transfers.begin("a.txt", 2 * MIB)
    with pytest.raises(UploadRefused, match="more than"):
        transfers.write(begun.transfer_id, 0, Endless())  # type: ignore[arg-type]


def test_one_piece_is_written_at_a_time(transfers: Transfers, uploads: Uploads) -> None:
    begun = transfers.begin("a.txt", len(TEXT), SUM)

    def attempt(_: int) -> bool:
        try:
            transfers.write(begun.transfer_id, 0, io.BytesIO(TEXT))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, range(8))) == 1
    assert uploads.find(begun.transfer_id).sha256 == SUM


def test_twenty_at_once_share_the_room(own: Settings) -> None:
    transfers = Transfers(Uploads(own, Room(mib=10), FileHashes()))

    def attempt(number: int) -> str | None:
        try:
            return transfers.begin(f"{number}.txt", MIB - 1000).transfer_id
        except NoRoom:
            return None

    with ThreadPoolExecutor(20) as threads:
        begun = [one for one in threads.map(attempt, range(20)) if one]
    assert len(begun) == 10
