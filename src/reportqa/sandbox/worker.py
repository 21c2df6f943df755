"""The code of a worker process: a function over one name after another, within limits."""

import errno
import fcntl
import os
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
from reportqa.sandbox.confinement import confine
from reportqa.sandbox.messages import Failure, Head, pack
from reportqa.settings import Limits

T = TypeVar("T")

_MIB = 1024**2
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE}
_TIRED = 0.5
"""Share of the memory limit from which a worker is replaced before the next file."""


def serve(descriptor: int, lifeline: int) -> None:
    """Receive the function and the limits, then names, from a connection, and send the outcomes.

    `lifeline` is one end of a pipe that closes when the parent ends.
    """
    confine()
    _end_with(lifeline)
    connection: Connection = Connection(descriptor)
    # The parent is trusted and sends a pickle; what this process sends back is data.
    function, limits = connection.recv()
    _limit_memory(limits)
    connection.send_bytes(b"")
    while True:
        name = connection.recv()
        connection.send_bytes(_call(function, name, limits))


def _call(function: Callable[[str], T], name: str, limits: Limits) -> bytes:
    """Return the message for the parent."""
    begun = time.monotonic()
    is_usable = True
    try:
        result = function(name)
        message = pack(result, Head(time.monotonic() - begun, not _is_tired(limits)))
        if len(message) <= limits.output_mib * _MIB:
            return message
        outcome: ParseError = ReadingStopped(
            f"holds more than {limits.output_mib:,} MiB of text. Split it, or raise REPORTQA_FILE_OUTPUT_MIB.", "output"
        )
    except ParseError as error:
        outcome = error
    except MemoryError:
        outcome = ReadingStopped(
            f"needs more than {limits.memory_mib:,} MiB of memory to be read. Split it, or raise"
            " REPORTQA_FILE_MEMORY_MIB.",
            "memory",
        )
        is_usable = False
    except RecursionError:
        outcome = ReadingStopped("is nested too deeply to be read. Save it again as PDF.", "fault")
    except Exception as error:
        if isinstance(error, OSError) and (error.errno in _NO_ROOM or "temporary directory" in str(error)):
            # Not the file's fault: all others would fail too, and an index without them would replace the current one.
            outcome = ReadingStopped(error.strerror or str(error), "room")
            return pack(None, Head(time.monotonic() - begun, False, Failure.of(outcome)))
        # A bug in one parser must not stop the others; `cause` and the log distinguish it from a bad file.
        outcome = ReadingStopped(
            f"cannot be read because of an error in reportqa ({type(error).__name__}). Save it again in another"
            ' format; "reportqa --verbose index" shows the error.',
            "fault",
            traceback.format_exc(),
        )
    is_usable = is_usable and not _is_tired(limits)
    return pack(None, Head(time.monotonic() - begun, is_usable, Failure.of(outcome)))


def _is_tired(limits: Limits) -> bool:
    """Return whether this process holds so much memory that it should be replaced."""
    try:
        with open("/proc/self/statm", "rb") as statm:
            data_pages = int(statm.read().split()[5])
    except OSError:
        # Only Linux has this file, and the limit.
        return False
    return data_pages * resource.getpagesize() > _TIRED * limits.memory_mib * _MIB


def _limit_memory(limits: Limits) -> None:
    """Limit the memory of this process and of each child, and disable core files.

    RLIMIT_DATA and not RLIMIT_AS: pandoc reserves a terabyte of addresses and uses little of it. Counts mapped memory
    since Linux 4.7; macOS has no such limit.
    """
    for kind, value in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_DATA, limits.memory_mib * _MIB)):
        _, hard = resource.getrlimit(kind)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with suppress(ValueError, OSError, OverflowError):
            resource.setrlimit(kind, (most, most))


def _end_with(lifeline: int) -> None:
    """Kill this process and its children when the other end of a pipe closes."""

    def watch() -> None:
        poll = select.poll()
        poll.register(lifeline, 0)
        poll.poll()
        os.killpg(0, signal.SIGKILL)

    if sys.platform == "linux":
        # The system sends the signal, even while a parser in C blocks all Python threads.
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(lifeline, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    Thread(target=watch, daemon=True).start()
