import json
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask

from reportqa.server import connections
from reportqa.server.connections import (
    BODY_RATE,
    BODY_SECONDS,
    DRAIN_SECONDS,
    HEAD_SECONDS,
    IDLE_SECONDS,
    LARGE,
    Budgets,
    Listeners,
)
from reportqa.server.serve import Server

HEAD = b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n"
Start = Any


@contextmanager
def running(listeners: Listeners) -> Iterator[int]:
    with closing(listeners):
        thread = Thread(target=listeners.run)
        thread.start()
        yield int(listeners.address.rsplit(":", 1)[1])
        listeners.stop()
        thread.join()


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    with running(Server(app, "127.0.0.1", 0)) as port:
        yield port


def opened(stack: ExitStack, port: int, sent: bytes = b"") -> socket.socket:
    one = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
    one.sendall(sent)
    return one


def status(port: int, path: str) -> int:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


@pytest.mark.parametrize("line", [b"no header", b"A b: c", b": c", b"A: \x01", b"Content-Length: x", b"Host: b\nC: d"])
def test_head_that_cannot_be_read_gets_a_response(port: int, line: bytes) -> None:
    with ExitStack() as stack:
        response = opened(stack, port, b"GET / HTTP/1.1\r\n" + line + b"\r\n\r\n").recv(12)
    assert response in {b"HTTP/1.0 400", b"HTTP/1.1 400"}


def is_closed(one: socket.socket) -> bool:
    try:
        return one.recv(1) == b""
    except ConnectionError:
        return True


def channel_of(server: Listeners, client: socket.socket) -> Any:
    channels = server.listeners[0].active_channels.values()
    return next(one for one in channels if one.addr[1] == client.getsockname()[1])


def test_idle_and_slow_connections_keep_nobody_out(port: int) -> None:
    with ExitStack() as stack:
        for number in range(600):
            opened(stack, port, HEAD if number % 2 else b"")
        assert status(port, "/livez") == 200
        assert status(port, "/healthz") == 200


