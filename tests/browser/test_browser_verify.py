"""A finished briefing verified in a browser, with JavaScript and without."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import FilePayload, Page, expect

from support.briefings import MARKDOWN
from support.browsing import PHONE, axe
from support.serving import served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield address


def test_quotations_are_shown_beside_their_sources_and_corrections_accepted(page: Page, address: str) -> None:
    page.goto(address)
    # Without script axe never ends.
    has_script = page.locator("html.js").count() == 1
    page.get_by_role("link", name="Verify").click()
    assert not has_script or axe(page) == []
    page.get_by_label("Briefing").set_input_files(
        FilePayload(name="briefing.md", mimeType="text/markdown", buffer=MARKDOWN.encode())
    )
    page.get_by_role("button", name="Verify").click()
    for heading in ("Changed number", "Not found", "Elsewhere", "Right"):
        expect(page.get_by_role("heading", name=heading, level=3).first).to_be_visible()
    changed = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Changed number"))
    expect(changed.locator("del")).to_have_text("87,656")
    expect(changed.locator("ins")).to_have_text("87,556")
    expect(changed.get_by_role("link", name="Large-scale general practice")).to_be_visible()
    page.get_by_label("Change p. 7 to p. 6").uncheck()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the corrected file").click()
    assert download.value.suggested_filename == "briefing-corrected.md"
    corrected = Path(download.value.path()).read_text(encoding="utf-8")
    assert corrected == MARKDOWN.replace("Ibid., p. 9.", "Ibid., p. 6.")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert not has_script or axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    sizes = (
        "[...document.querySelectorAll('main *:not(input)')].map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    smallest = min(page.evaluate(sizes))
    assert smallest >= 14
