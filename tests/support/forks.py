"""Command lines run in forks of a process that has done the imports and opened the exported model.

A command starts at once that way, and is a process like any other, with its own memory, files and exit status.
"""

import ctypes
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

STATUS_BYTES = 16
_CAPABILITY_VERSION = 0x20080522


class Command:
    """A running command; `said` is its standard error, line by line."""

    def __init__(self, lane: socket.socket, pid: int, said: IO[str]) -> None:
        self._lane = lane
        self._pid = pid
        self._status: int | None = None
        self.said = said

    def kill(self) -> None:
        """Kill it unless it has ended; its process id is not reused before `wait`."""
        if self._status is None:
            os.kill(self._pid, signal.SIGKILL)

    def wait(self) -> int:
        """Return the exit status; that of a killed process is the negative number of the signal."""
        if self._status is None:
            self._lane.sendall(b"wait")
            self._status = int(self._lane.recv(STATUS_BYTES))
        return self._status


class Lane:
    """A connection that runs one command after the other."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    @contextmanager
    def start(self, *arguments: str, largest: int | None = None, powerless: bool = False) -> Iterator[Command]:
        """Start a command that may write no file of more than `largest` bytes.

        File permissions hold for a `powerless` one even if it runs as root.
        """
        reading, writing = os.pipe()
        order = json.dumps({"arguments": arguments, "largest": largest, "powerless": powerless}).encode()
        socket.send_fds(self._connection, [order], [writing])
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as said:
            command = Command(self._connection, int(self._connection.recv(STATUS_BYTES)), said)
            try:
                yield command
            finally:
                command.kill()
                command.wait()

    def run(self, *arguments: str, largest: int | None = None, powerless: bool = False) -> tuple[int, str]:
        """Run a command; return its exit status and its standard error."""
        with self.start(*arguments, largest=largest, powerless=powerless) as command:
            said = command.said.read()
            return command.wait(), said


@contextmanager
def lanes(count: int, exports: Path) -> Iterator[list[Lane]]:
    """Yield `count` lanes that run commands at the same time, each command on one processor.

    :param exports: an index folder with the export of the model that the indexes of the commands have too.
    """
    environ = {name: value for name, value in os.environ.items() if not name.startswith("REPORTQA_")}
    environ |= {"REPORTQA_PROCESSES": "1", "OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
    ours, theirs = zip(*(socket.socketpair() for _ in range(count)), strict=True)
    numbers = [one.fileno() for one in theirs]
    with subprocess.Popen([sys.executable, __file__, str(exports), *map(str, numbers)], env=environ, pass_fds=numbers):
        try:
            for one in theirs:
                one.close()
            yield [Lane(one) for one in ours]
        finally:
            for one in ours:
                one.close()  # Each lane ends with its connection.


def _serve(exports: Path, numbers: Sequence[int]) -> None:
    """Do the imports and open the model, then serve each connection in a fork of its own with one thread."""
    import reportqa.answering.engine
    import reportqa.cli.building
    import reportqa.ingest.build  # noqa: F401
    from reportqa.embedding.onnx_embedder import ExportedEmbedder
    from reportqa.embedding.onnx_model import ENCODERS_DIR

    opened = [ExportedEmbedder.open(folder) for folder in (exports / ENCODERS_DIR).iterdir()]
    assert opened, "no export"
    for number in numbers:
        if os.fork() == 0:
            for other in numbers:
                if other != number:
                    os.close(other)
            _answer(socket.socket(fileno=number))
            os._exit(0)
    for number in numbers:
        os.close(number)
    for _ in numbers:
        os.wait()


def _answer(connection: socket.socket) -> None:
    while True:
        order, descriptors, _, _ = socket.recv_fds(connection, 65536, 1)
        if not order:
            return
        pid = os.fork()
        if pid == 0:
            connection.close()
            _become(json.loads(order), descriptors[0])
        os.close(descriptors[0])
        connection.sendall(str(pid).encode())
        if not connection.recv(len(b"wait")):
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        connection.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def _become(order: "dict[str, object]", descriptor: int) -> None:
    """Run the command line in this process and exit."""
    from reportqa.cli import main

    status: object = 1
    try:
        os.dup2(descriptor, sys.stderr.fileno())
        os.dup2(os.open(os.devnull, os.O_RDWR), sys.stdout.fileno())
        os.close(descriptor)
        if order["largest"] is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest"], order["largest"]))  # type: ignore[arg-type]
        if order["powerless"]:
            _give_up_powers()
        main(order["arguments"])
    except SystemExit as end:
        status = end.code
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status if isinstance(status, int) else int(status is not None))


def _give_up_powers() -> None:
    """Drop all capabilities. Source: https://man7.org/linux/man-pages/man2/capset.2.html"""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    if ctypes.CDLL(None, use_errno=True).capset(header, (ctypes.c_uint32 * 6)()) != 0:
        raise OSError(ctypes.get_errno(), "capset")


if __name__ == "__main__":
    sys.path.pop(0)  # The tests' own folder, where no module of the program may be looked for.
    _serve(Path(sys.argv[1]), [int(number) for number in sys.argv[2:]])
