"""The generations of an index folder, which never change once published, and the file that names the current one."""

from contextlib import suppress
from pathlib import Path

from reportqa.errors import IndexMismatch, IndexUnavailable
from reportqa.index.manifest import MANIFEST_FILE, Damaged, Manifest
from reportqa.storage import RESTORE_JOURNAL

CURRENT = "current"
"""File of two lines: the current generation and, if there is one, the previous one."""
GENERATIONS = "generations"
OWN_CALIBRATION = "confidence.json"
"""Result of `reportqa calibrate` on the user's own questions."""
BUILDING = ".building"
"""Suffix of the folder of a generation under construction."""


def current(index_dir: Path) -> str:
    """Return the id of the current generation.

    :raises IndexUnavailable: when there is no index, or the restoration of a backup must be completed first.
    """
    if (index_dir / RESTORE_JOURNAL).exists():
        raise IndexUnavailable(f'A backup is being restored to {index_dir}. Run "reportqa status" to complete it.')
    if not (index_dir / CURRENT).exists():
        raise IndexUnavailable(f'No index in {index_dir}. Run "reportqa index" first.')
    names = named(index_dir)
    if not names:
        raise IndexUnavailable(f"The index in {index_dir} cannot be read. {_way_out(index_dir)}")
    if not (folder(index_dir, names[0]) / MANIFEST_FILE).is_file():
        raise IndexUnavailable(f"The index in {index_dir} is incomplete. {_way_out(index_dir)}")
    return names[0]


def previous(index_dir: Path) -> Manifest | None:
    """Return the manifest of the generation that `rollback` would return to, None if there is no readable one."""
    for generation in before(index_dir):
        with suppress(Damaged, IndexMismatch):
            path = folder(index_dir, generation)
            manifest = Manifest.read(path)
            manifest.check(path)
            return manifest
    return None


def folder(index_dir: Path, generation: str) -> Path:
    """Return the folder of a generation."""
    return index_dir / GENERATIONS / generation


def read_manifest(index_dir: Path, generation: str) -> Manifest:
    """Read the manifest of a generation.

    :raises IndexMismatch: when it was written by a version with another format.
    :raises IndexUnavailable: when it is missing or broken.
    """
    try:
        return Manifest.read(folder(index_dir, generation))
    except Damaged as error:
        raise IndexUnavailable(f"The index in {index_dir} is broken. {_way_out(index_dir)}") from error


def checked_manifest(index_dir: Path, generation: str, *, whole: bool = False) -> Manifest:
    """Read the manifest of a generation and check its files (see `Manifest.check`).

    :raises IndexMismatch: when it was written by a version with another format.
    :raises IndexUnavailable: when the manifest or a file is missing or damaged.
    """
    manifest = read_manifest(index_dir, generation)
    try:
        manifest.check(folder(index_dir, generation), whole=whole)
    except Damaged as error:
        raise IndexUnavailable(f"The index in {index_dir} is damaged: {error}. {_way_out(index_dir)}") from error
    return manifest


def damage(index_dir: Path, generation: str) -> list[str]:
    """Return a description of each changed file of a generation.

    :raises IndexMismatch: when it was written by a version with another format.
    """
    path = folder(index_dir, generation)
    try:
        return Manifest.read(path).damage(path)
    except Damaged as error:
        return [str(error)]


def named(index_dir: Path) -> list[str]:
    """Return the ids of the current and the previous generation, as far as the folder names them."""
    try:
        return (index_dir / CURRENT).read_text(encoding="ascii").split()[:2]
    except (OSError, UnicodeDecodeError):
        return []


def before(index_dir: Path) -> list[str]:
    """Return the previous generation; if the current one is unknown, all generations, newest first."""
    names = named(index_dir)
    if names and folder(index_dir, names[0]).is_dir():
        return names[1:]
    try:
        return sorted(kept(index_dir), reverse=True)
    except OSError:
        return []


def kept(index_dir: Path) -> set[str]:
    """Return the ids of the generations in the folder: the current and the previous one."""
    return {path.name for path in (index_dir / GENERATIONS).iterdir() if path.suffix != BUILDING}


def models(index_dir: Path) -> set[tuple[str, str]]:
    """Return the sha256 and the encoder of the model of each readable generation."""
    found = set()
    for generation in kept(index_dir):
        with suppress(Damaged, IndexMismatch):
            manifest = Manifest.read(folder(index_dir, generation))
            found.add((manifest.model_sha256, manifest.encoder))
    return found


def _way_out(index_dir: Path) -> str:
    """Return what to do about an unusable generation."""
    sound = previous(index_dir)
    offer = f', or "reportqa rollback" to return to the generation of {sound.made}' if sound else ""
    return f'Run "reportqa index"{offer}.'
