"""Uploads in pieces over HTTP: the tus protocol, with connections that are cut and servers that are killed."""

import base64
import hashlib
import json
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from reportqa.server.app import create_app
from reportqa.server.uploads.room import Room
from reportqa.server.uploads.transfers import PIECE_BYTES
from reportqa.settings import Limits, Settings
from support.serving import served
from support.uploading import parsed, send, service_of, validate

MIB = 1024**2
TEXT = b"".join(b"%d patients were seen in room %d.\n" % (number * 37, number) for number in range(100_000))
PIECE = {"Content-Type": "application/offset+octet-stream"}


def metadata(name: str, sha256: str | None = None) -> str:
    pairs = {"filename": name} | ({"sha256": sha256} if sha256 else {})
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())


def begin(client: FlaskClient, size: int, name: str = "a.txt", sha256: str | None = None) -> TestResponse:
    headers = {"Upload-Length": str(size), "Upload-Metadata": metadata(name, sha256), "Tus-Resumable": "1.0.0"}
    return client.post("/api/transfers", headers=headers)


def write(client: FlaskClient, address: str, offset: int, piece: bytes) -> TestResponse:
    return client.patch(address, data=piece, headers=PIECE | {"Upload-Offset": str(offset)})


@pytest.fixture
def large(own: Settings) -> Settings:
    return replace(own, limits=Limits(file_mib=20))


def test_file_is_sent_in_pieces_and_held_for_review(client: FlaskClient) -> None:
    begun = begin(client, 8, "Größe.txt", hashlib.sha256(b"one two!").hexdigest())
    assert (begun.status_code, begun.headers["Upload-Offset"]) == (201, "0")
    address = begun.headers["Location"]
    assert "GMT" in begun.headers["Upload-Expires"]
    assert write(client, address, 0, b"one ").status_code == 204
    shown = client.head(address)
    assert [shown.headers[name] for name in ("Upload-Offset", "Upload-Length", "Tus-Resumable")] == ["4", "8", "1.0.0"]
    assert "no-store" in shown.headers["Cache-Control"]
    assert parsed(client.get("/api/uploads")) == {"waiting": []}
    assert write(client, address, 4, b"two!").headers["Upload-Offset"] == "8"
    (waiting,) = parsed(client.get("/api/uploads"))["waiting"]
    assert (waiting["name"], waiting["upload_id"]) == ("Größe.txt", address.rpartition("/")[2])
    # A client that missed the last response learns that it is done.
    assert client.head(address).headers["Upload-Offset"] == "8"


def test_protocol_is_announced_and_other_versions_are_refused(client: FlaskClient) -> None:
    found = client.options("/api/transfers")
    assert found.status_code == 204
    assert found.headers["Tus-Extension"] == "creation,expiration,termination"
    assert (found.headers["Tus-Version"], found.headers["Tus-Max-Size"]) == ("1.0.0", str(MIB))
    refused = client.post("/api/transfers", headers={"Tus-Resumable": "0.2.1", "Upload-Length": "4"})
    assert (refused.status_code, refused.headers["Tus-Version"]) == (412, "1.0.0")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Upload-Length": "-1"},
        {"Upload-Length": "4", "Upload-Metadata": "filename ?"},
        {"Upload-Length": "4", "Upload-Metadata": "filename"},
        {"Upload-Length": "4", "Upload-Metadata": metadata("a.txt", "abc")},
        {"Upload-Length": "4", "Upload-Metadata": metadata("a.exe")},
        {"Upload-Length": str(MIB + 1), "Upload-Metadata": metadata("a.txt")},
        {"Upload-Length": "0", "Upload-Metadata": metadata("a.txt")},
    ],
)
def test_bad_beginning_is_refused(client: FlaskClient, own: Settings, headers: dict[str, str]) -> None:
    refused = client.post("/api/transfers", headers=headers)
    assert refused.status_code == 400
    validate(refused, "Problem")
    assert not own.index_dir.exists()


