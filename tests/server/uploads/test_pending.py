import io
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from reportqa.errors import Conflict, UploadNotFound, UploadRefused
from reportqa.ingest.acceptance import KEEP_BOTH, REPLACE
from reportqa.ingest.corpus import find_files
from reportqa.ingest.status import FileHashes
from reportqa.parsing import SUFFIXES
from reportqa.server.uploads.pending import Uploads
from reportqa.server.uploads.room import Room
from reportqa.settings import Limits, Settings

MIB = 1024**2


def file(content: bytes = b"Some text.") -> IO[bytes]:
    return io.BytesIO(content)


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    own = Settings(tmp_path, tmp_path / "corpus", tmp_path / "index", tmp_path, limits=Limits(file_mib=2))
    own.corpus_dir.mkdir()
    return own


@pytest.fixture
def uploads(own: Settings) -> Uploads:
    return Uploads(own, Room(files=3, mib=3), FileHashes())


def everything(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_upload_is_outside_the_corpus_until_it_is_accepted(uploads: Uploads, own: Settings) -> None:
    upload = uploads.receive("report.pdf", file(b"%PDF-"))
    assert (upload.name, upload.size) == ("report.pdf", 5)
    assert everything(own.corpus_dir) == []
    assert [one.upload for one in uploads.waiting()] == [upload]
    # Another server finds it too.
    assert [one.upload for one in Uploads(own, Room(), FileHashes()).waiting()] == [upload]
    assert uploads.accept(upload.upload_id) == "report.pdf"
    assert (own.corpus_dir / "report.pdf").read_bytes() == b"%PDF-"
    assert everything(own.corpus_dir) == ["report.pdf"]
    assert everything(uploads.folder) == []


def test_rejected_file_is_gone(uploads: Uploads, own: Settings) -> None:
    assert uploads.reject(uploads.receive("a.txt", file()).upload_id) == "a.txt"
    assert everything(own.index_dir) == everything(own.corpus_dir) == []


@examples(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(max_size=120) | st.text("./\\:_~ \u202e\ud800\x00conQuestions", max_size=30),
    suffix=st.sampled_from(SUFFIXES),
)
def test_file_stays_in_its_folders(own: Settings, name: str, suffix: str) -> None:
    uploads = Uploads(own, Room(), FileHashes())
    try:
        upload = uploads.receive(name + suffix, file())
    except UploadRefused:
        assert everything(own.root) == []
        return
    assert {path.split("/")[:2] == ["index", "uploads"] for path in everything(own.root)} == {True}
    accepted = uploads.accept(upload.upload_id)
    assert everything(own.root) == [f"corpus/{accepted}"]
    # It is a file that a build reads.
    assert find_files(own.corpus_dir) == ([accepted], {})
    (own.corpus_dir / accepted).unlink()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("run.exe", b"MZ", "can't be read"),
        ("report", b"text", "can't be read"),
        ("", b"text", "can't be read"),
        (".pdf", b"text", "can't be read"),
        ("Questions.TXT", b"text", "has the name reserved for sample questions"),
        ("empty.txt", b"", "is empty"),
        ("large.txt", b"x" * (2 * MIB + 1), "is larger than 2 MiB"),
    ],
)
def test_unsupported_file_is_refused(uploads: Uploads, own: Settings, name: str, content: bytes, reason: str) -> None:
    with pytest.raises(UploadRefused, match=reason):
        uploads.receive(name, file(content))
    assert everything(own.root) == []


def test_room_is_bounded_in_files_and_bytes(uploads: Uploads) -> None:
    uploads.receive("a.txt", file(b"x" * (2 * MIB - 1000)))
    with pytest.raises(UploadRefused, match="limit of 3 MiB"):
        uploads.receive("b.txt", file(b"x" * (MIB + 1000)))
    uploads.receive("c.txt", file())
    uploads.receive("d.txt", file())
    with pytest.raises(UploadRefused, match="limit of 3 files"):
        uploads.receive("e.txt", file())
    assert [one.upload.name for one in uploads.waiting()] == ["a.txt", "c.txt", "d.txt"]


