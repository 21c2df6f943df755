"""A worker process that stays running between calls, for requests that people wait for."""

import time
import weakref
from collections.abc import Callable
from multiprocessing.connection import wait
from threading import Lock
from typing import Generic, TypeVar

from reportqa.deadline import acquire
from reportqa.errors import ParseError, ReadingStopped
from reportqa.sandbox.pool import Worker
from reportqa.settings import Limits

T = TypeVar("T")


class Standby(Generic[T]):
    """A function in its own process, started by the first call and restarted after a crash; one call at a time."""

    def __init__(self, function: Callable[[str], T], limits: Limits, patience: float) -> None:
        """Take a function as `run` does; a call waits up to `patience` seconds for others."""
        self._function, self._limits, self._patience = function, limits, patience
        self._lock = Lock()
        self._held: list[Worker] = []
        weakref.finalize(self, _stop, self._held)

    def call(self, argument: str, patience: float | None = None) -> T:
        """Return the function's result; a process that dies is restarted and tried once more.

        :param patience: seconds to wait for other calls, in place of those of this object
        :raises ParseError: as the function does.
        :raises ReadingStopped: when it reached a limit or died, or other calls took too long.
        :raises RequestStopped: when the request ends while it waits for others.
        :raises CorpusError: when no process can be started.
        """
        if not acquire(self._lock, self._patience if patience is None else patience):
            raise ReadingStopped("could not be read yet because other files are being read. Try again.", "busy")
        try:
            outcome = self._ask(argument)
            if isinstance(outcome, ReadingStopped) and outcome.cause == "crash":
                # The system or an earlier argument may have ended it.
                outcome = self._ask(argument)
        finally:
            self._lock.release()
        if isinstance(outcome, ParseError):
            raise outcome
        return outcome

    def _ask(self, argument: str) -> T | ParseError:
        if not self._held:
            self._held.append(Worker.start(self._function, self._limits))
            self._receive()
        self._held[0].send(argument)
        return self._receive()

    def _receive(self) -> T | ParseError:
        """Wait for the worker's message; stop a worker that cannot go on."""
        worker = self._held[0]
        outcome: T | ParseError | None = None
        try:
            wait([worker.connection], max(0.0, worker.deadline - time.monotonic()))
            finished = worker.receive()
            outcome = finished.outcome if finished else None
        finally:
            if not worker.is_ready:
                _stop(self._held)
        return outcome  # type: ignore[return-value]  # None only from a worker that has just started

    def close(self) -> None:
        """Stop the process."""
        with self._lock:
            _stop(self._held)


def _stop(held: list[Worker]) -> None:
    while held:
        held.pop().stop()
