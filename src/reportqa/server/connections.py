"""Connections with limits of number, time and size, so that no client keeps the others out.

waitress reads a request whole before the application sees it, and waits for slow clients without an end. Here a request
must arrive within a deadline, a body has a budget by its path, and of too many connections or bytes of bodies the
slowest is closed.
"""

import copy
import logging
import resource
import shutil
import socket
import tempfile
import time
from collections.abc import Collection
from contextlib import suppress
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import Error

from reportqa.server.request_deadline import SLOW

HEAD_SECONDS = 10
"""Within this time after its first byte, the head of a request must be complete."""
BODY_SECONDS = 20
"""Time for a body, besides what its bytes take at BODY_RATE."""
BODY_RATE = 10_000
"""Bytes per second that a client must send on average."""
IDLE_SECONDS = 60
"""Time after which a connection without a request, or whose client takes nothing of a response, is closed."""
DRAIN_SECONDS = 5
DRAIN_BYTES = 16 * 1024**2
"""Of a refused body that a client goes on sending; it would miss the response if the connection were closed at once."""
CHECK_SECONDS = 1
MOST = 1_000
"""Connections at the same time, half of them from one address, if the system allows twice as many open files."""
MOST_WAITING = 100
"""Requests that wait for a thread; further ones are refused."""
LARGE = 1024**2
"""Bytes of a body from which on its place on the disk is limited."""
LEFT_FREE = 256 * 1024**2
"""Bytes that large bodies leave free in the folder for temporary files."""
RETRY_SECONDS = 5
HEALTH = frozenset({"/livez", "/readyz", "/healthz"})
"""Paths that have a thread of their own."""


class Budgets:
    """The most bytes of a body, by the beginning of the path; `rest` for other paths.

    `together`: of all large bodies that are being received.
    """

    def __init__(self, rest: int, together: int = 256 * 1024**2) -> None:
        self.rest = rest
        self.together = together
        self._of: dict[str, int] = {}

    def set(self, prefix: str, most: int) -> None:
        """Set the budget of paths that begin with a prefix."""
        self._of[prefix] = most

    def of(self, path: str) -> int:
        """Return the budget of a path."""
        return next((most for prefix, most in self._of.items() if path.startswith(prefix)), self.rest)


class _Overloaded(Error):  # type: ignore[misc]
    code = 503
    reason = "Service Unavailable"

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        status, headers, body = super().to_response(ident)
        return status, [*headers, ("Retry-After", str(RETRY_SECONDS))], body


class _Full(Error):  # type: ignore[misc]
    code = 507
    reason = "Insufficient Storage"


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    completed: bool
    path = ""
    """Until the head is read; a request whose head cannot be read has none."""

    def received(self, data: bytes) -> int:
        consumed = int(super().received(data))
        if self.body_rcv is not None and not self.body_bytes_received and self.content_length > LARGE:
            free = shutil.disk_usage(tempfile.gettempdir()).free - LEFT_FREE
            if not self.completed and self.content_length > free:
                self.error = _Full("The folder for temporary files is full. Free some space and try again.")
                self.completed = True
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        names = [line.partition(b":")[0].strip().lower().decode("latin-1") for line in header_plus.split(b"\r\n")[1:]]
        if repeated := next((name for name in self.adj.single_headers if names.count(name) > 1), None):
            # waitress would join their values.
            raise ParsingError(f"The header {repeated} is there more than once.")
        super().parse_header(header_plus)
        adjustments = copy.copy(self.adj)
        # waitress refuses a body of as many bytes.
        adjustments.max_request_body_size = adjustments.budgets.of(self.path) + 1
        self.adj: Any = adjustments


class _Connection(HTTPChannel):  # type: ignore[misc]
    parser_class = _Parser
    begun = 0.0
    """When the unfinished request began."""
    is_refused = False
    """Whether a request was refused before it was read."""
    drained_since = 0.0
    drained = 0

    def received(self, data: bytes) -> bool:
        unfinished = self.request
        done = super().received(data)
        if self.request is not unfinished:
            self.begun = time.time()
        if self.request and self.request.body_bytes_received > LARGE:
            self.server.limit_bodies()
        return bool(done)

    def readable(self) -> bool:
        return bool(self.drained_since or super().readable())

    def handle_read(self) -> None:
        if not self.drained_since:
            super().handle_read()
            return
        data = self.recv(self.adj.recv_bytes)
        self.drained += len(data)
        if not data or self.drained > DRAIN_BYTES:
            self.handle_close()

    def handle_close(self) -> None:
        if self.is_refused and self.connected and not self.drained_since and not self.total_outbufs_len:
            # The response is sent; the client may still send its body.
            self.will_close, self.drained_since = False, time.time()
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
                return
        super().handle_close()

    def del_channel(self, map: dict[int, Any] | None = None) -> None:  # noqa: A002, waitress's signature
        super().del_channel(map)
        if self.request:
            # Its body may be in a file.
            self.request.close()

    @property
    def speed(self) -> float:
        """Bytes per second of the body that is being received."""
        return float(self.request.body_bytes_received / max(time.time() - self.begun, 1))

    @property
    def waiting_since(self) -> float:
        return self.begun if self.request else float(self.last_activity)

    def is_overdue(self, now: float) -> bool:
        """Return whether the client takes too long; never while its request is answered."""
        if self.requests:
            return False
        if self.drained_since:
            return now - self.drained_since > DRAIN_SECONDS
        if self.request is None:
            return bool(now - self.last_activity > IDLE_SECONDS)
        taken = now - self.begun
        if not self.request.headers_finished:
            return taken > HEAD_SECONDS
        return bool(taken > HEAD_SECONDS + BODY_SECONDS + self.request.body_bytes_received / BODY_RATE)


