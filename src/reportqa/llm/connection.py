"""Requests to an OpenAI-compatible server with the official client, bounded in time and size.

Imports `openai`; imported with the first request.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager
from threading import Thread
from typing import TypeVar

import httpx2
from openai import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    OpenAI,
    OpenAIError,
)

from reportqa.errors import LanguageModelError
from reportqa.settings import Endpoint

RETRIES = 2
"""Retries of the client after errors of the connection and of the server."""
MAX_RESPONSE_BYTES = 4 * 1024**2
MAX_REASON = 200
"""Characters of a server's message in an error."""

T = TypeVar("T")


class _LimitedStream(httpx2.SyncByteStream):
    """The bytes of a response up to MAX_RESPONSE_BYTES and a deadline."""

    def __init__(self, stream: httpx2.SyncByteStream, check: Callable[[], None], host: str) -> None:
        self._stream = stream
        self._check = check
        self._host = host

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for part in self._stream:
            self._check()
            size += len(part)
            if size > MAX_RESPONSE_BYTES:
                raise LanguageModelError(
                    f"The language model at {self._host} sent more than {MAX_RESPONSE_BYTES:,} bytes."
                    " Check REPORTQA_LLM_URL."
                )
            yield part

    def close(self) -> None:
        self._stream.close()


@contextmanager
def connected(endpoint: Endpoint) -> Iterator[OpenAI]:
    """Yield a client of an endpoint: its requests together have the endpoint's time, and follow no redirect.

    Its responses have up to MAX_RESPONSE_BYTES.

    :raises LanguageModelError: instead of errors of the client, with what to do.
    """
    deadline = time.monotonic() + endpoint.seconds

    def check(*_: object) -> None:
        if time.monotonic() >= deadline:
            raise _too_slow(endpoint)

    def limit(response: httpx2.Response) -> None:
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise LanguageModelError(
                f"The language model at {endpoint.host} sent a compressed response, which was not asked for."
                " Check REPORTQA_LLM_URL."
            )
        if isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = _LimitedStream(response.stream, check, endpoint.host)

    with httpx2.Client(
        follow_redirects=False, headers={"Accept-Encoding": "identity"},
        trust_env=not endpoint.is_local,  # No proxy has to be asked for a server on this machine.
        event_hooks={"request": [check], "response": [limit]},
    ) as http:  # fmt: skip
        try:
            yield OpenAI(
                base_url=endpoint.url, api_key=endpoint.key or "none", http_client=http, timeout=endpoint.seconds,
                max_retries=RETRIES,
            )  # fmt: skip
        except OpenAIError as error:
            raise _explained(error, endpoint) from error
        except (httpx2.HTTPError, ValueError) as error:
            # Errors while a response is read: the connection breaks, or it is not what its type says.
            raise unusable(endpoint) from error


def within(endpoint: Endpoint, call: Callable[[], T]) -> T:
    """Return what a call returns within the time of an endpoint, whatever its connection does.

    A call that is late goes on in its thread until the next check of its deadline.

    :raises LanguageModelError: when it is late.
    """
    result: Future[T] = Future()

    def work() -> None:
        try:
            result.set_result(call())
        except Exception as error:
            result.set_exception(error)

    Thread(target=work, name="reportqa-llm", daemon=True).start()
    try:
        return result.result(endpoint.seconds)
    except FutureTimeout as error:
        raise _too_slow(endpoint) from error


def _too_slow(endpoint: Endpoint) -> LanguageModelError:
    return LanguageModelError(
        f"The language model at {endpoint.host} did not answer within {endpoint.seconds} seconds. Try again, use a"
        " faster model, or raise REPORTQA_LLM_SECONDS."
    )


def unusable(endpoint: Endpoint) -> LanguageModelError:
    """Return the error of a response that is no completion."""
    return LanguageModelError(
        f"The response of {endpoint.host} is not one of an OpenAI-compatible server. Check REPORTQA_LLM_URL; most"
        " addresses end in /v1."
    )


def _explained(error: OpenAIError, endpoint: Endpoint) -> LanguageModelError:
    """Return an error of the client as a sentence that says what to do, without the key."""
    host = endpoint.host
    if isinstance(error, APITimeoutError):
        return _too_slow(endpoint)
    if isinstance(error, APIConnectionError):
        return LanguageModelError(
            f"There is no connection to the language model at {host}{_reason(error.__cause__, endpoint)}. Start its"
            " server, or correct REPORTQA_LLM_URL."
        )
    if not isinstance(error, APIStatusError) or isinstance(error, APIResponseValidationError):
        return unusable(endpoint)
    status = error.status_code
    if status in {401, 403}:
        # The server's message may have a part of the key.
        return LanguageModelError(f"The language model at {host} refused the key ({status}). Check REPORTQA_LLM_KEY.")
    if 300 <= status < 400:
        return LanguageModelError(
            f"{host} redirects to another address ({status}), which is not followed. Correct REPORTQA_LLM_URL."
        )
    if status == 404:
        return LanguageModelError(
            f'{host} has no model "{endpoint.model}", or another address (404). Check REPORTQA_LLM_MODEL and'
            " REPORTQA_LLM_URL; most addresses end in /v1."
        )
    if status == 429:
        return LanguageModelError(f"{host} accepts no more requests for now (429). Wait and ask again.")
    if status >= 500:
        return LanguageModelError(f"The language model at {host} failed ({status}). Check its server and ask again.")
    return LanguageModelError(
        f"The language model at {host} refused the request ({status}{_reason(error, endpoint, ': ')}). Check the model"
        " and its context size."
    )


def _reason(error: BaseException | None, endpoint: Endpoint, before: str = " (") -> str:
    """Return the first line of an error's message, without the key; "" when there is none."""
    text = (str(error or "").strip().splitlines() or [""])[0]
    if endpoint.key:
        text = text.replace(endpoint.key, "…")
    text = text[:MAX_REASON].rstrip(". ")
    return "" if not text else f"{before}{text}" + (")" if before == " (" else "")
