"""Keeps one worker process for one call after another, for what a server does while people wait."""

import pickle
import time
import weakref
from collections.abc import Callable
from multiprocessing.connection import wait
from threading import Lock
from typing import Generic, TypeVar

from reportqa.errors import ParseError, ReadingStopped
from reportqa.sandbox.pool import Worker
from reportqa.settings import Limits

T = TypeVar("T")


class Standby(Generic[T]):
    """A function in a process of its own, started with the first call and anew when a call has killed it.

    One call at a time: others wait.
    """

    def __init__(self, function: Callable[[str], T], limits: Limits, patience: float) -> None:
        """Take a function that pickles, as must what it gives; a call waits `patience` seconds for others."""
        self._patience = patience
        self._order = pickle.dumps((function, limits))
        self._limits = limits
        self._lock = Lock()
        self._held: list[Worker] = []
        weakref.finalize(self, _stop, self._held)

    def call(self, argument: str) -> T:
        """Give what the function gives, within the limits.

        :raises ParseError: what the function raises.
        :raises ReadingStopped: when it hit a limit or died, or others kept it busy for too long.
        :raises CorpusError: when no process can be started.
        """
        if not self._lock.acquire(timeout=self._patience):
            raise ReadingStopped("could not be read yet, because others are being read. Try again.", "busy")
        try:
            outcome = self._ask(argument)
        finally:
            self._lock.release()
        if isinstance(outcome, ParseError):
            raise outcome
        return outcome

    def _ask(self, argument: str) -> T | ParseError:
        if not self._held:
            self._held.append(Worker.start(self._order))
            self._hear()
        self._held[0].give(argument, self._limits)
        return self._hear()

    def _hear(self) -> T | ParseError:
        """Wait for the worker's message; one that will send no other is let go."""
        worker = self._held[0]
        outcome: T | ParseError | None = None
        try:
            wait([worker.connection], max(0.0, worker.deadline - time.monotonic()))
            finished = worker.hear(self._limits)
            outcome = finished.outcome if finished else None
        finally:
            if not worker.is_ready:
                _stop(self._held)
        return outcome  # type: ignore[return-value]  # None comes before the first call only

    def close(self) -> None:
        """End the process."""
        with self._lock:
            _stop(self._held)


def _stop(held: list[Worker]) -> None:
    while held:
        held.pop().stop()
