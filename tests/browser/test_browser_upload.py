"""Adding files and building in a real browser, with JavaScript and without."""

import re
import sys
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from flask import Flask
from playwright.sync_api import Browser, FilePayload, Page, expect

from reportqa.ingest.build_process import BuildRunner
from reportqa.server.app import create_app
from reportqa.server.uploads.room import Room
from reportqa.settings import Settings
from support.browsing import BUILD_PATIENCE, COLOUR_RULES, PHONE, SCREEN, axe, watched_page
from support.serving import served
from support.uploading import HOSTILE, LONG_NOTE, service_of

pytestmark = pytest.mark.slow

QUESTION = "How many registered patients did the Thornbury federation have?"
SAYING = """
import json, sys
def say(**values):
    print(json.dumps(values), file=sys.stderr, flush=True)
say(stage="Reading", total=3)
say(done=1, of="Reading", name="report with a long name, as files from the web have it, %s.pdf" % ("x" * 60))
"""
ENDINGS = {
    "Rebuilding": "sys.stdin.read()",
    "Rebuild failed": "sys.exit('Error: The index cannot be written (No space left on device).')",
    "Index rebuilt": """print(json.dumps(
        {"built": True, "files": 3, "pages": 12, "passages": 140, "read": 1, "embedded": 20,
        "skipped": {"a" * 90 + ".pdf": "is empty. Save or download it again."}, "warnings": {"b.pdf": ["Page 3."]}}
        ))""",
}


@pytest.fixture
def taking(own: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setenv("REPORTQA_PROCESSES", "1")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    app = create_app(own, Room())
    yield app
    service_of(app).builds.close()


@pytest.fixture
def address(taking: Flask) -> Iterator[str]:
    """The address of a server that takes files; a test names it before its page, which is then closed first."""
    with served(taking) as address:
        yield address
        # Whoever follows a build holds a thread until it has ended.
        service_of(taking).builds.close()


def let_builds_end(app: Flask, own: Settings, ending: str) -> None:
    """Have builds say some progress and then do what is given, in place of building."""
    service_of(app).builds = BuildRunner(own, (sys.executable, "-c", SAYING + ending))


def send(page: Page, address: str, name: str, content: str) -> None:
    page.goto(f"{address}/uploads/")
    sent: FilePayload = {"name": name, "mimeType": "text/plain", "buffer": content.encode()}
    page.get_by_label("Files").set_input_files([sent])
    if (button := page.get_by_role("button", name="Upload", exact=True)).is_visible():
        button.click()
    expect(page.locator(".notices")).to_contain_text("is held for review.")


def test_file_is_added_built_and_answers(address: str, page: Page) -> None:
    send(page, address, HOSTILE, LONG_NOTE)
    assert page.locator("main img").count() == 0
    expect(page.get_by_role("rowheader", name="-img src=x onerror=alert(1)-.txt")).to_be_visible()
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.locator(".notices")).to_contain_text("Accepted: ")
    page.goto(f"{address}/documents/")
    expect(page.locator(".folder-state")).to_contain_text("1 new")
    page.goto(f"{address}/uploads/")
    page.get_by_role("button", name="Rebuild the index").click()
    expect(page.locator("h1")).to_have_text("Index rebuilt", timeout=BUILD_PATIENCE)
    expect(page.locator(".lead")).to_contain_text("6 files")
    with urlopen(f"{address}/healthz") as response:  # noqa: S310
        assert b'"documents":6' in response.read()
    page.reload()
    expect(page.locator("h1")).to_have_text("Index rebuilt")
    page.locator(".to-ask").click()
    page.get_by_label("Question").fill(QUESTION)
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".quotes blockquote").first).to_contain_text("41,273", timeout=BUILD_PATIENCE)


def test_build_is_followed_and_cancelled(address: str, page: Page, taking: Flask, own: Settings) -> None:
    let_builds_end(taking, own, ENDINGS["Rebuilding"])
    page.goto(f"{address}/build/")
    page.get_by_role("button", name="Rebuild the index").click()
    expect(page.locator("h1")).to_have_text("Rebuilding")
    expect(page.locator(".stages li")).to_contain_text("1 of 3", timeout=BUILD_PATIENCE)
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("h1")).to_have_text("Cancelled", timeout=BUILD_PATIENCE)
    page.reload()
    expect(page.locator("h1")).to_have_text("Cancelled")
    expect(page.get_by_role("button", name="Rebuild again")).to_be_visible()