class Endless(io.RawIOBase):
    """A file without end that counts what is taken of it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        assert 0 < size <= MIB
        self.taken += size
        return b"x" * size


def test_no_more_is_read_than_the_limit(uploads: Uploads) -> None:
    endless = Endless()
    with pytest.raises(UploadRefused, match="is larger"):
        uploads.receive("a.txt", endless)  # type: ignore[arg-type]
    assert endless.taken <= 3 * MIB


def test_taken_name_needs_a_choice(uploads: Uploads, own: Settings) -> None:
    (own.corpus_dir / "Report.pdf").write_bytes(b"old")
    first, second = (uploads.receive("report.pdf", file(content)) for content in (b"new", b"newer"))
    assert {one.taken for one in uploads.waiting()} == {"Report.pdf"}
    for choice in (None, "perhaps"):
        with pytest.raises(Conflict, match="already has a file Report"):
            uploads.accept(first.upload_id, choice)
    assert uploads.accept(first.upload_id, REPLACE) == "Report.pdf"
    assert (own.corpus_dir / "Report.pdf").read_bytes() == b"new"
    assert uploads.accept(second.upload_id, KEEP_BOTH) in {"report.pdf", "report (2).pdf"}
    assert len(everything(own.corpus_dir)) == 2


def test_both_are_kept_under_numbers(uploads: Uploads, own: Settings) -> None:
    for number in range(3):
        uploads.accept(uploads.receive("a.txt", file(b"%d" % number)).upload_id, KEEP_BOTH)
    assert everything(own.corpus_dir) == ["a (2).txt", "a (3).txt", "a.txt"]
    assert (own.corpus_dir / "a.txt").read_bytes() == b"0"


def test_folder_of_the_same_name_is_not_replaced(uploads: Uploads, own: Settings) -> None:
    (own.corpus_dir / "a.txt").mkdir()
    upload = uploads.receive("a.txt", file())
    with pytest.raises(Conflict, match="has a folder a"):
        uploads.accept(upload.upload_id, REPLACE)
    assert uploads.accept(upload.upload_id, KEEP_BOTH) == "a (2).txt"


def test_link_is_replaced_and_not_followed(uploads: Uploads, own: Settings, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    (own.corpus_dir / "a.txt").symlink_to(outside)
    uploads.accept(uploads.receive("a.txt", file()).upload_id, REPLACE)
    assert outside.read_text() == "mine"
    assert not (own.corpus_dir / "a.txt").is_symlink()


def test_same_content_in_the_corpus_is_named(uploads: Uploads, own: Settings) -> None:
    (own.corpus_dir / "deep").mkdir()
    (own.corpus_dir / "deep" / "there.txt").write_bytes(b"Some text.")
    (own.corpus_dir / "other.txt").write_bytes(b"Some texts")
    uploads.receive("a.txt", file())
    uploads.receive("b.txt", file(b"Other text"))
    assert [one.same for one in uploads.waiting()] == ["deep/there.txt", None]


@pytest.mark.parametrize("upload_id", ["", "0" * 16, "../../corpus/a", "x\x00", "a" * 5000])
def test_file_that_is_not_pending_is_reported(uploads: Uploads, upload_id: str) -> None:
    uploads.receive("a.txt", file())
    for act in (uploads.accept, uploads.reject):
        with pytest.raises(UploadNotFound):
            act(upload_id)


def test_second_decision_finds_nothing(uploads: Uploads) -> None:
    upload_id = uploads.receive("a.txt", file()).upload_id
    uploads.accept(upload_id)
    with pytest.raises(UploadNotFound):
        uploads.accept(upload_id)


def test_missing_corpus_is_reported_and_the_file_stays_pending(uploads: Uploads, own: Settings) -> None:
    upload_id = uploads.receive("a.txt", file()).upload_id
    own.corpus_dir.rmdir()
    with pytest.raises(Conflict, match="does not exist"):
        uploads.accept(upload_id)
    assert len(uploads.waiting()) == 1


def test_file_in_place_of_the_folder_is_reported(own: Settings) -> None:
    own.index_dir.write_text("no folder")
    with pytest.raises(UploadRefused, match="cannot be stored"):
        Uploads(own, Room(), FileHashes()).receive("a.txt", file())


def test_leftovers_of_a_killed_server_are_removed(uploads: Uploads) -> None:
    kept = uploads.receive("a.txt", file())
    for name in ("0" * 16 + ".part", "1" * 16 + ".txt"):
        (uploads.folder / name).write_text("half")
        os.utime(uploads.folder / name, (1, 1))
    (uploads.folder / ("2" * 16 + ".part")).write_text("on its way")
    uploads.receive("b.txt", file())
    assert "2" * 16 + ".part" in everything(uploads.folder)
    assert len(everything(uploads.folder)) == 5
    assert uploads.accept(kept.upload_id) == "a.txt"


@pytest.mark.parametrize("broken", ["", "[]", "{}", '{"name": 1}', "\x00"])
def test_damaged_record_is_ignored(uploads: Uploads, broken: str) -> None:
    uploads.receive("a.txt", file())
    (uploads.folder / ("0" * 16 + ".json")).write_text(broken)
    assert [one.upload.name for one in uploads.waiting()] == ["a.txt"]


def test_file_on_another_disk_is_copied(own: Settings) -> None:
    shared = Path("/dev/shm")  # noqa: S108, another file system where there is one
    if not shared.is_dir() or shared.stat().st_dev == own.root.stat().st_dev:
        pytest.skip("There is no second file system here.")
    corpus_dir = shared / f"reportqa-{os.getpid()}"
    corpus_dir.mkdir()
    try:
        elsewhere = Uploads(replace(own, corpus_dir=corpus_dir), Room(), FileHashes())
        elsewhere.accept(elsewhere.receive("a.txt", file()).upload_id)
        assert everything(corpus_dir) == ["a.txt"]
        assert everything(elsewhere.folder) == []
    finally:
        shutil.rmtree(corpus_dir)


def test_threads_do_not_accept_twice(uploads: Uploads, own: Settings) -> None:
    upload_id = uploads.receive("a.txt", file()).upload_id

    def attempt(act: Callable[[str, str], str]) -> bool:
        try:
            return bool(act(upload_id, KEEP_BOTH))
        except UploadNotFound:
            return False

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, [uploads.accept] * 8)) == 1
    assert everything(own.corpus_dir) == ["a.txt"]
