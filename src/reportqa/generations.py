"""The index folder: generations that never change once current, and one small file that names the current one."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from reportqa.errors import IndexMismatch, IndexUnavailable

FORMAT = 7
"""Raised by one whenever an index written before can no longer be read, or holds other terms than questions have."""

_CURRENT = "current"
_GENERATIONS = "generations"
_MANIFEST = "manifest.json"
_BUILDING = ".building"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of.

    `inputs` are sha256 of every file of the corpus that was looked at, by path; `skipped` those that
    could not be read, with the reason; `settings` whatever shapes passages; `files` the sha256 of the
    generation's own files.
    """

    format: int
    generation: str
    created: str
    model: str
    model_sha256: str
    dim: int
    settings: Mapping[str, int]
    counts: Mapping[str, int]
    inputs: Mapping[str, str]
    skipped: Mapping[str, str]
    sample_questions: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


def current(index_dir: Path) -> str:
    """Give the id of the generation in use.

    :raises IndexUnavailable: when there is none.
    """
    try:
        generation = (index_dir / _CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise IndexUnavailable(f'No index in {index_dir}. Run "reportqa index" first.') from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnavailable(f'The index in {index_dir} cannot be read. Run "reportqa index".') from error
    if not (folder(index_dir, generation) / _MANIFEST).is_file():
        raise IndexUnavailable(f'The index in {index_dir} is incomplete. Run "reportqa index".')
    return generation


def folder(index_dir: Path, generation: str) -> Path:
    """Give the folder of a generation."""
    return index_dir / _GENERATIONS / generation


def read_manifest(index_dir: Path, generation: str) -> Manifest:
    """Read the manifest of a generation.

    :raises IndexMismatch: when it was written by a version with another format.
    :raises IndexUnavailable: when it is missing or broken.
    """
    path = folder(index_dir, generation) / _MANIFEST
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise IndexMismatch(
                f"The index in {index_dir} has format {content['format']}; this version of reportqa reads"
                f' format {FORMAT}. Run "reportqa index".'
            )
        return Manifest(**{**content, "sample_questions": tuple(content["sample_questions"])})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnavailable(f'The index in {index_dir} is broken. Run "reportqa index".') from error


@contextmanager
def building(index_dir: Path) -> Iterator[Path]:
    """Give an empty folder to build a generation in; one writer at a time.

    What is left in the folder when the block ends without `switch` is removed.
    :raises IndexUnavailable: when another process builds, or the folder cannot be written.
    """
    generations = index_dir / _GENERATIONS
    # The system frees the lock when its process ends, however it ends.
    lock = FileLock(index_dir / "lock", timeout=0)
    try:
        generations.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise IndexUnavailable(
            f'Another "reportqa index" is writing {index_dir}. Wait until it has ended and try again.'
        ) from None
    except OSError as error:
        raise IndexUnavailable(
            f"The index folder {index_dir} cannot be written ({error.strerror}). Choose another with --index."
        ) from error
    try:
        for leftover in generations.glob(f"*{_BUILDING}"):
            shutil.rmtree(leftover, ignore_errors=True)
        build = generations / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}{_BUILDING}"
        build.mkdir()
        try:
            yield build
        finally:
            shutil.rmtree(build, ignore_errors=True)
    finally:
        lock.release()


def generation_id(build: Path) -> str:
    """Give the id that a generation under construction will have."""
    return build.name.removesuffix(_BUILDING)


def switch(index_dir: Path, build: Path, manifest: Manifest) -> None:
    """Make what stands in the build folder the current generation and drop all but the one before."""
    files = {
        path.relative_to(build).as_posix(): file_sha256(path) for path in sorted(build.rglob("*")) if path.is_file()
    }
    _write(build / _MANIFEST, json.dumps({**asdict(manifest), "files": files}, indent=1))
    for path in build.rglob("*"):
        _sync(path)
    _sync(build)
    final = folder(index_dir, manifest.generation)
    build.rename(final)
    _sync(final.parent)
    try:
        previous = current(index_dir)
    except IndexUnavailable:
        previous = None
    temporary = index_dir / f"{_CURRENT}.new"
    _write(temporary, manifest.generation + "\n")
    _sync(temporary)
    temporary.replace(index_dir / _CURRENT)
    _sync(index_dir)
    for other in final.parent.iterdir():
        if other.name not in {manifest.generation, previous}:
            shutil.rmtree(other, ignore_errors=True)


def kept(index_dir: Path) -> set[str]:
    """Give the ids of the generations that are there: the one in use and the one before."""
    return {path.name for path in (index_dir / _GENERATIONS).iterdir() if not path.name.endswith(_BUILDING)}


def file_sha256(path: Path) -> str:
    """Give the sha256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
