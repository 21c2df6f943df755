"""What runs inside a worker process: a function over one name after another, within limits."""

import errno
import fcntl
import os
import pickle
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Thread
from typing import TypeVar

from reportqa.errors import ParseError, ReadingStopped
from reportqa.settings import Limits

T = TypeVar("T")

_MIB = 1024**2
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE}
_TIRED = 0.5
"""Share of the memory limit from which a worker is replaced, so that the next file has all of it."""


def serve(descriptor: int, lifeline: int) -> None:
    """Be a worker: take the function and the limits, then name after name, from the connection of that number.

    `lifeline` is the end of a pipe that closes with the caller.
    """
    _end_with(lifeline)
    connection: Connection = Connection(descriptor)
    function, limits = connection.recv()
    _limit_memory(limits)
    connection.send_bytes(b"")
    while True:
        name = connection.recv()
        connection.send_bytes(_call(function, name, limits))


def _call(function: Callable[[str], T], name: str, limits: Limits) -> bytes:
    """Give the pickled outcome and seconds, and whether the worker can go on."""
    begun = time.monotonic()
    is_usable = True
    outcome: T | ParseError
    try:
        outcome = function(name)
        message = pickle.dumps((outcome, time.monotonic() - begun, not _is_tired(limits)), pickle.HIGHEST_PROTOCOL)
        if len(message) <= limits.output_mib * _MIB:
            return message
        outcome = ReadingStopped(
            f"holds more than {limits.output_mib:,} MiB of text. Split it, or raise REPORTQA_FILE_OUTPUT_MIB.", "output"
        )
    except ParseError as error:
        outcome = error
    except MemoryError:
        outcome, is_usable = _too_large(limits), False
    except RecursionError:
        outcome = ReadingStopped("is nested too deeply to be read. Save it again as PDF.", "fault")
    except Exception as error:
        if isinstance(error, OSError) and (error.errno in _NO_ROOM or "temporary directory" in str(error)):
            # Not the file's fault: the next one would fail too, and an index without them take the place of one with.
            outcome = ReadingStopped(error.strerror or str(error), "room")
            return pickle.dumps((outcome, time.monotonic() - begun, False))
        # A fault of ours in one parser may not stop the others; `cause` and log tell it from a refusal.
        outcome = ReadingStopped(
            f"cannot be read because of a fault in reportqa ({type(error).__name__}). Save it again in another"
            ' format; "reportqa --verbose index" shows the fault.',
            "fault",
            traceback.format_exc(),
        )
    return pickle.dumps((outcome, time.monotonic() - begun, is_usable and not _is_tired(limits)))


def _is_tired(limits: Limits) -> bool:
    """Tell whether this process holds so much memory that the next file should have another."""
    try:
        with open("/proc/self/statm", "rb") as statm:
            data_pages = int(statm.read().split()[5])
    except OSError:
        # Only Linux has it, and the limit.
        return False
    return data_pages * resource.getpagesize() > _TIRED * limits.memory_mib * _MIB


def _limit_memory(limits: Limits) -> None:
    """Let this process, and each that it starts, write to no more memory than the limit, and leave no core file.

    RLIMIT_DATA and not RLIMIT_AS: pandoc reserves a terabyte of addresses and writes to little of it. It counts
    mapped memory from Linux 4.7 on; macOS knows no such limit.
    """
    _set_limit(resource.RLIMIT_CORE, 0)
    _set_limit(resource.RLIMIT_DATA, limits.memory_mib * _MIB)


def _set_limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    most = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with suppress(ValueError, OSError, OverflowError):
        resource.setrlimit(kind, (most, most))


def _end_with(lifeline: int) -> None:
    """Have this process and all that it starts killed when the other end of a pipe closes."""

    def watch() -> None:
        poll = select.poll()
        poll.register(lifeline, 0)
        poll.poll()
        os.killpg(0, signal.SIGKILL)

    if sys.platform == "linux":
        # The system itself sends the signal, also while a parser in C keeps every Python thread waiting.
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(lifeline, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    Thread(target=watch, daemon=True).start()


def _too_large(limits: Limits) -> ReadingStopped:
    return ReadingStopped(
        f"needs more than {limits.memory_mib:,} MiB of memory to be read. Split it, or raise REPORTQA_FILE_MEMORY_MIB.",
        "memory",
    )
