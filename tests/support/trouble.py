"""The worst that a parser can do, by name, for tests of worker processes."""

import ctypes
import errno
import os
import subprocess
import sys
import time
from pathlib import Path

from reportqa.errors import ParseError

KEPT: list[bytearray] = []


def cause(name: str) -> str:
    """Do what the name says; return the process id with a harmless name."""
    kind, _, rest = name.partition(":")
    if kind == "crash":
        ctypes.string_at(0)
    elif kind == "hang":
        while True:
            time.sleep(1)
    elif kind == "spin":
        if rest:
            Path(rest).write_text(str(os.getpid()))
        # C code that holds the interpreter and answers no signal.
        return str(len("a" * 60 + "b") if __import__("re").match("(a*)*$", "a" * 60 + "b") else 0)
    elif kind == "eat":
        bytearray(int(rest) * 1024**2)
    elif kind == "keep":
        KEPT.append(bytearray(int(rest) * 1024**2))
    elif kind == "grow":
        return "x" * int(rest)
    elif kind == "refuse":
        raise ParseError("is refused. Take another.")
    elif kind == "full":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    elif kind == "fail":
        raise IndexError("list index out of range")
    elif kind == "recurse":
        return cause(name)
    elif kind == "exit":
        sys.exit(3)
    elif kind == "unpicklable":
        return lambda: ""  # type: ignore[return-value]
    elif kind == "child":
        child = subprocess.Popen(["sleep", "1000"])  # noqa: S607
        Path(rest).write_text(f"{os.getpid()} {child.pid}")
        time.sleep(1000)
    return f"{name} {os.getpid()}"
