"""A pool of worker processes for a function over many names; a crash, a hang or a bomb costs one name only.

Each worker is a fresh Python in its own process group: its children (pandoc) end with it, and it ends with its parent.
Workers of multiprocessing and pebble run the caller's script again and leave their children behind when stopped; a
forked worker would inherit the locks of torch's threads.
"""

import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from threading import Timer
from typing import Any, Generic, TypeVar

from reportqa.deadline import check_deadline, until_check
from reportqa.errors import CorpusError, ParseError, ReadingStopped
from reportqa.sandbox.messages import Unpacker
from reportqa.settings import Limits

T = TypeVar("T")

_START_SECONDS = 120.0
"""Time limit for the imports of a worker."""
_END_SECONDS = 1.0
_MIB = 1024**2
_HEAD_BYTES = 1024**2
"""Room for the first line of a message, which has a traceback at most."""
_STOP_SECONDS = 10.0
"""How long to wait for a killed worker, which may be blocked by a network file system."""
_BOOT = "import sys; sys.path[:] = {path!r}; from reportqa.sandbox.worker import serve; serve({descriptor}, {lifeline})"


@dataclass(frozen=True, slots=True)
class Finished(Generic[T]):
    """The result of the function for a name, or the reason for having none, and the seconds it took."""

    name: str
    outcome: T | ParseError
    seconds: float


def run(
    function: Callable[[str], T], names: Iterable[str], limits: Limits, processes: int
) -> Generator[Finished[T], None, None]:
    """Call `function` with each name in at most `processes` processes; yield each outcome as it finishes.

    The function must be picklable; its results are sent as JSON and read as the type of its return annotation. Close
    the generator (`contextlib.closing`) to stop early.
    :raises RequestStopped: when the request that waits for the outcomes ends before.
    :raises CorpusError: when no worker can be started, or there is no disk space for temporary files.
    """
    waiting = deque(names)
    tried_twice: set[str] = set()
    workers: list[Worker] = []
    try:
        while waiting or workers:
            starting = sum(worker.name is None for worker in workers)
            for _ in range(min(len(waiting) - starting, max(processes, 1) - len(workers))):
                workers.append(Worker.start(function, limits))
            done = []
            for worker in _ready_or_late(workers):
                finished = worker.receive()
                if finished and getattr(finished.outcome, "cause", "") == "room":
                    raise CorpusError(
                        f"{finished.name} cannot be read ({finished.outcome}). Free space for temporary files (set"
                        " TMPDIR to move them) and try again. The current index is unchanged."
                    )
                if finished and finished.name not in tried_twice and _may_be_anothers_fault(finished, worker):
                    tried_twice.add(finished.name)
                    waiting.appendleft(finished.name)
                elif finished:
                    done.append(finished)
                if worker.is_ready and waiting:
                    worker.send(waiting.popleft())
                else:
                    worker.stop()
                    workers.remove(worker)
            # Last, so that the workers are busy while the caller handles the results.
            yield from done
    finally:
        for worker in workers:
            worker.stop()


