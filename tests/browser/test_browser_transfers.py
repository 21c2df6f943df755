"""Uploads in pieces in a real browser: lost connections, reloads, pauses and full servers."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Request, expect

from reportqa.server.app import create_app
from reportqa.server.serve import Server
from reportqa.server.uploads.room import Room
from reportqa.settings import Limits, Settings
from reportqa.storage import file_sha256
from support.browsing import PHONE, SCREEN, axe, watched_page
from support.serving import served
from support.uploading import service_of

pytestmark = pytest.mark.slow

MIB = 1024**2
LOST = r"net::ERR_|status of 5\d\d"


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    (tmp_path / "corpus").mkdir()
    return Settings(
        settings.root, tmp_path / "corpus", tmp_path / "index", settings.web_dir, limits=Limits(file_mib=20)
    )


@pytest.fixture
def app(own: Settings) -> Flask:
    return create_app(own, Room(mib=20))


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_bytes(b"".join(b"%d patients were seen in room %d.\n" % (n * 37, n) for n in range(150_000)))
    return path


def slow_down(page: Page, bytes_per_second: int) -> None:
    """Limit the line of a page, so that its uploads are seen at work; 0 removes the limit."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_per_second or -1}
    session.send("Network.emulateNetworkConditions", conditions)


def begin(page: Page, address: str, report: Path, bytes_per_second: int = MIB) -> None:
    """Choose a file and wait until the server has a piece of it."""
    page.goto(f"{address}/uploads/")
    slow_down(page, bytes_per_second)
    with page.expect_response(lambda response: response.request.method == "PATCH"):
        page.get_by_label("Files").set_input_files(report)
    expect(page.locator("#adding h2")).to_have_text("Uploading")


def offsets(page: Page) -> list[int]:
    """Return where the pieces begin that a page sends from now on."""
    found: list[int] = []

    def see(request: Request) -> None:
        if request.method == "PATCH":
            found.append(int(request.headers["upload-offset"]))

    page.on("request", see)
    return found


def expect_received(page: Page, app: Flask, report: Path) -> None:
    expect(page.locator(".notices")).to_contain_text("report.txt is held for review.")
    (waiting,) = service_of(app).waiting()
    assert waiting.upload.sha256 == file_sha256(report)
    assert page.evaluate("JSON.parse(localStorage['reportqa.transfers'])") == []


@contextmanager
def served_at(app: Flask, port: int) -> Iterator[None]:
    with closing(Server(app, "127.0.0.1", port)) as server:
        thread = Thread(target=server.run)
        thread.start()
        yield
        server.stop()
        thread.join()


def test_upload_goes_on_when_the_server_is_back(browser: Browser, own: Settings, app: Flask, report: Path) -> None:
    with watched_page(browser, expected=LOST) as page:
        with served(app) as address:
            begin(page, address, report)
        expect(page.locator("#adding .message")).to_contain_text("The connection is lost.")
        sent = offsets(page)
        another = create_app(own, Room(mib=20))
        with served_at(another, int(address.rpartition(":")[2])):
            slow_down(page, 0)
            expect_received(page, another, report)
        assert sent[0] > 0


def test_upload_goes_on_after_a_reload_with_the_same_file(browser: Browser, app: Flask, report: Path) -> None:
    with served(app) as address, watched_page(browser) as page:
        begin(page, address, report)
        page.reload()
        expect(page.locator("#adding h2")).to_have_text("Upload not finished")
        expect(page.locator("#adding")).to_contain_text("report.txt")
        for size in (SCREEN, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert axe(page) == []
        sent = offsets(page)
        slow_down(page, 0)
        page.get_by_label("Files").set_input_files(report)
        expect_received(page, app, report)
        assert sent[0] > 0


def test_upload_is_paused_and_continued(browser: Browser, app: Flask, report: Path) -> None:
    with served(app) as address, watched_page(browser, expected="net::ERR_") as page:
        begin(page, address, report)
        page.get_by_role("button", name="Pause").click()
        expect(page.locator("#adding .message")).to_have_text("Paused.")
        assert axe(page) == []
        sent = offsets(page)
        slow_down(page, 0)
        page.get_by_role("button", name="Continue").click()
        expect_received(page, app, report)
        assert sent[0] > 0


def test_cancelled_and_discarded_uploads_leave_nothing(browser: Browser, app: Flask, report: Path) -> None:
    folder = service_of(app).uploads.folder
    with served(app) as address, watched_page(browser, expected="net::ERR_") as page:
        begin(page, address, report)
        page.get_by_role("button", name="Cancel").click()
        expect(page.locator("#adding")).to_contain_text("The upload was cancelled.")
        assert list(folder.iterdir()) == []
        begin(page, address, report)
        page.reload()
        page.get_by_role("button", name="Discard").click()
        expect(page.locator("#adding")).to_contain_text("The upload was discarded.")
        assert list(folder.iterdir()) == []
        assert json.loads(page.evaluate("localStorage['reportqa.transfers']")) == []


def test_full_server_is_waited_for(browser: Browser, own: Settings, report: Path) -> None:
    app = create_app(own, Room(mib=10))
    service = service_of(app)
    with report.open("rb") as file:
        other = service.uploads.receive("other.txt", file)
    with served(app) as address, watched_page(browser, expected=LOST) as page:
        page.goto(f"{address}/uploads/")
        page.get_by_label("Files").set_input_files(report)
        expect(page.locator("#adding .message")).to_contain_text("exceeds the limit of 10 MiB")
        service.uploads.reject(other.upload_id)
        expect_received(page, app, report)


def test_file_that_changes_is_named_and_the_others_are_received(browser: Browser, app: Flask, report: Path) -> None:
    changed = report.with_name("changed.txt")
    changed.write_bytes(report.read_bytes())
    with served(app) as address, watched_page(browser, expected="net::ERR_") as page:
        page.goto(f"{address}/uploads/")
        slow_down(page, MIB)
        with page.expect_response(lambda response: response.request.method == "PATCH"):
            page.get_by_label("Files").set_input_files([changed, report])
        changed.write_text("Other words.")
        slow_down(page, 0)
        expect(page.locator(".notices")).to_contain_text("changed.txt was not received whole. Add it again.")
        expect_received(page, app, report)
