"""Files of an index on disk: durable writes, checksums, and checks against them."""

import hashlib
import os
import random
import re
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from reportqa.errors import IndexUnavailable

RESTORE_JOURNAL = "restore.json"
"""File of an index folder while a backup takes the place of its files."""
BLOCK = 1024**2
"""Bytes of a file per checksum."""


class PartWriter(ABC):
    """A writer of one part of a generation; after an error its files are unfinished and must be deleted."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    @abstractmethod
    def close(self) -> None:
        """Finish the files so that they can be read."""

    @abstractmethod
    def discard(self) -> None:
        """Release resources after an error."""


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_sums(path: Path) -> tuple[str, tuple[int, ...]]:
    """Return the sha256 of a file in hexadecimal and the crc32 of each block."""
    digest = hashlib.sha256()
    blocks = []
    with path.open("rb", buffering=0) as file:
        while block := file.read(BLOCK):
            digest.update(block)
            blocks.append(zlib.crc32(block))
    return digest.hexdigest(), tuple(blocks)


@contextmanager
def writing(*foreign: type[Exception]) -> Iterator[None]:
    """Convert an OSError or a `foreign` error of the block to a message for the user.

    :raises IndexUnavailable: instead of these.
    """
    failures: tuple[type[Exception], ...] = (OSError, *foreign)
    try:
        yield
    except failures as error:
        raise IndexUnavailable(
            f"The index cannot be written ({_reason(error)}). Check that the disk has space and the folder is writable,"
            " or choose another folder with --index. The current index is unchanged."
        ) from error


def _reason(error: Exception) -> str:
    """Return the system's message, which FAISS puts in brackets at the end and tantivy before a number."""
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    in_brackets = re.search(r"\(([^()]+)\)\s*$", said)
    before_number = re.search(r"'([^':]+) \(os error", said)
    found = before_number or in_brackets
    return found[1] if found else said.splitlines()[0].rstrip(".")


def sync(path: Path) -> None:
    """Flush a file, or the entries of a folder, to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_text(path: Path, text: str) -> None:
    """Replace a small file atomically."""
    temporary = path.with_name(f"{path.name}.new")
    temporary.write_text(text, encoding="utf-8")
    sync(temporary)
    temporary.replace(path)
    sync(path.parent)


def files_in(folder: Path) -> dict[str, Path]:
    """Return the files under a folder by their relative paths, sorted, without lock files."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if _is_kept(path)}


def sizes_of(folder: Path) -> dict[str, int]:
    """Return the size in bytes of each file under a folder."""
    return {name: path.stat().st_size for name, path in files_in(folder).items()}


def cut_files(folder: Path, sizes: Mapping[str, int]) -> list[str]:
    """Return a problem for each file that is missing or has another size; fast."""
    wrong = []
    for name, size in sizes.items():
        try:
            found = (folder / name).stat().st_size
        except OSError as error:
            wrong.append(f"{name} is missing or cannot be read ({error.strerror})")
        else:
            if found != size:
                wrong.append(f"{name} has {found:,} bytes instead of {size:,}")
    return wrong


def changed_files(folder: Path, sums: Mapping[str, str]) -> list[str]:
    """Return a problem for each file with another sha256; reads all files."""
    wrong = []
    for name, expected in sums.items():
        try:
            if file_sha256(folder / name) != expected:
                wrong.append(f"{name} does not have the bytes that were written")
        except OSError as error:
            wrong.append(f"{name} is missing or cannot be read ({error.strerror})")
    return wrong


def changed_blocks(folder: Path, blocks: Mapping[str, Sequence[int]], budget: int | None = None) -> list[str]:
    """Return a problem for each file with a block of another crc32.

    At most `budget` bytes are read, if given: the first and last block of each file, which describe the others, and a
    random sample of the rest.
    """
    all_blocks = [(name, number) for name, sums in blocks.items() for number in range(len(sums))]
    chosen = set(all_blocks)
    if budget is not None and len(all_blocks) * BLOCK > budget:
        ends = {(name, number) for name, number in all_blocks if number in {0, len(blocks[name]) - 1}}
        inner = sorted(chosen - ends)
        drawn = random.sample(inner, min(len(inner), max(0, budget // BLOCK - len(ends))))
        chosen = ends.union(drawn)
    wrong = []
    for name, sums in blocks.items():
        numbers = [number for number in range(len(sums)) if (name, number) in chosen]
        try:
            if not _have(folder / name, {number: sums[number] for number in numbers}):
                wrong.append(f"{name} does not have the bytes that were written")
        except OSError as error:
            wrong.append(f"{name} is missing or cannot be read ({error.strerror})")
    return wrong


def _have(path: Path, sums: Mapping[int, int]) -> bool:
    """Return whether these blocks of a file have these checksums."""
    with path.open("rb", buffering=0) as file:
        for number, expected in sums.items():
            file.seek(number * BLOCK)
            if zlib.crc32(file.read(BLOCK)) != expected:
                return False
    return True


def _is_kept(path: Path) -> bool:
    return path.is_file() and path.suffix != ".lock"
