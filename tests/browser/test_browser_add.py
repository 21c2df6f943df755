"""Adding files in one step in a real browser with real builds, with JavaScript and without."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, FilePayload, Page, expect

from reportqa.ingest import like_index
from reportqa.server.app import create_app
from reportqa.server.uploads.room import Room
from reportqa.settings import Settings
from support.browsing import BUILD_PATIENCE, COLOUR_RULES, PHONE, SCREEN, axe, watched_page
from support.serving import served
from support.uploading import HOSTILE, LONG_NOTE, NOTE, service_of

pytestmark = pytest.mark.slow

DROP = """(files) => { const moved = new DataTransfer();
    for (const [name, text] of files) moved.items.add(new File([text], name));
    return moved; }"""


@pytest.fixture
def adding(own: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setenv("REPORTQA_PROCESSES", "1")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    app = create_app(own, Room(), reviews_uploads=False)
    yield app
    service_of(app).close()


@pytest.fixture
def address(adding: Flask) -> Iterator[str]:
    with served(adding) as address:
        yield address


def names(settings: Settings) -> set[str]:
    return {path.name for path in settings.corpus_dir.iterdir()}


def payload(name: str, content: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": content.encode()}


def drop(page: Page, *files: tuple[str, str]) -> None:
    page.dispatch_event("main", "drop", {"dataTransfer": page.evaluate_handle(DROP, files)})


def choose(page: Page, *files: FilePayload) -> None:
    """Choose files; without JavaScript the form is then sent."""
    page.get_by_label("Add files").set_input_files(list(files))
    if (send := page.get_by_role("button", name="Add", exact=True)).is_visible():
        send.click()


def test_file_is_added_asked_and_undone(address: str, page: Page, own: Settings) -> None:
    before = names(own)
    page.goto(f"{address}/documents/")
    choose(page, payload(HOSTILE, LONG_NOTE), payload("b.exe", "MZ"), payload("bad.pdf", "nothing"))
    expect(page.locator("#adding progress")).to_have_count(1)
    expect(page.locator("#adding h2")).to_have_text("Ready", timeout=BUILD_PATIENCE)
    expect(page.locator("#adding")).to_contain_text("b.exe can't be read.")
    expect(page.locator("#adding")).to_contain_text("bad.pdf is not a readable PDF")
    assert page.locator("main img").count() == 0
    assert names(own) == before | {"-img src=x onerror=alert(1)-.txt"}
    page.get_by_role("link", name="Ask about this document").click()
    expect(page.locator(".chips")).to_contain_text("Document:")
    page.get_by_label("Question").fill("How many registered patients did the Thornbury federation have?")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".quotes blockquote").first).to_contain_text("41,273", timeout=BUILD_PATIENCE)
    page.goto(f"{address}/uploads/")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#adding h2")).to_have_text("Undone", timeout=BUILD_PATIENCE)
    assert names(own) == before
    page.goto(f"{address}/documents/")
    expect(page.locator("tbody tr")).to_have_count(5)
    expect(page.locator(".folder-state")).to_contain_text("The index is up to date.")


def test_files_are_dropped_anywhere_and_cancelled_while_the_index_is_built(
    browser: Browser, address: str, own: Settings
) -> None:
    before = names(own)
    with watched_page(browser) as page, watched_page(browser) as early:
        early.goto(address)
        page.goto(address)
        drop(page, ("a.txt", LONG_NOTE), ("b.txt", f"{LONG_NOTE} Another."))
        expect(page.locator("#adding h2")).to_have_text("Indexing 2 files", timeout=BUILD_PATIENCE)
        assert names(own) >= {"a.txt", "b.txt"}
        bar = page.locator("#adding progress")
        expect(bar).to_have_count(1)
        assert float(bar.evaluate("bar => bar.value")) >= 0.4
        # Another page shows the same addition.
        with watched_page(browser) as other:
            other.goto(f"{address}/documents/")
            expect(other.locator("#adding h2")).to_have_text("Indexing 2 files")
            drop(other, ("c.txt", "C."))
            expect(other.locator("#status")).to_contain_text("Other files are being added.")
        # What a page sends that does not know of it is kept.
        drop(early, ("d.txt", "D."))
        expect(early.locator("#adding .message")).to_contain_text("Other files are being added.")
        page.get_by_role("button", name="Cancel").click()
        expect(page.locator("#adding h2")).to_have_text("Cancelled", timeout=BUILD_PATIENCE)
        assert names(own) == before
        page.goto(f"{address}/documents/")
        expect(page.locator(".folder-state")).to_contain_text("The index is up to date.")
        early.get_by_role("button", name="Add 1 file").click()
        expect(early.locator("#adding h2")).to_have_text("Ready", timeout=BUILD_PATIENCE)
        assert names(own) == before | {"d.txt"}


def test_upload_is_cancelled_on_its_way(browser: Browser, address: str, own: Settings) -> None:
    before = names(own)
    with watched_page(browser) as page:
        # A slow line, so that the upload is seen at work.
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 100_000},
        )
        page.goto(address)
        drop(page, ("a.txt", LONG_NOTE * 100))
        expect(page.locator("#adding h2")).to_have_text("Uploading")
        page.get_by_role("button", name="Cancel").click()
        expect(page.locator("#adding")).to_contain_text("The upload was cancelled.")
        assert names(own) == before
        assert not (own.index_dir / "adding.json").exists()


def test_list_of_documents_is_shown_anew_and_can_be_used(browser: Browser, address: str) -> None:
    with watched_page(browser) as page:
        page.goto(f"{address}/documents/")
        drop(page, ("a.txt", NOTE))
        expect(page.locator("#adding h2")).to_have_text("Ready", timeout=BUILD_PATIENCE)
        expect(page.locator("tbody tr")).to_have_count(6)
        expect(page.locator("#adding h2")).to_have_text("Ready")
        page.get_by_label("Tick all on this page").check()
        assert page.locator("tbody :checked").count() == 6
        page.locator("tbody :checked").first.uncheck()
        expect(page.get_by_label("Tick all on this page")).not_to_be_checked()
        page.locator("a.edit").first.click()
        expect(page.locator(".editing").get_by_role("button", name="Save")).to_be_visible()
        expect(page.get_by_role("button", name="Undo the last change")).to_have_count(0)


def test_changed_file_stays_at_undo(browser: Browser, address: str, own: Settings) -> None:
    with watched_page(browser) as page:
        page.goto(address)
        page.get_by_label("Question").fill("What is typed stays")
        drop(page, ("a.txt", NOTE), ("b.txt", f"{NOTE} Another."))
        expect(page.locator("#adding h2")).to_have_text("Ready", timeout=BUILD_PATIENCE)
        expect(page.get_by_role("link", name="All 7 documents")).to_be_visible()
        expect(page.locator(".lead").first).to_contain_text("7 documents")
        expect(page.get_by_label("Question")).to_have_value("What is typed stays")
        (own.corpus_dir / "b.txt").write_text("Written over.")
        page.get_by_role("button", name="Undo").click()
        expect(page.locator("#adding h2")).to_have_text("Undone", timeout=BUILD_PATIENCE)
        expect(page.locator("#adding")).to_contain_text("b.txt has changed since it was added, so it stays.")
        expect(page.get_by_role("link", name="All 6 documents")).to_be_visible()
        assert (own.corpus_dir / "b.txt").read_text() == "Written over."
        assert not (own.corpus_dir / "a.txt").exists()


def test_what_cannot_be_added_says_why(browser: Browser, address: str) -> None:
    with watched_page(browser) as page:
        page.goto(address)
        drop(page, ("b.exe", "MZ"))
        expect(page.locator("#adding h2")).to_have_text("Not added", timeout=BUILD_PATIENCE)
        expect(page.locator("#adding")).to_contain_text("No file was added.")
        drop(page, ("empty.txt", ""))
        expect(page.locator("#adding")).to_contain_text("empty.txt is empty.", timeout=BUILD_PATIENCE)


def test_first_documents_are_added_without_an_index(
    browser: Browser, varied: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTQA_PROCESSES", "1")
    empty = like_index(replace(varied, index_dir=tmp_path / "none", corpus_dir=tmp_path / "reports"))
    app = create_app(empty, Room(), reviews_uploads=False)
    with served(app) as address, watched_page(browser) as page:
        page.goto(address)
        expect(page.locator(".lead")).to_contain_text("There are no documents yet.")
        assert axe(page) == []
        drop(page, ("a.txt", NOTE))
        expect(page.locator("#adding h2")).to_have_text("Ready", timeout=BUILD_PATIENCE)
        expect(page.get_by_label("Question")).to_be_visible()
        page.get_by_role("link", name="Ask about this document").click()
        expect(page.get_by_label("Question")).to_be_focused()
        service_of(app).close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_is_accessible_and_fits_a_phone(browser: Browser, address: str, scheme: str) -> None:
    with watched_page(browser, color_scheme=scheme) as page:

        def check() -> None:
            for size in (SCREEN, PHONE):
                page.set_viewport_size(size)  # type: ignore[arg-type]
                assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
                assert axe(page, COLOUR_RULES if scheme == "dark" else ()) == []

        for path in ("/", "/documents/", "/uploads/"):
            page.goto(address + path)
            check()
        drop(page, ("a.txt", LONG_NOTE), (f"{'long-name-' * 15}.pdf", "bad"))
        expect(page.locator("#adding h2")).to_have_text("Indexing 1 file", timeout=BUILD_PATIENCE)
        check()
        expect(page.locator("#adding h2")).to_have_text("Ready", timeout=BUILD_PATIENCE)
        check()
        page.get_by_role("button", name="Undo").click()
        expect(page.locator("#adding h2")).to_have_text("Undone", timeout=BUILD_PATIENCE)
        check()
        drop(page, ("b.exe", "MZ"))
        expect(page.locator("#adding h2")).to_have_text("Not added", timeout=BUILD_PATIENCE)
        check()
