import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from reportqa.answering.engine import Engine
from reportqa.document import Document
from reportqa.server.app import create_app
from reportqa.server.viewer.table_cells import shown_ranges
from reportqa.settings import Settings
from reportqa.word_boxes import Box
from support import disputes, shelves
from support.browsing import PHONE, SCREEN
from support.serving import served
from support.witness import Witness, letters

QUESTION = "How many patients did Modality have in April 2016?"
CITED = "main .text mark:not(.hit):not(.found)"
UNANSWERED = "Who won the 1998 football World Cup?"
pytestmark = pytest.mark.slow


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def address(settings: Settings, engine: Engine) -> Iterator[str]:
    """The address of a server of the sample corpus."""
    with served(create_app(settings)) as address:
        yield address


def test_question_is_answered_and_its_citation_followed(page: Page, address: str, engine: Engine) -> None:
    page.goto(address)
    page.get_by_label("Question").fill(QUESTION)
    page.get_by_role("button", name="Ask").click()
    sentence = page.locator(".quotes blockquote").first.inner_text()
    assert "87,556" in sentence

    page.locator(".quotes").get_by_role("link", name="Show in document").first.click()
    cited = page.locator("#cited")
    cited.wait_for()
    assert_in_view(page)
    marked = "".join(page.locator(CITED).all_text_contents())
    assert squeeze(marked) == squeeze(sentence).strip("“”")


def test_every_passage_is_highlighted_in_view_and_word_for_word(page: Page, address: str, engine: Engine) -> None:
    for citation in engine.ask(QUESTION, k=10).citations:
        page.goto(address + citation.link)
        assert_in_view(page)
        marked = "".join(page.locator(CITED).all_text_contents())
        assert squeeze(marked) == squeeze(citation.quote)


def test_sample_question_leads_to_an_answer(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#samples + ul a").first.click()
    expect(page.locator(".quotes blockquote").first).to_be_visible()


def test_question_without_an_answer_says_so(page: Page, address: str) -> None:
    page.goto(ask_address(address, UNANSWERED))
    assert page.locator("h1").inner_text() == "No answer found"
    assert page.locator("mark").count() == 0
    page.get_by_role("link", name="Ask in other words").click()
    expect(page.get_by_label("Question", exact=True)).to_be_focused()


def test_explanation_is_reached_and_opened_by_keyboard(page: Page, address: str) -> None:
    page.goto(ask_address(address, QUESTION))
    page.get_by_role("link", name="Why these passages?").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/explain?*")
    page.locator("summary", has_text="Details").focus()
    page.keyboard.press("Enter")
    third = page.locator("details.standing").nth(2)
    assert not third.locator("table").is_visible()
    third.locator("summary").focus()
    page.keyboard.press("Enter")
    assert third.locator("table").is_visible()


def test_differing_figures_are_side_by_side_or_on_a_phone_below_each_other(page: Page, disputed: Settings) -> None:
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
    page.get_by_role("link", name="Remove filter From: 2016").click()
    expect(page.locator(".passage")).to_have_count(2)
    page.locator("summary", has_text="Filter").click()
    assert page.get_by_role("checkbox", name="Nuffield Trust").is_checked()
    page.get_by_role("link", name="Remove filter Publisher: Nuffield Trust").click()
    expect(page.locator(".chips")).to_have_count(0)
    expect(page.locator(".passage").nth(2)).to_be_visible()


def test_citation_can_be_read(page: Page, address: str) -> None:
    page.goto(ask_address(address, QUESTION))
    menu = page.locator(".menu").first
    assert not menu.locator("pre").is_visible()
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert "87,556" in menu.locator("pre").inner_text()
    page.keyboard.press("Tab")
    if "js" in (page.locator("html").get_attribute("class") or ""):
        assert page.locator(":focus").inner_text() == "Copy quote and citation"
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#citation-1")


def test_keyboard_reaches_the_content_first(page: Page, address: str) -> None:
    page.goto(f"{address}/documents/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to content"
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, address: str, engine: Engine, scheme: str) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    links = [f"/documents/{quote(document.doc_id)}" for document in engine.documents()]
    asked = [ask_address("", question) + "&k=50" for question in (QUESTION, UNANSWERED, "patients" * 200)]
    asked += [path.replace("/ask", "/explain") for path in asked]
    for path in ["/", "/documents/", "/nowhere", "/ask", *links, *asked]:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
    context.close()


@pytest.fixture(scope="module")
def digest(engine: Engine) -> Document:
    return engine.document("large-scale-general-practice-digest.pdf")


def test_boxes_on_the_picture_cover_the_words_of_the_quote(
    page: Page, address: str, engine: Engine, settings: Settings
) -> None:
    """What lies under the boxes on the screen is read from the file by another program."""
    checked = 0
    for citation in engine.ask(QUESTION, k=10).citations:
        if not citation.doc_id.endswith(".pdf") or len(citation.pages) > 1:
            continue
        page.goto(f"{address}{citation.link}")
        image = page.locator(".sheet img")
        frame = image.bounding_box()
        assert frame is not None
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
        document = engine.document(citation.doc_id)
        witness = Witness.read((settings.corpus_dir / citation.doc_id).read_bytes(), citation.pages[0].physical)
        width = float(page.locator("svg.overlay").get_attribute("viewBox").split()[2])  # type: ignore[union-attr]
        scale = width / frame["width"]
        boxes = []
        for rectangle in page.locator(".on-cited rect").all():
            box = rectangle.bounding_box()
            assert box is not None
            left, top = (box["x"] - frame["x"]) * scale, (box["y"] - frame["y"]) * scale
            boxes.append(Box(left, top, left + box["width"] * scale, top + box["height"] * scale))
        shown = shown_ranges(document, citation.start, citation.end)
        wanted = letters("".join(document.text[a:b] for a, b in shown))
        assert letters("".join(sign.text for sign in witness.said_in(boxes))) == wanted
        checked += 1
    assert checked >= 3


def test_document_is_leafed_through_by_links_and_by_printed_number(page: Page, address: str, digest: Document) -> None:
    page.goto(f"{address}/documents/{digest.doc_id}?view=picture")
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**leaf=2*")
    page.get_by_label("Go to page").fill("iii")
    page.keyboard.press("Enter")
    page.wait_for_url("**leaf=4*")
    assert page.get_by_role("img", name="Page iii of").is_visible()
    page.get_by_role("link", name="200%").click()
    page.wait_for_url("**zoom=200*")
    assert page.locator(".sheet img").bounding_box()["width"] == pytest.approx(595.28 * 8 / 3, abs=1)  # type: ignore[index]
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="5. Governance").click()
    page.wait_for_url("**leaf=11**")
    page.go_back()
    page.wait_for_url("**zoom=200*")


