"""Folders that are built once in a test run and read by all of its processes."""

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from filelock import FileLock

T = TypeVar("T")


class SharedFolders:
    """Folders below `base`, each built by the first process that needs it; a test that changes one copies it first."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self._used: dict[Path, dict[str, int]] = {}

    def build(self, name: str, build: Callable[[Path], T]) -> T:
        """Return the result of `build`, called with the folder in the first process only; the result is pickled."""
        folder, result = self.base / name, self.base / f"{name}.pickle"
        with FileLock(self.base / f"{name}.lock"):
            if not result.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                made = build(folder)
                result.write_bytes(pickle.dumps((made, _modified(folder))))
            made, self._used[folder] = pickle.loads(result.read_bytes())  # noqa: S301, written above
        return made

    def changed(self) -> list[str]:
        """Return the files of the folders used here that were added, changed or removed since they were built."""
        return sorted(
            f"{folder.name}/{name}"
            for folder, before in self._used.items()
            for name, _ in before.items() ^ _modified(folder).items()
        )


def _modified(folder: Path) -> dict[str, int]:
    """Return the time of the last change of each file, by its path in the folder."""
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
