"""Imported by Python at its start: write each address that a process connects to, or a name that it looks up."""

import os
import sys

_FILE = os.environ.get("CONNECTIONS")


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if _FILE and event in {"socket.connect", "socket.getaddrinfo", "socket.sendto"}:
        with open(_FILE, "a", encoding="utf-8") as file:
            file.write(f"{event} {arguments[1] if event == 'socket.connect' else arguments[:2]!r}\n")


sys.addaudithook(_note)
