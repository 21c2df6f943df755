"""Numbers about a server for Prometheus, at a port of their own: nobody who only asks questions can read them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from reportqa.answering import CurrentIndex
from reportqa.errors import InputError
from reportqa.server.connections import Listeners
from reportqa.server.observability.exchange import Exchange
from reportqa.server.uploads.upload_service import EXTENSION as UPLOADS

EXTENSION = "reportqa.metrics"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the groups of response times."""


class Metrics:
    """The counts of an application; `registry` has them with the memory and processor time of the process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Histogram(
            "reportqa_request_seconds", "Requests, and the time until their responses were sent.",
            ("method", "route", "status"), buckets=_SECONDS, registry=self.registry,
        )  # fmt: skip
        self._answers = Counter("reportqa_answers", "Answers by state.", ("state",), registry=self.registry)

    def count(self, exchange: Exchange) -> None:
        """Count a request that has been answered."""
        labels = exchange.method, exchange.route, str(exchange.status)
        self._requests.labels(*labels).observe(exchange.seconds)
        for state in exchange.states:
            self._answers.labels(state).inc()


def init_app(app: Flask) -> None:
    """Add the counts to an application."""
    app.extensions[EXTENSION] = Metrics()


@contextmanager
def metrics_served(app: Flask, listeners: Listeners, host: str, port: int) -> Iterator[str]:
    """Serve the metrics of an application and of what listens for it; yield the address. Port 0 picks a free one.

    :raises InputError: when it cannot listen there.
    """
    registry = app.extensions[EXTENSION].registry
    present = _Present(app, listeners)
    try:
        server, thread = start_http_server(port, host, registry)
    except (OSError, OverflowError) as error:
        raise InputError(
            f"Metrics cannot be served at host {host}, port {port}. Choose another --metrics-port."
        ) from error
    registry.register(present)
    try:
        yield f"http://{host}:{server.server_port}/metrics"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        registry.unregister(present)


class _Present(Collector):
    """What holds at the moment: the queue, the connections, the index, the builds."""

    def __init__(self, app: Flask, listeners: Listeners) -> None:
        self._extensions = app.extensions
        self._listeners = listeners

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics."""
        yield _gauge("reportqa_waiting_requests", "Requests that wait for a thread.", self._listeners.waiting)
        yield _gauge("reportqa_open_connections", "Connections to clients.", self._listeners.open_connections)
        index: CurrentIndex = self._extensions["reportqa"]
        if (engine := index.opened) is not None:
            age = (datetime.now(UTC) - datetime.fromisoformat(engine.created)).total_seconds()
            yield _gauge("reportqa_index_age_seconds", "Time since the index in use was built.", age)
            yield _gauge("reportqa_index_documents", "Documents in the index in use.", len(engine.documents()))
        if (uploads := self._extensions.get(UPLOADS)) is not None:
            yield from _builds(uploads)


def _builds(uploads: Any) -> Iterator[Metric]:
    latest = uploads.builds.latest()
    running = latest is not None and latest.is_running
    yield _gauge("reportqa_build_running", "Whether a build that the server started runs.", running)
    ended = CounterMetricFamily("reportqa_builds", "Builds that the server started and that ended.", labels=("state",))
    for state, count in uploads.builds.ended.items():
        ended.add_metric((str(state),), count)
    yield ended
    yield _gauge("reportqa_files_for_review", "Files that wait for review.", len(uploads.waiting()))


def _gauge(name: str, description: str, value: float) -> Metric:
    return GaugeMetricFamily(name, description, value)
