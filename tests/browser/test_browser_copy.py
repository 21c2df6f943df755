"""Copying with a citation: the chosen style, and words selected in an answer."""

from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from reportqa.answering.engine import Engine
from reportqa.server.app import create_app
from reportqa.settings import Settings
from support.browsing import COLOUR_RULES, PHONE, SCREEN, axe, watched_page
from support.serving import served

pytestmark = pytest.mark.slow

QUESTION = "How many patients did Modality have in April 2016?"
SELECT = """(element, [from, to]) => {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let at = 0;
  for (let node = texts.nextNode(); node; at += node.length, node = texts.nextNode()) {
    if (from >= at && from < at + node.length) range.setStart(node, from - at);
    if (to > at && to <= at + node.length) range.setEnd(node, to - at);
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture(scope="module")
def address(settings: Settings, engine: Engine) -> Iterator[str]:
    with served(create_app(settings)) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with watched_page(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(f"{address}/ask?q={quote(QUESTION)}")
        yield page


def test_style_is_chosen_once_and_used_by_every_copy(page: Page, address: str) -> None:
    first = page.locator(".passage").first
    first.locator("summary", has_text="More").click()
    citation = first.locator(".citation-text pre")
    expect(first.locator(".style-name")).to_have_text("Cite Them Right 12th edition (author-date/Harvard)")
    expect(citation).to_contain_text("2026, p. 6")
    first.get_by_role("button", name="Change style").click()
    dialog = page.get_by_role("dialog", name="Citation style")
    dialog.get_by_label("Search styles").fill("oscola")
    dialog.locator('[value="oscola"]').check()
    expect(dialog.get_by_text("Style: OSCOLA")).to_be_visible()
    assert axe(page) == []
    dialog.get_by_role("button", name="Close").click()
    expect(citation).to_contain_text("(reportqa sample corpus 2026) 6.")
    page.reload()
    page.locator(".quotes summary", has_text="More").first.click()
    page.locator(".quotes").get_by_role("button", name="Copy quote and citation").first.click()
    expect(page.locator(".copied")).to_contain_text("Copied in the style OSCOLA")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        "“In April 2016 Modality Partnership had 87,556 registered patients.”\nreportqa project, ‘"
    )
    assert axe(page) == []
    page.goto(f"{address}/tray")
    stored = page.evaluate("JSON.parse(localStorage.getItem('reportqa.tray')).style")
    assert stored.startswith("oscola")


def test_words_selected_in_an_answer_and_a_passage_are_cited_copied_and_collected(page: Page, engine: Engine) -> None:
    bar = page.get_by_role("complementary", name="Selected text")
    answer = engine.ask(QUESTION)
    passage = answer.citations[1]
    expect(bar).not_to_be_visible()
    page.locator(".passage blockquote").nth(1).evaluate(SELECT, [10, 40])
    selected = page.evaluate("getSelection().toString()")
    assert selected == passage.quote[10:40]
    cite = bar.get_by_role("link", name="Cite the selected text")
    address = parse_qs(urlsplit(cite.get_attribute("href") or "").query)
    assert address["q"] == [QUESTION]
    assert (address["start"], address["end"]) == ([str(passage.start + 10)], [str(passage.start + 40)])
    bar.get_by_role("button", name="Copy").click()
    expect(bar.locator(".copied")).to_contain_text("Copied in the style")
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"“{selected.strip()}”\n")
    assert axe(page) == []
    bar.get_by_role("button", name="Add to tray").click()
    expect(bar.get_by_role("button", name="In tray")).to_be_visible()
    page.locator(".quotes [data-start]").first.evaluate(SELECT, [3, 13])
    expect(bar.get_by_role("button", name="Add to tray")).to_be_visible()
    cite.click()
    page.wait_for_url("**/documents/**start=**")
    assert "".join(page.locator("article.text mark:not(.hit)").all_text_contents()) == "April 2016"


def test_selection_over_two_passages_is_not_cited(page: Page) -> None:
    page.evaluate(
        """() => {
          const [first, second] = document.querySelectorAll(".passage blockquote");
          getSelection().setBaseAndExtent(first, 0, second, second.childNodes.length);
        }"""
    )
    expect(page.get_by_role("complementary", name="Selected text")).not_to_be_visible()


def test_ticked_documents_are_compared_and_all_quotes_collected(page: Page, address: str) -> None:
    page.goto(f"{address}/documents/")
    for row in page.locator(".list tbody tr").all():
        row.get_by_role("checkbox").check()
    page.locator(".list tbody tr").first.get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("combobox", name="Question").fill("What does each report say about salaried GPs?")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".each tbody tr")).to_have_count(5)
    assert len(parse_qs(urlsplit(page.url).query)["document"]) == 5
    assert axe(page) == []
    quotes = page.locator(".each [data-action='tray']")
    total = quotes.count()
    quotes.first.click()
    expect(quotes.first).to_have_text("In tray")
    page.get_by_role("button", name="Add all to tray").click()
    expect(page.locator("#toast")).to_contain_text("Added to the tray: ")
    for button in quotes.all():
        expect(button).to_have_text("In tray")
    page.locator(".each").get_by_role("button", name="Copy quote and citation").first.click()
    expect(page.locator(".copied")).to_contain_text("Copied in the style")
    page.goto(f"{address}/tray")
    expect(page.locator(".tray-is-quote")).to_have_count(total)
    expect(page.locator(".tray-is-heading")).to_have_count(total - 1)


def test_failed_copy_says_why(page: Page) -> None:
    gone = {"style": {"title": "Any"}, "citations": [None], "bibliography": []}
    page.route("**/api/cite?*", lambda route: route.fulfill(json=gone))
    page.locator(".quotes summary", has_text="More").first.click()
    page.get_by_role("button", name="Copy quote and citation").first.click()
    expect(page.locator(".copied")).to_contain_text("This quote has changed")


@pytest.mark.parametrize(("size", "scheme"), [(SCREEN, "dark"), (PHONE, "light")])
def test_bar_of_a_selection_fits(browser: Browser, address: str, size: dict[str, int], scheme: str) -> None:
    with watched_page(browser, viewport=size, color_scheme=scheme) as page:
        page.goto(f"{address}/ask?q={quote(QUESTION)}")
        page.locator(".passage blockquote").nth(1).evaluate(SELECT, [10, 40])
        bar = page.get_by_role("complementary", name="Selected text")
        for control in (bar.get_by_role("link"), *bar.get_by_role("button").all()):
            expect(control).to_be_in_viewport(ratio=1)
        assert axe(page, COLOUR_RULES if scheme == "dark" else ()) == []


def test_menu_of_a_quote_closes_on_escape_and_on_a_click_elsewhere(page: Page) -> None:
    menus = page.locator(".passage .menu")
    first, second = menus.first, menus.nth(1)
    first.locator("summary").press("Enter")
    first.get_by_role("button", name="Copy quote and citation").press("Escape")
    expect(first).not_to_have_attribute("open", "")
    expect(first.locator("summary")).to_be_focused()
    first.locator("summary").click()
    second.locator("summary").click()
    expect(first).not_to_have_attribute("open", "")
    second.get_by_role("button", name="Change style").click()
    page.get_by_role("dialog", name="Citation style").get_by_role("button", name="Close").click()
    expect(second).to_have_attribute("open", "")
    page.locator("#passages").click()
    expect(second).not_to_have_attribute("open", "")


def test_quotation_marks_come_in_pairs(page: Page) -> None:
    quotation = page.locator(".quotes blockquote").first
    marks = """quotation => ["::before", "::after"].map((part) => {
      const at = quotation.querySelector(part === "::before" ? ":scope > :first-child" : ":scope > :last-child");
      return getComputedStyle(at, part).content;
    })"""
    assert quotation.evaluate(marks) == ['"“"', '"”"']
    quotation.evaluate("quotation => quotation.prepend(document.createElement('ul'))")
    assert quotation.evaluate(marks) == ["none", "none"]
