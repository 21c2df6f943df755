"""The application served over HTTP with waitress."""

import errno
import signal
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from threading import Event, Thread, current_thread, main_thread
from typing import Any

from flask import Flask
from waitress import create_server, wasyncore
from waitress.trigger import trigger

from reportqa.errors import InputError, ReportQAError
from reportqa.server.app import create_app
from reportqa.server.current_index import CurrentIndex
from reportqa.server.uploads.pending import Room
from reportqa.server.uploads.upload_service import EXTENSION, LISTENERS, UploadService
from reportqa.settings import Settings

THREADS = 8
MAX_PORT = 65535
MAX_BODY_BYTES = 1024**2
"""The size limit of a request without uploads; the application's own limit is lower and explains itself."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What to print once the server listens at `address`; `problem` says why it cannot answer yet, if so."""

    address: str
    sample_questions: tuple[str, ...] = ()
    problem: str | None = None


class Server:
    """An application bound to a host and a port; port 0 picks a free one."""

    def __init__(self, app: Flask, host: str, port: int) -> None:
        self._sockets: dict[int, Any] = {}
        try:
            if not 0 <= port <= MAX_PORT:  # A larger number would wrap around.
                raise OverflowError(port)
            self._server = create_server(app, self._sockets, host=host, port=port, ident=None, **_limits(app))
        except (OSError, ValueError, OverflowError) as error:
            wasyncore.close_all(self._sockets)
            raise InputError(_explain(error, host, port)) from error

    @property
    def address(self) -> str:
        """The URL, with the first address if the host has several."""
        if hasattr(self._server, "effective_listen"):
            host, port = self._server.effective_listen[0]
        else:
            host, port = self._server.effective_host, self._server.effective_port
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def run(self) -> None:
        """Answer requests until `stop` or KeyboardInterrupt."""
        self._server.run()

    def stop(self) -> None:
        """End `run` from another thread."""
        waker = next(socket for socket in self._sockets.values() if isinstance(socket, trigger))
        waker.pull_trigger(lambda: wasyncore.close_all(self._sockets))

    def close(self) -> None:
        """Finish the requests in progress and release the address."""
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
    """Serve until Ctrl-C or SIGTERM.

    :param on_ready: called when the index is open and the server listens.
    :param upload_room: the limits of uploads; None turns uploads and builds off.
    :param hosts: host names to answer to, besides `host`.
    :raises InputError: when the server cannot listen at host and port.
    """
    app = create_app(settings, upload_room, (host, *hosts))
    index: CurrentIndex = app.extensions["reportqa"]
    ended = Event()
    with suppress(KeyboardInterrupt), closing(Server(app, host, port)) as server, ExitStack() as ending:
        if (service := _upload_service(app)) is not None:
            # A build ends before the server waits for the requests that follow it.
            ending.callback(service.builds.close)
        ending.callback(ended.set)
        if current_thread() is main_thread():
            signal.signal(signal.SIGTERM, _interrupt)
        on_ready(_ready(index, server.address))
        Thread(target=index.watch, args=(ended,), name="reportqa-watch", daemon=True).start()
        server.run()


def _ready(index: CurrentIndex, address: str) -> Ready:
    """Open the index before the first request."""
    try:
        return Ready(address, index.get().sample_questions)
    except ReportQAError as error:
        return Ready(address, problem=str(error))


def _upload_service(app: Flask) -> UploadService | None:
    return app.extensions.get(EXTENSION)


def _limits(app: Flask) -> dict[str, int]:
    """Return the number of threads and the request size limit."""
    if (service := _upload_service(app)) is None:
        return {"threads": THREADS, "max_request_body_size": MAX_BODY_BYTES}
    return {"threads": THREADS + LISTENERS, "max_request_body_size": service.max_body_bytes}


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _explain(error: Exception, host: str, port: int) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return f"Port {port} is in use at {host}. Stop the other program or choose another port with --port."
    if number == errno.EACCES:
        return f"You do not have permission to use port {port}. Choose a port above 1023 with --port."
    return f'Cannot listen at host "{host}", port {port}. Try --host 127.0.0.1 and a port up to {MAX_PORT}.'
