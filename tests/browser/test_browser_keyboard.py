"""All that the pages offer, done with a keyboard alone: to ask, filter, read, cite, collect, export, add and build."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from reportqa.ingest.build import Summary
from reportqa.server.app import create_app
from reportqa.server.uploads.room import Room
from reportqa.server.uploads.upload_service import EXTENSION
from reportqa.settings import Settings
from support.browsing import watched_page
from support.keys import MOST_STOPS, press, reach
from support.serving import served

pytestmark = pytest.mark.slow

QUESTION = "How many patients did Modality have in April 2016?"
NOTE = "The Thornbury federation had 41,273 registered patients in March 2019.\n"
LONG = 240_000


@pytest.fixture
def own(settings: Settings, built: Summary, tmp_path: Path) -> Settings:
    """The sample corpus in a place of its own, with its index."""
    shutil.copytree(settings.index_dir, tmp_path / "index")
    shutil.copytree(settings.corpus_dir, tmp_path / "corpus")
    return replace(settings, index_dir=tmp_path / "index", corpus_dir=tmp_path / "corpus")


@pytest.fixture
def address(own: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("REPORTQA_PROCESSES", "1")
    app = create_app(own, Room())
    with served(app) as address:
        yield address
        app.extensions[EXTENSION].builds.close()


def test_everything_is_done_by_keyboard_alone(browser: Browser, address: str, own: Settings, tmp_path: Path) -> None:
    with watched_page(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        _ask_and_filter(page, address)
        _read(page)
        _collect_and_export(page)
        _look_back(page)
        _add_and_build(page, tmp_path, own)


def _ask_and_filter(page: Page, address: str) -> None:
    page.goto(f"{address}/history")
    press(page, page.get_by_role("link", name="Ask", exact=True))
    expect(page.get_by_label("Question")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?*")
    press(page, page.locator("summary", has_text="Filter"))
    press(page, page.get_by_role("checkbox", name="PDF"), "Space")
    press(page, page.get_by_role("button", name="Ask", exact=True))
    page.wait_for_url("**type=pdf*")
    press(page, page.get_by_role("button", name="Copy link"))
    expect(page.locator("#status")).to_contain_text("opied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator("#status")).to_contain_text("Copied in the style")
    page.keyboard.press("t")
    expect(page.locator("#status")).to_contain_text("Added to the tray")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/**")


def _read(page: Page) -> None:
    reach(page, page.get_by_label("Go to page"))
    page.keyboard.press("Control+A")
    page.keyboard.type("iii")
    page.keyboard.press("Enter")
    page.wait_for_url("**leaf=4*")
    press(page, page.get_by_role("link", name="Next").first)
    page.wait_for_url("**leaf=5*")
    press(page, page.get_by_role("link", name="200%"))
    page.wait_for_url("**zoom=200*")
    reach(page, page.get_by_label("Find in document"))
    page.keyboard.type("walk-in service")
    page.keyboard.press("Enter")
    page.wait_for_url("**find=walk-in*")
    press(page, page.locator(".found-list a").first)
    page.wait_for_url("**#found-*")


def _collect_and_export(page: Page) -> None:
    press(page, page.get_by_role("navigation", name="Site").get_by_role("link", name="Tray 1"))
    page.wait_for_url("**/tray*")
    cards = page.locator("#tray-parts > li")
    expect(cards).to_have_count(1)
    press(page, page.get_by_role("button", name="Add note"))
    expect(page.get_by_label("Note 1 (Markdown)")).to_be_focused()
    page.keyboard.type("In one year.")
    page.keyboard.press("Alt+ArrowUp")
    expect(cards.first.locator("textarea")).to_be_focused()
    reach(page, page.get_by_label("Search styles"))
    page.keyboard.type("oscola")
    style = page.get_by_role("radio", name="OSCOLA").first
    expect(style).to_be_visible()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            break
    for _ in range(MOST_STOPS):
        if style.is_checked():
            break
        page.keyboard.press("ArrowDown")
    expect(style).to_be_checked()
    reach(page, page.get_by_role("button", name="Word", exact=True))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".docx")


def _look_back(page: Page) -> None:
    press(page, page.get_by_role("link", name="History").first)
    page.wait_for_url("**/history")
    questions = page.locator("#history li")
    before = questions.count()
    press(page, questions.first.get_by_role("button", name="Delete"))
    expect(questions).to_have_count(before - 1)


def _add_and_build(page: Page, folder: Path, own: Settings) -> None:
    file = folder / "thornbury.txt"
    file.write_text(NOTE)
    press(page, page.get_by_role("navigation", name="Site").get_by_role("link", name="Documents"))
    page.wait_for_url("**/documents/")
    press(page, page.get_by_role("link", name="Upload", exact=True))
    page.wait_for_url("**/uploads/")
    # Heard of from here on: the browser must know that its own dialog is not wanted before the key is pressed.
    page.on("filechooser", lambda _: None)
    reach(page, page.get_by_label("Files"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(file)
    expect(page.locator(".notices")).to_contain_text("is held for review.")
    press(page, page.get_by_role("button", name="Accept", exact=True))
    expect(page.locator(".notices")).to_contain_text("Accepted: ")
    assert (own.corpus_dir / file.name).read_text() == NOTE
    press(page, page.get_by_role("button", name="Rebuild the index"))
    expect(page.locator("h1")).to_have_text("Index rebuilt", timeout=LONG)
