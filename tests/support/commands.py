"""Runs of the command line in this process and in one of its own."""

import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Sequence
from contextlib import suppress
from fcntl import ioctl
from pathlib import Path

from click.testing import CliRunner, Result

from reportqa.cli import main

ROOT = Path(__file__).resolve().parents[2]

Run = Callable[..., Result]


def run_process(args: Sequence[str], env: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the program in a process without the REPORTQA_ variables of this one."""
    return subprocess.run(
        [sys.executable, "-m", "reportqa", *args],
        env={**{name: value for name, value in os.environ.items() if not name.startswith("REPORTQA_")}, **env},
        cwd=cwd, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def run_here(*args: str, stdin: str | None = None, env: dict[str, str] | None = None) -> Result:
    """Run the program in this process, without an index."""
    result = CliRunner().invoke(main, args, input=stdin, env=env)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def run_in_terminal(args: Sequence[str], columns: int, **environ: str) -> str:
    """Run the program in a terminal of that width, with only the variables given; return its output."""
    parent, child = pty.openpty()
    ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "reportqa", *args], stdin=child, stdout=child, stderr=child,
        env={"PATH": os.environ["PATH"], "TERM": "xterm", "LANG": "C.UTF-8", **environ},
    ) as process, os.fdopen(parent, "rb") as terminal:  # fmt: skip
        os.close(child)
        output = b""
        with suppress(OSError):  # The terminal is closed when the process ends.
            while piece := terminal.read1():
                output += piece
        process.wait()
    return output.decode().replace("\r\n", "\n")


def assert_refused(result: Result, status: int, message: str) -> None:
    """Check that a command printed nothing but an error, and ended with that status."""
    assert result.exit_code == status
    assert result.stdout == ""
    assert message in result.stderr
    assert "Traceback" not in result.stderr
