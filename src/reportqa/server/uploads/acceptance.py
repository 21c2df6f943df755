"""Puts a file into the corpus folder: at once and whole, and never over another one unless that is wanted."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from reportqa.server.uploads.filenames import numbered_name
from reportqa.storage import sync
from reportqa.text import fold_file_name


def names_at_top(corpus_dir: Path) -> dict[str, str]:
    """Give what lies at the top of the corpus by its folded name."""
    try:
        return {fold_file_name(name): name for name in os.listdir(corpus_dir)}
    except OSError:
        return {}


def put_into(corpus_dir: Path, path: Path, name: str, *, replace: bool) -> str:
    """Put a file into the corpus under a name, or under a numbered one where that is taken; give it.

    The file stays where it was too; where the disk allows it, both are one under two names.
    :raises OSError: when it cannot be written.
    """
    # A name with a dot before it is none of the corpus' files, should this be interrupted.
    beside = corpus_dir / f".{path.stem}.part"
    beside.unlink(missing_ok=True)
    try:
        try:
            os.link(path, beside)
        except OSError:  # On another disk, or one without links.
            shutil.copyfile(path, beside)
            sync(beside)
        if replace:
            beside.replace(corpus_dir / name)
            return name
        number, wanted = 1, name
        while True:
            try:
                _rename_new(beside, corpus_dir / wanted)
            except FileExistsError:
                number += 1
                wanted = numbered_name(name, number)
            else:
                return wanted
    finally:
        beside.unlink(missing_ok=True)
        with suppress(OSError):
            sync(corpus_dir)


def _rename_new(path: Path, target: Path) -> None:
    """Rename a file.

    :raises FileExistsError: when there is something of the new name.
    """
    try:
        os.link(path, target)
        path.unlink()
    except FileExistsError:
        raise
    except OSError:  # A disk without links.
        if target.exists():
            raise FileExistsError(target) from None
        path.rename(target)
