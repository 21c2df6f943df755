"""Writing of backups, also while a server runs."""

import os
import tarfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reportqa import __version__
from reportqa.backups.archive import ArchiveWriter
from reportqa.backups.areas import CORPUS, areas_of, is_postgresql, state_address
from reportqa.errors import IndexUnavailable, InputError
from reportqa.index import generations
from reportqa.settings import Settings
from reportqa.storage import sync

_TRIES = 3


@dataclass(frozen=True, slots=True)
class BackupSummary:
    """What a backup has: the generation in use, None without an index, and the number and bytes of all files.

    `notes` are sentences for the user, as on what it does not have.
    """

    file: str
    created: str
    generation: str | None
    files: int
    size: int
    notes: tuple[str, ...] = ()


def back_up(settings: Settings, file: Path) -> BackupSummary:
    """Write a backup of index, corpus and state to a file, which is replaced when all is written.

    :raises InputError: when the file cannot be written or is in one of the folders, or what is backed up changes
        again and again.
    """
    areas = areas_of(settings)
    for area in areas:
        if file.absolute().parent.resolve().is_relative_to(area.folder.resolve()) and area.only is None:
            raise InputError(f"{file} is in the folder {area.folder}, which is backed up. Choose a file elsewhere.")
    temporary = file.with_name(f"{file.name}.new")
    for remaining in reversed(range(_TRIES)):
        try:
            made = _write(settings, file, temporary)
        # A build has removed the generation, or a file has become shorter.
        except (FileNotFoundError, tarfile.TarError) as error:
            if not remaining or not file.absolute().parent.is_dir():
                raise InputError(f"{file} was not written: {error}. Try again.") from error
        except OSError as error:
            raise InputError(f"{file} cannot be written ({error.strerror or error}). Choose another place.") from error
        else:
            return made
        finally:
            with suppress(OSError):
                temporary.unlink()
    raise AssertionError


def _write(settings: Settings, file: Path, temporary: Path) -> BackupSummary:
    generation = None
    with suppress(IndexUnavailable):
        generation = generations.current(settings.index_dir)
    created = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    descriptor = os.open(temporary, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        writer = ArchiveWriter(target)
        for area in areas_of(settings):
            for name, path in area.files(generation):
                # A copy of a database in a generation would have other bytes than its manifest says.
                may_change = area.name != CORPUS and not name.startswith(f"{generations.GENERATIONS}/")
                try:
                    writer.add(f"{area.name}/{name}", path, may_change=may_change)
                except FileNotFoundError:
                    # A report may be deleted meanwhile; a generation is needed whole.
                    if area.name != CORPUS:
                        raise
        writer.close(reportqa=__version__, created=created, generation=generation)
    sync(temporary)
    temporary.replace(file)
    sync(file.absolute().parent)
    size = sum(size for size, _ in writer.files.values())
    return BackupSummary(str(file), created, generation, len(writer.files), size, tuple(_notes(settings)))


def _notes(settings: Settings) -> list[str]:
    url = state_address(settings)
    if url is None or not is_postgresql(settings):
        return []
    shown = url._replace(drivername="postgresql", password=None).render_as_string()
    return [f'The state is in PostgreSQL and not in this backup. Back it up, too: pg_dump "{shown}".']
