import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from reportqa.errors import InputError
from reportqa.server.accounts.proxy_header import IS_PROXIED
from reportqa.server.app import create_app
from reportqa.server.observability.exchange import HEADER
from reportqa.server.observability.traces import are_asked_for, traced
from reportqa.settings import Settings

CANARY = "zqcanary"


class Collector(ThreadingHTTPServer):
    """A collector of traces: keeps the bodies that are sent to it."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        super().__init__(("127.0.0.1", 0), Receiver)

    def spans(self) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Yield name, attributes and service of each span."""
        for body in self.bodies:
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                service = {one.key: one.value.string_value for one in resource.resource.attributes}["service.name"]
                for scope in resource.scope_spans:
                    for span in scope.spans:
                        yield span.name, {one.key: value_of(one.value) for one in span.attributes}, service


class Receiver(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def value_of(value: Any) -> Any:
    kind = value.WhichOneof("value")
    return [value_of(one) for one in value.array_value.values] if kind == "array_value" else getattr(value, kind)


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    with Collector() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def own_app(settings: Settings, built: object) -> Flask:
    app = create_app(settings)

    def broken() -> str:
        raise KeyError(CANARY)

    app.add_url_rule("/broken", view_func=broken)
    return app


def test_each_request_is_a_span_with_its_route_and_never_the_question(own_app: Flask, collector: Collector) -> None:
    client = own_app.test_client()
    with traced(own_app, os.environ):
        asked = client.get(f"/api/ask?q=What+is+{CANARY}", buffered=True)
        client.post("/api/ask", json={"question": f"{CANARY}?"}, buffered=True)
        client.get(f"/broken?q={CANARY}", buffered=True)
    client.get("/tray", buffered=True)
    spans = {name: attributes for name, attributes, _ in collector.spans()}
    assert set(spans) == {"GET /api/ask", "POST /api/ask", "GET /broken"}
    assert spans["GET /api/ask"]["http.response.status_code"] == 200
    assert spans["GET /api/ask"]["reportqa.request_id"] == asked.headers[HEADER]
    assert spans["GET /api/ask"]["reportqa.answer_states"] == [asked.get_json()["state"]]
    assert spans["GET /broken"]["http.response.status_code"] == 500
    assert {service for _, _, service in collector.spans()} == {"reportqa"}
    assert CANARY.encode() not in b"".join(collector.bodies)


def test_trace_of_a_trusted_proxy_goes_on_and_that_of_a_client_does_not(own_app: Flask, collector: Collector) -> None:
    client = own_app.test_client()
    parent = {"HTTP_TRACEPARENT": f"00-{'ab' * 16}-{'cd' * 8}-01"}
    with traced(own_app, os.environ):
        client.get("/livez", environ_overrides=parent | {IS_PROXIED: True}, buffered=True)
        client.get("/tray", environ_overrides=parent, buffered=True)
    body = b"".join(collector.bodies)
    spans = [
        span
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    assert {span.name: span.trace_id.hex() == "ab" * 16 for span in spans} == {"GET /livez": True, "GET /tray": False}


def test_service_is_named_by_the_standard_variable(
    own_app: Flask, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_SERVICE_NAME", "library")
    with traced(own_app, os.environ):
        own_app.test_client().get("/livez", buffered=True)
    assert [service for _, _, service in collector.spans()] == ["library"]


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318"}, True),
        ({"OTEL_TRACES_EXPORTER": "console"}, True),
        ({"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}, False),
        ({"OTEL_TRACES_EXPORTER": "otlp", "OTEL_SDK_DISABLED": "True"}, False),
    ],
)
def test_traces_are_made_only_where_a_variable_asks(environ: dict[str, str], expected: bool) -> None:
    assert are_asked_for(environ) is expected


@pytest.mark.parametrize(
    "environ",
    [
        {"OTEL_TRACES_EXPORTER": "zipkin"},
        {"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"},
    ],
)
def test_exporter_that_is_not_there_is_reported(own_app: Flask, environ: dict[str, str]) -> None:
    with pytest.raises(InputError, match="OTEL_TRACES_EXPORTER to otlp"), traced(own_app, environ):
        pass


def test_nothing_of_opentelemetry_is_imported_otherwise() -> None:
    code = "import sys, reportqa.server.app, reportqa.server.observability.traces; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "opentelemetry" not in run.stdout
