"""Restoration of backups: everything is checked before anything is replaced."""

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from reportqa.backups.archive import Contents, read_archive
from reportqa.backups.areas import INDEX, OWN_PREFIXES, STATE, Area, areas_of, is_postgresql
from reportqa.backups.backup import BackupSummary
from reportqa.backups.journal import Move, commit, finish_restore
from reportqa.backups.serving import not_serving
from reportqa.corpus_memory import remember_corpus
from reportqa.errors import IndexMismatch, InputError, StateUnavailable
from reportqa.index import generations, only_writer
from reportqa.settings import Settings
from reportqa.storage import RESTORE_JOURNAL, sync


def check_backup(file: Path) -> BackupSummary:
    """Read a backup and check every byte of it against its checksums; nothing is written.

    :raises InputError: when it is no backup, or damaged.
    """
    return _summary(file, read_archive(file, lambda _: None))


def restore(settings: Settings, file: Path) -> BackupSummary:
    """Replace index, corpus and state by those of a backup, all or nothing; the replaced files are kept beside them.

    :raises InputError: when it is no backup, damaged, or made by a newer version, a server runs, or there is no room.
    :raises IndexUnavailable: while an index is built.
    """
    areas = areas_of(settings)
    by_name = {area.name: area for area in areas}
    try:
        for area in areas:
            area.folder.mkdir(parents=True, exist_ok=True)
        finish_restore(settings.index_dir)
        with not_serving(settings.index_dir), only_writer(settings.index_dir):
            key = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
            _remove_remains(areas, OWN_PREFIXES[0])
            _check_room(file, areas)

            def place_of(name: str) -> Path:
                area_name, _, rest = name.partition("/")
                area = by_name.get(area_name)
                if area is None:
                    missing = "Set REPORTQA_STATE_URL to a SQLite file" if area_name == STATE else "Take another one"
                    raise InputError(f"{file} has {area_name!r}, which has no place here. {missing}.")
                if not area.is_covered(rest.partition("/")[0]):
                    raise InputError(f"{file} is not a backup of reportqa: {rest[:100]!r} does not belong in one.")
                return area.folder / f".restore-{key}" / rest

            try:
                contents = read_archive(file, place_of)
                notes = _check(file, contents, [(area, area.folder / f".restore-{key}") for area in areas])
                moves = [_move(area, key) for area in areas]
                commit(settings.index_dir, key, moves)
            finally:
                # Committed or not: `finish_restore` needs what it has not moved yet.
                if not (settings.index_dir / RESTORE_JOURNAL).exists():
                    _remove_remains(areas, OWN_PREFIXES[0])
            finish_restore(settings.index_dir)
            _remove_remains(areas, OWN_PREFIXES[1], key)
            remember_corpus(settings.index_dir, settings.corpus_dir)
    except OSError as error:
        raise InputError(f"{file} cannot be restored ({error.strerror or error}). Nothing was replaced.") from error
    kept = [str(Path(move.folder, f".replaced-{key}")) for move in moves if move.old]
    if kept:
        notes.append(f"The replaced files are kept in {', '.join(kept)}. Delete them when all is well.")
    if is_postgresql(settings):
        notes.append("The state is in PostgreSQL and was not changed. Restore it with psql or pg_restore.")
    return _summary(file, contents, tuple(notes))


def _summary(file: Path, contents: Contents, notes: tuple[str, ...] = ()) -> BackupSummary:
    size = sum(size for size, _ in contents.files.values())
    return BackupSummary(str(file), contents.created, contents.generation, len(contents.files), size, notes)


def _check_room(file: Path, areas: Sequence[Area]) -> None:
    """Check that the disk of each area has room for the whole backup.

    :raises InputError: when one has not.
    """
    size = file.stat().st_size
    for area in areas:
        free = shutil.disk_usage(area.folder).free
        if free < size:
            raise InputError(f"{area.folder} has {free:,} bytes free, and the backup {size:,}. Free space first.")


def _check(file: Path, contents: Contents, staged: Sequence[tuple[Area, Path]]) -> list[str]:
    """Check that this version can use what was written; return notes for the user.

    :raises InputError: when it cannot.
    """
    notes = []
    for area, folder in staged:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and area.name in {INDEX, STATE}:
                _check_database(file, path)
        if area.name == INDEX and contents.generation:
            try:
                found = generations.damage(folder, contents.generation)
            except IndexMismatch:
                notes.append('The index is of another version. Run "reportqa index" to build it again.')
                found = []
            if found:
                raise InputError(f"{file} has a damaged index: {found[0]}. Take another one.")
        if area.name in {INDEX, STATE}:
            _upgrade_state(file, folder, area.only)
    return notes


def _upgrade_state(file: Path, folder: Path, name: str | None) -> None:
    """Upgrade the state database in a folder to the schema of this version.

    :raises InputError: when a newer version has made it.
    """
    from reportqa.state import STATE_FILE, StateDatabase

    path = folder / (name or STATE_FILE)
    if not path.is_file():
        return
    try:
        StateDatabase(f"sqlite:///{path}").close()
    except StateUnavailable as error:
        raise InputError(f"{file} has a state database that this version cannot use. {error}") from error
    sync(path)


def _check_database(file: Path, path: Path) -> None:
    with path.open("rb") as opened:
        if opened.read(16) != b"SQLite format 3\0":
            return
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        found = str(error)
    if found != "ok":
        raise InputError(f"{file} has a damaged database {path.name} ({found}). Take another one.")


def _move(area: Area, key: str) -> Move:
    prepared = area.folder / f".restore-{key}"
    prepared.mkdir(exist_ok=True)
    for folder, _, _ in os.walk(prepared):
        sync(Path(folder))
    sync(area.folder)
    old = area.entries()
    if mounted := next((entry for entry in old if os.path.ismount(area.folder / entry)), None):
        raise InputError(f"{area.folder / mounted} is a disk of its own and cannot be replaced. Unmount it first.")
    return Move(str(area.folder), tuple(old), tuple(sorted(filter(area.is_covered, os.listdir(prepared)))))


def _remove_remains(areas: Sequence[Area], prefix: str, key: str = "") -> None:
    """Remove what restorations have left, other than that with a key."""
    for area in areas:
        for path in area.folder.glob(f"{prefix}*"):
            if path.name != prefix + key:
                shutil.rmtree(path, ignore_errors=True)
