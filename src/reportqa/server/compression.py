"""Pages, scripts, styles and JSON compressed for clients that accept gzip."""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

_TEXTS = frozenset({"text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"})
_SMALLEST = 1024
"""Bytes below which compression saves less than a network packet."""
_LEVEL = 1


def init_app(app: Flask) -> None:
    """Compress the responses of an application. Register it before whatever else changes their bodies."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.mimetype not in _TEXTS or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or request.accept_encodings.quality("gzip") <= 0:
        return response
    data = response.get_data()
    if len(data) < _SMALLEST:
        return response
    response.set_data(_packed_file(data) if request.endpoint == "static" else gzip.compress(data, _LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    # The same content in other bytes.
    tag, _ = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)
    return response


@lru_cache(maxsize=64)
def _packed_file(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
