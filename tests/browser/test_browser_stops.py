"""How many times Tab is pressed on each page: all its stops, and those before what the page is for."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from reportqa.answering.engine import Engine
from reportqa.server.app import create_app
from reportqa.server.uploads.room import Room
from reportqa.settings import Settings
from support.browsing import PHONE, watched_page
from support.serving import served
from support.trays import KEY, collect

pytestmark = pytest.mark.slow

QUESTION = "How many patients did Modality have in April 2016?"
OTHERS = ("Which staff were the most satisfied?", "Did telephone access improve?")
DIGEST = "large-scale-general-practice-digest.pdf"
MOST = 400
PAGES = {
    "/": 20,
    f"/ask?q={quote(QUESTION)}": 80,
    f"/explain?q={quote(QUESTION)}": 40,
    "/documents/": 60,
    f"/documents/{DIGEST}": 100,
    "/tray": 20,
    "/verify/": 20,
    "/history": 20,
    "/judgements": 20,
    "/uploads/": 30,
    "/build/": 20,
}
"""The most Tab stops of each page, with what it shows of the sample corpus."""


@pytest.fixture(scope="module")
def address(settings: Settings, engine: Engine) -> Iterator[str]:
    with served(create_app(settings, Room())) as address:
        yield address


def stops(page: Page) -> list[str]:
    """Press Tab from the top of a page until the focus leaves it; return the elements that had it."""
    found: list[str] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        name = str(
            page.evaluate(
                "(({tagName, textContent, ariaLabel}) => `${tagName} ${ariaLabel ?? textContent.trim().slice(0, 30)}`)"
                "(document.activeElement)"
            )
        )
        if name.startswith("BODY"):
            return found
        found.append(name)
    pytest.fail(f"More than {MOST} stops: {found}")


def presses(page: Page, target: Locator) -> int:
    """Press Tab until a target has the focus, and return how often."""
    for count in range(1, MOST):
        page.keyboard.press("Tab")
        if target.evaluate("target => target === document.activeElement"):
            return count
    pytest.fail(f"Tab does not lead to {target}")


@pytest.mark.parametrize(("path", "most"), PAGES.items())
def test_page_has_few_stops(browser: Browser, address: str, path: str, most: int) -> None:
    with watched_page(browser) as page:
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        found = stops(page)
        assert len(found) <= most, found
        # The form of the first page has the focus from the start.
        assert path == "/" or "Skip to content" in found[0]


def test_export_of_a_full_tray_is_few_stops_away(browser: Browser, address: str) -> None:
    """Before there were toolbars, Word was 36 stops away with three quotes, a heading and a note."""
    with watched_page(browser) as page:
        for question in (QUESTION, *OTHERS):
            collect(page, address, question)
        page.goto(f"{address}/tray")
        for name in ("Add heading", "Add note"):
            page.get_by_role("button", name=name, exact=True).click()
            page.keyboard.type("Text")
        expect(page.locator("#tray-parts > li")).to_have_count(5)
        word = page.get_by_role("button", name="Word", exact=True)
        page.reload()
        expect(page.locator("#tray-parts .unchanged")).to_have_count(3)
        assert presses(page, word) <= 20
        page.reload()
        expect(page.locator("#tray-parts .unchanged")).to_have_count(3)
        # The skip links are the first stops of the page and of its content.
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert presses(page, page.get_by_role("link", name="Skip to export")) == 1
        page.keyboard.press("Enter")
        assert presses(page, word) == 1
        for name in ("OpenDocument", "PDF"):
            page.keyboard.press("ArrowRight")
            expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()
        assert len(page.evaluate("(key) => JSON.parse(localStorage.getItem(key)).parts", KEY)) == 5


def test_history_of_many_questions_has_two_stops_for_each(browser: Browser, address: str) -> None:
    with watched_page(browser) as page:
        page.goto(f"{address}/history")
        asked = [
            {
                "question": f"Question {n}?",
                "address": f"/ask?q={n}",
                "state": "answers",
                "asked": "2026-11-22T10:00:00Z",
            }
            for n in range(50)
        ]
        page.evaluate("asked => localStorage.setItem('reportqa.history', JSON.stringify(asked))", asked)
        page.reload()
        expect(page.locator("#history > li")).to_have_count(50)
        assert len(stops(page)) <= 2 * 50 + 15
        # Everything deleted can be undone.
        page.get_by_role("button", name="Delete “Question 1?”").click()
        expect(page.locator("#history > li")).to_have_count(49)
        page.get_by_role("button", name="Delete all").click()
        expect(page.locator("#history > li")).to_have_count(0)
        for count in (49, 50):
            page.keyboard.press("Control+Z")
            expect(page.locator("#history > li")).to_have_count(count)


@pytest.mark.parametrize(("width", "lines"), [(375, [6]), (320, [3, 3])])
def test_entries_of_the_site_fill_their_lines(browser: Browser, address: str, width: int, lines: list[int]) -> None:
    with watched_page(browser, viewport={"width": width, "height": 800}) as page:
        collect(page, address, QUESTION)
        page.goto(f"{address}/tray")
        expect(page.get_by_role("navigation", name="Site").get_by_role("link")).to_have_count(6)
        tops = page.locator(".site-header nav a").evaluate_all("all => all.map((one) => one.offsetTop)")
        assert list(Counter(tops).values()) == lines


@pytest.mark.parametrize("path", [*PAGES, f"/each?q={quote(QUESTION)}", "/collections"])
def test_targets_are_24_pixels_high(browser: Browser, address: str, path: str) -> None:
    with watched_page(browser, viewport=PHONE) as page:
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        small = page.locator("main :is(a, button, summary, input, select):visible").evaluate_all(
            """all => all.filter((one) => !one.closest(".visually-hidden") && one.getBoundingClientRect().height < 24)
                 .map((one) => one.outerHTML)"""
        )
        assert small == []
