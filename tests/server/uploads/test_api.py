"""Uploads and builds over HTTP as JSON."""

import json
import sys
import time
from urllib.request import urlopen

import pytest
from flask import Flask
from flask.testing import FlaskClient

from reportqa.ingest.build_process import BuildRunner
from reportqa.server.uploads.upload_service import LISTENERS
from reportqa.settings import Settings
from support.serving import served
from support.uploading import CHANGES, parsed, send, service_of, validate


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
    here = service_of(taking)
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


@pytest.mark.slow
def test_files_are_added_in_one_step(adding: FlaskClient, own: Settings) -> None:
    assert parsed(adding.get("/api/additions")) == {"addition": None}
    assert adding.delete("/api/additions").status_code == 409
    assert adding.post("/api/additions/retry").status_code == 409
    assert send(adding, address="/api/additions").status_code == 400
    sent = send(adding, ("a.txt", b"Some text."), ("b.exe", b"MZ"), address="/api/additions")
    assert sent.status_code == 202
    validate(sent, "AdditionState")
    while parsed(adding.get("/api/additions"))["addition"]["state"] in {"checking", "building"}:
        time.sleep(0.05)
    done = adding.get("/api/additions")
    validate(done, "AdditionState")
    assert parsed(done)["addition"]["state"] == "done"
    assert (own.corpus_dir / "a.txt").read_text() == "Some text."
    assert adding.post("/api/additions/undo").status_code == 202
    while parsed(adding.get("/api/additions"))["addition"]["state"] == "undoing":
        time.sleep(0.05)
    assert not (own.corpus_dir / "a.txt").exists()


def test_server_that_reviews_adds_nothing_at_once(client: FlaskClient, own: Settings) -> None:
    refused = send(client, ("a.txt", b"Some text."), address="/api/additions")
    assert refused.status_code == 409
    assert "reviewed" in parsed(refused)["detail"]
    assert list(own.corpus_dir.iterdir()) == []