class _Listener(TcpWSGIServer):  # type: ignore[misc]
    channel_class = _Connection

    def __init__(
        self, *args: Any, slow: ThreadedTaskDispatcher, health: ThreadedTaskDispatcher, most: int, **options: Any
    ) -> None:
        self._slow = slow
        self._health = health
        self._most = most
        super().__init__(*args, **options)

    def add_task(self, task: _Connection) -> None:
        request = task.requests[0]
        chosen = self._slow if request.path.startswith(SLOW) else self.task_dispatcher
        task.is_refused = bool(request.error)
        if request.error or request.path in HEALTH:
            chosen = self._health
        elif len(chosen.queue) >= MOST_WAITING:
            request.error = _Overloaded(f"Too many requests are waiting. Try again in {RETRY_SECONDS} seconds.")
            chosen = self._health
        chosen.add_task(task)

    def handle_accept(self) -> None:
        known = set(self.active_channels)
        super().handle_accept()
        for number in set(self.active_channels) - known:
            self._make_room(self.active_channels[number].addr[0])

    def maintenance(self, now: float) -> None:
        for one in self.active_channels.values():
            if one.is_overdue(now):
                one.will_close = True

    def limit_bodies(self) -> None:
        """Close the connection of the large body that arrives slowest, if they take too much room together."""
        large = [one for one in self._connections() if one.request and one.request.body_bytes_received > LARGE]
        if sum(one.request.body_bytes_received for one in large) > self.adj.budgets.together:
            min(large, key=lambda one: one.speed).handle_close()

    def _connections(self) -> list[_Connection]:
        return [one for one in self._map.values() if isinstance(one, _Connection)]

    def _make_room(self, address: str) -> None:
        """Close the connection that waits longest for its client, if there are too many, or too many of an address."""
        every = self._connections()
        of_address = [one for one in every if one.addr[0] == address]
        chosen = every if len(every) > self._most else of_address if len(of_address) > self._most // 2 else []
        if unfinished := [one for one in chosen if not one.requests]:
            min(unfinished, key=lambda one: one.waiting_since).handle_close()


class Listeners:
    """An application that listens at all addresses of a host; port 0 picks a free one.

    :param threads: for requests, and for those that may take long (SLOW)
    :param single_headers: names in lower case of headers that a request has at most once
    :raises OSError: when it cannot listen there.
    :raises ValueError: when the host has no address.
    """

    def __init__(
        self, app: Any, host: str, port: int, threads: tuple[int, int], budgets: Budgets,
        single_headers: Collection[str] = (),
    ) -> None:  # fmt: skip
        # Each request that finds all threads busy would log a line.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        adjustments = Adjustments(
            host=host, port=port, threads=sum(threads), ident=None, connection_limit=10 * MOST,
            cleanup_interval=CHECK_SECONDS, asyncore_use_poll=True, channel_request_lookahead=1,
            # The application knows which proxies are trusted.
            clear_untrusted_proxy_headers=False,
        )  # fmt: skip
        adjustments.budgets = budgets
        adjustments.single_headers = single_headers
        self._sockets: dict[int, Any] = {}
        self._dispatchers = main, slow, health = [ThreadedTaskDispatcher() for _ in range(3)]
        for dispatcher, count in zip(self._dispatchers, (*threads, 2), strict=True):
            dispatcher.set_thread_count(count)
        others: dict[str, Any] = {"slow": slow, "health": health, "most": min(MOST, _open_files() // 2)}
        try:
            self.listeners = [
                _Listener(app, self._sockets, dispatcher=main, adj=adjustments, sockinfo=info, **others)
                for info in adjustments.listen
            ]
        except OSError:
            self.close()
            raise

    @property
    def address(self) -> str:
        """The URL, with the first address if the host has several."""
        host, port = self.listeners[0].effective_host, self.listeners[0].effective_port
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def waiting(self) -> int:
        """The number of requests that wait for a thread."""
        return sum(len(dispatcher.queue) for dispatcher in self._dispatchers)

    @property
    def open_connections(self) -> int:
        """The number of connections to clients."""
        return sum(len(one.active_channels) for one in self.listeners)

    def run(self) -> None:
        """Answer requests until `stop` or KeyboardInterrupt."""
        with suppress(SystemExit, KeyboardInterrupt):
            wasyncore.loop(timeout=1, map=self._sockets, use_poll=True)

    def stop(self) -> None:
        """End `run` from another thread."""
        self.listeners[0].trigger.pull_trigger(lambda: wasyncore.close_all(self._sockets))

    def close(self) -> None:
        """Finish the requests in progress and release the address."""
        for dispatcher in self._dispatchers:
            dispatcher.shutdown()
        wasyncore.close_all(self._sockets)


def _open_files() -> int:
    """Return how many files may be open, after raising the limit of this process as far as it is wanted and allowed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * MOST if hard == resource.RLIM_INFINITY else min(4 * MOST, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(soft, wanted)
