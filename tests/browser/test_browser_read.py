"""Reading a source: its bar, its picture on a phone, its file, what the history keeps, and the theme."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from reportqa.answering.engine import Engine
from reportqa.server.app import create_app
from reportqa.settings import Settings
from support.browsing import COLOUR_RULES, PHONE, SCREEN, axe, watched_page
from support.serving import served

pytestmark = pytest.mark.slow

QUESTION = "How many patients did Modality have in April 2016?"
SELECT = """() => {
  const lines = document.querySelectorAll("article.text p[data-start], svg text[data-start]");
  getSelection().selectAllChildren(lines[lines.length - 1]);
}"""


@pytest.fixture(scope="module")
def address(settings: Settings, engine: Engine) -> Iterator[str]:
    with served(create_app(settings)) as address:
        yield address


def show_source(page: Page, address: str) -> None:
    page.goto(f"{address}/ask?q={quote(QUESTION)}")
    page.locator(".quotes").get_by_role("link", name="Show in document").first.click()
    page.locator(".source-bar").wait_for()


@pytest.mark.parametrize("size", [SCREEN, PHONE], ids=["screen", "phone"])
def test_bar_of_a_source_is_in_view_with_what_it_cites(browser: Browser, address: str, size: dict[str, int]) -> None:
    with watched_page(browser, viewport=size) as page:
        show_source(page, address)
        bar = page.locator(".source-bar")
        for name in ("Copy quote and citation", "Add to tray"):
            expect(bar.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
        for part in (bar.get_by_text("Verified"), bar.get_by_role("link", name="Back")):
            expect(part).to_be_in_viewport(ratio=1)
        expect(page.locator(".on-cited rect").first).to_be_in_viewport()
        for control in (page.get_by_label("Go to page"), page.get_by_label("Find in document")):
            control.focus()
            expect(control).to_be_in_viewport()
        assert axe(page) == []
        page.evaluate(SELECT)
        page.get_by_role("link", name="Cite the selected text").click()
        page.wait_for_url("**start=*")
        for part in (
            bar.get_by_role("button", name="Add to tray"),
            bar.get_by_role("link", name="Back"),
            bar.get_by_text("Verified"),
        ):
            expect(part).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_history_keeps_the_question_and_not_its_source(browser: Browser, address: str) -> None:
    with watched_page(browser) as page:
        show_source(page, address)
        page.goto(f"{address}/history")
        link = page.locator("#history a")
        assert link.count() == 1
        assert (link.get_attribute("href") or "").startswith("/ask?")


def test_back_leads_to_the_answer_with_its_filters_and_its_thread(browser: Browser, address: str) -> None:
    with watched_page(browser) as page:
        for path in (f"/ask?q={quote(QUESTION)}&type=pdf", f"/ask?q={quote('And in 2014?')}&after={quote(QUESTION)}"):
            page.goto(address + path)
            page.locator(".passage").get_by_role("link", name="Show in document").first.click()
            back = page.locator(".source-bar").get_by_role("link", name="Back")
            expect(back).to_have_attribute("href", path)
            back.click()
            expect(page).to_have_url(address + path)


def test_theme_is_chosen_and_remembered(browser: Browser, address: str) -> None:
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    with watched_page(browser, color_scheme="light") as page:
        page.goto(address)
        light = page.evaluate(paper)
        page.get_by_label("Theme").select_option("Dark")
        dark = page.evaluate(paper)
        page.goto(f"{address}/documents/")
        assert page.evaluate(paper) == dark != light
        assert axe(page, COLOUR_RULES) == []
        page.get_by_label("Theme").select_option("Auto")
        assert page.evaluate(paper) == light
