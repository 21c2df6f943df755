"""nginx and Caddy with the files of the manual, on a free port of 127.0.0.1 and with a certificate of their own."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "deploy"
NAME = "reports.example.org"
USER, PASSWORD = "anna", "a long enough password"
KINDS = ("nginx", "caddy")
_SECONDS = 30


def program(kind: str) -> str | None:
    """Return the path of a proxy; Debian keeps nginx out of the PATH of users."""
    return shutil.which(kind, path=f"{os.environ['PATH']}:/usr/sbin")


class Proxy:
    """A running proxy; its port and the certificate that it shows."""

    def __init__(self, port: int, certificate: Path) -> None:
        self.port = port
        self._context = ssl.create_default_context(cafile=str(certificate))

    @contextmanager
    def sent(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Iterator[HTTPResponse]:
        """Send a request and yield the response, whose body may not have arrived yet."""
        connection = _Connection(self.port, self._context)
        try:
            connection.request(method, path, body, {"Host": NAME, **(headers or {})})
            yield connection.getresponse()
        finally:
            connection.close()


class _Connection(HTTPSConnection):
    """A connection to 127.0.0.1 that names the proxy in TLS."""

    def __init__(self, port: int, context: ssl.SSLContext) -> None:
        super().__init__(NAME, port, timeout=_SECONDS, context=context)
        self._tls = context

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=_SECONDS)
        self.sock = self._tls.wrap_socket(plain, server_hostname=NAME)


@contextmanager
def running(kind: str, upstream: str, folder: Path) -> Iterator[Proxy]:
    """Start a proxy with the file of the manual in front of the server at an address."""
    certificate, key = _certificate(folder)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    write = {"nginx": _nginx, "caddy": _caddy}[kind]
    command = write(folder, port, urlsplit(upstream).netloc, certificate, key)
    environ = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (
        (folder / "said").open("wb") as said,
        subprocess.Popen(command, stderr=said, stdout=said, env=environ) as process,
    ):
        try:
            _wait(process, port, folder / "said")
            yield Proxy(port, certificate)
        finally:
            process.terminate()


def _wait(process: "subprocess.Popen[bytes]", port: int, said: Path) -> None:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(said.read_text())


def _nginx(folder: Path, port: int, upstream: str, certificate: Path, key: Path) -> list[str]:
    salted = subprocess.run(
        ["openssl", "passwd", "-6", "-stdin"],  # noqa: S607
        input=PASSWORD,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    (folder / "htpasswd").write_text(f"{USER}:{salted}\n")
    text = _replaced((FOLDER / "nginx.conf").read_text(), {
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "server 127.0.0.1:8000;": f"server {upstream};",
        "/etc/ssl/certs/reports.example.org.pem": str(certificate),
        "/etc/ssl/private/reports.example.org.key": str(key),
        "/etc/nginx/reportqa.htpasswd": str(folder / "htpasswd"),
    })  # fmt: skip
    owner = "user root;\n" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{owner}daemon off;\nworker_processes 1;\npid {folder}/pid;\nerror_log stderr;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{temporary}{text}\n}}\n"
    )
    return [str(program("nginx")), "-p", str(folder), "-c", str(folder / "nginx.conf")]


def _caddy(folder: Path, port: int, upstream: str, certificate: Path, key: Path) -> list[str]:
    caddy = str(program("caddy"))
    hashed = subprocess.run(
        [caddy, "hash-password", "--plaintext", PASSWORD], capture_output=True, text=True, check=True
    ).stdout.strip()
    text = _replaced((FOLDER / "Caddyfile").read_text(), {
        "reports.example.org {": f"{NAME}:{port} {{\n\ttls {certificate} {key}\n\tbind 127.0.0.1",
        "$2a$14$REPLACE.THIS.HASH": hashed,
        "reverse_proxy 127.0.0.1:8000": f"reverse_proxy {upstream}",
    })  # fmt: skip
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https disable_redirects\n}}\n{text}")
    return [caddy, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


def _replaced(text: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, old
        text = re.sub(re.escape(old), lambda _, new=new: new, text, count=1)  # type: ignore[misc]
    return text


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for NAME and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "cert.pem", folder / "key.pem"
