"""A day's work by keyboard alone: ask, follow up, compare, read, cite, collect, write, export and verify.

Nothing is clicked, and no script moves the focus. With TRACE_DIR the walk is recorded there: `playwright show-trace
day.zip` shows each key with the page before and after it.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from support.browsing import PATIENCE, SCREEN, Watch
from support.keys import press, reach
from support.serving import served

pytestmark = pytest.mark.slow

QUESTION = "How many patients did Modality have in April 2016?"
FOLLOW_UP = "How many practices did it have?"
COMPARISON = "Compare AT Medics and GP Care"
SENTENCE = "The digest counts patients: "


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that may only talk to the server and may not complain; recorded if that is asked for."""
    context = browser.new_context(viewport=SCREEN, permissions=["clipboard-read", "clipboard-write"])  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    watch = Watch(context)
    folder = os.environ.get("TRACE_DIR")
    if folder:
        context.tracing.start(title="A day by keyboard", screenshots=True, snapshots=True)
    yield context.new_page()
    if folder:
        context.tracing.stop(path=Path(folder, "day.zip"))
    context.close()
    assert watch.strangers == []
    assert watch.complaints == []


def test_whole_day_is_done_by_keyboard_alone(page: Page, address: str, tmp_path: Path) -> None:
    _ask(page, address)
    _follow_up(page)
    _compare(page)
    _read_and_cite(page)
    _write(page)
    briefing = _export(page, tmp_path)
    _verify(page, briefing)


def _ask(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_label("Question")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?*")
    expect(page.locator("main")).to_contain_text("87,556")
    press(page, page.get_by_role("button", name="Add to tray").first)
    expect(page.locator("#status")).to_contain_text("Added to the tray (1 quote).")


def _follow_up(page: Page) -> None:
    reach(page, page.get_by_label("Ask a follow-up"))
    page.keyboard.type(FOLLOW_UP)
    page.keyboard.press("Enter")
    page.wait_for_url("**after=*")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation", name="Thread").get_by_role("link", name=QUESTION)).to_be_visible()


def _compare(page: Page) -> None:
    reach(page, page.get_by_label("New question"))
    page.keyboard.type(COMPARISON)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?q=Compare*")
    press(page, page.get_by_role("link", name="Compare documents"))
    page.wait_for_url("**/each?*")
    expect(page.get_by_role("table")).to_contain_text("Large-scale general practice: a digest of the evidence")
    press(page, page.get_by_role("link", name="ask all together"))
    page.wait_for_url("**/ask?q=Compare*")


def _read_and_cite(page: Page) -> None:
    press(page, page.get_by_role("link", name="Show in document").first)
    page.wait_for_url("**/documents/**")
    expect(page.locator("#cited")).to_be_in_viewport()
    expect(page.locator("main")).to_contain_text("Verified")
    press(page, page.get_by_role("button", name="Copy quote and citation"))
    expect(page.locator("#status")).to_contain_text("Copied")
    assert "reportqa project" in page.evaluate("navigator.clipboard.readText()")
    press(page, page.get_by_role("button", name="Add to tray").first)
    expect(page.locator("#status")).to_contain_text("Added to the tray (2 quotes).")
    press(page, page.locator("summary", has_text="Citation").first)
    reach(page, page.get_by_role("link", name="RIS", exact=True).first)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".ris")


def _write(page: Page) -> None:
    press(page, page.get_by_role("navigation", name="Site").get_by_role("link", name="Tray 2"))
    page.wait_for_url("**/tray*")
    reach(page, page.get_by_label("Briefing title"))
    page.keyboard.type("Large practices")
    press(page, page.get_by_role("button", name="Add: Quote 1"))
    expect(page.get_by_role("menuitem", name="Heading above")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Heading 1")).to_be_focused()
    page.keyboard.type("Size")
    press(page, page.get_by_role("button", name="Put in a sentence: Quote 1"))
    field = page.get_by_label("Note 1 (Markdown)")
    expect(field).to_be_focused()
    page.keyboard.type(SENTENCE)
    expect(field).to_have_value(f"{SENTENCE}[quote 1]")
    press(page, page.get_by_role("button", name="Remove: Heading 1"))
    expect(page.locator("#tray-parts > li")).to_have_count(2)
    page.keyboard.press("Control+Z")
    expect(page.locator("#tray-parts > li")).to_have_count(3)
    reach(page, page.get_by_label("Search styles"))
    page.keyboard.type("apa")
    page.keyboard.press("Enter")
    expect(page.locator("#tray-style-now")).to_contain_text("(apa)")
    expect(page.locator("#tray-preview")).to_contain_text(
        re.compile(
            r"patients: “In April 2016 Modality Partnership had 87,556 registered patients” \([^()]*, p\.\s6\)\."
        )
    )


def _export(page: Page, folder: Path) -> Path:
    reach(page, page.get_by_role("button", name="Word", exact=True))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    briefing = folder / download.value.suggested_filename
    download.value.save_as(briefing)
    assert briefing.name == "large-practices.docx"
    return briefing


def _verify(page: Page, briefing: Path) -> None:
    press(page, page.get_by_role("navigation", name="Site").get_by_role("link", name="Verify"))
    page.wait_for_url("**/verify/")
    # Heard of from here on: the browser must know that its own dialog is not wanted before the key is pressed.
    page.on("filechooser", lambda _: None)
    reach(page, page.get_by_label("Briefing"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(briefing)
    press(page, page.get_by_role("button", name="Verify", exact=True))
    page.wait_for_url("**/verify/*")
    expect(page.get_by_role("heading", name="Right", level=2)).to_be_visible()
    expect(page.get_by_role("heading", name="To correct")).to_have_count(0)
    expect(page.locator(".finding blockquote").first).to_contain_text("87,556")
