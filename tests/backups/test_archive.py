import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from reportqa.backups.archive import ArchiveWriter, Contents, read_archive
from reportqa.errors import InputError

Tamper = Callable[[tarfile.TarFile], None]


def write(folder: Path) -> Path:
    """Write an archive of two files."""
    (folder / "a").write_bytes(b"first")
    (folder / "b").write_bytes(b"second" * 1000)
    with (folder / "backup.tar").open("wb") as file:
        writer = ArchiveWriter(file)
        writer.add("corpus/a.txt", folder / "a", may_change=True)
        writer.add("index/b", folder / "b", may_change=True)
        writer.close(reportqa="0", created="2026-01-01T00:00:00Z", generation=None)
    return folder / "backup.tar"


def read(path: Path, folder: Path | None = None) -> Contents:
    return read_archive(path, lambda name: folder / name if folder else None)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write(tmp_path)


def test_files_come_back(archive: Path, tmp_path: Path) -> None:
    contents = read(archive, tmp_path / "out")
    assert sorted(contents.files) == ["corpus/a.txt", "index/b"]
    assert (tmp_path / "out" / "corpus" / "a.txt").read_bytes() == b"first"
    assert (tmp_path / "out" / "index" / "b").stat().st_mtime == pytest.approx((tmp_path / "b").stat().st_mtime)


def test_database_is_copied_with_its_last_transaction(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "state.db")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE t (x)")
        database.execute("INSERT INTO t VALUES (1)")
        database.commit()
        database.execute("INSERT INTO t VALUES (2)")
        with (tmp_path / "backup.tar").open("wb") as file:
            writer = ArchiveWriter(file)
            writer.add("index/state.db", tmp_path / "state.db", may_change=True)
            writer.close(reportqa="0", created="", generation=None)
    read(tmp_path / "backup.tar", tmp_path / "out")
    with closing(sqlite3.connect(tmp_path / "out" / "index" / "state.db")) as database:
        assert database.execute("SELECT x FROM t").fetchall() == [(1,)]


@pytest.mark.parametrize("kept", [0, 100, 512, 1100, 5000, 8000, -12_000])
def test_shortened_archive_is_refused(archive: Path, kept: int) -> None:
    archive.write_bytes(archive.read_bytes()[:kept])
    with pytest.raises(InputError, match=r"not a backup of reportqa|is damaged"):
        read(archive)


@hypothesis_settings(max_examples=60)
@given(place=st.integers(0, 8700), value=st.integers(1, 255))
def test_changed_byte_is_refused_or_changes_no_file(
    tmp_path_factory: pytest.TempPathFactory, place: int, value: int
) -> None:
    folder = tmp_path_factory.mktemp("changed")
    data = bytearray(write(folder).read_bytes())
    data[place % len(data)] ^= value
    (folder / "backup.tar").write_bytes(data)
    try:
        read(folder / "backup.tar", folder / "out")
    except InputError:
        return
    assert (folder / "out" / "corpus" / "a.txt").read_bytes() == b"first"
    assert (folder / "out" / "index" / "b").read_bytes() == b"second" * 1000


def add(name: str, kind: bytes = tarfile.REGTYPE, target: str = "", size: int = 0) -> Tamper:
    def tamper(tar: tarfile.TarFile) -> None:
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname, entry.size = kind, target, size
        tar.addfile(entry, io.BytesIO(b"x" * size))

    return tamper


HOSTILE = {
    "parent": add("corpus/../../out.txt", size=1),
    "absolute": add("/etc/out.txt", size=1),
    "dot": add("corpus/./out.txt", size=1),
    "double": add("corpus//out.txt", size=1),
    "bare": add("out.txt", size=1),
    "symlink": add("corpus/link", tarfile.SYMTYPE, "/etc/passwd"),
    "hardlink": add("corpus/link", tarfile.LNKTYPE, "corpus/a.txt"),
    "pipe": add("corpus/pipe", tarfile.FIFOTYPE),
    "device": add("corpus/device", tarfile.CHRTYPE),
    "folder": add("corpus/sub", tarfile.DIRTYPE),
    "sparse": add("corpus/sparse", tarfile.GNUTYPE_SPARSE),
    "twice": add("corpus/a.txt", size=5),
    "unlisted": add("corpus/other.txt", size=5),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_member_is_refused_and_nothing_is_written_elsewhere(kind: str, tmp_path: Path) -> None:
    source = write(tmp_path)
    with tarfile.open(source) as old, tarfile.open(tmp_path / "hostile.tar", "w") as tar:
        for entry in old:
            if entry.name == "backup.json":
                HOSTILE[kind](tar)
            tar.addfile(entry, old.extractfile(entry))
    with pytest.raises(InputError, match=r"not a backup of reportqa|is damaged"):
        read(tmp_path / "hostile.tar", tmp_path / "out" / "deep")
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b", "backup.tar", "hostile.tar", "out"}
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["deep"]
    assert not any(path.is_symlink() for path in tmp_path.rglob("*"))


def test_sparse_file_that_claims_terabytes_is_refused(tmp_path: Path) -> None:
    """A bomb: in the PAX format, a file of no bytes may claim any size."""
    with tarfile.open(tmp_path / "bomb.tar", "w", format=tarfile.PAX_FORMAT) as tar:
        entry = tarfile.TarInfo("corpus/bomb")
        entry.pax_headers = {
            "GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "corpus/bomb",
            "GNU.sparse.realsize": str(10**13),
        }  # fmt: skip
        entry.size = 512
        tar.addfile(entry, io.BytesIO(b"0\n".ljust(512, b"\0")))
    with pytest.raises(InputError, match=r"does not belong in one|is damaged"):
        read(tmp_path / "bomb.tar", tmp_path / "out")


def test_compressed_archive_is_refused(archive: Path, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "packed.tar", "w:gz") as tar:
        tar.add(archive, "corpus/a")
    with pytest.raises(InputError, match="not a backup of reportqa"):
        read(tmp_path / "packed.tar")


@pytest.mark.parametrize("listed", [b"", b"[]", b"[" * 10**5, b'{"version": 1}', b'{"version": 9, "reportqa": "9"}'])
def test_list_of_another_form_is_refused(listed: bytes, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        entry = tarfile.TarInfo("backup.json")
        entry.size = len(listed)
        tar.addfile(entry, io.BytesIO(listed))
    with pytest.raises(InputError, match=r"cannot be read|Restore it with that version"):
        read(tmp_path / "b.tar")


def test_list_names_sizes_and_sums(archive: Path) -> None:
    with tarfile.open(archive) as tar:
        *_, last = tar
        listed = tar.extractfile(last)
        assert listed is not None
        assert json.loads(listed.read())["files"]["corpus/a.txt"][0] == 5
