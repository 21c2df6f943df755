"""What the headers allow and refuse, as a browser sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from reportqa.server.connections import Budgets
from support.browsing import watched_page
from support.serving import served


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield address


def test_back_pictures_and_downloads_work_without_a_cache(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/ask?q=Who+is+the+Digest+of+Education+Statistics+for")
    heading = page.locator("h1").inner_text()
    page.goto(f"{address}/documents/")
    page.locator("main a[href$='.pdf']").first.click()
    picture = page.locator(".pictures img").first
    expect(picture).to_be_visible()
    page.wait_for_function("document.querySelector('.pictures img').naturalWidth > 100")
    page.go_back()
    page.go_back()
    expect(page.locator("h1")).to_have_text(heading)
    with page.expect_download() as download:
        page.evaluate("path => location.assign(path)", f"{address}/ask/file?q=Who&format=md")
    download.value.save_as(tmp_path / "answer.md")
    assert (tmp_path / "answer.md").stat().st_size > 100


def test_another_site_can_link_and_not_embed_or_send(browser: Browser, address: str) -> None:
    other = Flask("other")
    other.config |= {"THREADS": 2, "SLOW_THREADS": 1, "BUDGETS": Budgets(1000)}
    other.add_url_rule("/", view_func=lambda: (
        f'<link rel=icon href="data:,"><img src="{address}/static/favicon.svg"><a href="{address}/documents/">Link</a>'
        f'<form method=post action="{address}/judgements/delete"><input name=all value=1><button>Send</button></form>'
    ))  # fmt: skip
    with served(other) as site, browser.new_context() as context:
        page = context.new_page()
        page.goto(site)
        assert page.evaluate("document.querySelector('img').naturalWidth") == 0
        outcome = page.evaluate("path => fetch(path).then(() => 'read', () => 'refused')", f"{address}/api/documents")
        assert outcome == "refused"
        page.get_by_role("button").click()
        expect(page.locator("main")).to_contain_text("nothing was changed")
        page.goto(site)
        page.get_by_role("link").click()
        expect(page.locator("h1")).to_contain_text("Documents")


def test_browser_understands_every_header(browser: Browser, address: str) -> None:
    with watched_page(browser) as page:
        assert page.goto(address)
        assert page.evaluate("navigator.clipboard !== undefined && isSecureContext")
