"""The lock on an index folder that servers share and a restoration takes alone."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportqa.errors import InputError


@contextmanager
def serving(index_dir: Path) -> Iterator[None]:
    """Hold the lock of a server; a folder that does not exist or has no locks is not locked.

    :raises InputError: while a backup is restored.
    """
    problem = f"A backup is being restored to {index_dir}. Start the server afterwards."
    with _locked(index_dir, fcntl.LOCK_SH, problem):
        yield


@contextmanager
def not_serving(index_dir: Path) -> Iterator[None]:
    """Hold the lock alone.

    :raises InputError: while a server runs, or another backup is restored.
    """
    problem = f"A server uses {index_dir}, or another backup is being restored. Stop the server and try again."
    with _locked(index_dir, fcntl.LOCK_EX, problem):
        yield


@contextmanager
def _locked(folder: Path, kind: int, problem: str) -> Iterator[None]:
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        yield
        return
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise InputError(problem) from error
    except OSError:
        # Some network drives have no locks.
        pass
    try:
        yield
    finally:
        os.close(descriptor)