def test_all_uploads_are_decided_at_once(address: str, page: Page, own: Settings) -> None:
    (own.corpus_dir / "one.txt").write_text("An older one.")
    send(page, address, "one.txt", "One.")
    send(page, address, "two.txt", "Two.")
    page.get_by_label("Same name as one.txt").select_option("Replace")
    page.get_by_role("button", name="Accept all").click()
    expect(page.locator(".notices")).to_contain_text("Accepted: one.txt, two.txt.")
    assert (own.corpus_dir / "one.txt").read_text() == "One."
    send(page, address, "three.txt", "Three.")
    page.get_by_role("button", name="Reject all").click()
    expect(page.locator(".notices")).to_contain_text("Rejected: three.txt.")
    assert not (own.corpus_dir / "three.txt").exists()


def test_bibliography_is_uploaded_and_a_document_described_in_its_row(address: str, page: Page, own: Settings) -> None:
    send(page, address, "export.ris", "TY  - RPRT\nTI  - One\nER  - \n")
    page.goto(f"{address}/documents/")
    page.get_by_role("link", name=re.compile("^Edit ")).first.click()
    page.get_by_label(re.compile("^Publisher")).fill("The Harbour Press")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".notices")).to_contain_text("Written to library.json")
    expect(page.get_by_label(re.compile("^Publisher from library.json"))).to_have_value("The Harbour Press")
    expect(page.get_by_role("button", name="Rebuild the index")).to_be_visible()
    assert "The Harbour Press" in (own.corpus_dir / "library.json").read_text()


def test_files_are_dropped_on_the_form(browser: Browser, address: str) -> None:
    with watched_page(browser) as page:
        page.goto(f"{address}/uploads/")
        expect(page.locator(".drop-hint")).to_be_visible()
        dropped = page.evaluate_handle(
            """() => { const files = new DataTransfer();
                files.items.add(new File(["A."], "a.txt")); files.items.add(new File(["B."], "b.exe"));
                return files; }"""
        )
        page.dispatch_event("form.drop", "drop", {"dataTransfer": dropped})
        expect(page.locator(".notices")).to_contain_text("b.exe can't be read")
        expect(page.locator(".notices")).to_contain_text("a.txt is held for review.")


def test_form_of_another_site_changes_nothing(browser: Browser, address: str, own: Settings) -> None:
    context = browser.new_context()
    page = context.new_page()
    # The same machine under another port is another site's page to a browser.
    page.route("http://127.0.0.1:9/", lambda route: route.fulfill(
        content_type="text/html", body=f'<form method="post" action="{address}/build/"><button>Win</button></form>'
    ))  # fmt: skip
    page.goto("http://127.0.0.1:9/")
    page.get_by_role("button", name="Win").click()
    expect(page.locator(".lead").first).to_contain_text("another site, so nothing was changed")
    assert not (own.index_dir / "build.json").exists()
    context.close()


def test_list_is_sorted_and_searched(address: str, page: Page) -> None:
    page.goto(f"{address}/documents/")
    expect(page.locator("th[aria-sort]")).to_have_text("Title")
    page.locator("thead").get_by_role("link", name="Date").click()
    page.locator("thead").get_by_role("link", name="Date").click()
    expect(page.locator('th[aria-sort="descending"]')).to_have_text("Date")
    expect(page.locator("tbody tr").first).to_contain_text("fund/networks.html")
    page.get_by_label("Title, publisher or file name").fill("nuffield")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator('th[aria-sort="descending"]')).to_have_text("Date")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_is_accessible_and_fits_a_phone(
    browser: Browser, address: str, taking: Flask, own: Settings, scheme: str
) -> None:
    with watched_page(browser, color_scheme=scheme) as page:

        def check() -> None:
            for size in (SCREEN, PHONE):
                page.set_viewport_size(size)  # type: ignore[arg-type]
                assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
                assert axe(page, COLOUR_RULES if scheme == "dark" else ()) == []

        for path in ("/uploads/", "/build/", "/documents/", "/documents/?find=zzz"):
            page.goto(address + path)
            check()
        send(page, address, "notes.txt", "Other notes.")
        send(page, address, f"{'long-name-' * 15}.txt", "Long.")
        check()
        for title, ending in ENDINGS.items():
            let_builds_end(taking, own, ending)
            page.goto(f"{address}/build/")
            page.get_by_role("button", name="Rebuild").click()
            expect(page.locator("h1")).to_have_text(title, timeout=BUILD_PATIENCE)
            expect(page.locator(".stages li")).to_contain_text("1 of 3", timeout=BUILD_PATIENCE)
            check()
            if title == "Rebuilding":
                page.get_by_role("button", name="Cancel").click()
                expect(page.locator("h1")).to_have_text("Cancelled", timeout=BUILD_PATIENCE)
                check()
