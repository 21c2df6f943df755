"""The time limit of a request: long loops and waits call `check_deadline`, which stops work that nobody waits for.

Without a limit, as on the command line and in the server's own threads, nothing is checked.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import BoundedSemaphore, Lock

from reportqa.errors import RequestStopped

_STEP = 0.1
"""Seconds of a wait between two checks."""
_FOREVER = 3600.0


class Deadline:
    """A time limit in seconds, None for none, and whether the client has gone."""

    def __init__(self, seconds: float | None, is_gone: Callable[[], bool] = bool) -> None:
        self._seconds = seconds
        self._is_gone = is_gone
        self._end = float("inf") if seconds is None else time.monotonic() + seconds

    def check(self) -> None:
        """Raise RequestStopped when the time is over or the client has gone."""
        if self._is_gone():
            raise RequestStopped("The client has closed the connection.")
        if time.monotonic() > self._end:
            raise RequestStopped(
                f"The request took longer than {self._seconds:g} seconds and was stopped. Ask for less, or try again"
                " in a moment."
            )

    def extend(self, seconds: float) -> None:
        """Allow more time."""
        self._end += seconds


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def within(deadline: Deadline) -> Iterator[None]:
    """Context whose work has a deadline."""
    before = _current.set(deadline)
    try:
        yield
    finally:
        _current.reset(before)


def check_deadline() -> None:
    """Raise RequestStopped when the time of the current request is over or its client has gone."""
    if deadline := _current.get():
        deadline.check()


@contextmanager
def deadline_paused() -> Iterator[None]:
    """Context whose time does not count: work that has a limit of its own."""
    begun = time.monotonic()
    try:
        yield
    finally:
        if deadline := _current.get():
            deadline.extend(time.monotonic() - begun)


def until_check(seconds: float = _FOREVER) -> float:
    """Return how many of these seconds to wait before the next check."""
    return min(seconds, _STEP) if _current.get() else seconds


def acquire(lock: "Lock | BoundedSemaphore", seconds: float = _FOREVER) -> bool:
    """Wait up to `seconds` for a lock; return whether it is acquired.

    :raises RequestStopped: when the request ends before.
    """
    end = time.monotonic() + seconds
    while not lock.acquire(timeout=until_check(max(0.0, end - time.monotonic()))):
        check_deadline()
        if time.monotonic() >= end:
            return False
    return True
