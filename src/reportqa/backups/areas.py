"""The folders that a backup covers, and which of their files it has."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportqa.errors import InputError
from reportqa.index import generations
from reportqa.settings import Settings
from reportqa.storage import RESTORE_JOURNAL

if TYPE_CHECKING:
    from sqlalchemy import URL

CORPUS, INDEX, STATE = "corpus", "index", "state"
OWN_PREFIXES = (".restore-", ".replaced-")
"""Of the folders in which a restoration keeps the new and the old files."""
_STAYS = frozenset({"cache", "corpus.json", RESTORE_JOURNAL})
"""Entries of an index folder that are valid only here, or for any index."""
_TEMPORARY = (".lock", ".new", ".scratch", "-wal", "-shm", "-journal")
_BESIDE_STATE = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Area:
    """A folder of which a backup has all files, or only that of the state database, `only`."""

    name: str
    folder: Path
    only: str | None = None

    def is_covered(self, entry: str) -> bool:
        """Return whether a restoration replaces an entry of the folder."""
        if self.only is not None:
            return entry in {self.only + ending for ending in _BESIDE_STATE}
        if entry.startswith(OWN_PREFIXES):
            return False
        return self.name == CORPUS or not (entry in _STAYS or entry == "lock" or entry.endswith(".lock"))

    def entries(self) -> list[str]:
        """Return the entries that a restoration replaces, sorted."""
        try:
            return sorted(filter(self.is_covered, os.listdir(self.folder)))
        except FileNotFoundError:
            return []

    def files(self, generation: str | None) -> Iterator[tuple[str, Path]]:
        """Yield the name and path of each file to back up; of the generations of an index only that in use."""
        for entry in self.entries():
            yield from self._below(self.folder / entry, entry, generation)

    def _below(self, path: Path, name: str, generation: str | None) -> Iterator[tuple[str, Path]]:
        if self.name != CORPUS and name.endswith(_TEMPORARY):
            return
        if path.is_symlink():
            return
        if path.is_file():
            yield name, path
        elif path.is_dir():
            for child in sorted(os.listdir(path)):
                if self.name != INDEX or name != generations.GENERATIONS or child == generation:
                    yield from self._below(path / child, f"{name}/{child}", generation)


def areas_of(settings: Settings) -> list[Area]:
    """Return the areas of settings, with absolute folders.

    :raises InputError: when the folder of the index is in that of the reports, or the other way round.
    """
    found = [Area(CORPUS, settings.corpus_dir.absolute()), Area(INDEX, settings.index_dir.absolute())]
    url = state_address(settings)
    if url is not None and not is_postgresql(settings):
        path = Path(str(url.database)).absolute()
        # In the index folder it is one of its files.
        if path.parent != settings.index_dir.absolute():
            found.append(Area(STATE, path.parent, path.name))
    corpus, index = (area.folder.resolve() for area in found[:2])
    if corpus.is_relative_to(index) or index.is_relative_to(corpus):
        raise InputError(f"{index} and {corpus} contain one another. Keep index and reports in separate folders.")
    return found


def is_postgresql(settings: Settings) -> bool:
    """Return whether the state is in a PostgreSQL database."""
    url = state_address(settings)
    return url is not None and url.get_backend_name() == "postgresql"


def state_address(settings: Settings) -> "URL | None":
    """Return the address of the state database; None for the file in the index folder."""
    if not settings.state_url:
        return None
    from reportqa.state import parsed_url

    url: URL = parsed_url(settings.state_url)
    return url