def test_words_are_found_and_reached_on_text_and_picture(page: Page, address: str, digest: Document) -> None:
    page.goto(f"{address}/documents/{digest.doc_id}")
    page.get_by_label("Find in document").fill("walk-in service")
    page.keyboard.press("Enter")
    page.wait_for_url("**find=walk-in*")
    page.locator(".found-list a").last.click()
    expect(page.locator(".text mark.found").last).to_be_in_viewport()
    assert page.locator(".on-found rect").count() >= 1


def test_picture_is_beside_the_text_and_on_a_phone_before_it(page: Page, address: str, digest: Document) -> None:
    page.goto(f"{address}/documents/{digest.doc_id}?leaf=6")
    picture, text = page.locator(".pictures"), page.locator("article.text")
    boxes = picture.bounding_box(), text.bounding_box()
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]  # type: ignore[index]
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    boxes = picture.bounding_box(), text.bounding_box()
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]  # type: ignore[index]
    page.get_by_role("navigation", name="View").get_by_role("link", name="Page").click()
    page.wait_for_url("**view=picture*")
    assert picture.is_visible()
    assert text.count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


SELECT = """([first, last]) => {
  const range = document.createRange();
  range.setStart(first.firstChild, 2);
  range.setEnd(last.firstChild, 3);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.mark.parametrize("view", ["text", "picture"])
def test_selected_words_become_a_citation(browser: Browser, address: str, digest: Document, view: str) -> None:
    page = browser.new_page(viewport=SCREEN)  # type: ignore[arg-type]
    page.goto(f"{address}/documents/{digest.doc_id}?leaf=9&view={view}")
    cite = page.get_by_role("link", name="Cite the selected text")
    assert not cite.is_visible()
    lines = page.locator("article.text p[data-start]" if view == "text" else "svg text[data-start]")
    first, last = lines.nth(1).element_handle(), lines.nth(2).element_handle()
    page.evaluate(SELECT, [first, last])
    selected = page.evaluate("getSelection().toString()")
    cite.click()
    page.wait_for_url("**start=*")
    marked = "".join(page.locator(CITED).all_text_contents())
    assert squeeze(marked).replace("-", "") == squeeze(selected).replace("-", "")
    page.close()


def test_marks_of_pages_are_not_counted_among_the_selected_words(
    browser: Browser, address: str, digest: Document
) -> None:
    turn = digest.pages[5].start
    page = browser.new_page(viewport=SCREEN)  # type: ignore[arg-type]
    page.goto(f"{address}/documents/{digest.doc_id}?start={turn - 50}&end={turn + 50}&left_out=1&view=text")
    page.evaluate(
        """() => {
          const marks = document.querySelectorAll("article.text mark");
          getSelection().setBaseAndExtent(marks[0].firstChild, 0, marks[marks.length - 1], 1);
        }"""
    )
    page.get_by_role("link", name="Cite the selected text").click()
    page.wait_for_url(f"**start={turn - 50}&end={turn + 50}&sha256=*")
    page.close()


def test_copy_button_copies_quote_and_citation(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=SCREEN)  # type: ignore[arg-type]
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page = context.new_page()
    page.goto(ask_address(address, QUESTION))
    page.locator(".menu summary").first.click()
    page.get_by_role("button", name="Copy quote and citation").first.click()
    page.get_by_text("Copied in the style").last.wait_for()
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
        page.locator(".menu summary").first.click()
        page.get_by_role("button", name="Copy quote and citation").first.click()
        page.get_by_text("Copied in the style").last.wait_for()
        plain = page.evaluate("navigator.clipboard.readText()")
        rich = page.evaluate("async () => (await (await navigator.clipboard.read())[0].getType('text/html')).text()")
        context.close()
    for copied in (plain, rich):
        assert "agree a budget" in copied
        assert "review it every autumn." in copied
        assert "Advice to commissioners" in copied
        assert "2017, PDF pp. 1–2)" in copied
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
    # Not wait_for_function, which evaluates a string when it has to wait: the policy of the page forbids that.
    for _ in range(100):
        if page.evaluate("document.getElementById('cited').getBoundingClientRect().top < innerHeight"):
            break
        page.wait_for_timeout(50)
    box = page.locator("#cited").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + min(box["height"], 20) <= SCREEN["height"]
    assert 0 <= box["x"] <= SCREEN["width"]
