import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

import disputes
import shelves
from browsing import PHONE, SCREEN, served
from reportqa.app import create_app
from reportqa.asking import Asker
from reportqa.settings import Settings

QUESTION = "How many patients did Modality have in April 2016?"
UNANSWERED = "Who won the 1998 football World Cup?"
pytestmark = pytest.mark.slow


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def address(settings: Settings, asker: Asker) -> Iterator[str]:
    """The address of a server of the sample corpus."""
    with served(create_app(settings)) as address:
        yield address


def test_question_is_answered_and_its_citation_followed(page: Page, address: str, asker: Asker) -> None:
    page.goto(address)
    page.get_by_label("Question").fill(QUESTION)
    page.get_by_role("button", name="Ask").click()
    sentence = page.locator(".quotes blockquote").first.inner_text()
    assert "87,556" in sentence

    page.locator(".quotes").get_by_role("link", name="Show in the document").first.click()
    cited = page.locator("#cited")
    cited.wait_for()
    assert_in_view(page)
    marked = "".join(page.locator("main mark").all_text_contents())
    assert squeeze(marked) == squeeze(sentence).strip("“”")


def test_every_passage_is_highlighted_in_view_and_word_for_word(page: Page, address: str, asker: Asker) -> None:
    for citation in asker.ask(QUESTION, k=10).citations:
        page.goto(address + citation.link)
        assert_in_view(page)
        marked = "".join(page.locator("main mark").all_text_contents())
        assert squeeze(marked) == squeeze(citation.quote)


def test_sample_question_leads_to_an_answer(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".samples a").first.click()
    expect(page.locator(".quotes blockquote").first).to_be_visible()


def test_question_without_an_answer_says_so(page: Page, address: str) -> None:
    page.goto(ask_address(address, UNANSWERED))
    assert page.locator("h1").inner_text() == "Nothing here answers this"
    assert page.locator("mark").count() == 0


def test_explanation_is_reached_and_opened_by_keyboard(page: Page, address: str) -> None:
    page.goto(ask_address(address, QUESTION))
    page.get_by_role("link", name="Why these passages?").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/explain?*")
    third = page.locator("details.standing").nth(2)
    assert not third.locator("table").is_visible()
    third.locator("summary").focus()
    page.keyboard.press("Enter")
    assert third.locator("table").is_visible()


def test_documents_that_differ_stand_side_by_side_and_on_a_phone_below_each_other(
    page: Page, disputed: Settings
) -> None:
    with served(create_app(disputed)) as address:
        page.goto(ask_address(address, disputes.PATIENTS))
        for size, is_beside in ((SCREEN, True), (PHONE, False)):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            boxes = [claim.bounding_box() for claim in page.locator(".differences > ul > li").all()]
            tops = [box["y"] for box in boxes if box]
            assert (tops[0] == tops[1]) == is_beside
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.fixture(scope="module")
def varied_address(varied_app: Flask) -> Iterator[str]:
    with served(varied_app) as address:
        yield address


def test_filters_are_chosen_kept_in_the_address_and_removed(page: Page, varied_address: str) -> None:
    page.goto(varied_address)
    page.get_by_label("Question").fill(shelves.QUESTION)
    page.locator("summary", has_text="Filter").click()
    page.get_by_label("Nuffield Trust").check()
    page.get_by_label("From").select_option("2016")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".passage")).to_have_count(1)
    assert "publisher=Nuffield+Trust" in page.url
    page.get_by_role("link", name="Remove the filter From: 2016").click()
    expect(page.locator(".passage")).to_have_count(2)
    page.locator("summary", has_text="Filter").click()
    assert page.get_by_role("checkbox", name="Nuffield Trust").is_checked()
    page.get_by_role("link", name="Remove the filter Publisher: Nuffield Trust").click()
    expect(page.locator(".chips")).to_have_count(0)
    expect(page.locator(".passage").nth(2)).to_be_visible()


def test_citation_can_be_copied_or_read(page: Page, address: str) -> None:
    page.goto(ask_address(address, QUESTION))
    button = page.get_by_role("button", name="Copy quote and citation").first
    details = page.locator(".citation-text").first
    assert button.is_visible() != details.is_visible()
    if details.is_visible():
        details.locator("summary").click()
        assert "87,556" in details.locator("pre").inner_text()


def test_keyboard_reaches_the_content_first(page: Page, address: str) -> None:
    page.goto(f"{address}/documents/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to content"
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, address: str, asker: Asker, scheme: str) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    links = [f"/documents/{quote(document.doc_id)}" for document in asker.documents()]
    asked = [ask_address("", question) + "&k=50" for question in (QUESTION, UNANSWERED, "patients" * 200)]
    asked += [path.replace("/ask", "/explain") for path in asked]
    for path in ["/", "/documents/", "/nowhere", "/ask", *links, *asked]:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
    context.close()


def test_copy_button_copies_quote_and_citation(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=SCREEN)  # type: ignore[arg-type]
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page = context.new_page()
    page.goto(ask_address(address, QUESTION))
    page.get_by_role("button", name="Copy quote and citation").first.click()
    page.get_by_role("button", name="Copied").wait_for()
    plain = page.evaluate("navigator.clipboard.readText()")
    rich = page.evaluate("async () => (await (await navigator.clipboard.read())[0].getType('text/html')).text()")
    for copied in (plain, rich):
        assert "87,556 registered patients" in copied
        assert "p. 6" in copied
    assert "<blockquote" in rich
    context.close()


def test_copy_button_of_a_list_copies_all_of_it(browser: Browser, disputed: Settings) -> None:
    with served(create_app(disputed)) as address:
        context = browser.new_context(viewport=SCREEN)  # type: ignore[arg-type]
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        page = context.new_page()
        page.goto(ask_address(address, disputes.RECOMMENDATIONS))
        page.get_by_role("button", name="Copy quote and citation").first.click()
        page.get_by_role("button", name="Copied").wait_for()
        plain = page.evaluate("navigator.clipboard.readText()")
        rich = page.evaluate("async () => (await (await navigator.clipboard.read())[0].getType('text/html')).text()")
        context.close()
    for copied in (plain, rich):
        assert "agree a budget" in copied
        assert "review it every autumn." in copied
        assert "Advice to commissioners (2017)" in copied
    assert rich.count("<li>") == 5


def test_slash_goes_to_the_question(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/ask?q={quote(QUESTION)}")
    page.keyboard.press("/")
    page.keyboard.type("Who?")
    assert page.get_by_label("Question").input_value() == "Who?"
    page.close()


def ask_address(address: str, question: str) -> str:
    return f"{address}/ask?q={quote(question)}"


def assert_in_view(page: Page) -> None:
    box = page.locator("#cited").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + min(box["height"], 20) <= SCREEN["height"]
    assert 0 <= box["x"] <= SCREEN["width"]