def test_bad_piece_is_refused_and_changes_nothing(client: FlaskClient) -> None:
    address = begin(client, 8).headers["Location"]
    assert client.patch(address, data=b"text", headers={"Upload-Offset": "0"}).status_code == 415
    assert client.patch(address, data=b"text", headers=PIECE).status_code == 400
    assert write(client, address, 3, b"text").status_code == 409
    too_long = write(client, address, 0, b"x" * 9)
    assert "a.txt has more than the 8 bytes" in parsed(too_long)["detail"]
    assert write(client, "/api/transfers/0000000000000000", 0, b"x").status_code == 404
    assert client.head(address).headers["Upload-Offset"] == "0"
    assert client.delete(address).status_code == 204
    assert client.head(address).status_code == 404


def test_room_is_kept_for_what_was_begun(client: FlaskClient) -> None:
    assert [begin(client, MIB - 1000).status_code for _ in range(4)] == [201, 201, 201, 507]
    assert "limit of 3 MiB" in parsed(begin(client, MIB - 1000))["detail"]


@pytest.mark.slow
def test_files_sent_in_pieces_are_added_in_one_step(adding: FlaskClient, own: Settings) -> None:
    address = begin(adding, 8).headers["Location"]
    write(adding, address, 0, b"one two!")
    added = adding.post("/api/additions", data={"upload_id": address.rpartition("/")[2], "refused": "2 b.exe"})
    assert added.status_code == 202
    validate(added, "AdditionState")
    assert [one["name"] for one in parsed(added)["addition"]["files"]] == ["a.txt", "b.exe"]
    # Those that come meanwhile are kept.
    other = begin(adding, 5, "c.txt").headers["Location"]
    write(adding, other, 0, b"three")
    send_again = adding.post("/api/additions", data={"upload_id": other.rpartition("/")[2]})
    assert send_again.status_code in {202, 409}
    if send_again.status_code == 409:
        assert adding.head(other).headers["Upload-Offset"] == "5"
    assert send(adding, ("d.txt", b"Text."), address="/api/additions").status_code in {202, 409}


def begin_at(address: str, name: str, content: bytes) -> str:
    """Begin to send a file to a server and return where its pieces go."""
    with connected(address) as connection:
        connection.request(
            "POST", "/api/transfers",
            headers={
                "Upload-Length": str(len(content)),
                "Upload-Metadata": metadata(name, hashlib.sha256(content).hexdigest()),
            },
        )  # fmt: skip
        return str(connection.getresponse().headers["Location"])


@contextmanager
def connected(address: str) -> Iterator[HTTPConnection]:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        yield connection
    finally:
        connection.close()


def received(address: str, path: str) -> int:
    with connected(address) as connection:
        connection.request("HEAD", path)
        return int(connection.getresponse().headers["Upload-Offset"])


def write_at(address: str, path: str, content: bytes, most: int) -> int:
    """Send pieces from where the server is; return the number of bytes received after at most so many of them."""
    offset = received(address, path)
    with connected(address) as connection:
        for _ in range(most):
            if offset == len(content):
                break
            piece = content[offset : offset + 300_000]
            connection.request("PATCH", path, piece, PIECE | {"Upload-Offset": str(offset)})
            response = connection.getresponse()
            response.read()
            assert response.status == 204
            offset = int(response.headers["Upload-Offset"])
    return offset


def cut_off(address: str, path: str, content: bytes) -> None:
    """Send half a piece and close the connection."""
    offset = received(address, path)
    with socket.create_connection((urlsplit(address).hostname, urlsplit(address).port), timeout=60) as connection:
        connection.sendall(
            f"PATCH {path} HTTP/1.1\r\nHost: {urlsplit(address).netloc}\r\nUpload-Offset: {offset}\r\n"
            f"Content-Type: {PIECE['Content-Type']}\r\nContent-Length: 300000\r\n\r\n".encode()
            + content[offset : offset + 150_000]
        )


