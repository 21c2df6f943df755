"""Serves the application over HTTP with waitress, until it is told to stop."""

import errno
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread, current_thread, main_thread
from typing import Any

from flask import Flask
from waitress import create_server, wasyncore
from waitress.trigger import trigger

from reportqa.errors import InputError, ReportQAError
from reportqa.server.app import create_app
from reportqa.server.current_index import EngineHolder
from reportqa.server.uploads.pending import Room
from reportqa.server.uploads.upload_service import EXTENSION, LISTENERS, Uploading
from reportqa.settings import Settings

THREADS = 8
MAX_PORT = 65535
MAX_BODY_BYTES = 1024**2
"""What a request may send where no files are taken; the application refuses far less, with a reason."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What to tell the user once questions are answered at `address`.

    `problem` is why they are not yet, with what to run; None when they are.
    """

    address: str
    sample_questions: tuple[str, ...] = ()
    problem: str | None = None


class Server:
    """An application bound to a host and a port; port 0 takes a free one."""

    def __init__(self, app: Flask, host: str, port: int) -> None:
        self._sockets: dict[int, Any] = {}
        try:
            if not 0 <= port <= MAX_PORT:  # A greater one would wrap around to another.
                raise OverflowError(port)
            self._server = create_server(app, self._sockets, host=host, port=port, ident=None, **_room_of(app))
        except (OSError, ValueError, OverflowError) as error:
            wasyncore.close_all(self._sockets)
            raise InputError(_explain(error, host, port)) from error

    @property
    def address(self) -> str:
        """Where it listens, the first address when the host has several."""
        if hasattr(self._server, "effective_listen"):
            host, port = self._server.effective_listen[0]
        else:
            host, port = self._server.effective_host, self._server.effective_port
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def run(self) -> None:
        """Answer requests until stop() or a KeyboardInterrupt."""
        self._server.run()

    def stop(self) -> None:
        """End run() from another thread."""
        waker = next(socket for socket in self._sockets.values() if isinstance(socket, trigger))
        waker.pull_trigger(lambda: wasyncore.close_all(self._sockets))

    def close(self) -> None:
        """Let requests in progress end, then give up the address."""
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._sockets)


def serve(
    settings: Settings,
    host: str,
    port: int,
    on_ready: Callable[[Ready], None],
    upload_room: Room | None = None,
    hosts: tuple[str, ...] = (),
) -> None:
    """Serve until Ctrl-C or SIGTERM; call `on_ready` once the first question can be answered at once.

    Files are taken and indexes built where there is an `upload_room`; a build that runs at the end is ended. `hosts`
    are names that the server may be called by beside the `host`.
    :raises InputError: when host and port cannot be listened at.
    """
    app = create_app(settings, upload_room, (host, *hosts))
    with (
        suppress(KeyboardInterrupt),
        closing(Server(app, host, port)) as server,
        _ending_builds(app),
    ):
        if current_thread() is main_thread():
            signal.signal(signal.SIGTERM, _interrupt)
        holder: EngineHolder = app.extensions["reportqa"]
        on_ready(_ready(holder, server.address))
        ended = Event()
        Thread(target=holder.watch, args=(ended,), name="reportqa-watch", daemon=True).start()
        try:
            server.run()
        finally:
            ended.set()


def _ready(holder: EngineHolder, address: str) -> Ready:
    """Open the index before anybody asks."""
    try:
        return Ready(address, holder.get().sample_questions)
    except ReportQAError as error:
        return Ready(address, problem=str(error))


@contextmanager
def _ending_builds(app: Flask) -> Iterator[None]:
    """End the build that the application has started, before the server waits for those who follow it."""
    try:
        yield
    finally:
        if (uploading := _uploading(app)) is not None:
            uploading.builds.close()


def _uploading(app: Flask) -> Uploading | None:
    return app.extensions.get(EXTENSION)


def _room_of(app: Flask) -> dict[str, int]:
    """Give how many threads a server needs and how much it may be sent."""
    if (uploading := _uploading(app)) is None:
        return {"threads": THREADS, "max_request_body_size": MAX_BODY_BYTES}
    return {"threads": THREADS + LISTENERS, "max_request_body_size": uploading.max_body_bytes}


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _explain(error: Exception, host: str, port: int) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return f"Port {port} is in use at {host}. Stop what uses it or choose another with --port."
    if number == errno.EACCES:
        return f"Port {port} needs rights that you do not have. Choose one above 1023 with --port."
    return f'Cannot listen at host "{host}", port {port}. Try --host 127.0.0.1 and a port up to {MAX_PORT}.'
