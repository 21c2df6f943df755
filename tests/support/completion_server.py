"""An OpenAI-compatible server that replays given replies over HTTP, and notes what it was asked."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from reportqa.settings import Endpoint

KEY = "sk-secret-of-the-test"
Asked = dict[str, Any]
"""The JSON object of a request, with the "authorization" and "path" it came with."""


@dataclass(frozen=True)
class Canned:
    """A response; its parts are sent one after another, each after `pause` seconds."""

    parts: Iterable[bytes]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    pause: float = 0.0


Reply = Canned | Callable[[Asked], Canned]


def said(text: str | None, tokens: tuple[int, int] | None = (100, 10), **others: Any) -> Canned:
    """Return a completion with a text; `tokens` are those reported for prompt and completion."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    content: dict[str, Any] = {"id": "1", "object": "chat.completion", "created": 0, "model": "replayed"}
    content |= {"choices": [choice], **({"usage": _usage(tokens)} if tokens else {}), **others}
    return Canned([json.dumps(content).encode()])


def streamed(texts: Sequence[str], tokens: tuple[int, int] | None = (100, 10), pause: float = 0.0) -> Canned:
    """Return a completion in parts."""
    head = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "replayed"}
    chunks: list[dict[str, Any]] = [head | {"choices": [{"index": 0, "delta": {"content": text}}]} for text in texts]
    if tokens:
        chunks.append(head | {"choices": [], "usage": _usage(tokens)})
    lines = [f"data: {json.dumps(chunk)}\n\n".encode() for chunk in chunks]
    return Canned([*lines, b"data: [DONE]\n\n"], headers={"Content-Type": "text/event-stream"}, pause=pause)


def failure(status: int, message: str, **headers: str) -> Canned:
    """Return an error in the form of the API."""
    content = {"error": {"message": message, "type": "error", "param": None, "code": None}}
    return Canned([json.dumps(content).encode()], status, {"Content-Type": "application/json", **headers})


def refusing(option: str, reply: Canned) -> Reply:
    """Return a reply to requests without an option; those with it are refused."""
    return lambda asked: failure(400, f"Unsupported parameter: '{option}'") if option in asked else reply


def choosing(*texts: str, related: bool | None = None, tokens: tuple[int, int] | None = (1_200, 12)) -> Reply:
    """Return a reply that chooses, for each text, the first sentence of the prompt that has it."""

    def reply(asked: Asked) -> Canned:
        passages = json.loads(asked["messages"][-1]["content"])["passages"]
        sentences = [(int(number), text) for one in passages for number, text in one["sentences"].items()]
        numbers = [next(number for number, text in sentences if wanted in text) for wanted in texts]
        is_related = bool(texts) if related is None else related
        return said(json.dumps({"answer": numbers, "related": is_related}), tokens)

    return reply


def _usage(tokens: tuple[int, int]) -> dict[str, int]:
    return {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)}


@dataclass
class CompletionServer:
    """A running server: its address, and the requests so far."""

    url: str
    asked: list[Asked]

    def endpoint(self, **limits: Any) -> Endpoint:
        """Return the settings for this server."""
        return Endpoint(**{"url": self.url, "model": "replayed", "key": KEY, **limits})


@contextmanager
def completion_server(*replies: Reply) -> Iterator[CompletionServer]:
    """Serve replies in their order on 127.0.0.1, the last one again and again."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            request = json.loads(body) | {"authorization": self.headers["Authorization"], "path": self.path}
            asked.append(request)
            reply = replies[min(len(asked), len(replies)) - 1]
            canned = reply(request) if callable(reply) else reply
            try:
                self.send_response(canned.status)
                for name, value in canned.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for part in canned.parts:
                    time.sleep(canned.pause)
                    self.wfile.write(part)
                    self.wfile.flush()
            except (BrokenPipeError, ConnectionResetError):
                pass  # The client has left, as it should when a response is too slow or too large.
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield CompletionServer(f"http://127.0.0.1:{server.server_address[1]}/v1", asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
