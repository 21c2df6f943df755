"""Requests that no browser sends, made from a number each: real routes and names with wrong values, and wrong HTTP."""

import json
import re
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote, quote_from_bytes

from flask import Flask

from reportqa.server.api.openapi import describe_api

ROOT = Path(__file__).resolve().parents[2]
LASTING = frozenset({"/api/build", "/api/build/events", "/build/"})
"""Paths that start a build or follow one."""
VALUES = (
    b"", b" ", b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"../../etc/passwd", b"/etc/passwd", b"9" * 400, b"-1", b"0",
    b"1e309", b"NaN", b"null", b"[]", b"{}", b"true", b"'\"<script>alert(1)</script>", "٣".encode(),
    "\u202eabc".encode(), "e\u0301\u0301\u0301".encode(), "😀".encode(), b"a" * 2001, b"a b " * 600, b"9999-99",
    b"0000", b"2016-02-30", b"%00", b"%", b"\r\nSet-Cookie: a=b", b"\n", b"*", b"a\tb", b"(" * 300, b"\\",
    b"a.pdf#1-0", b"#-1--2", b"1.5", b"0x10", b"2147483648", b"18446744073709551616", b"__proto__", b"{{7*7}}",
    b"${7*7}", b"html", b"pdf", b"yes", b"How many?",
)  # fmt: skip
HEADERS = (
    "Host", "Origin", "Referer", "Cookie", "Authorization", "Accept", "Accept-Encoding", "Accept-Language", "Range",
    "If-None-Match", "If-Modified-Since", "Content-Type", "Content-Encoding", "Expect", "X-Forwarded-For",
    "X-Forwarded-Proto", "X-Remote-User", "X-HTTP-Method-Override", "Sec-Fetch-Site", "Sec-Fetch-Mode",
    "Sec-Fetch-Dest", "Last-Event-ID", "TE", "X-CSRF-Token",
)  # fmt: skip
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO")
TYPES = (
    "application/json", "application/json", "application/json; charset=utf-16", "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b", "multipart/form-data", "text/plain", "", "a" * 300,
)  # fmt: skip
LINES = (
    b"no header", b"A b: c", b": c", b"A: \x01", b"Content-Length: -1", b"Content-Length: x", b"\xff: a",
    b"Transfer-Encoding: gzip", b" folded", b"Host: 127.0.0.1",
)  # fmt: skip
"""Lines of a head that are errors, at least at some places."""


@dataclass(frozen=True)
class Seeds:
    """What requests are made from: the routes with their methods, names of parameters, values that are accepted."""

    routes: Sequence[tuple[str, tuple[str, ...]]]
    names: Sequence[str]
    values: Sequence[bytes]

    @classmethod
    def of(cls, app: Flask, documents: Sequence[str]) -> "Seeds":
        description = describe_api(with_uploads=True)
        used = "".join(path.read_text("utf-8") for path in (ROOT / "src/reportqa/server").rglob("*.py"))
        shown = "".join(path.read_text("utf-8") for path in (ROOT / "web/templates").glob("*.html"))
        asked = [
            *(one["name"] for one in _found(description, "in")),
            *re.findall(r"(?:args|form|files)\.(?:get|getlist|pop)\(\"(\w+)\"", used),
            *re.findall(r'\bname="(\w+)"', shown),
        ]
        names = [*sorted(set(asked)) * 4, *sorted(_keys(description["components"]["schemas"], "properties"))]
        routes = sorted(
            (rule.rule, tuple(sorted(rule.methods or {"GET"})))
            for rule in app.url_map.iter_rules()
            if rule.rule not in LASTING
        )
        places = [f"{one}#0-80" for one in documents]
        return cls(routes, names, [one.encode() for one in (*documents, *places)])


