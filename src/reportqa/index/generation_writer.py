"""Writing of generations: build beside the current one, publish, and roll back."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from reportqa.errors import IndexMismatch, IndexUnavailable
from reportqa.index.generations import BUILDING, CURRENT, GENERATIONS, before, folder, named
from reportqa.index.manifest import Damaged, Manifest
from reportqa.storage import replace_text, sync, writing


@contextmanager
def building(index_dir: Path) -> Iterator[Path]:
    """Create an empty folder to build a generation in; one writer at a time.

    It is removed at the end of the block unless it was published.
    :raises IndexUnavailable: when another process builds, or the folder cannot be written.
    """
    generations = index_dir / GENERATIONS
    with only_writer(index_dir):
        _remove(generations.glob(f"*{BUILDING}"))
        build = generations / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}{BUILDING}"
        with writing():
            build.mkdir(parents=True)
        try:
            yield build
        finally:
            shutil.rmtree(build, ignore_errors=True)


@contextmanager
def only_writer(index_dir: Path) -> Iterator[None]:
    """Keep other processes from writing generations.

    :raises IndexUnavailable: when another process builds, or the folder cannot be written.
    """
    # The system releases the lock when the process ends, even if it is killed.
    lock = FileLock(index_dir / "lock", timeout=0)
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise IndexUnavailable(
            f'Another "reportqa index" is writing {index_dir}. Wait until it has finished and try again.'
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
    """Return the id of the generation under construction in a folder."""
    return build.name.removesuffix(BUILDING)


def publish(index_dir: Path, build: Path, manifest: Manifest) -> None:
    """Make the generation in the build folder the current one; keep the previous one and remove older ones.

    :raises IndexUnavailable: when it cannot be written; the generation in use stays.
    """
    final = folder(index_dir, manifest.generation)
    with writing():
        manifest.write(build)
        # The files first, then the directory entries, then the name of the folder.
        for path in build.rglob("*"):
            sync(path)
        sync(build)
        build.rename(final)
        try:
            sync(final.parent)
            previous = next((other for other in named(index_dir) if _is_worth_keeping(index_dir, other)), None)
            _point(index_dir, manifest.generation, previous)
        except OSError:
            if named(index_dir)[:1] != [manifest.generation]:
                shutil.rmtree(final, ignore_errors=True)
            raise
    _remove(_leftovers(index_dir))


def remove_leftovers(index_dir: Path) -> None:
    """Remove what a killed build has left, unless another process builds or the folder is read-only."""
    if _leftovers(index_dir):
        with suppress(IndexUnavailable), only_writer(index_dir):
            _remove(_leftovers(index_dir))


def _leftovers(index_dir: Path) -> list[Path]:
    """Return the generations that are neither the current nor the previous one."""
    used = named(index_dir)
    return [path for path in (index_dir / GENERATIONS).iterdir() if path.name not in used] if used else []


def _remove(folders: Iterable[Path]) -> None:
    for leftover in folders:
        shutil.rmtree(leftover, ignore_errors=True)


def rollback(index_dir: Path) -> Manifest:
    """Swap the current and the previous generation, after a check of every byte of the latter; return its manifest.

    :raises IndexUnavailable: when there is none, it is damaged, another process builds, or the folder cannot be
        written.
    """
    if not (index_dir / CURRENT).exists():
        raise IndexUnavailable(f'No index in {index_dir}. Run "reportqa index" first.')
    with only_writer(index_dir):
        if not (candidates := before(index_dir)):
            raise IndexUnavailable(f"There is no previous generation in {index_dir} to return to.")
        used = next(iter(named(index_dir)), None)
        for generation in candidates:
            with suppress(IndexMismatch, Damaged):
                path = folder(index_dir, generation)
                manifest = Manifest.read(path)
                if not manifest.damage(path):
                    break
        else:
            raise IndexUnavailable(
                f"The previous generation in {index_dir} is damaged or has another format; nothing has changed. Run"
                ' "reportqa index --rebuild" for a new one.'
            )
        with writing():
            _point(index_dir, generation, used if used and folder(index_dir, used).is_dir() else None)
    return manifest


def _point(index_dir: Path, generation: str, previous: str | None) -> None:
    replace_text(index_dir / CURRENT, "".join(f"{name}\n" for name in (generation, previous) if name))
    with suppress(OSError):  # The parent folder may not be readable.
        sync(index_dir.absolute().parent)


def _is_worth_keeping(index_dir: Path, generation: str) -> bool:
    """Return whether a generation is usable, if only by another version."""
    try:
        path = folder(index_dir, generation)
        Manifest.read(path).check(path)
    except IndexMismatch:
        return True
    except Damaged:
        return False
    return True
