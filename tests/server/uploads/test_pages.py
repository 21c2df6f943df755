"""The pages of uploads and builds."""

import re
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from reportqa.server.app import create_app
from reportqa.settings import Settings
from support.uploading import CHANGES, parsed, send, service_of, validate, words

ADDRESSES = [
    "/uploads/",
    "/uploads/decide",
    "/build/",
    "/api/uploads",
    "/api/additions",
    "/api/build",
    "/api/build/events",
]
HOSTILE = "<img src=x onerror=alert(1)> '&amp; \u202egnp.txt"


@pytest.mark.parametrize(("method", "address"), [*CHANGES, *(("GET", address) for address in ADDRESSES)])
def test_uploads_are_off_by_default(settings: Settings, method: str, address: str) -> None:
    client = create_app(settings).test_client()
    assert client.open(address, method=method).status_code == 404
    assert "/uploads/" not in client.get("/nowhere").text
    assert "/api/uploads" not in parsed(client.get("/api/openapi.json"))["paths"]


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
        scripts = re.findall("<script[^>]*>(.*?)</script>", page)
        assert scripts
        assert not any(scripts)
        assert len(page.encode()) < 100_000


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
    assert "already running" in client.get(again.headers["Location"]).text
    assert client.delete("/api/build").status_code == 202
    version, build = 0, None
    while build is None or build.is_running:
        version, build = service_of(taking).builds.wait(version, 60)
    validate(client.get("/api/build"), "BuildState")
    # The corpus is empty: it may have been told so before it was cancelled.
    assert build.state in {"cancelled", "failed"}
    ended = client.get("/build/").text
    assert "Rebuild again" in ended
    assert "refresh" not in ended


@pytest.mark.slow
def test_page_adds_files_and_shows_one_bar(adding: FlaskClient, own: Settings) -> None:
    empty = adding.get("/uploads/").text
    assert "No files to review" not in empty
    assert "Add files" in words(empty)
    sent = send(adding, (HOSTILE, b"Some text."), ("b.exe", b"MZ"), address="/uploads/")
    assert sent.headers["Location"] == "/uploads/"
    running = adding.get("/uploads/").text
    assert '<noscript><meta http-equiv="refresh"' in running
    assert re.sub("<template.*?</template>", "", running, flags=re.S).count("<progress") == 1
    while "refresh" in (page := adding.get("/uploads/").text):
        time.sleep(0.05)
    assert "Ready Ask about this document" in words(page)
    assert "<img" not in page
    assert "b.exe can't be read." in words(page)
    assert 'value="undo"' in page
    undone = adding.post("/uploads/adding", data={"do": "undo"})
    assert undone.status_code == 303
    while "refresh" in (page := adding.get("/uploads/").text):
        time.sleep(0.05)
    assert "Undone" in words(page)
    assert list(own.corpus_dir.iterdir()) == []
    again = adding.post("/uploads/adding", data={"do": "undo"})
    assert "nothing to undo" in adding.get(again.headers["Location"]).text
    assert adding.post("/uploads/adding", data={"do": "perhaps"}).status_code == 400


def test_files_from_a_time_with_review_can_still_be_decided(adding: FlaskClient, own: Settings) -> None:
    send(adding, ("a.txt", b"Some text."))
    assert "Review: 1 file" in words(adding.get("/uploads/").text)
    adding.post("/uploads/decide", data={"decision": "accept"})
    assert (own.corpus_dir / "a.txt").exists()


def test_first_page_without_an_index_shows_where_files_are_added(adding: FlaskClient, client: FlaskClient) -> None:
    page = adding.get("/")
    assert page.status_code == 200
    assert "There are no documents yet" in page.text
    assert 'class="drop' in page.text
    assert client.get("/").status_code == 503
