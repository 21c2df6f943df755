"""Safe file names, and the move of a file into the corpus folder: atomic, and never over another file by accident."""

import os
import shutil
import unicodedata
from contextlib import suppress
from pathlib import Path, PurePosixPath

from reportqa.storage import file_sha256, sync
from reportqa.text import fold_file_name

KEEP_BOTH = "keep_both"
REPLACE = "replace"
"""What to do with a file whose name another file of the corpus has."""
MAX_BYTES = 200
"""Bytes of UTF-8 in a name; most file systems allow 255, and a number may be added."""
UNNAMED = "file"
_MAX_SUFFIX = 20
_FORBIDDEN = dict.fromkeys(map(ord, '<>:"|?*'), "-")
"""Characters that Windows forbids in names."""
_DEVICES = {"con", "prn", "aux", "nul", "clock$", "conin$", "conout$"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}
"""Names that Windows reserves for devices, with any extension."""


def safe_name(name: str) -> str:
    """Return a file name without folders, control characters or a prefix that hides the file; never empty.

    The function is idempotent: a safe name is returned unchanged.

    >>> safe_name("../../etc/_Report: 2016.pdf")
    'Report- 2016.pdf'
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # Direction marks can hide the extension; surrogates and the like cannot be written.
    name = "".join(" " if letter.isspace() else letter for letter in name)
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    name = unicodedata.normalize("NFC", " ".join(name.translate(_FORBIDDEN).split())).strip(" .")
    suffix = PurePosixPath(name).suffix
    if len(suffix.encode()) > _MAX_SUFFIX:
        suffix = ""
    stem = name.removesuffix(suffix).encode()[: MAX_BYTES - len(suffix.encode())].decode(errors="ignore")
    stem = stem.strip(" .").lstrip("._~ ")
    if stem.split(".")[0].rstrip().casefold() in _DEVICES:
        first, dot, rest = stem.partition(".")
        stem = f"{first.rstrip()}-{UNNAMED}{dot}{rest}"
    return f"{stem or UNNAMED}{suffix}"


def numbered_name(name: str, number: int) -> str:
    """Return "report (2).pdf" for "report.pdf" and 2."""
    suffix = PurePosixPath(name).suffix
    return f"{name.removesuffix(suffix)} ({number}){suffix}"


def names_at_top(corpus_dir: Path) -> dict[str, str]:
    """Return the names at the top level of the corpus by their folded form."""
    try:
        return {fold_file_name(name): name for name in os.listdir(corpus_dir)}
    except OSError:
        return {}


def put_into(corpus_dir: Path, path: Path, name: str, *, replace: bool, link: bool = True) -> str:
    """Link or copy a file into the corpus and return its name there, numbered if the name is taken.

    :param replace: whether to replace a file of that name instead.
    :param link: whether both may be one file on the disk; not if the file outside may change later.
    :raises OSError: when the file cannot be written.
    """
    # The corpus ignores names with a leading dot, so an interrupted move leaves nothing to index.
    part = corpus_dir / f".{path.stem[: MAX_BYTES // 4]}.part"
    part.unlink(missing_ok=True)
    try:
        if not (link and _linked(path, part)):
            shutil.copyfile(path, part)
            sync(part)
        if replace:
            part.replace(corpus_dir / name)
            return name
        number, free_name = 1, name
        while True:
            try:
                _rename_new(part, corpus_dir / free_name)
            except FileExistsError:
                number += 1
                free_name = numbered_name(name, number)
            else:
                return free_name
    finally:
        part.unlink(missing_ok=True)
        with suppress(OSError):
            sync(corpus_dir)


def remove_unchanged(path: Path, sha256: str) -> bool:
    """Remove a file of the corpus if it still has this sha256; return whether it is gone.

    :raises OSError: when the file cannot be read or removed.
    """
    try:
        if path.is_symlink() or file_sha256(path) != sha256:
            return False
        path.unlink()
    except FileNotFoundError:
        return True
    with suppress(OSError):
        sync(path.parent)
    return True


def _linked(path: Path, target: Path) -> bool:
    """Link a file; return False on another disk, or without hard links."""
    try:
        os.link(path, target)
    except OSError:
        return False
    return True


def _rename_new(path: Path, target: Path) -> None:
    """Rename a file.

    :raises FileExistsError: when the target exists.
    """
    try:
        os.link(path, target)
        path.unlink()
    except FileExistsError:
        raise
    except OSError:  # No hard links.
        if target.exists():
            raise FileExistsError(target) from None
        path.rename(target)