def strange_request(seeds: Seeds, number: int) -> bytes:
    """Return the bytes of a request; the same number always has the same one."""
    random = Random(number)  # noqa: S311, the same requests again
    rule, methods = random.choice(seeds.routes)
    method = random.choice(methods if random.random() < 0.9 else METHODS)
    path = re.sub(r"<[^>]*>", lambda _: _quoted(_value(seeds, random), random), rule)
    count = random.choice((0, 1, 1, 2, 3, 8))
    query = "&".join(f"{random.choice(seeds.names)}={_quoted(_value(seeds, random), random)}" for _ in range(count))
    kind = random.choice(TYPES)
    body = b"" if method in {"GET", "HEAD"} and random.random() < 0.95 else _body(seeds, random, kind)
    lines = [f"{method} {path}{'?' + query if query else ''} HTTP/1.1".encode(), b"Host: 127.0.0.1"]
    if body:
        lines += [f"Content-Type: {kind}".encode(), b"Content-Length: %d" % len(body)]
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        value = re.sub(rb"[\r\n\0]", b"", _value(seeds, random))
        lines.append(random.choice(HEADERS).encode() + b": " + value)
    if random.random() < 0.03:
        lines = _broken(lines, random)
    return b"\r\n".join([*lines, b"Connection: close", b"", body])


def status_of(port: int, request: bytes, seconds: float = 60) -> int:
    """Send a request to a server on this machine; return the status of the response, 0 if there is none."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        try:
            connection.sendall(request)
            line = connection.recv(64)
        except ConnectionError:
            return 0
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", line)
    return int(found[1]) if found else 0


def _body(seeds: Seeds, random: Random, kind: str) -> bytes:
    if "json" in kind:
        text = json.dumps(_json(seeds, random, 4))
        return text[: random.randrange(len(text) + 1)].encode() if random.random() < 0.1 else text.encode()
    if "multipart" in kind:
        parts = (
            b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
            % (random.choice(seeds.names).encode(), random.choice((b"", b'; filename="a.txt"', b"; filename=")),
               _value(seeds, random))
            for _ in range(random.randrange(4))
        )  # fmt: skip
        return b"".join(parts) + random.choice((b"--b--\r\n", b"--b", b""))
    fields = (
        f"{random.choice(seeds.names)}={quote_from_bytes(_value(seeds, random))}" for _ in range(random.randrange(5))
    )
    return "&".join(fields).encode()


def _json(seeds: Seeds, random: Random, depth: int) -> Any:
    kind = random.randrange(9 if depth else 6)
    if kind >= 7:
        return {random.choice(seeds.names): _json(seeds, random, depth - 1) for _ in range(random.randrange(5))}
    if kind == 6:
        return [_json(seeds, random, depth - 1) for _ in range(random.randrange(4))]
    if kind == 5:
        return random.choice((0, -1, 1.5, 10**30, 5, 1e308, float("nan")))
    if kind == 4:
        return random.choice((None, True, False))
    return random.choice((_value(seeds, random).decode(errors="replace"), "\ud800", "a\0b"))


def _broken(lines: list[bytes], random: Random) -> list[bytes]:
    """Return a head with an error of HTTP."""
    place = random.randrange(len(lines))
    line = random.choice(LINES)
    return random.choice(([*lines[:place], line, *lines[place:]], lines[:place] + lines[place + 1 :], [line]))


def _value(seeds: Seeds, random: Random) -> bytes:
    value = random.choice(seeds.values if random.random() < 0.4 else VALUES)
    return value + random.choice(VALUES) if random.random() < 0.1 else value


def _quoted(value: bytes, random: Random) -> str:
    return quote(value, safe=random.choice(("", "/", "/#?&=")) if value.isascii() else "")


def _keys(schemas: Mapping[str, Any], name: str) -> set[str]:
    return {key for one in _found(schemas, name) for key in one[name]}


def _found(content: Any, name: str) -> list[Mapping[str, Any]]:
    """Return all objects below that have a name."""
    if isinstance(content, Mapping):
        own = [content] if name in content else []
        return [*own, *(one for value in content.values() for one in _found(value, name))]
    return [one for value in content for one in _found(value, name)] if isinstance(content, list) else []
