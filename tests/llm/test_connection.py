import socket
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from reportqa.errors import LanguageModelError
from reportqa.llm import Message
from reportqa.llm.chat import complete, stream
from reportqa.llm.connection import MAX_RESPONSE_BYTES, within
from reportqa.settings import Endpoint
from support.completion_server import Canned, completion_server, failure, said, streamed

ASK = [Message("user", "How many?")]
WITHIN = 20
"""Seconds in which a client with one second has left, also on a busy machine; the servers here take 60."""


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as one:
        return int(one.getsockname()[1])


def ask(endpoint: Endpoint) -> str:
    return complete(endpoint, set(), ASK, 50, None).text


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "refused the key (401). Check REPORTQA_LLM_KEY."),
        (403, "refused the key (403)"),
        (404, 'has no model "replayed"'),
        (400, "refused the request (400: "),
        (418, "refused the request (418: "),
    ],
)
def test_status_says_what_to_do(status: int, message: str) -> None:
    with completion_server(failure(status, "Something.")) as server, pytest.raises(LanguageModelError) as error:
        ask(server.endpoint())
    assert message in str(error.value)
    assert str(error.value).endswith(".")
    assert len(server.asked) == 1


@pytest.mark.parametrize(("status", "message"), [(429, "accepts no more requests"), (500, "failed (500)")])
def test_busy_or_failing_server_is_asked_three_times(status: int, message: str) -> None:
    reply = failure(status, "Later.", **{"Retry-After-Ms": "10"})
    with completion_server(reply) as server, pytest.raises(LanguageModelError) as error:
        ask(server.endpoint())
    assert message in str(error.value)
    assert len(server.asked) == 3


def test_server_that_recovers_answers() -> None:
    failing = failure(500, "Later.", **{"Retry-After-Ms": "10"})
    with completion_server(failing, said("Seven.")) as server:
        assert ask(server.endpoint()) == "Seven."


def test_redirect_is_not_followed() -> None:
    with completion_server(said("Elsewhere.")) as other:
        moved = Canned([], 307, {"Location": f"{other.url}/chat/completions"})
        with completion_server(moved) as server, pytest.raises(LanguageModelError, match=r"redirects.*\(307\)"):
            ask(server.endpoint())
    assert other.asked == []


def test_server_on_this_machine_is_asked_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with completion_server(said("Seven.")) as server:
        assert ask(server.endpoint()) == "Seven."


@pytest.mark.slow
def test_no_server_or_no_such_host_says_what_to_do() -> None:
    for host in (f"127.0.0.1:{free_port()}", "no-such-host.invalid"):
        with pytest.raises(LanguageModelError, match=r"There is no connection to the language model at .*Start its"):
            ask(Endpoint(f"http://{host}/v1", "m", seconds=10))


@pytest.mark.slow
def test_slow_server_is_left_in_time() -> None:
    started = time.monotonic()
    with completion_server(Canned([b"{}"], pause=60)) as server:
        with pytest.raises(LanguageModelError, match="did not answer within 1 seconds"):
            ask(server.endpoint(seconds=1))
        assert time.monotonic() - started < WITHIN


@pytest.mark.slow
def test_server_that_drips_is_left_in_time() -> None:
    started = time.monotonic()
    with completion_server(Canned([b" "] * 600, pause=0.1)) as server:
        with pytest.raises(LanguageModelError, match="did not answer within 1 seconds"):
            ask(server.endpoint(seconds=1))
        assert time.monotonic() - started < WITHIN


@pytest.mark.slow
def test_retries_end_with_the_time() -> None:
    started = time.monotonic()
    with (
        completion_server(failure(429, "Later.", **{"Retry-After": "60"})) as server,
        pytest.raises(LanguageModelError, match="did not answer within 1 seconds"),
    ):
        ask(server.endpoint(seconds=1))
    assert time.monotonic() - started < WITHIN


@pytest.mark.slow
def test_slow_stream_is_left_in_time() -> None:
    started = time.monotonic()
    with (
        completion_server(streamed(["x"] * 600, pause=0.1)) as server,
        pytest.raises(LanguageModelError, match="did not answer within 1 seconds"),
    ):
        list(stream(server.endpoint(seconds=1), set(), ASK, 50))
    assert time.monotonic() - started < WITHIN


def test_huge_response_is_left_early() -> None:
    sent = 0

    def megabytes() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(100):
            sent += 1
            yield b" " * 1024**2

    with (
        completion_server(Canned(megabytes())) as server,
        pytest.raises(LanguageModelError, match=f"more than {MAX_RESPONSE_BYTES:,} bytes"),
    ):
        ask(server.endpoint())
    assert sent < 50


def test_compressed_response_is_refused() -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    with (
        completion_server(Canned([b"\x1f\x8b"], headers=headers)) as server,
        pytest.raises(LanguageModelError, match="compressed"),
    ):
        ask(server.endpoint())


def test_error_of_a_call_is_raised_as_it_is() -> None:
    def call() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        within(Endpoint("http://127.0.0.1:1/v1", "m"), call)