def test_cut_connection_costs_one_piece(large: Settings) -> None:
    app = create_app(large, Room())
    with served(app) as address:
        path = begin_at(address, "a.txt", TEXT)
        for _ in range(3):
            write_at(address, path, TEXT, 2)
            cut_off(address, path, TEXT)
        assert received(address, path) == 1_800_000
        assert write_at(address, path, TEXT, 100) == len(TEXT)
    (waiting,) = service_of(app).waiting()
    assert waiting.upload.sha256 == hashlib.sha256(TEXT).hexdigest()


def test_twenty_files_at_once_arrive_whole(large: Settings) -> None:
    app = create_app(large, Room())
    contents = {f"{number}.txt": TEXT[number * 1000 : -1000] for number in range(20)}

    def send_all(name: str) -> int:
        content = contents[name]
        path = begin_at(address, name, content)
        cut_off(address, path, content)
        return write_at(address, path, content, 100)

    with served(app) as address, ThreadPoolExecutor(20) as threads:
        assert list(threads.map(send_all, contents)) == [len(content) for content in contents.values()]
    assert {one.upload.name: one.upload.sha256 for one in service_of(app).waiting()} == {
        name: hashlib.sha256(content).hexdigest() for name, content in contents.items()
    }


def test_largest_piece_is_received(large: Settings) -> None:
    with served(create_app(large, Room())) as address, connected(address) as connection:
        content = b"x" * PIECE_BYTES
        path = begin_at(address, "a.txt", content)
        connection.request("PATCH", path, content, PIECE | {"Upload-Offset": "0"})
        assert connection.getresponse().status == 204
        assert received(address, path) == PIECE_BYTES


def test_larger_piece_is_refused_before_it_is_sent(large: Settings) -> None:
    with served(create_app(large, Room())) as address, connected(address) as connection:
        path = begin_at(address, "a.txt", b"x" * (PIECE_BYTES + 1))
        connection.putrequest("PATCH", path)
        for name, value in (PIECE | {"Upload-Offset": "0", "Content-Length": str(PIECE_BYTES + 1)}).items():
            connection.putheader(name, value)
        connection.endheaders()
        assert connection.getresponse().status == 413


@contextmanager
def serving(settings: Settings) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run `reportqa serve` and yield its address and process."""
    command = [
        sys.executable, "-u", "-m", "reportqa", "serve", "--port", "0", "--allow-upload", "--review-uploads",
        "--corpus", str(settings.corpus_dir), "--index", str(settings.index_dir),
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        try:
            address = next(
                word.strip(".,") for line in process.stdout for word in line.split() if word.startswith("http://")
            )
            yield address, process
        finally:
            process.kill()


@pytest.mark.slow
def test_upload_goes_on_after_the_server_was_killed(own: Settings, tmp_path: Path) -> None:
    with serving(own) as (address, process):
        path = begin_at(address, "a.txt", TEXT)
        assert write_at(address, path, TEXT, 4) == 1_200_000
        process.send_signal(signal.SIGKILL)
        process.wait()
    with serving(own) as (address, _):
        assert received(address, path) == 1_200_000
        assert write_at(address, path, TEXT, 100) == len(TEXT)
    (stored,) = (own.index_dir / "uploads").glob("*.txt")
    assert stored.read_bytes() == TEXT


@pytest.mark.slow
def test_full_disk_costs_nothing_and_the_upload_goes_on_when_there_is_room(own: Settings) -> None:
    with serving(own) as (address, process):
        path = begin_at(address, "a.txt", TEXT)
        assert write_at(address, path, TEXT, 2) == 600_000
        unlimited = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (700_000, unlimited[1]))
        with connected(address) as connection:
            connection.request("PATCH", path, TEXT[600_000:900_000], PIECE | {"Upload-Offset": "600000"})
            response = connection.getresponse()
            detail = json.load(response)["detail"]
        assert response.status == 507
        assert "a.txt cannot be stored" in detail
        assert "Check the free space on the disk of the index." in detail
        assert received(address, path) == 600_000
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, unlimited)
        assert write_at(address, path, TEXT, 100) == len(TEXT)
    (stored,) = (own.index_dir / "uploads").glob("*.txt")
    assert stored.read_bytes() == TEXT
