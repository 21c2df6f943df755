import shutil
import tarfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.backups import back_up, restore, serving
from reportqa.errors import IndexUnavailable, InputError
from reportqa.index import CollectionStore, building, generations, verify
from reportqa.settings import Settings
from reportqa.state import StateDatabase, UserStore
from support.backing_up import add_user, change_everything, only_name, state_of

pytestmark = pytest.mark.slow


def test_all_parts_come_back_and_the_replaced_files_are_kept(place: Settings, backup: Path) -> None:
    before = state_of(place)
    change_everything(place)
    assert state_of(place) != before
    notes = restore(place, backup).notes
    assert state_of(place) == before
    assert verify(place).problems == ("the exported model is missing",)
    assert [one.name for one in CollectionStore(place.index_dir).all()] == ["Notes"]
    kept = only_name(place.corpus_dir, ".replaced-*")
    assert (kept / "added.txt").read_text() == "Added later.\n"
    assert str(kept) in notes[-1]
    assert not list(place.index_dir.glob(".restore-*"))


def test_backup_comes_back_on_another_machine(place: Settings, backup: Path, tmp_path: Path) -> None:
    other = Settings.from_env({}, root=tmp_path / "other")
    restore(other, backup)
    assert state_of(other) == state_of(place)
    shutil.rmtree(place.corpus_dir)
    assert Settings.from_env({}, root=tmp_path / "other").corpus_dir == tmp_path / "other" / "corpus"


def test_database_elsewhere_comes_back_and_needs_a_place(place: Settings, tmp_path: Path) -> None:
    elsewhere = replace(place, state_url=f"sqlite:///{tmp_path}/db/users.db")
    add_user(elsewhere, "carla")
    back_up(elsewhere, tmp_path / "b.tar")
    add_user(elsewhere, "dora")
    with pytest.raises(InputError, match="Set REPORTQA_STATE_URL to a SQLite file"):
        restore(place, tmp_path / "b.tar")
    restore(elsewhere, tmp_path / "b.tar")
    with closing(StateDatabase.open(elsewhere)) as database:
        assert [one.name for one in UserStore(database).all()] == ["carla"]


def test_nothing_is_replaced_while_a_server_runs(place: Settings, backup: Path) -> None:
    change_everything(place)
    before = state_of(place)
    with serving(place.index_dir), pytest.raises(InputError, match="Stop the server and try again"):
        restore(place, backup)
    assert state_of(place) == before


def test_nothing_is_replaced_while_an_index_is_built(place: Settings, backup: Path) -> None:
    before = state_of(place)
    with building(place.index_dir), pytest.raises(IndexUnavailable, match='Another "reportqa index" is writing'):
        restore(place, backup)
    assert state_of(place) == before


def rewritten(backup: Path, name: str, data: bytes) -> Path:
    """Return a backup, with the right sums, in which a file has other bytes."""
    folder = backup.with_name("again")
    with tarfile.open(backup) as tar:
        tar.extractall(folder, filter="data")
    (folder / name).write_bytes(data)
    (folder / "index" / "generations").rename(folder / "g")
    (folder / "g").rename(folder / "index" / "generations")
    other = Settings.from_env({}, root=folder)
    path = backup.with_name("other.tar")
    back_up(other, path)
    return path


@pytest.mark.parametrize("kind", ["generation", "database", "newer"])
def test_backup_that_cannot_be_used_replaces_nothing(place: Settings, backup: Path, kind: str) -> None:
    generation = generations.current(place.index_dir)
    names = {
        "generation": f"index/generations/{generation}/passages.npy",
        "database": "index/state.db",
        "newer": "index/state.db",
    }
    if kind == "newer":
        with closing(StateDatabase.open(place)) as database, database.writing() as session:
            session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = 'ffff'")
        path = backup.with_name("newer.tar")
        back_up(place, path)
        shutil.copy(path, backup)
        with closing(StateDatabase.open(replace(place, state_url=f"sqlite:///{place.root}/x.db"))):
            pass
        shutil.copy(place.root / "x.db", place.index_dir / "state.db")
    else:
        backup = rewritten(backup, names[kind], b"x" * 50_000)
    before = state_of(place)
    with pytest.raises(InputError, match=r"damaged|cannot use|is not what was backed up"):
        restore(place, backup)
    assert state_of(place) == before
    assert not [*place.index_dir.glob(".re*-*"), *place.corpus_dir.glob(".re*-*")]


def test_index_of_another_version_is_restored_with_a_note(place: Settings, backup: Path) -> None:
    generation = generations.current(place.index_dir)
    manifest = place.index_dir / "generations" / generation / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": ', '"format": 1'))
    back_up(place, backup)
    assert 'Run "reportqa index"' in restore(place, backup).notes[0]


def test_file_that_no_backup_has_is_refused(place: Settings, backup: Path, tmp_path: Path) -> None:
    for name in ("index/restore.json", "index/lock", "index/.replaced-1/a", "elsewhere/a"):
        folder = tmp_path / "made"
        with tarfile.open(tmp_path / "h.tar", "w") as tar:
            folder.write_bytes(b"x")
            tar.add(folder, name)
        with pytest.raises(InputError, match=r"does not belong in one|has no place here"):
            restore(place, tmp_path / "h.tar")


def test_missing_file_is_a_clear_error(place: Settings) -> None:
    with pytest.raises(InputError, match="No such file"):
        restore(place, place.root / "none.tar")
