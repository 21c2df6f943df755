"""The tray in a browser: quotes collected, put in order, written, checked and moved."""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from lxml import etree
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from rich.console import Console

from reportqa.cli.progress_bars import LineProgress
from reportqa.ingest.build import index
from reportqa.server.app import create_app
from reportqa.settings import Settings
from support.browsing import PATIENCE, PHONE, SCREEN, Watch, axe, watched_page
from support.disputes import PATIENTS, RECOMMENDATIONS
from support.serving import served
from support.trays import KEY, collect

pytestmark = pytest.mark.slow

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOTE = "Both counts were taken in the same month."
SCROLLED = """(at) => new Promise((tell) => {
    const look = (left) => (scrollY > at || !left ? tell(left > 0) : requestAnimationFrame(() => look(left - 1)));
    look(3600);
})"""


@pytest.fixture(scope="module")
def own(disputed: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A corpus and an index of its own, to be changed."""
    folder = tmp_path_factory.mktemp("tray")
    shutil.copytree(disputed.corpus_dir, folder / "corpus")
    shutil.copytree(disputed.index_dir, folder / "index")
    return replace(disputed, corpus_dir=folder / "corpus", index_dir=folder / "index")


@pytest.fixture(scope="module")
def address(own: Settings) -> Iterator[str]:
    with served(create_app(own)) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has never been here; it may only talk to the server, and may not complain."""
    context = browser.new_context(viewport=SCREEN)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    watch = Watch(context)
    yield context
    context.close()
    assert watch.strangers == []
    assert watch.complaints == []


def parts_of(page: Page) -> list[str]:
    return [next(name for name in part if name != "id") for part in stored(page)["parts"]]


def stored(page: Page) -> dict[str, list[dict[str, object]]]:
    return dict(json.loads(page.evaluate("(key) => localStorage.getItem(key)", KEY)))


def paragraphs(docx: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return ["".join(text.text or "" for text in part.iter(f"{WORD}t")) for part in root.iter(f"{WORD}p")]


def drag(page: Page, card: Locator, to: Locator, share: float) -> None:
    """Take a card by its grip to that share of another's height, and let go."""
    grip, box = card.locator(".tray-grip").bounding_box(), to.bounding_box()
    assert grip is not None
    assert box is not None
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + share * box["height"], steps=8)


def test_items_are_dragged_to_their_place(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    collect(page, address, PATIENTS)
    page.goto(f"{address}/tray")
    cards = page.locator("#tray-parts > li")
    expect(cards.first.locator(".unchanged")).to_be_visible()
    # What is alone has nowhere to go.
    expect(page.locator(".tray-grip")).to_be_hidden()
    page.get_by_role("button", name="Add note").click()
    page.keyboard.type(NOTE)
    page.get_by_role("button", name="Add heading").click()
    page.keyboard.type("Size")
    drag(page, cards.nth(2), cards.first, 0.2)
    expect(cards.first).to_have_class(re.compile("drop-above"))
    assert parts_of(page) == ["quote", "note", "heading"]
    page.mouse.up()
    expect(page.locator("#status")).to_have_text("Moved to position 1 of 3.")
    assert parts_of(page) == ["heading", "quote", "note"]
    drag(page, cards.first, cards.nth(2), 0.9)
    expect(cards.nth(2)).to_have_class(re.compile("drop-below"))
    page.mouse.up()
    assert parts_of(page) == ["quote", "note", "heading"]
    # Let go where it was, or given up, nothing moves.
    drag(page, cards.nth(1), cards.nth(1), 0.9)
    page.mouse.up()
    drag(page, cards.nth(2), cards.first, 0.1)
    page.keyboard.press("Escape")
    expect(page.locator(".is-dragged, .drop-above")).to_have_count(0)
    page.mouse.up()
    assert parts_of(page) == ["quote", "note", "heading"]
    assert axe(page) == []


def middle(card: Locator, selector: str = "*") -> tuple[float, float]:
    box = card.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_items_are_dragged_by_a_finger_too(browser: Browser, address: str) -> None:
    with watched_page(browser, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        page.goto(f"{address}/tray")
        parts = [{"id": f"part-{n}", "note": f"Note {n}"} for n in range(3)]
        tray = {"version": 1, "title": "", "style": "apa", "parts": parts}
        page.evaluate("([key, tray]) => localStorage.setItem(key, JSON.stringify(tray))", [KEY, tray])
        page.reload()
        cards = page.locator("#tray-parts > li")
        expect(cards).to_have_count(3)
        cards.first.scroll_into_view_if_needed()
        touch = page.context.new_cdp_session(page)

        def finger(kind: str, *point: float) -> None:
            points = [{"x": point[0], "y": point[1]}] if point else []
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        (x, start), (_, end) = middle(cards.first, ".tray-grip"), middle(cards.nth(2), ".tray-grip")
        finger("touchStart", x, start)
        expect(cards.first).to_have_class(re.compile("is-dragged"))
        for step in range(1, 9):
            finger("touchMove", x, start + step / 8 * (end - start))
        expect(cards.nth(2)).to_have_class(re.compile("drop-below"))
        finger("touchEnd")
        expect(page.locator("#status")).to_have_text("Moved to position 3 of 3.")
        assert [part["note"] for part in stored(page)["parts"]] == ["Note 1", "Note 2", "Note 0"]
        # Anywhere else a finger scrolls, as it does on every page.
        at = page.evaluate("scrollY")
        x, y = middle(cards.nth(1), "textarea")
        finger("touchStart", x, y)
        for step in range(1, 9):
            finger("touchMove", x, y - 20 * step)
        finger("touchEnd")
        assert page.evaluate(SCROLLED, at)
        assert [part["note"] for part in stored(page)["parts"]] == ["Note 1", "Note 2", "Note 0"]


def test_unreachable_server_is_reported_in_view(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=SCREEN)  # type: ignore[arg-type]
    page = context.new_page()
    for question in (PATIENTS, RECOMMENDATIONS):
        collect(page, address, question)
    page.goto(f"{address}/tray")
    expect(page.locator("#tray-parts .unchanged")).to_have_count(2)
    for _ in range(4):
        page.get_by_role("button", name="Add note").click()
    context.route("**/api/**", lambda route: route.abort())
    page.get_by_label("Search styles").fill("oscola")
    expect(page.locator("#tray-styles")).to_contain_text("cannot be reached")
    page.get_by_role("button", name="Verify quotes").click()
    expect(page.locator("#toast")).to_contain_text("cannot be reached")
    expect(page.locator("#toast")).to_be_in_viewport()
    assert axe(page) == []
    context.unroute("**/api/**")
    page.get_by_role("button", name="Verify quotes").click()
    expect(page.locator("#status")).to_contain_text("Checked: 2 quotes.")
    expect(page.locator("#tray-problem")).to_be_hidden()
    page.get_by_label("Search styles").fill("oscola 4th")
    expect(page.get_by_role("radio", name="OSCOLA").first).to_be_visible()
    context.close()


def test_differing_figure_can_be_collected(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/ask?{urlencode({'q': PATIENTS})}")
    claim = page.locator(".differences > ul > li").last
    claim.get_by_role("button", name="Add to tray").click()
    expect(claim.get_by_role("button", name="In tray")).to_be_visible()
    assert axe(page) == []
    (part,) = stored(page)["parts"]
    assert str(part["quote"]["quote"]).strip() == claim.locator("blockquote").inner_text()  # type: ignore[index]


def test_quotes_of_two_questions_become_a_briefing_and_show_what_changed(
    context: BrowserContext, address: str, own: Settings
) -> None:
    page = context.new_page()
    patients = collect(page, address, PATIENTS)
    advice = collect(page, address, RECOMMENDATIONS)
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Tray 2").click()
    cards = page.locator("#tray-parts > li")
    expect(cards).to_have_count(2)
    expect(cards.first.locator(".unchanged")).to_be_visible()

    # Order, by the buttons and by keys; the focus stays on what was moved.
    page.get_by_role("button", name="Move down: Quote 1").click()
    expect(cards.first.locator("blockquote").first).to_contain_text(advice.split("\n")[0])
    expect(page.locator("#status")).to_have_text("Moved to position 2 of 2.")
    page.get_by_role("button", name="Add note").click()
    note = page.get_by_label("Note 1 (Markdown)")
    expect(note).to_be_focused()
    page.keyboard.type(NOTE)
    page.keyboard.press("Alt+ArrowUp")
    expect(cards.nth(1).locator("textarea")).to_be_focused()
    expect(cards.nth(1).locator("textarea")).to_have_value(NOTE)
    page.get_by_role("button", name="Add heading").click()
    page.keyboard.type("Size")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#status")).to_have_text("Moved to position 3 of 4.")
    assert parts_of(page) == ["quote", "note", "heading", "quote"]
    page.get_by_label("Briefing title").fill("Northfield")

    # A style by its name, with its notes and its preview.
    preview = page.locator("#tray-preview")
    expect(preview).to_contain_text(NOTE)
    expect(preview.locator(".footnotes")).to_have_count(0)
    page.get_by_label("Search styles").fill("oscola")
    page.get_by_role("radio", name="OSCOLA").first.check()
    expect(preview.locator(".footnotes")).to_be_visible()
    expect(preview).to_contain_text("Northfield")
    expect(cards.last.locator(".tray-note")).to_contain_text("‘")

    with page.expect_download() as download:
        page.get_by_role("button", name="Word", exact=True).click()
    assert download.value.suggested_filename == "northfield.docx"
    written = paragraphs(Path(download.value.path()).read_bytes())
    text = "\n".join(written)
    places = [text.index(words) for words in ("agree a budget", NOTE, "Size", patients.strip())]
    assert places == sorted(places)

    # The document says something else now, and the tray says what.
    changed = own.corpus_dir / ("review.md" if "80,000" in patients else "return.md")
    old, new = ("80,000", "81,500") if "80,000" in patients else ("74,300", "75,900")
    changed.write_text(changed.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    index(own, LineProgress(Console(quiet=True)))
    page.get_by_role("button", name="Verify quotes").click()
    state = cards.last.locator(".tray-state")
    expect(state.locator("del")).to_contain_text(old)
    expect(state.locator("ins")).to_contain_text(new)
    expect(cards.first.locator(".unchanged")).to_be_visible()
    expect(page.locator("#tray-preview-said")).to_contain_text("Without 1 quote")
    page.get_by_role("button", name="Word", exact=True).click()
    expect(page.locator("#tray-said")).to_contain_text("Update or remove it before exporting")
    page.get_by_role("button", name="Update the quote").click()
    expect(cards.last.locator("blockquote").first).to_contain_text(new)
    expect(cards.last.locator(".unchanged")).to_be_visible()


def test_link_and_file_open_the_same_tray_in_another_browser(
    context: BrowserContext, browser: Browser, address: str, tmp_path: Path
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    collect(page, address, RECOMMENDATIONS)
    page.goto(f"{address}/tray")
    page.get_by_role("button", name="Add note").click()
    page.keyboard.type("Für <b>später</b>")
    page.get_by_role("button", name="Copy link to tray").click()
    expect(page.locator("#status")).to_have_text("Link copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save tray").click()
    saved = tmp_path / "tray.json"
    download.value.save_as(saved)
    mine = [{name: part[name] for name in part if name != "id"} for part in stored(page)["parts"]]

    for way in ("link", "file"):
        other = browser.new_context()
        there = other.new_page()
        there.goto(link if way == "link" else f"{address}/tray")
        if way == "file":
            expect(there.locator("#tray-empty")).to_be_visible()
            there.locator("#tray-file").set_input_files(saved)
        expect(there.locator("#tray-parts > li")).to_have_count(2)
        expect(there.locator("#tray-parts textarea")).to_have_value("Für <b>später</b>")
        assert [{name: part[name] for name in part if name != "id"} for part in stored(there)["parts"]] == mine
        assert "#" not in there.url
        other.close()

    # Whoever has a tray is asked first.
    page.goto("about:blank")
    page.goto(link)
    page.get_by_role("button", name="Add to my tray").click()
    expect(page.locator("#tray-parts > li")).to_have_count(3)


def test_copied_quote_has_its_note_as_rich_and_plain_text(context: BrowserContext, address: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    words = collect(page, address, RECOMMENDATIONS).split("\n")[0]
    page.goto(f"{address}/tray")
    expect(page.locator("#tray-preview")).to_contain_text(words)
    # The note in the style comes after the preview.
    expect(page.locator(".tray-note")).to_contain_text("2017")
    note = page.locator(".tray-note").inner_text()
    page.get_by_role("button", name="Copy: Quote 1").click()
    expect(page.locator("#status")).to_have_text("Copied.")
    expect(page.locator("#toast")).to_contain_text("Copied.")
    kinds = page.evaluate(
        """async () => {
            const [item] = await navigator.clipboard.read();
            const text = async (kind) => (await item.getType(kind)).text();
            return {plain: await text("text/plain"), html: await text("text/html")};
        }"""
    )
    assert words in kinds["plain"]
    assert note in kinds["plain"]
    assert "<blockquote" in kinds["html"]
    assert words in kinds["html"]


def test_quote_names_all_its_pages_until_its_citation_is_formatted(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=SCREEN)  # type: ignore[arg-type]
    page = context.new_page()
    collect(page, address, RECOMMENDATIONS)
    context.route("**/api/cite*", lambda route: route.abort())
    page.goto(f"{address}/tray")
    expect(page.locator(".tray-note")).to_have_text("Advice to commissioners, PDF pp. 1–2")
    context.close()


def test_another_tab_sees_and_keeps_what_this_one_adds(context: BrowserContext, address: str) -> None:
    first, second = context.new_page(), context.new_page()
    second.goto(f"{address}/tray")
    expect(second.locator("#tray-empty")).to_be_visible()
    collect(first, address, RECOMMENDATIONS)
    expect(second.locator("#tray-parts > li")).to_have_count(1)
    second.get_by_role("button", name="Add note").click()
    second.keyboard.type("From the second tab")
    first.goto(f"{address}/ask?{urlencode({'q': PATIENTS})}")
    button = first.locator('.passage button[data-action="tray"]').first
    button.click()
    expect(second.locator("#tray-parts > li")).to_have_count(3)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(second.locator("#tray-parts > li")).to_have_count(2)
    expect(second.locator("#tray-parts textarea")).to_have_value("From the second tab")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_tray_is_accessible_and_fits_a_phone(context: BrowserContext, address: str, scheme: str) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{address}/tray")
    expect(page.locator("#tray-empty")).to_be_visible()
    assert axe(page) == []
    collect(page, address, RECOMMENDATIONS)
    assert axe(page) == []
    page.goto(f"{address}/tray")
    page.get_by_role("button", name="Add note").click()
    page.keyboard.type("A note")
    page.get_by_label("Search styles").fill("harvard")
    expect(page.locator("#tray-styles label").first).to_be_visible()
    expect(page.locator("#tray-preview")).to_contain_text("A note")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_removed_item_is_restored_in_place(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    collect(page, address, RECOMMENDATIONS)
    page.goto(f"{address}/tray")
    page.get_by_role("button", name="Add heading").click()
    page.keyboard.type("End")
    cards = page.locator("#tray-parts > li")
    page.get_by_role("button", name="Remove: Quote 1").click()
    expect(cards).to_have_count(1)
    expect(page.locator("#toast")).to_contain_text("Quote removed.")
    assert axe(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(cards).to_have_count(2)
    expect(page.get_by_role("button", name="Remove: Quote 1")).to_be_focused()
    assert parts_of(page) == ["quote", "heading"]
    # Several removals are undone one by one, by keys too, but not while typing.
    page.get_by_role("button", name="Remove: Heading 1").click()
    page.get_by_role("button", name="Clear tray").click()
    expect(page.locator("#tray-empty")).to_be_visible()
    page.keyboard.press("Control+Z")
    expect(cards).to_have_count(1)
    expect(page.locator("#status")).to_have_text("Restored.")
    page.get_by_label("Briefing title").press("Control+Z")
    expect(cards).to_have_count(1)
    page.get_by_role("button", name="Word", exact=True).focus()
    page.keyboard.press("Control+Z")
    expect(cards).to_have_count(2)
    assert parts_of(page) == ["quote", "heading"]


def test_removal_on_the_answer_page_and_a_replaced_tray_are_undone(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    page = context.new_page()
    collect(page, address, RECOMMENDATIONS)
    page.get_by_role("button", name="In tray").first.click()
    assert stored(page)["parts"] == []
    page.get_by_role("button", name="Undo").click()
    assert parts_of(page) == ["quote"]
    expect(page.get_by_role("button", name="In tray").first).to_be_visible()
    other = tmp_path / "other.json"
    other.write_text(
        json.dumps({"title": "Other", "section": [{"content": [{"note": "Another tray"}]}]}), encoding="utf-8"
    )
    page.goto(f"{address}/tray")
    page.locator("#tray-file").set_input_files(other)
    page.get_by_role("button", name="Replace my tray").click()
    expect(page.locator("#tray-parts textarea")).to_have_value("Another tray")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#tray-parts blockquote")).to_be_visible()
    assert parts_of(page) == ["quote"]


def test_headings_and_notes_are_added_where_one_is(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    for question in (PATIENTS, RECOMMENDATIONS):
        collect(page, address, question)
    page.goto(f"{address}/tray")
    for number, entry in ((2, "Note above"), (1, "Heading above"), (1, "Note below")):
        button = page.get_by_role("button", name=f"Add: Quote {number}")
        button.focus()
        page.keyboard.press("Enter")
        item = page.get_by_role("menuitem", name=entry)
        for _ in range(4):
            if item.evaluate("item => item === document.activeElement"):
                break
            page.keyboard.press("ArrowDown")
        assert axe(page) == []
        page.keyboard.press("Enter")
        page.keyboard.type(entry)
    parts = [part.get("note") or part.get("heading") or "quote" for part in stored(page)["parts"]]
    assert parts == ["Heading above", "quote", "Note below", "Note above", "quote"]
    # Escape, and Tab, close the menu where it was opened.
    button = page.get_by_role("button", name="Add: Quote 1")
    for key in ("Escape", "Tab"):
        button.click()
        expect(page.get_by_role("menu")).to_be_visible()
        page.keyboard.press(key)
        expect(page.get_by_role("menu")).to_have_count(0)
        expect(button).to_have_attribute("aria-expanded", "false")


def test_style_typed_and_confirmed_is_applied(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    collect(page, address, RECOMMENDATIONS)
    page.goto(f"{address}/tray")
    for typed, title in (("apa", "(apa)"), ("chicago notes", "(chicago-"), ("OSCOLA", "(oscola)")):
        page.get_by_label("Search styles").fill(typed)
        page.keyboard.press("Enter")
        expect(page.locator("#tray-style-now")).to_contain_text(title)
        expect(page.locator("#status")).to_contain_text("Style: ")
    assert page.evaluate("(key) => JSON.parse(localStorage.getItem(key)).style", KEY) == "oscola"
    page.get_by_label("Search styles").fill("no such style")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_have_text("No matching styles.")
    assert page.evaluate("(key) => JSON.parse(localStorage.getItem(key)).style", KEY) == "oscola"


def test_excess_items_are_dropped_and_counted(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    collect(page, address, RECOMMENDATIONS)
    record = stored(page)["parts"][0]["quote"]
    read = """async ({records, style}) => {
        const model = await import("/static/tray-model.js");
        const {tray, dropped} = model.readTray(records, style);
        return [model.quotesOf(tray).length, dropped];
    }"""
    records = [{**dict(record), "start": row, "end": row + 9} for row in range(510)]  # type: ignore[call-overload]
    assert page.evaluate(read, {"records": records, "style": "apa"}) == [500, 10]
    # A quote twice is there once; one that is none, or has no words, is left out.
    mixed = [records[0], records[0], {**records[1], "quote": " "}, {**records[2], "start": "2"}, 7]
    assert page.evaluate(read, {"records": mixed, "style": "apa"}) == [1, 3]
    large = [{**one, "quote": "é" * 10_000} for one in records[:100]]
    kept, dropped = page.evaluate(read, {"records": large, "style": "apa"})
    assert 0 < kept < 100
    assert kept + dropped == 100


HOSTILE = [
    "{",
    "null",
    '{"parts": 7}',
    json.dumps({"parts": [{"note": 1}, {"quote": {"version": 1}}, None, {"heading": "<img src=x onerror=alert(1)>"}]}),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_damaged_storage_is_reported_and_runs_nothing(context: BrowserContext, address: str, text: str) -> None:
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{address}/documents/")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    page.goto(f"{address}/tray")
    expect(page.locator("#tray-problem")).to_contain_text("could not be read")
    expect(page.locator("main img")).to_have_count(0)


@pytest.mark.parametrize("fragment", ["#tray=", "#tray=AAAA", "#tray=%00", f"#tray={'A' * 70_000}"])
def test_broken_tray_link_is_reported(context: BrowserContext, address: str, fragment: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/tray{fragment}")
    expect(page.locator("#tray-problem")).to_contain_text("incomplete or damaged")
    expect(page.locator("#tray-empty")).to_be_visible()


def test_without_script_each_passage_has_its_citation_and_files(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/ask?{urlencode({'q': RECOMMENDATIONS})}")
    details = page.locator(".passage .menu").first
    details.locator("summary").click()
    expect(details.locator("pre")).to_contain_text("2017")
    for name in ("BibTeX", "RIS", "CSL-JSON", "Citation record"):
        with page.expect_download() as download:
            details.get_by_role("link", name=name).click()
        assert "Advice to commissioners" in Path(download.value.path()).read_text(encoding="utf-8")
    expect(page.locator('button[data-action="tray"]').first).to_be_hidden()
    page.goto(f"{address}/tray")
    expect(page.get_by_text("The tray needs JavaScript")).to_be_visible()
    context.close()
