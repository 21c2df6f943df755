"""The index folder: generations that never change once current, and one small file that names the current one."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from reportqa.errors import IndexMismatch, IndexUnavailable
from reportqa.storage import changed_files, cut_files, file_sha256, files_in, replace_text, sizes_of, sync, writing

FORMAT = 9
"""Raised by one whenever an index written before can no longer be read, or holds other terms than questions have."""

_CURRENT = "current"
"""Two lines: the generation in use and, when there is one, the generation before."""
_GENERATIONS = "generations"
_MANIFEST = "manifest.json"
_MANIFEST_SUM = "manifest.sha256"
_BUILDING = ".building"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of.

    `inputs` are sha256 of every file of the corpus that was looked at, by path; `skipped` those that
    could not be read, with the reason; `settings` whatever shapes passages; `files` the sha256 of the
    generation's own files, `sizes` their bytes. `encoder` is what embedded its passages (see `settings.ENCODERS`).
    The manifest's own sha256 lies beside it.
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
    sizes: Mapping[str, int] = field(default_factory=dict)
    encoder: str = "torch"

    @property
    def made(self) -> str:
        """When it was built, as `time_text` gives it."""
        return time_text(self.created)


class _Damaged(Exception):
    """A generation that is not as it was written; the message says how."""


def current(index_dir: Path) -> str:
    """Give the id of the generation in use.

    :raises IndexUnavailable: when there is none.
    """
    if not (index_dir / _CURRENT).exists():
        raise IndexUnavailable(f'No index in {index_dir}. Run "reportqa index" first.')
    named = _named(index_dir)
    if not named:
        raise IndexUnavailable(f"The index in {index_dir} cannot be read. {_way_out(index_dir)}")
    if not (folder(index_dir, named[0]) / _MANIFEST).is_file():
        raise IndexUnavailable(f"The index in {index_dir} is incomplete. {_way_out(index_dir)}")
    return named[0]


def previous(index_dir: Path) -> Manifest | None:
    """Give the manifest of the generation that `rollback` would go to; None when there is none that looks sound."""
    for generation in _before(index_dir):
        with suppress(_Damaged, IndexMismatch):
            return _checked(index_dir, generation)
    return None


def folder(index_dir: Path, generation: str) -> Path:
    """Give the folder of a generation."""
    return index_dir / _GENERATIONS / generation


def read_manifest(index_dir: Path, generation: str) -> Manifest:
    """Read the manifest of a generation.

    :raises IndexMismatch: when it was written by a version with another format.
    :raises IndexUnavailable: when it is missing or broken.
    """
    try:
        return _read(index_dir, generation)
    except _Damaged as error:
        raise IndexUnavailable(f"The index in {index_dir} is broken. {_way_out(index_dir)}") from error


def checked_manifest(index_dir: Path, generation: str) -> Manifest:
    """Read the manifest of a generation whose files are all there and as long as they were written; fast.

    :raises IndexMismatch: when it was written by a version with another format.
    :raises IndexUnavailable: when the manifest or a file is missing or broken.
    """
    manifest = read_manifest(index_dir, generation)
    if wrong := cut_files(folder(index_dir, generation), manifest.sizes):
        raise IndexUnavailable(f"The index in {index_dir} is damaged: {wrong[0]}. {_way_out(index_dir)}")
    return manifest


def damage(index_dir: Path, generation: str) -> list[str]:
    """Say of each file of a generation that is not byte for byte as it was written what is wrong.

    :raises IndexMismatch: when it was written by a version with another format.
    """
    path = folder(index_dir, generation)
    try:
        manifest = _read(index_dir, generation)
    except _Damaged as error:
        return [str(error)]
    cut = cut_files(path, manifest.sizes)
    return cut or changed_files(path, manifest.files)


def _read(index_dir: Path, generation: str) -> Manifest:
    path = folder(index_dir, generation) / _MANIFEST
    try:
        written = path.read_bytes()
        content: dict[str, Any] = json.loads(written.decode("utf-8"))
        if content["format"] != FORMAT:
            raise IndexMismatch(
                f"The index in {index_dir} has format {content['format']}; this version of reportqa reads"
                f' format {FORMAT}. Run "reportqa index".'
            )
        manifest = Manifest(**{**content, "sample_questions": tuple(content["sample_questions"])})
        if path.with_name(_MANIFEST_SUM).read_bytes() != _sum_line(written):
            raise _Damaged(f"{_MANIFEST} and {_MANIFEST_SUM} do not have the bytes that were written")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _Damaged(f"{_MANIFEST} or {_MANIFEST_SUM} is missing or cannot be read") from error
    return manifest


def _checked(index_dir: Path, generation: str) -> Manifest:
    manifest = _read(index_dir, generation)
    if wrong := cut_files(folder(index_dir, generation), manifest.sizes):
        raise _Damaged(wrong[0])
    return manifest


def _sum_line(written: bytes) -> bytes:
    """Give the line by which `sha256sum --check` checks the manifest."""
    return f"{hashlib.sha256(written).hexdigest()}  {_MANIFEST}\n".encode()


def _named(index_dir: Path) -> list[str]:
    """Give the generation in use and the one before, as far as the folder names them."""
    try:
        return (index_dir / _CURRENT).read_text(encoding="ascii").split()[:2]
    except (OSError, UnicodeDecodeError):
        return []


def _before(index_dir: Path) -> list[str]:
    """Give the generation before the one in use; where it cannot be told which that is, all there are, newest first."""
    named = _named(index_dir)
    if named and folder(index_dir, named[0]).is_dir():
        return named[1:]
    try:
        there = [path.name for path in (index_dir / _GENERATIONS).iterdir() if path.suffix != _BUILDING]
    except OSError:
        return []
    return sorted(there, reverse=True)


def _way_out(index_dir: Path) -> str:
    """Say what to do about a generation that cannot be used."""
    before = previous(index_dir)
    offer = f', or "reportqa rollback" to go back to the generation of {before.made}' if before else ""
    return f'Run "reportqa index"{offer}.'


@contextmanager
def building(index_dir: Path) -> Iterator[Path]:
    """Give an empty folder to build a generation in; one writer at a time.

    What is left in the folder when the block ends without `switch` is removed.
    :raises IndexUnavailable: when another process builds, or the folder cannot be written.
    """
    generations = index_dir / _GENERATIONS
    with _only_writer(index_dir):
        for leftover in generations.glob(f"*{_BUILDING}"):
            shutil.rmtree(leftover, ignore_errors=True)
        build = generations / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}{_BUILDING}"
        with writing():
            build.mkdir(parents=True)
        try:
            yield build
        finally:
            shutil.rmtree(build, ignore_errors=True)


@contextmanager
def _only_writer(index_dir: Path) -> Iterator[None]:
    # The system frees the lock when its process ends, however it ends.
    lock = FileLock(index_dir / "lock", timeout=0)
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
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
        yield
    finally:
        lock.release()


def generation_id(build: Path) -> str:
    """Give the id that a generation under construction will have."""
    return build.name.removesuffix(_BUILDING)


def switch(index_dir: Path, build: Path, manifest: Manifest) -> None:
    """Make what stands in the build folder the current generation and drop all but the one before.

    :raises IndexUnavailable: when it cannot be written; the generation in use stays.
    """
    final = folder(index_dir, manifest.generation)
    with writing():
        sums = {name: file_sha256(path) for name, path in files_in(build).items()}
        content = json.dumps(asdict(replace(manifest, files=sums, sizes=sizes_of(build))), indent=1).encode()
        (build / _MANIFEST).write_bytes(content)
        (build / _MANIFEST_SUM).write_bytes(_sum_line(content))
        # The files first, then the names of them, then what names the folder.
        for path in build.rglob("*"):
            sync(path)
        sync(build)
        build.rename(final)
        try:
            sync(final.parent)
            before = next((other for other in _named(index_dir) if _is_worth_keeping(index_dir, other)), None)
            _point(index_dir, manifest.generation, before)
        except OSError:
            if _named(index_dir)[:1] != [manifest.generation]:
                shutil.rmtree(final, ignore_errors=True)
            raise
    for other in final.parent.iterdir():
        if other.name not in {manifest.generation, before}:
            shutil.rmtree(other, ignore_errors=True)


def kept(index_dir: Path) -> set[str]:
    """Give the ids of the generations that are there: the one in use and the one before."""
    return {path.name for path in (index_dir / _GENERATIONS).iterdir() if not path.name.endswith(_BUILDING)}


def models(index_dir: Path) -> set[tuple[str, str]]:
    """Give the sha256 and the encoder of the model of each generation that is there and can be read."""
    found = set()
    for generation in kept(index_dir):
        with suppress(_Damaged, IndexMismatch):
            manifest = _read(index_dir, generation)
            found.add((manifest.model_sha256, manifest.encoder))
    return found


def rollback(index_dir: Path) -> Manifest:
    """Make the generation before the current one, and the current one that before: a second time goes forward again.

    Every file of it is read first.
    :raises IndexUnavailable: when there is none, it is damaged, another process builds, or the folder cannot be
        written.
    """
    if not (index_dir / _CURRENT).exists():
        raise IndexUnavailable(f'No index in {index_dir}. Run "reportqa index" first.')
    with _only_writer(index_dir):
        if not (candidates := _before(index_dir)):
            raise IndexUnavailable(f"There is no generation before the one in use in {index_dir}; that one stays.")
        used = next(iter(_named(index_dir)), None)
        for generation in candidates:
            try:
                if not damage(index_dir, generation):
                    manifest = _read(index_dir, generation)
                    break
            except IndexMismatch:
                continue
        else:
            raise IndexUnavailable(
                f"The generation before in {index_dir} is damaged or of another version; the one in use stays. Run"
                ' "reportqa index --rebuild" for a new one.'
            )
        with writing():
            _point(index_dir, generation, used if used and folder(index_dir, used).is_dir() else None)
    return manifest


def _point(index_dir: Path, generation: str, before: str | None) -> None:
    replace_text(index_dir / _CURRENT, "".join(f"{name}\n" for name in (generation, before) if name))
    with suppress(OSError):  # It may lie in a folder that cannot be read.
        sync(index_dir.absolute().parent)


def _is_worth_keeping(index_dir: Path, generation: str) -> bool:
    """Tell whether a generation may be used again, be it by another version."""
    try:
        _checked(index_dir, generation)
    except IndexMismatch:
        return True
    except _Damaged:
        return False
    return True


def time_text(created: str) -> str:
    """Give the time of a manifest as a person writes it: 2016-07-19 10:00 UTC."""
    return f"{created[:16].replace('T', ' ')} UTC"
