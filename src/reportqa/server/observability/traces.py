"""Traces of requests for OpenTelemetry, whose packages are imported only where an OTEL_ variable asks for them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.wsgi import ClosingIterator

from reportqa import __version__
from reportqa.errors import InputError
from reportqa.server.accounts.proxy_header import IS_PROXIED
from reportqa.server.observability.exchange import Exchange, exchange_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span, Tracer

_PROTOCOL = "http/protobuf"


def are_asked_for(environ: Mapping[str, str]) -> bool:
    """Return whether the OTEL_ variables name an exporter or an endpoint for traces."""
    if environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return False
    exporter = environ.get("OTEL_TRACES_EXPORTER")
    endpoints = "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
    return exporter != "none" if exporter else any(environ.get(name) for name in endpoints)


@contextmanager
def traced(app: Flask, environ: Mapping[str, str]) -> Iterator[None]:
    """Trace the requests of an application if the variables ask for it; send what is left at the end.

    :raises InputError: when the packages are missing, or the variables want what they cannot do.
    """
    if not are_asked_for(environ):
        yield
        return
    provider = _provider(environ)
    untraced = app.wsgi_app
    app.wsgi_app = _Tracing(untraced, provider.get_tracer("reportqa", __version__))  # type: ignore[method-assign]
    try:
        yield
    finally:
        app.wsgi_app = untraced  # type: ignore[method-assign]
        provider.shutdown()


def _provider(environ: Mapping[str, str]) -> "TracerProvider":
    try:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise InputError(
            'The OTEL_ variables ask for traces, which need more packages. Run pip install "reportqa[otel]", or set'
            " OTEL_SDK_DISABLED=true."
        ) from error
    named = environ.get("OTEL_SERVICE_NAME") or "service.name=" in environ.get("OTEL_RESOURCE_ATTRIBUTES", "")
    own = {"service.version": __version__} | ({} if named else {"service.name": "reportqa"})
    provider = TracerProvider(resource=Resource.create(own))
    provider.add_span_processor(BatchSpanProcessor(_exporter(environ)))
    return provider


def _exporter(environ: Mapping[str, str]) -> "SpanExporter":
    exporter = environ.get("OTEL_TRACES_EXPORTER") or "otlp"
    protocols = "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"
    protocol = next(filter(None, map(environ.get, protocols)), _PROTOCOL)
    if exporter == "console":
        from opentelemetry.sdk.trace.export import ConsoleSpanExporter

        return ConsoleSpanExporter()
    if exporter != "otlp" or protocol != _PROTOCOL:
        raise InputError(
            f'Traces cannot be sent with the exporter "{exporter}" and the protocol "{protocol}". Set'
            f" OTEL_TRACES_EXPORTER to otlp or console, and OTEL_EXPORTER_OTLP_PROTOCOL to {_PROTOCOL}."
        )
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return OTLPSpanExporter()


class _Tracing:
    """An application with a span for each request."""

    def __init__(self, app: "WSGIApplication", tracer: "Tracer") -> None:
        from opentelemetry.trace import SpanKind, use_span

        self._app, self._tracer = app, tracer
        self._kind: Any = SpanKind.SERVER
        self._use_span: Callable[..., Any] = use_span

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        span = self._tracer.start_span(environ["REQUEST_METHOD"], _parent(environ), self._kind)
        with self._use_span(span, record_exception=False):
            body = self._app(environ, start_response)
        return ClosingIterator(body, partial(_end, span, exchange_of(environ)))


def _parent(environ: "WSGIEnvironment") -> "Context | None":
    """Return the trace that a trusted proxy has begun; None for the requests of others."""
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    if not environ.get(IS_PROXIED):
        return None
    names = {"traceparent": "HTTP_TRACEPARENT", "tracestate": "HTTP_TRACESTATE"}
    return TraceContextTextMapPropagator().extract({name: environ.get(key, "") for name, key in names.items()})


def _end(span: "Span", exchange: Exchange | None) -> None:
    """End a span, which is named by its route, never by its address."""
    from opentelemetry.trace import StatusCode

    assert exchange is not None  # noqa: S101, the application has made one
    span.update_name(f"{exchange.method} {exchange.route}")
    span.set_attributes({
        "http.request.method": exchange.method,
        "http.route": exchange.route,
        "http.response.status_code": exchange.status,
        "http.response.body.size": exchange.sent,
        "reportqa.request_id": exchange.request_id,
        "reportqa.answer_states": exchange.states,
    })  # fmt: skip
    if exchange.status >= 500:
        span.set_status(StatusCode.ERROR)
    span.end()
