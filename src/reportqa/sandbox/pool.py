"""Runs a function over many names in worker processes, so that a crash, a hang or a bomb costs one name only.

Each worker is a fresh Python in a process group of its own: what it starts (pandoc) ends with it, and it ends with
the process that started it. multiprocessing and pebble start workers that run the caller's script again and leave
their children behind when they are stopped; a forked worker would inherit the locks of torch's threads.
"""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, Generic, TypeVar

from reportqa.errors import CorpusError, ParseError, ReadingStopped
from reportqa.settings import Limits

T = TypeVar("T")

_START_SECONDS = 120.0
"""Seconds that a worker may take for its imports."""
_END_SECONDS = 1.0
_STOP_SECONDS = 10.0
"""Seconds until a killed worker that does not end, in a network file system say, is left to the system."""
_BOOT = "import sys; sys.path[:] = {path!r}; from reportqa.sandbox.worker import serve; serve({descriptor}, {lifeline})"


@dataclass(frozen=True, slots=True)
class Finished(Generic[T]):
    """What the function gave for a name, or why it gave nothing, and the seconds that it took."""

    name: str
    outcome: T | ParseError
    seconds: float


def run(
    function: Callable[[str], T], names: Iterable[str], limits: Limits, processes: int
) -> Generator[Finished[T], None, None]:
    """Call `function` with each name, in at most that many processes, and give what comes of each as it finishes.

    The function and what it gives must pickle. Close the generator (`contextlib.closing`) where it may not be used
    up: that ends the workers at once.
    :raises CorpusError: when no worker can be started, or there is no room for its temporary files.
    """
    order = pickle.dumps((function, limits))
    waiting = deque(names)
    tried_twice: set[str] = set()
    workers: list[Worker] = []
    try:
        while waiting or workers:
            starting = sum(worker.name is None for worker in workers)
            for _ in range(min(len(waiting) - starting, max(processes, 1) - len(workers))):
                workers.append(Worker.start(order))
            done = []
            for worker in _heard_or_late(workers):
                finished = worker.hear(limits)
                if finished and getattr(finished.outcome, "cause", "") == "room":
                    raise CorpusError(
                        f"{finished.name} cannot be read ({finished.outcome}). See that there is room for temporary"
                        " files (TMPDIR names their folder) and try again; the index in use stays."
                    )
                if finished and finished.name not in tried_twice and _may_be_anothers_fault(finished, worker):
                    tried_twice.add(finished.name)
                    waiting.appendleft(finished.name)
                elif finished:
                    done.append(finished)
                if worker.is_ready and waiting:
                    worker.give(waiting.popleft(), limits)
                else:
                    worker.stop()
                    workers.remove(worker)
            # Last, so that the workers are busy while the caller is.
            yield from done
    finally:
        for worker in workers:
            worker.stop()


class Worker:
    """A process that reads one file after another, as its caller sees it; `is_ready` says that it can take the next."""

    def __init__(self, process: subprocess.Popen[bytes], connection: Connection, lifeline: int) -> None:
        self.process = process
        self.connection = connection
        self._lifeline = lifeline
        self.name: str | None = None
        self.is_ready = False
        self.files = 0
        self.begun = time.monotonic()
        self.deadline = self.begun + _START_SECONDS

    @classmethod
    def start(cls, order: bytes) -> "Worker":
        """Start a worker, which sends an empty message when it has done its imports.

        :raises CorpusError: when the system has no process to give.
        """
        ours, theirs = Pipe()
        their_lifeline, lifeline = os.pipe()
        shared = theirs.fileno(), their_lifeline
        try:
            process = subprocess.Popen(
                [sys.executable, "-c", _BOOT.format(path=sys.path, descriptor=shared[0], lifeline=shared[1])],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # pypdf and libxml2 write a line for every small fault of a file.
                stderr=subprocess.DEVNULL,
                pass_fds=shared,
                process_group=0,
            )
        except OSError as error:
            ours.close()
            os.close(lifeline)
            raise CorpusError(f"No process can be started ({error.strerror}). End others and try again.") from error
        finally:
            theirs.close()
            os.close(their_lifeline)
        with suppress(OSError):
            ours.send_bytes(order)
        return cls(process, ours, lifeline)

    def give(self, name: str, limits: Limits) -> None:
        """Hand the worker a name."""
        self.name = name
        self.is_ready = False
        self.files += 1
        self.begun = time.monotonic()
        self.deadline = self.begun + limits.seconds
        # If it has just died, what is heard of it next says so.
        with suppress(OSError):
            self.connection.send(name)

    def hear(self, limits: Limits) -> Finished[Any] | None:
        """Give what came of the worker's name, None when it had none yet; a worker that is late is stopped.

        :raises CorpusError: when it has not come as far as taking a name.
        """
        outcome: Any = None
        seconds = time.monotonic() - self.begun
        if not self.connection.poll():
            self.stop()
            outcome = _late(limits)
        else:
            try:
                message = self.connection.recv_bytes()
                self.is_ready = True
                if self.name is not None:
                    outcome, seconds, self.is_ready = pickle.loads(message)  # noqa: S301
            except (EOFError, OSError):
                self._let_end()
                outcome = _crash(self.stop(), limits)
        if self.name is not None:
            return Finished(self.name, outcome, seconds)
        if not self.is_ready:
            raise CorpusError(
                "No file can be read: the process that reads them does not start."
                f" Free some memory, or see whether {sys.executable} still works."
            )
        return None

    def _let_end(self) -> None:
        """Give a worker that has let go of its connection a moment to end, so that its exit status is its own."""
        deadline = time.monotonic() + _END_SECONDS
        ended = os.WEXITED | os.WNOWAIT | os.WNOHANG
        while os.waitid(os.P_PID, self.process.pid, ended) is None and time.monotonic() < deadline:
            time.sleep(0.01)

    def stop(self) -> int | None:
        """End the worker and all that it started; give its exit status, that of its own end if it was first."""
        if not self.connection.closed:
            self.connection.close()
            # Before it is waited for: until then nobody else can have its number.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            os.close(self._lifeline)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_STOP_SECONDS)
        return self.process.returncode


def _heard_or_late(workers: Sequence[Worker]) -> list[Worker]:
    """Wait until a worker has sent something, has died or has had its time, and give all such workers."""
    timeout = min(worker.deadline for worker in workers) - time.monotonic()
    heard = wait([worker.connection for worker in workers], max(0.0, timeout))
    return [worker for worker in workers if worker.connection in heard or time.monotonic() > worker.deadline]


def _may_be_anothers_fault(finished: Finished[Any], worker: Worker) -> bool:
    """Tell whether what the worker read before may have broken it or filled its memory."""
    outcome = finished.outcome
    return worker.files > 1 and isinstance(outcome, ReadingStopped) and outcome.cause in {"crash", "memory"}


def _crash(status: int | None, limits: Limits) -> ReadingStopped:
    if status == -signal.SIGKILL:
        return ReadingStopped(
            "was given up because the system stopped the process that read it, most likely for lack of memory."
            " Close other programs, or split the file.",
            "crash",
        )
    how = signal.Signals(-status).name if status and status < 0 else f"exit status {status}"
    return ReadingStopped(
        f"makes the program that reads it crash ({how}): it is damaged, or needs more than {limits.memory_mib:,} MiB of"
        " memory. Open it, save it again and try once more.",
        "crash",
    )


def _late(limits: Limits) -> ReadingStopped:
    return ReadingStopped(
        f"took longer than {limits.seconds:,} seconds to read. Split it, or raise REPORTQA_FILE_SECONDS.",
        "time",
    )
