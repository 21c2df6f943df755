"""Files of an index on disk: written so that they last, summed, and compared with what was written."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from reportqa.errors import IndexUnavailable


def file_sha256(path: Path) -> str:
    """Give the sha256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def writing(*foreign: type[Exception]) -> Iterator[None]:
    """Make what goes wrong in the block, an OSError or a `foreign` error, one sentence for the user.

    :raises IndexUnavailable: instead of these.
    """
    failures: tuple[type[Exception], ...] = (OSError, *foreign)
    try:
        yield
    except failures as error:
        raise IndexUnavailable(
            f"The index cannot be written ({_reason(error)}). See that there is room on the disk and that the folder"
            " may be written, or choose another with --index; the generation in use stays."
        ) from error


def _reason(error: Exception) -> str:
    """Give what the system said, which FAISS puts into brackets after much else and tantivy before a number."""
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    in_brackets = re.search(r"\(([^()]+)\)\s*$", said)
    before_number = re.search(r"'([^':]+) \(os error", said)
    found = before_number or in_brackets
    return found[1] if found else said.splitlines()[0].rstrip(".")


def sync(path: Path) -> None:
    """See that a file, or the names in a folder, outlast a loss of power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_text(path: Path, text: str) -> None:
    """Write a small file; whoever reads it, whenever, gets the text before or this one."""
    temporary = path.with_name(f"{path.name}.new")
    temporary.write_text(text, encoding="utf-8")
    sync(temporary)
    temporary.replace(path)
    sync(path.parent)


def files_in(folder: Path) -> dict[str, Path]:
    """Give the files under a folder by their names from there, in order; not the locks that whoever opens it leaves."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if _is_kept(path)}


def sizes_of(folder: Path) -> dict[str, int]:
    """Give how many bytes each file under a folder has."""
    return {name: path.stat().st_size for name, path in files_in(folder).items()}


def cut_files(folder: Path, sizes: Mapping[str, int]) -> list[str]:
    """Say of each file that is missing, or has another size than it should, what is wrong; fast."""
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
    """Say of each file that has another sha256 than it should what is wrong; reads them all."""
    wrong = []
    for name, expected in sums.items():
        try:
            if file_sha256(folder / name) != expected:
                wrong.append(f"{name} does not have the bytes that were written")
        except OSError as error:
            wrong.append(f"{name} is missing or cannot be read ({error.strerror})")
    return wrong


def _is_kept(path: Path) -> bool:
    return path.is_file() and path.suffix != ".lock"
