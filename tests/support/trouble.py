"""The worst that a parser can do, by name, for tests of worker processes."""

import ctypes
import errno
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

from reportqa.errors import ParseError

KEPT: list[bytearray] = []


class Bomb:
    """An object whose pickle creates a file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (self.path,)


def _send(what: str) -> None:
    """Write to the parent past all code of the worker, as a parser that was taken over may."""
    links = {int(path.name): os.readlink(path) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()}
    parent = next(number for number, link in links.items() if number > 2 and link.startswith("socket:"))
    if what == "half":
        os.write(parent, struct.pack("!i", 1000) + b"half")
        time.sleep(1000)
    kind, _, rest = what.partition(":")
    data = pickle.dumps((Bomb(rest), 0.1, True)) if kind == "pickle" else b"[" * int(rest or 1)
    os.write(parent, struct.pack("!i", len(data)) + data)


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
    elif kind == "unsendable":
        return lambda: ""  # type: ignore[return-value]
    elif kind == "number":
        return 7  # type: ignore[return-value]
    elif kind == "send":
        _send(rest)
    elif kind == "connect":
        socket.create_connection(("127.0.0.1", int(rest)), timeout=10).close()
    elif kind == "connect-child":
        address = f"/dev/tcp/127.0.0.1/{rest}"
        subprocess.run(["bash", "-c", f"exec 3<>{address}"], check=True)  # noqa: S607
    elif kind == "connect-unix":
        with socket.socket(socket.AF_UNIX) as end:
            end.connect(rest)
    elif kind == "leave":
        os.setsid()
    elif kind == "write":
        Path(rest).write_text("written")
    elif kind == "end":
        os.kill(int(rest), signal.SIGKILL)
    elif kind == "child":
        child = subprocess.Popen(["sleep", "1000"])  # noqa: S607
        Path(rest).write_text(f"{os.getpid()} {child.pid}")
        time.sleep(1000)
    return f"{name} {os.getpid()}"
