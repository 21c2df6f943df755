import logging
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.ingest.cache import CACHE_DIR, CACHE_FILE, LAYOUT, Cache, key_of

pytestmark = pytest.mark.slow

PARTS = st.recursive(st.text() | st.integers() | st.booleans(), st.lists)


def keep(index_dir: Path, entries: Mapping[bytes, bytes], generation: str = "g", *before: str) -> None:
    with Cache.open(index_dir) as cache:
        for key, value in entries.items():
            cache.keep(key, value)
        cache.settle(generation, {generation, *before})


def found(index_dir: Path, *keys: bytes, ignored: bool = False) -> list[bytes | None]:
    with Cache.open(index_dir, ignored=ignored) as cache:
        return [cache.find(key) for key in keys]


def test_what_was_kept_is_found_by_the_next_build(tmp_path: Path) -> None:
    keep(tmp_path, {b"a": b"one", b"b": b""})
    assert found(tmp_path, b"a", b"b", b"c") == [b"one", b"", None]


def test_entry_is_on_disk_as_soon_as_it_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / CACHE_DIR
    with Cache.open(tmp_path) as cache:
        cache.keep(b"a", b"one")
        # As the files lie there when the process is killed now.
        shutil.copytree(folder, tmp_path / "killed" / CACHE_DIR)
    assert found(tmp_path / "killed", b"a") == [b"one"]


def test_value_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    keep(tmp_path, {b"a": b"one"})
    keep(tmp_path, {b"a": b"two"})
    assert found(tmp_path, b"a") == [b"two"]


def test_nothing_is_found_when_it_is_ignored_but_all_is_kept(tmp_path: Path) -> None:
    keep(tmp_path, {b"a": b"one"})
    assert found(tmp_path, b"a", ignored=True) == [None]
    with Cache.open(tmp_path, ignored=True) as cache:
        cache.keep(b"a", b"two")
    assert found(tmp_path, b"a") == [b"two"]


def test_entries_last_as_long_as_the_generations_that_use_them(tmp_path: Path) -> None:
    keep(tmp_path, {b"a": b"one", b"b": b"two"}, "g1")
    with Cache.open(tmp_path) as cache:
        assert cache.find(b"a") == b"one"
        cache.settle("g2", {"g1", "g2"})
    assert found(tmp_path, b"a", b"b") == [b"one", b"two"]
    keep(tmp_path, {b"c": b"three"}, "g3", "g2")
    assert found(tmp_path, b"a", b"b", b"c") == [b"one", None, b"three"]
    keep(tmp_path, {}, "g4", "g3")
    assert found(tmp_path, b"a", b"b", b"c") == [None, None, b"three"]


def test_entries_of_an_interrupted_build_are_found_by_the_next(tmp_path: Path) -> None:
    with Cache.open(tmp_path) as cache:
        cache.keep(b"a", b"one")
        cache.keep(b"b", b"two")
    with Cache.open(tmp_path) as cache:
        assert cache.find(b"a") == b"one"
        cache.settle("g1", {"g1"})
    assert found(tmp_path, b"a", b"b") == [b"one", None]


def test_file_shrinks_when_entries_are_dropped(tmp_path: Path) -> None:
    keep(tmp_path, {bytes([number]): bytes(100_000) for number in range(50)})
    keep(tmp_path, {b"a": b"one"}, "h")
    assert (tmp_path / CACHE_DIR / CACHE_FILE).stat().st_size < 100_000


def break_file(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)


def cut_file(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def change_layout(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {LAYOUT + 1}")


def change_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE entries")
        connection.execute("CREATE TABLE entries (something)")


def garble_pages(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)


@pytest.mark.parametrize("harm", [break_file, cut_file, garble_pages, change_tables])
def test_broken_file_is_one_line_in_the_log_and_begun_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, harm: object
) -> None:
    keep(tmp_path, {bytes([number]): bytes(3000) for number in range(20)})
    assert callable(harm)
    harm(tmp_path / CACHE_DIR / CACHE_FILE)
    keep(tmp_path, {b"\x01": b"one", b"a": b"two"})
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "is rebuilt" in caplog.text
    assert found(tmp_path, b"a", b"\x01") == [b"two", b"one"]


def test_file_of_another_layout_is_begun_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    keep(tmp_path, {b"a": b"one"})
    change_layout(tmp_path / CACHE_DIR / CACHE_FILE)
    assert found(tmp_path, b"a") == [None]
    keep(tmp_path, {b"a": b"two"})
    assert found(tmp_path, b"a") == [b"two"]
    assert caplog.records == []


def test_value_with_a_changed_byte_is_not_found(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    keep(tmp_path, {b"a": b"the right value", b"b": b"another"})
    path = tmp_path / CACHE_DIR / CACHE_FILE
    path.write_bytes(path.read_bytes().replace(b"the right value", b"the wrong value"))
    assert found(tmp_path, b"a", b"b") == [None, b"another"]
    assert len(caplog.records) == 1


@pytest.mark.parametrize("name", [CACHE_DIR, f"{CACHE_DIR}/{CACHE_FILE}/x"])
def test_build_goes_on_without_a_cache_that_cannot_be_written(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).touch()
    keep(tmp_path, {b"a": b"one"})
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "cannot be used" in caplog.text
    assert found(tmp_path, b"a") == [None]


def test_full_disk_costs_what_does_not_fit_only(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    keep(tmp_path, {b"a": b"one"})
    with Cache.open(tmp_path) as cache:
        # SQLite says that the disk is full when a file would have more pages than this.
        assert cache._connection is not None
        cache._connection.execute("PRAGMA max_page_count = 20")
        cache.keep(b"b", bytes(1000))
        cache.keep(b"c", bytes(1_000_000))
        cache.keep(b"d", bytes(1000))
        cache.settle("g2", {"g", "g2"})
    assert len(caplog.records) == 1
    assert found(tmp_path, b"a", b"b", b"c", b"d") == [b"one", bytes(1000), None, None]


@given(st.lists(PARTS), st.lists(PARTS))
def test_keys_are_the_same_for_the_same_parts_only(one: list[object], other: list[object]) -> None:
    assert (key_of(*one) == key_of(*other)) == (repr(one) == repr(other))