class Worker:
    """A worker process as its parent sees it; `is_ready`: it can take the next name."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        connection: Connection,
        lifeline: int,
        limits: Limits,
        unpacker: Unpacker,
    ) -> None:
        self.process = process
        self.connection = connection
        self._unpacker = unpacker
        self._lifeline, self._limits = lifeline, limits
        self.name: str | None = None
        self.is_ready = False
        self.files = 0
        self.begun = time.monotonic()
        self.deadline = self.begun + _START_SECONDS

    @classmethod
    def start(cls, function: Callable[[str], Any], limits: Limits) -> "Worker":
        """Start a worker; it sends an empty message after its imports.

        :raises CorpusError: when the system cannot start a process.
        """
        order = pickle.dumps((function, limits))
        ours, theirs = Pipe()
        their_lifeline, lifeline = os.pipe()
        shared = theirs.fileno(), their_lifeline
        try:
            process = subprocess.Popen(
                [sys.executable, "-c", _BOOT.format(path=sys.path, descriptor=shared[0], lifeline=shared[1])],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # pypdf and libxml2 log every small fault of a file.
                stderr=subprocess.DEVNULL,
                pass_fds=shared,
                process_group=0,
            )
        except OSError as error:
            ours.close()
            os.close(lifeline)
            raise CorpusError(f"No process can be started ({error.strerror}). Close programs and try again.") from error
        finally:
            theirs.close()
            os.close(their_lifeline)
        with suppress(OSError):
            ours.send_bytes(order)
        return cls(process, ours, lifeline, limits, Unpacker(function))

    def send(self, name: str) -> None:
        """Send a name to the worker."""
        self.name = name
        self.is_ready = False
        self.files += 1
        self.begun = time.monotonic()
        self.deadline = self.begun + self._limits.seconds
        # A worker that has just died is noticed by `receive`.
        with suppress(OSError):
            self.connection.send(name)

    def receive(self) -> Finished[Any] | None:
        """Return the outcome of the worker's name, None for a worker that has just started; stop a late worker.

        :raises CorpusError: when the worker failed before taking a name.
        """
        outcome: Any = None
        seconds = time.monotonic() - self.begun
        if not self.connection.poll():
            self.stop()
            outcome = _late(self._limits)
        else:
            try:
                message = self._message()
                self.is_ready = True
                if self.name is not None:
                    outcome, seconds, self.is_ready = self._unpacker.unpack(message)
            except (EOFError, OSError):
                self._await_end()
                is_late = time.monotonic() > self.deadline
                status = self.stop()
                outcome = _late(self._limits) if is_late else _crash(status, self._limits)
        if self.name is not None:
            return Finished(self.name, outcome, seconds)
        if not self.is_ready:
            raise CorpusError(
                "No file can be read: the process that reads them does not start."
                f" Free some memory, or check that {sys.executable} works."
            )
        return None

    def _message(self) -> bytes:
        """Return the message that has begun to arrive; a worker that does not finish it in time is cut off."""
        timer = Timer(max(0.0, self.deadline - time.monotonic()), _cut, [self.connection.fileno()])
        timer.start()
        try:
            return self.connection.recv_bytes(self._limits.output_mib * _MIB + _HEAD_BYTES)
        finally:
            timer.cancel()
            timer.join()

    def _await_end(self) -> None:
        """Wait briefly for a worker that has closed its connection, to get its own exit status."""
        deadline = time.monotonic() + _END_SECONDS
        ended = os.WEXITED | os.WNOWAIT | os.WNOHANG
        while os.waitid(os.P_PID, self.process.pid, ended) is None and time.monotonic() < deadline:
            time.sleep(0.01)

    def stop(self) -> int | None:
        """Stop the worker and its children; return its exit status."""
        if not self.connection.closed:
            self.connection.close()
            # Before it is waited for, so that its process id cannot be reused.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            os.close(self._lifeline)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_STOP_SECONDS)
        return self.process.returncode


def _ready_or_late(workers: Sequence[Worker]) -> list[Worker]:
    """Wait until a worker has sent a message, died or run out of time; return all such workers.

    :raises RequestStopped: when the request that waits ends before.
    """
    connections, until = [worker.connection for worker in workers], min(worker.deadline for worker in workers)
    while not (heard := wait(connections, until_check(max(0.0, until - time.monotonic())))):
        check_deadline()
        if time.monotonic() >= until:
            break
    return [worker for worker in workers if worker.connection in heard or time.monotonic() > worker.deadline]


def _cut(descriptor: int) -> None:
    """Shut down a connection, which wakes up who reads from it."""
    with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as end:
        end.shutdown(socket.SHUT_RDWR)


def _may_be_anothers_fault(finished: Finished[Any], worker: Worker) -> bool:
    """Return whether an earlier file of the worker may have caused the failure."""
    outcome = finished.outcome
    return worker.files > 1 and isinstance(outcome, ReadingStopped) and outcome.cause in {"crash", "memory"}


def _late(limits: Limits) -> ReadingStopped:
    return ReadingStopped(
        f"took longer than {limits.seconds:,} seconds to read. Split it, or raise REPORTQA_FILE_SECONDS.", "time"
    )


def _crash(status: int | None, limits: Limits) -> ReadingStopped:
    if status == -signal.SIGKILL:
        return ReadingStopped(
            "could not be read: the system stopped the process, probably for lack of memory."
            " Close other programs, or split the file.",
            "crash",
        )
    how = signal.Signals(-status).name if status and status < 0 else f"exit status {status}"
    return ReadingStopped(
        f"crashes the program that reads it ({how}): it is damaged, or needs more than {limits.memory_mib:,} MiB of"
        " memory. Open it, save it again and try again.",
        "crash",
    )
