import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from reportqa.ingest.build import Summary
from reportqa.server.app import create_app
from reportqa.settings import Settings
from support import shelves
from support.browsing import COLOUR_RULES, PHONE, SCREEN, axe, watched_page
from support.serving import served

QUESTION = "How many patients did Modality have in April 2016?"
UNANSWERED = "Who won the 1998 football World Cup?"
NARROW = {"width": 320, "height": 640}
WIDTHS = (320, 375, 768, 1440)
"""As wide as a screen of 1,280 pixels at 400%."""

MOVING = """() => [...document.querySelectorAll('*')].filter(it => {
  const style = getComputedStyle(it);
  const moves = [style.transitionDuration, style.animationDuration].some(time => parseFloat(time) > 0);
  return moves || style.scrollBehavior === 'smooth';
}).map(it => it.outerHTML.slice(0, 100))"""

pytestmark = pytest.mark.slow


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with watched_page(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        yield page


@pytest.fixture(scope="module")
def address(settings: Settings, built: Summary, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server that keeps its feedback in a copy of the sample index."""
    index_dir = Path(shutil.copytree(settings.index_dir, tmp_path_factory.mktemp("own") / "index"))
    with served(create_app(replace(settings, index_dir=index_dir))) as address:
        yield address


def asked(address: str, question: str, **values: str) -> str:
    return f"{address}/ask?{urlencode({'q': question, **values})}"


def test_question_is_asked_read_copied_and_opened_by_keys_alone(page: Page, address: str) -> None:
    page.goto(f"{address}/history")
    page.goto(address)
    page.keyboard.press("Escape")
    page.locator("main").focus()
    page.keyboard.press("/")
    expect(page.get_by_label("Question")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?*")
    passages = page.locator(".passage")
    page.keyboard.press("j")
    expect(passages.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(passages.nth(1)).to_be_focused()
    assert passages.nth(1).evaluate("passage => getComputedStyle(passage).outlineStyle") == "solid"
    page.keyboard.press("k")
    expect(passages.nth(0)).to_be_focused()
    page.keyboard.press("c")
    expect(page.locator("#status")).to_have_text(
        "Copied in the style Cite Them Right 12th edition (author-date/Harvard)."
    )
    assert "large-scale-general-practice-digest.pdf" not in page.url
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/**")
    page.go_back()
    page.wait_for_url("**/ask?*")


def test_key_adds_the_passage_to_the_tray_and_removes_it(page: Page, address: str) -> None:
    page.goto(asked(address, QUESTION))
    buttons = page.locator(".passage [data-action='tray']")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("t")
    expect(buttons.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(buttons.nth(0)).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("t")
    expect(buttons.nth(1)).to_have_attribute("aria-pressed", "false")


def test_help_lists_the_shortcuts_and_turns_them_off(page: Page, address: str) -> None:
    page.goto(asked(address, QUESTION))
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_label("Use single-key shortcuts").uncheck()
    dialog.get_by_role("button", name="Close").click()
    page.reload()
    page.locator("main").focus()
    page.keyboard.press("j")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("?")
    expect(dialog).to_be_visible()


def test_keys_do_nothing_while_something_is_typed(page: Page, address: str) -> None:
    page.goto(asked(address, QUESTION))
    page.get_by_label("Question").fill("")
    page.keyboard.type("jk?c/t")
    expect(page.get_by_label("Question")).to_have_value("jk?c/t")
    expect(page.get_by_role("dialog")).not_to_be_visible()


def test_suggestions_are_chosen_by_keys_and_left_by_escape(page: Page, address: str) -> None:
    page.goto(address)
    question = page.get_by_role("combobox", name="Question")
    question.press_sequentially("how many pati")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(question).to_have_attribute("aria-expanded", "true")
    question.press("ArrowDown")
    expect(question).to_have_value("how many patients")
    chosen = question.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{chosen}")).to_have_attribute("aria-selected", "true")
    assert axe(page) == []
    question.press("Escape")
    expect(question).to_have_value("how many pati")
    expect(page.get_by_role("listbox")).not_to_be_visible()


def test_questions_are_kept_by_the_browser_suggested_again_and_deleted(page: Page, address: str) -> None:
    sent: list[str] = []
    for question in (QUESTION, UNANSWERED):
        page.goto(asked(address, question))
        expect(page.locator("html.js")).to_be_attached()
    page.goto(f"{address}/history")
    links = page.locator("#history a")
    expect(links).to_have_text([UNANSWERED, QUESTION])
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    page.get_by_role("button", name=f"Delete “{UNANSWERED}”").click()
    expect(links).to_have_text([QUESTION])
    expect(page.get_by_role("button", name=f"Delete “{QUESTION}”")).to_be_focused()
    assert sent == []
    page.goto(address)
    page.get_by_label("Question").press_sequentially("modality have")
    page.get_by_role("option", name=QUESTION).click()
    page.wait_for_url("**/ask?*")
    page.goto(f"{address}/history")
    page.get_by_role("button", name="Delete all").click()
    expect(page.get_by_text("No questions yet.")).to_be_visible()
    page.reload()
    expect(links).to_have_count(0)


def test_starred_question_is_first_in_the_history_and_stays(page: Page, address: str) -> None:
    page.goto(asked(address, QUESTION, type="pdf"))
    star = page.get_by_role("button", name="Star", exact=True)
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    page.goto(asked(address, UNANSWERED))
    expect(star).to_have_attribute("aria-pressed", "false")
    page.goto(asked(address, QUESTION, type="pdf"))
    expect(star).to_have_attribute("aria-pressed", "true")
    page.goto(asked(address, UNANSWERED))
    page.goto(f"{address}/history")
    links = page.locator("#history a")
    expect(links).to_have_text([QUESTION, UNANSWERED])
    page.get_by_role("button", name=f"Star “{UNANSWERED}”").click()
    expect(links).to_have_text([UNANSWERED, QUESTION])
    expect(page.get_by_role("button", name=f"Star “{UNANSWERED}”")).to_be_focused()
    page.get_by_role("button", name=f"Star “{UNANSWERED}”").click()
    page.get_by_role("button", name="Delete all without a star").click()
    expect(links).to_have_text([QUESTION])
    assert axe(page) == []
    links.click()
    page.wait_for_url("**/ask?*type=pdf*")


def test_thread_is_continued_and_listed_as_one(page: Page, address: str) -> None:
    first, second, third = "Who leads Modality Partnership?", "And when was it founded?", "Who owns it?"
    page.goto(asked(address, first, type="pdf"))
    for question in (second, third):
        follow_up = page.get_by_label("Ask a follow-up")
        follow_up.fill(question)
        follow_up.press("Enter")
        page.wait_for_url("**after=**")
        expect(page.locator("[data-state]")).to_have_attribute("data-question", question)
    assert "type=pdf" in page.url
    thread = page.get_by_role("navigation", name="Thread")
    expect(thread.get_by_role("link")).to_have_text([first, second])
    assert axe(page) == []
    thread.get_by_role("link", name=second).click()
    expect(page.locator("[data-state]")).to_have_attribute("data-question", second)
    page.get_by_text("Edit the question searched").click()
    edited = page.get_by_label("Question searched")
    expect(edited).to_have_value("When was Modality Partnership founded?")
    edited.fill("When did Modality Partnership begin?")
    edited.press("Enter")
    expect(page.locator("[data-state]")).to_have_attribute("data-question", "When did Modality Partnership begin?")
    expect(thread.get_by_role("link")).to_have_text([first])
    # The page keeps the question once its scripts have run.
    page.wait_for_load_state()
    page.goto(f"{address}/history")
    links = page.locator("#history > li").last.get_by_role("link")
    expect(links).to_have_text([first, second, third])
    expect(page.locator("#history > li")).to_have_count(2)
    assert axe(page) == []
    links.last.click()
    expect(page.locator("[data-state]")).to_have_attribute("data-question", third)
    page.goto(asked(address, first))
    page.get_by_role("combobox", name="Question").fill("")
    page.get_by_role("combobox", name="Question").press_sequentially("when was it")
    page.wait_for_timeout(400)
    expect(page.get_by_role("option", name=second)).to_have_count(0)


def test_link_of_an_answer_is_copied_and_leads_to_it(page: Page, address: str) -> None:
    page.goto(asked(address, QUESTION, type="pdf", group="document"))
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_saved_answer_opens_without_a_server(browser: Browser, page: Page, address: str, tmp_path: Path) -> None:
    page.goto(asked(address, QUESTION))
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as file").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    with closing(browser.new_context(offline=True)) as context:
        assert_saved(context.new_page(), path)


def assert_saved(page: Page, path: Path) -> None:
    asked_for: list[str] = []
    page.on("request", lambda request: asked_for.append(request.url))
    page.goto(path.as_uri())
    expect(page.locator(".quotes blockquote").first).to_contain_text("87,556")
    assert asked_for == [path.as_uri()]
    assert page.locator("mark").first.evaluate("mark => getComputedStyle(mark).backgroundColor") == "rgb(251, 231, 161)"
    assert axe(page) == []


def test_printed_answer_has_its_citations_and_no_forms(page: Page, address: str) -> None:
    page.goto(asked(address, QUESTION))
    page.emulate_media(media="print")
    expect(page.locator(".passage .reference").first).to_be_visible()
    for hidden in ("form.ask", ".share", ".feedback", ".actions", ".site-header", ".arranging"):
        expect(page.locator(hidden).first).not_to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(browser: Browser, address: str, scheme: str) -> None:
    with closing(browser.new_context(viewport=SCREEN, color_scheme=scheme)) as context:  # type: ignore[arg-type]
        page = context.new_page()
        rules = COLOUR_RULES if scheme == "dark" else ()
        found: dict[str, list[str]] = {}
        for path in pages():
            page.goto(address + path)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": SCREEN["height"]})
                found[f"{path} {width}"] = axe(page, rules)
        assert {path: violations for path, violations in found.items() if violations} == {}
        page.goto(asked(address, QUESTION))
        page.locator("summary", has_text="Filter").click()
        page.locator(".menu summary").first.click()
        assert axe(page, rules) == []
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Keyboard shortcuts").click()
        assert axe(page, rules) == []
        page.goto(asked(address, QUESTION).replace("/ask", "/explain"))
        page.locator("summary", has_text="Details").click()
        page.locator(".standing summary").first.click()
        assert axe(page, rules) == []
        page.goto(f"{address}/history")
        expect(page.locator("#history li").first).to_be_visible()
        assert axe(page, rules) == []


def test_forced_colours_and_reduced_motion_are_respected(browser: Browser, address: str) -> None:
    options = {"forced_colors": "active", "reduced_motion": "reduce", "viewport": SCREEN}
    with closing(browser.new_context(**options)) as context:  # type: ignore[arg-type]
        page = context.new_page()
        for path in pages():
            page.goto(address + path)
            assert page.evaluate("matchMedia('(forced-colors: active)').matches")
            assert axe(page, COLOUR_RULES) == [], path
            assert page.evaluate(MOVING) == [], path
        page.goto(asked(address, QUESTION))
        # What the ground tells otherwise is told by a colour of the system, and the focus by a line.
        grounds = "mark => [mark, mark.parentElement].map(it => getComputedStyle(it).backgroundColor)"
        marked, around = page.locator(".passage mark:not(.key)").first.evaluate(grounds)
        assert marked != around
        page.keyboard.press("j")
        assert page.locator(".passage").first.evaluate("it => getComputedStyle(it).outlineStyle") == "solid"
        # The boxes lie on a picture, which keeps its colours too.
        page.keyboard.press("Enter")
        page.wait_for_url("**/documents/**")
        box = page.locator(".on-cited rect").first
        expect(box).to_be_visible()
        assert box.evaluate("it => getComputedStyle(it).fill") == "rgb(255, 226, 122)"


def pages() -> list[str]:
    """Return the addresses of all pages, in all states."""
    answers = [asked("", question) for question in (QUESTION, UNANSWERED, "Which recomendations are there?")]
    document = "/documents/large-scale-general-practice-digest.pdf"
    return [
        "/", "/documents/", "/history", "/judgements", "/verify", "/nowhere", "/ask", *answers,
        answers[0].replace("/ask", "/each"),
        asked("", QUESTION, group="document", sort="date", type="pdf"), answers[0].replace("/ask", "/explain"),
        "/documents/case-study-notes.txt", f"{document}?leaf=6", f"{document}?leaf=6&view=picture",
    ]  # fmt: skip


def test_no_page_scrolls_sideways_at_400_percent(browser: Browser, address: str) -> None:
    with closing(browser.new_context(viewport=NARROW)) as context:  # type: ignore[arg-type]
        page = context.new_page()
        for path in pages():
            page.goto(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path
        page.goto(asked(address, QUESTION))
        page.get_by_role("button", name="Keyboard shortcuts").click()
        box = page.get_by_role("dialog").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW["width"]


def test_feedback_is_saved_and_undone_without_script(browser: Browser, address: str) -> None:
    with watched_page(browser, java_script_enabled=False, viewport=PHONE) as page:
        page.goto(asked(address, QUESTION))
        page.get_by_role("button", name="Helpful", exact=True).click()
        expect(page.get_by_text("Feedback saved: The answer is in large-scale")).to_be_visible()
        page.get_by_role("button", name="Undo").click()
        page.get_by_role("button", name="Wrong sentence").click()
        expect(page.get_by_text("Feedback saved: Wrong sentence. If a passage below answers")).to_be_visible()
        page.get_by_role("button", name="This one answers: passage 2").click()
        expect(page.get_by_text("Feedback saved: Wrong sentence. The answer is in")).to_be_visible()
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("button", name="Not in these documents")).to_be_visible()


def test_place_of_an_answer_is_given_after_a_refusal(page: Page, address: str) -> None:
    page.goto(asked(address, UNANSWERED))
    page.get_by_role("button", name="It is in there: passage 1").click()
    expect(page.get_by_text("Feedback saved: The answer is in")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    page.locator("summary", has_text="It is in another place").click()
    assert axe(page) == []
    page.get_by_label("Link or place").fill("press-release.html#10-90")
    page.get_by_role("button", name="Save place").click()
    expect(page.get_by_text("Feedback saved: The answer is in press-release.html")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="It is in there: passage 1")).to_be_visible()


def test_order_and_filters_are_in_the_address_without_script(browser: Browser, varied: Settings) -> None:
    with (
        served(create_app(varied)) as address,
        watched_page(browser, java_script_enabled=False, viewport=SCREEN) as page,
    ):
        page.goto(asked(address, shelves.QUESTION))
        page.get_by_role("navigation", name="Arrange passages").get_by_role("link", name="date").click()
        page.wait_for_url("**sort=date*")
        page.get_by_role("navigation", name="Arrange passages").get_by_role("link", name="document").click()
        page.wait_for_url("**group=document*")
        page.locator("summary", has_text="Filter").click()
        box = page.get_by_role("checkbox", name="Nuffield Trust")
        german = page.locator("label", has=page.get_by_role("checkbox", name="German"))
        expect(page.locator("label", has=box)).to_contain_text("2 documents")
        expect(german).to_contain_text("1 document")
        box.check()
        page.get_by_role("search").get_by_role("button", name="Ask").click()
        expect(page.locator(".group")).to_have_count(2)
        page.locator("summary", has_text="Filter").click()
        expect(page.locator("label", has=box)).to_contain_text("2 documents")
        expect(german).to_contain_text("0 documents")
        assert "sort=date" in page.url
        page.go_back()
        expect(page.locator(".group")).to_have_count(5)


def test_text_from_right_to_left_begins_at_the_right(browser: Browser, settings: Settings, tmp_path: Path) -> None:
    from dataclasses import replace

    from reportqa.cli.progress_bars import showing_progress
    from reportqa.ingest.build import index

    corpus = tmp_path / "corpus"
    corpus.mkdir()
    cells = "| المدينة | الأطباء |\n|---|---|\n| القاهرة | 5,000 |\n"
    text = "# تقرير العيادة\n\nكان لدى العيادة 4100 مريض في أبريل 2016 في المدينة."
    (corpus / "clinic.md").write_text(f"{text}\n\n{cells}")
    wide = "Region;Population;Beds;Doctors;Nurses;Midwives;Budget;Notes"
    (corpus / "wide.csv").write_text(
        f"{wide}\n{';'.join(['Northfield', *'123456', 'A note of ten words or so ' * 2])}\n"
    )
    own = replace(settings, corpus_dir=corpus, index_dir=tmp_path / "index")
    with showing_progress() as progress:
        index(own, progress)
    with served(create_app(own)) as address, watched_page(browser) as page:
        page.goto(asked(address, "كم كان عدد مريض العيادة 2016"))
        quote = page.locator(".passage blockquote p").first
        for echo in (quote, page.get_by_label("Question", exact=True), page.locator(".asked")):
            assert echo.evaluate("echo => getComputedStyle(echo).direction") == "rtl"
        assert axe(page) == []
        page.goto(f"{address}/documents/clinic.md")
        places = page.locator("th, td").evaluate_all("cells => cells.map((cell) => cell.getBoundingClientRect().right)")
        assert len(places) == 4
        assert places[0] == places[2] > places[1] == places[3]
        assert axe(page) == []
        # A table is as wide as it needs to be where there is room.
        page.goto(f"{address}/documents/wide.csv")
        table = page.get_by_role("region", name="Table")
        assert table.evaluate("table => table.scrollWidth === table.clientWidth && table.clientWidth > 704")


def test_first_page_has_the_questions_asked_last_starred_ones_first(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#recent")).to_be_hidden()
    for question in (QUESTION, UNANSWERED):
        page.goto(asked(address, question))
    page.goto(address)
    links = page.locator("#recent li a")
    expect(links).to_have_text([UNANSWERED, QUESTION])
    assert axe(page) == []
    links.last.click()
    page.get_by_role("button", name="Star", exact=True).click()
    page.goto(address)
    expect(links).to_have_text([f"★ Starred: {QUESTION}", UNANSWERED])


def test_first_page_with_documents_alone_begins_with_them(page: Page, address: str) -> None:
    page.goto(f"{address}/?type=pdf")
    expect(page.locator("#recent")).to_be_hidden()
    left = "one => one.getBoundingClientRect().left"
    assert page.get_by_role("heading", name="Documents").evaluate(left) == page.locator("h1").evaluate(left)
