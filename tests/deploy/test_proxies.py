"""The files for nginx and Caddy, started in front of a real server."""

import json
import os
import shutil
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from reportqa.ingest.build import Summary
from reportqa.server.app import create_app
from reportqa.server.uploads.room import Room
from reportqa.settings import Settings
from support.proxies import KINDS, NAME, PASSWORD, USER, Proxy, program, running
from support.serving import served

pytestmark = pytest.mark.slow
SIGNED_IN = {"Authorization": f"Basic {b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}"}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    if program(name) is None and not os.environ.get("CI"):
        pytest.skip(f"{name} is not installed")
    return name


@pytest.fixture
def proxy(kind: str, settings: Settings, built: Summary, tmp_path: Path) -> Iterator[Proxy]:
    """A proxy in front of a server of the sample reports, whose uploads are kept in a folder of the test."""
    left_out = shutil.ignore_patterns("cache", "encoders", "*.lock")
    shutil.copytree(settings.index_dir, tmp_path / "index", ignore=left_out)
    own = replace(settings, index_dir=tmp_path / "index")
    with served(create_app(own, Room(mib=1024), (NAME,))) as address, running(kind, address, tmp_path) as proxy:
        yield proxy


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers of the request."""

    def do_GET(self) -> None:
        data = json.dumps(list(self.headers.items())).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def echo(kind: str, tmp_path: Path) -> Iterator[Proxy]:
    """A proxy in front of a server that says what arrives."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with running(kind, f"http://127.0.0.1:{server.server_port}", tmp_path) as proxy:
            yield proxy
        server.shutdown()


def test_pages_need_the_password_and_arrive_with_their_headers(proxy: Proxy) -> None:
    with proxy.sent("GET", "/") as response:
        assert response.status == 401
        assert b"reportqa" not in response.read().replace(b'realm="reportqa"', b"")
    with proxy.sent("GET", "/", SIGNED_IN) as response:
        body = response.read()
        assert response.status == 200, body
        assert b"<html" in body
        assert "script-src" in str(response.headers["Content-Security-Policy"])
        assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert "no-store" in str(response.headers["Cache-Control"])
        assert response.headers.get_all("X-Content-Type-Options") == ["nosniff"]


def test_other_host_names_are_not_served(proxy: Proxy) -> None:
    with proxy.sent("GET", "/", {**SIGNED_IN, "Host": "evil.example"}) as response:
        assert b"<html" not in response.read() or response.status in {400, 403, 421}


def test_uploads_pass_and_too_large_ones_do_not(kind: str, proxy: Proxy) -> None:
    parts = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n%b\r\n--b--\r\n'
    headers = {**SIGNED_IN, "Content-Type": "multipart/form-data; boundary=b", "Origin": f"https://{NAME}"}
    with proxy.sent("POST", "/api/uploads", headers, parts % (b"A line of text.\n" * 200_000)) as response:
        assert response.status == 201, response.read()
    strange = {**headers, "Origin": "https://evil.example"}
    with proxy.sent("POST", "/api/uploads", strange, parts % b"Text.") as response:
        assert response.status == 403
    if kind == "nginx":
        # Caddy counts what arrives.
        large = {**headers, "Content-Length": str(1_200 * 1024**2)}
        with proxy.sent("POST", "/api/uploads", large, b"") as response:
            assert response.status == 413


def test_events_arrive_while_the_stream_is_open(proxy: Proxy) -> None:
    with proxy.sent("GET", "/api/build/events", SIGNED_IN) as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        assert response.fp.readline().strip()
        assert not response.isclosed()


def test_name_of_the_user_comes_from_the_proxy_alone(echo: Proxy) -> None:
    forged = {"X-Remote-User": "root", "X-Remote-Groups": "admins", "X-Forwarded-For": "192.0.2.1"}
    with echo.sent("GET", "/", {**SIGNED_IN, **forged}) as response:
        arrived = [(name.lower(), value) for name, value in json.loads(response.read())]
    values = {name: [value for other, value in arrived if other == name] for name, _ in arrived}
    assert values["x-remote-user"] == [USER]
    assert values.get("x-remote-groups", [""]) == [""]
    assert "authorization" not in values
    assert values["x-forwarded-for"][0].split(",")[-1].strip() == "127.0.0.1"
    assert values["x-forwarded-proto"] == ["https"]
    assert values["host"] == [NAME]


def test_health_needs_no_password_where_it_is_asked_from_this_machine(kind: str, proxy: Proxy) -> None:
    with proxy.sent("GET", "/livez") as response:
        assert response.status == (200 if kind == "nginx" else 401)