def test_connection_that_waits_longest_makes_room(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST", 20)
    with running(Server(app, "127.0.0.1", 0)) as port, ExitStack() as stack:
        first, *_, last = [opened(stack, port, HEAD) for _ in range(30)]
        assert status(port, "/livez") == 200
        assert is_closed(first)
        last.sendall(b"\r\n")
        assert last.recv(12) == b"HTTP/1.1 200"


@pytest.mark.parametrize(
    ("sent", "seconds"),
    [
        (b"", IDLE_SECONDS),
        (HEAD, HEAD_SECONDS),
        (b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nx", HEAD_SECONDS + BODY_SECONDS),
    ],
)
def test_slow_request_is_ended(app: Flask, sent: bytes, seconds: int) -> None:
    server = Server(app, "127.0.0.1", 0)
    with running(server) as port, ExitStack() as stack:
        one = opened(stack, port, sent)
        # Everything sent before has been received when the next connection is answered.
        assert status(port, "/livez") == 200
        (listener,) = server.listeners
        channel = channel_of(server, one)
        now = time.time()
        assert not channel.is_overdue(now + seconds - 5)
        assert channel.is_overdue(now + seconds + 5)
        listener.maintenance(now + seconds + 5)
        assert is_closed(one)


def test_body_may_take_longer_the_more_of_it_has_come(app: Flask) -> None:
    server = Server(app, "127.0.0.1", 0)
    with running(server) as port, ExitStack() as stack:
        head = b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900000\r\n\r\n"
        one = opened(stack, port, head + b"x" * 30 * BODY_RATE)
        assert status(port, "/livez") == 200
        channel = channel_of(server, one)
        while channel.request.body_bytes_received < 30 * BODY_RATE:
            time.sleep(0.01)
        assert not channel.is_overdue(time.time() + HEAD_SECONDS + BODY_SECONDS + 20)


def test_body_over_its_budget_is_refused_before_it_is_read(port: int) -> None:
    with ExitStack() as stack:
        head = b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2000000\r\n\r\n"
        one = opened(stack, port, head)
        assert one.recv(12) == b"HTTP/1.1 413"


def test_budget_is_chosen_by_the_beginning_of_the_path() -> None:
    budgets = Budgets(10)
    budgets.set("/uploads", 1000)
    assert [budgets.of(path) for path in ("/uploads/", "/uploads", "/ask")] == [1000, 1000, 10]


def test_requests_beyond_the_queue_are_refused_and_health_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST_WAITING", 2)
    begun, free = Event(), Event()

    def busy(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/livez":
            begun.set()
            free.wait(30)
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    with running(Listeners(busy, "127.0.0.1", 0, (1, 1), Budgets(1000))) as port, ExitStack() as stack:
        request = b"GET /ask HTTP/1.1\r\nHost: x\r\n\r\n"
        waiting = [opened(stack, port, request)]
        assert begun.wait(30)
        waiting += [opened(stack, port, request) for _ in range(7)]
        refused = [one for one in waiting[-3:] if one.recv(12) == b"HTTP/1.1 503"]
        assert len(refused) == 3
        assert b"Retry-After: 5" in refused[0].recv(4096)
        assert status(port, "/livez") == 200
        free.set()
        assert waiting[0].recv(12) == b"HTTP/1.1 200"


def test_live_without_an_index_is_answered(port: int) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", "/livez")
        assert json.load(connection.getresponse()) == {"status": "ok"}


def test_of_too_many_bytes_the_body_that_arrives_slowest_makes_room() -> None:
    def length(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        start("200 OK", [("Content-Length", "7")])
        return [b"%7d" % len(environ["wsgi.input"].read())]

    budgets = Budgets(4 * LARGE, together=6 * LARGE)
    server = Listeners(length, "127.0.0.1", 0, (1, 1), budgets)
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (3 * LARGE)
    with running(server) as port, ExitStack() as stack:
        slow = opened(stack, port, head + b"x" * (2 * LARGE))
        # The connection has been accepted when the next one is answered.
        assert status(port, "/livez") == 200
        channel = channel_of(server, slow)
        while channel.request.body_bytes_received < 2 * LARGE:
            time.sleep(0.01)
        channel.begun -= 100
        fast = [opened(stack, port, head + b"x" * (2 * LARGE + 1000)) for _ in range(2)]
        assert is_closed(slow)
        for one in fast:
            one.sendall(b"x" * (LARGE - 1000))
            assert one.recv(12) == b"HTTP/1.1 200"


def test_large_body_is_refused_when_the_disk_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "LEFT_FREE", 10**18)
    server = Listeners(None, "127.0.0.1", 0, (1, 1), Budgets(4 * LARGE))
    with running(server) as port, ExitStack() as stack:
        head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (2 * LARGE)
        one = opened(stack, port, head)
        assert one.recv(4096).startswith(b"HTTP/1.1 507")


def test_slow_requests_leave_threads_for_others() -> None:
    free = Event()

    def busy(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/api/brief":
            free.wait(30)
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    with running(Listeners(busy, "127.0.0.1", 0, (1, 1), Budgets(1000))) as port, ExitStack() as stack:
        waiting = [opened(stack, port, b"POST /api/brief HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(3)]
        assert status(port, "/ask") == 200
        free.set()
        assert [one.recv(12) for one in waiting] == [b"HTTP/1.1 200"] * 3


@pytest.mark.parametrize("mib", [2, 12])
def test_client_that_sends_too_large_a_body_reads_the_refusal(port: int, mib: int) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("POST", "/api/ask", b"x" * mib * 1024**2, {"Content-Type": "application/json"})
        assert connection.getresponse().status == 413


def test_client_that_goes_on_sending_is_cut_off(app: Flask) -> None:
    server = Server(app, "127.0.0.1", 0)
    with running(server) as port, ExitStack() as stack:
        head = b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90000000\r\n\r\n"
        one = opened(stack, port, head)
        assert b"413" in one.recv(12)
        channel = channel_of(server, one)
        while not channel.drained_since:
            time.sleep(0.01)
        assert not channel.is_overdue(time.time())
        assert channel.is_overdue(time.time() + DRAIN_SECONDS + 1)
        with pytest.raises(OSError, match=r"reset|pipe"):
            one.sendall(b"x" * 90_000_000)
