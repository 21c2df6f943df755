"""A program over untrusted input, run with limits of time, processor time and output."""

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path

from reportqa.deadline import check_deadline
from reportqa.errors import ReadingStopped

_STEP = 0.05
"""Seconds between two checks of the limits."""
_MIB = 1024**2
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Completed:
    """The exit status of a program, its output and its messages."""

    status: int
    output: bytes
    messages: str


def run_program(
    command: Sequence[str], source: bytes, seconds: float, processor_seconds: float, output_mib: int
) -> Completed:
    """Run a program that reads its standard input, and stop it at a limit.

    :param processor_seconds: checked on Linux only
    :raises ReadingStopped: at a limit; the cause is "time" or "output".
    :raises RequestStopped: when the request that waits for it ends before.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as messages:
        given.write(source)
        given.seek(0)
        # The program holds one end of a pipe, which closes when it ends.
        ended, held = os.pipe()
        try:
            try:
                process = subprocess.Popen(command, stdin=given, stdout=output, stderr=messages, pass_fds=[held])
            finally:
                os.close(held)
            until = time.monotonic() + seconds
            try:
                while not wait([ended], _STEP):
                    check_deadline()
                    if time.monotonic() > until or _used(process.pid) > processor_seconds:
                        raise ReadingStopped("takes too long. Split it.", "time")
                    _check_size(output.fileno(), output_mib)
            finally:
                process.kill()
                status = process.wait()
        finally:
            os.close(ended)
        _check_size(output.fileno(), output_mib)
        output.seek(0)
        messages.seek(0)
        return Completed(status, output.read(), messages.read(_MIB).decode("utf-8", "replace"))


def _check_size(output: int, mib: int) -> None:
    if os.fstat(output).st_size > mib * _MIB:
        raise ReadingStopped(f"makes more than {mib:,} MiB. Split it.", "output")


def _used(process: int) -> float:
    """Return the processor seconds of a process, 0 where the system does not say."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS
