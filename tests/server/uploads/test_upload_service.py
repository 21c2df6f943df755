"""Uploads and builds as pages and as JSON, and that they are off by default."""

import io
import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from reportqa.ingest.build_process import BuildRunner
from reportqa.server.api.openapi import describe_api
from reportqa.server.app import create_app
from reportqa.server.uploads.pending import Room
from reportqa.server.uploads.upload_service import EXTENSION, LISTENERS, UploadService
from reportqa.settings import Limits, Settings
from support.serving import served

ADDRESSES = ["/uploads/", "/uploads/decide", "/build/", "/api/uploads", "/api/build", "/api/build/events"]
CHANGES = [
    ("POST", "/uploads/"),
    ("POST", "/uploads/decide"),
    ("POST", "/build/"),
    ("POST", "/api/uploads"),
    ("POST", "/api/uploads/0000000000000000"),
    ("DELETE", "/api/uploads/0000000000000000"),
    ("POST", "/api/uploads/0000000000000000/check"),
    ("POST", "/api/build"),
    ("DELETE", "/api/build"),
]
HOSTILE = "<img src=x onerror=alert(1)> '&amp; \u202egnp.txt"
DESCRIPTION = describe_api(with_uploads=True)


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    (tmp_path / "corpus").mkdir()
    limits = Limits(file_mib=1)
    return replace(settings, corpus_dir=tmp_path / "corpus", index_dir=tmp_path / "index", limits=limits)


@pytest.fixture
def taking(own: Settings) -> Iterator[Flask]:
    """An application with uploads and without an index."""
    app = create_app(own, Room(files=5, mib=3), ("reports.example.org",))
    yield app
    uploading_of(app).builds.close()


@pytest.fixture
def client(taking: Flask) -> FlaskClient:
    return taking.test_client()


def uploading_of(app: Flask) -> UploadService:
    found: UploadService = app.extensions[EXTENSION]
    return found


def send(client: FlaskClient, *files: tuple[str, bytes], address: str = "/api/uploads", **headers: str) -> TestResponse:
    parts = MultiDict([("file", FileStorage(io.BytesIO(content), name)) for name, content in files])
    boundary, body = encode_multipart(parts)
    return client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}", headers=headers)


def parsed(response: TestResponse) -> Any:
    return response.json


def validate(response: TestResponse, name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": DESCRIPTION["components"]}
    Draft202012Validator(schema).validate(response.json)


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize(("method", "address"), [*CHANGES, *(("GET", address) for address in ADDRESSES)])
def test_uploads_are_off_by_default(settings: Settings, method: str, address: str) -> None:
    client = create_app(settings).test_client()
    assert client.open(address, method=method).status_code == 404
    assert "/uploads/" not in client.get("/nowhere").text
    assert "/api/uploads" not in parsed(client.get("/api/openapi.json"))["paths"]


@pytest.mark.parametrize(("method", "address"), CHANGES)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example", "Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_change_from_another_site_is_refused(
    client: FlaskClient, own: Settings, method: str, address: str, headers: dict[str, str]
) -> None:
    response = client.open(address, method=method, headers=headers)
    assert response.status_code == 403
    assert not own.index_dir.exists()
    if address.startswith("/api/"):
        validate(response, "Problem")
        assert parsed(response)["detail"].count(". ") == 1


def test_files_are_sent_accepted_and_rejected(client: FlaskClient, own: Settings) -> None:
    sent = send(client, ("../a b.txt", b"Some text."), ("b.exe", b"MZ"), ("c.md", b"# Text"))
    assert sent.status_code == 201
    validate(sent, "UploadResult")
    assert [one["name"] for one in parsed(sent)["waiting"]] == ["a b.txt", "c.md"]
    assert [one["name"] for one in parsed(sent)["refused"]] == ["b.exe"]
    listed = client.get("/api/uploads")
    validate(listed, "UploadList")
    first, second = (one["upload_id"] for one in parsed(listed)["waiting"])
    assert parsed(client.post(f"/api/uploads/{first}")) == {"name": "a b.txt"}
    assert parsed(client.delete(f"/api/uploads/{second}")) == {"name": "c.md"}
    assert [path.name for path in own.corpus_dir.iterdir()] == ["a b.txt"]
    assert client.post(f"/api/uploads/{first}").status_code == 404
    again = parsed(send(client, ("A B.txt", b"Other text.")))["waiting"][0]
    assert again["taken"] == "a b.txt"
    assert client.post(f"/api/uploads/{again['upload_id']}").status_code == 409
    assert client.post(f"/api/uploads/{again['upload_id']}?if_taken=perhaps").status_code == 400
    assert parsed(client.post(f"/api/uploads/{again['upload_id']}?if_taken=replace")) == {"name": "a b.txt"}


def test_request_without_a_supported_file_is_refused(client: FlaskClient) -> None:
    assert send(client).status_code == 400
    assert send(client, ("b.exe", b"MZ")).status_code == 400
    assert send(client, ("large.txt", b"x" * (1024**2 + 1))).status_code == 400
    huge = send(client, *((f"{number}.txt", b"x" * 1024**2) for number in range(5)))
    assert huge.status_code == 400
    assert "Send fewer" in parsed(huge)["detail"]
    assert client.post("/api/uploads", data="file=a.txt").status_code == 400


def test_page_lists_uploads_and_asks_about_taken_names(client: FlaskClient, own: Settings) -> None:
    assert "No files to review" in client.get("/uploads/").text
    (own.corpus_dir / "a.txt").write_text("Old.")
    sent = send(client, ("a.txt", b"New."), ("b.txt", b"Old."), ("b.exe", b"MZ"), address="/uploads/")
    assert sent.status_code == 303
    page = words(client.get(sent.headers["Location"]).text)
    assert "b.exe can't be read" in page
    assert "a.txt is held for review. b.txt is held for review." in page
    assert "Same name as a.txt Keep both Replace" in page
    assert "Same content as a.txt" in page
    # The notice is gone from the page without it.
    assert "b.exe" not in client.get("/uploads/").text
    decided = client.post("/uploads/decide", data={"decision": "accept"} | choices(client, "replace"))
    assert "Accepted: a.txt, b.txt." in words(client.get(decided.headers["Location"]).text)
    assert (own.corpus_dir / "a.txt").read_text() == "New."
    assert "No files to review" in client.get("/uploads/").text


def choices(client: FlaskClient, choice: str) -> dict[str, str]:
    return dict.fromkeys(re.findall(r'name="(if-taken-[0-9a-f]+)"', client.get("/uploads/").text), choice)


def test_one_file_is_rejected_and_the_others_stay(client: FlaskClient) -> None:
    waiting = parsed(send(client, ("a.txt", b"One."), ("b.txt", b"Two.")))["waiting"]
    decided = client.post("/uploads/decide", data={"decision": f"reject {waiting[0]['upload_id']}"})
    page = words(client.get(decided.headers["Location"]).text)
    assert "Rejected: a.txt." in page
    assert "Review: 1 file" in page
    again = client.post("/uploads/decide", data={"decision": f"reject {waiting[0]['upload_id']}"})
    assert "no longer held for review" in client.get(again.headers["Location"]).text
    assert client.post("/uploads/decide", data={"decision": "perhaps"}).status_code == 400


@pytest.mark.slow
def test_files_are_checked_before_they_are_accepted(client: FlaskClient) -> None:
    waiting = parsed(send(client, ("good.txt", b"Some text."), ("bad.pdf", b"no PDF file")))["waiting"]
    assert [one["check"] for one in waiting] == [None, None]
    assert client.post("/api/uploads/0000000000000000/check").status_code == 404
    assert client.post(f"/api/uploads/{waiting[0]['upload_id']}/check").status_code == 202
    assert client.post("/uploads/decide", data={"decision": "check"}).status_code == 303
    deadline = time.monotonic() + 120
    while any(one["check"]["is_running"] for one in parsed(client.get("/api/uploads"))["waiting"]):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    validate(client.get("/api/uploads"), "UploadList")
    page = words(client.get("/uploads/").text)
    assert "good.txt Readable: 10 characters" in page
    assert "bad.pdf It " in page
    # What cannot be read may be accepted all the same: the build will say why it is not in the index.
    client.post("/uploads/decide", data={"decision": "accept"})
    assert "No files to review" in client.get("/uploads/").text
    gone = client.post("/uploads/decide", data={"decision": f"check {waiting[0]['upload_id']}"})
    assert "no longer held for review" in client.get(gone.headers["Location"]).text


def test_hostile_names_are_text_wherever_they_are_shown(client: FlaskClient, own: Settings) -> None:
    sent = send(client, (HOSTILE, b"Some text."), (HOSTILE.replace("txt", "exe"), b"MZ"), address="/uploads/")
    page = client.get(sent.headers["Location"]).text
    assert "<img" not in page
    assert "onerror" in page
    assert page.count("&amp;amp;") >= 2
    assert "\u202e" not in page
    (own.corpus_dir / "<script>.txt").write_text("x")
    waiting = parsed(send(client, ("<script>.txt", b"y")))["waiting"][0]
    assert waiting["name"] == "-script-.txt"
    assert "<script>." not in client.get("/uploads/").text


def test_pages_have_no_inline_script_or_style(client: FlaskClient) -> None:
    send(client, ("a.txt", b"One."))
    for address in ("/uploads/", "/build/"):
        page = client.get(address).text
        assert "<style" not in page
        assert " style=" not in page
        assert page.count("<script") == page.count("<script type=\"module\" src=\"/static/")  # fmt: skip
        assert len(page.encode()) < 100_000


def test_number_of_listeners_is_limited(client: FlaskClient, taking: Flask) -> None:
    following = [taking.test_client().get("/api/build/events", buffered=False) for _ in range(LISTENERS)]
    refused = client.get("/api/build/events")
    assert refused.status_code == 409
    for response in following:
        response.close()
    with client.get("/api/build/events") as followed:
        assert followed.mimetype == "text/event-stream"
        assert followed.get_data(as_text=True) == ": nothing new\n\n"


def test_build_events_are_streamed(taking: Flask, own: Settings) -> None:
    program = "import json, sys; print(json.dumps({'stage': 'Reading', 'total': 2}), file=sys.stderr, flush=True)"
    here = uploading_of(taking)
    here.builds = BuildRunner(own, (sys.executable, "-c", f"{program}; sys.stdin.read()"))
    own.index_dir.mkdir()
    with served(taking) as address:
        here.builds.start()
        with urlopen(f"{address}/api/build/events") as response:  # noqa: S310
            assert response.headers["Content-Type"].startswith("text/event-stream")
            states = []
            for line in response:
                if line.startswith(b"data: "):
                    states.append(json.loads(line[6:]))
                    if states[-1]["stages"] and states[-1]["state"] == "running":
                        here.builds.cancel()
    assert states[-1]["state"] == "cancelled"
    assert states[-1]["stages"] == [{"name": "Reading", "total": 2, "done": 0}]
    assert {state["state"] for state in states} <= {"running", "cancelling", "cancelled"}


def test_build_is_started_once_and_its_end_is_shown(client: FlaskClient, taking: Flask) -> None:
    assert parsed(client.get("/api/build")) == {"build": None}
    assert "Rebuilding adds new" in client.get("/build/").text
    assert client.delete("/api/build").status_code == 409
    started = client.post("/api/build")
    assert started.status_code == 202
    validate(started, "BuildState")
    assert client.post("/api/build").status_code == 409
    running = client.get("/build/").text
    assert '<noscript><meta http-equiv="refresh"' in running
    assert 'value="cancel"' in running
    again = client.post("/build/", data={"do": "start"})
    assert "running already" in client.get(again.headers["Location"]).text
    assert client.delete("/api/build").status_code == 202
    version, build = 0, None
    while build is None or build.is_running:
        version, build = uploading_of(taking).builds.wait(version, 60)
    validate(client.get("/api/build"), "BuildState")
    # The corpus is empty: it may have been told so before it was cancelled.
    assert build.state in {"cancelled", "failed"}
    ended = client.get("/build/").text
    assert "Rebuild again" in ended
    assert "refresh" not in ended
