"""A server of an application for tests."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Thread

from flask import Flask

from reportqa.server.serve import Server


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application and yield its address."""
    with closing(Server(app, "127.0.0.1", 0)) as server:
        thread = Thread(target=server.run)
        thread.start()
        yield server.address
        server.stop()
        thread.join()
