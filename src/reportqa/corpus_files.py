"""Reading of files of the corpus: regular files inside its folder, never links to other places, pipes or devices."""

import errno
import os
import stat
from pathlib import Path


def is_inside(path: Path, folder: Path) -> bool:
    """Return whether a path, with its links resolved, is under a folder."""
    # Path.resolve raises for circular links.
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def read_inside(folder: Path, name: str, limit: int = -1) -> bytes:
    """Return the contents of a regular file at a path under a folder, at most `limit` bytes unless it is negative.

    :raises OSError: when it is outside the folder, not a regular file, or cannot be read.
    """
    path = Path(os.path.realpath(folder / name))
    if not path.is_relative_to(os.path.realpath(folder)):
        raise PermissionError(errno.EACCES, "it is a link to a file outside the corpus", name)
    # Without O_NONBLOCK, opening a pipe waits for a writer.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is a pipe or a device, not a file", name)
        return file.read(limit)
