"""Collections and the panel of filters: chosen once and kept, made by hand, found in long lists."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from reportqa.cli.progress_bars import showing_progress
from reportqa.index import CollectionStore, Filters
from reportqa.ingest.build import index
from reportqa.server.app import create_app
from reportqa.settings import Settings
from support.browsing import COLOUR_RULES, PHONE, SCREEN, axe, watched_page
from support.corpora import ONE_PROCESS
from support.serving import served

AUTHORS = [f"Writer {n:03}" for n in range(130)]
QUESTION = "How many passengers did the ferry have?"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def own(exports: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an index of three documents that have more authors than a page lists."""
    folder = tmp_path_factory.mktemp("ferries")
    library = []
    for n, name in enumerate(("east", "west", "north")):
        (folder / f"{name}.txt").write_text(f"In 2016 the ferry in the {name} had {n + 2},500 passengers a day.\n")
        authors = [{"literal": author} for author in AUTHORS[n * 45 : n * 45 + 45]]
        library.append(
            {
                "id": name,
                "type": "report",
                "title": f"Ferries of the {name}",
                "author": authors,
                "custom": {"file": f"{name}.txt"},
            }
        )
    (folder / "library.json").write_text(json.dumps(library))
    made = Settings.from_env(ONE_PROCESS, root=settings.root, corpus_dir=folder, index_dir=folder / ".index")
    with showing_progress() as progress:
        index(made, progress)
    return made


@pytest.fixture(scope="module")
def address(own: Settings) -> Iterator[str]:
    with served(create_app(own)) as address:
        yield address


@pytest.fixture(autouse=True)
def store(own: Settings) -> CollectionStore:
    store = CollectionStore(own.index_dir)
    store.path.unlink(missing_ok=True)
    store.add("Coast", ["east.txt", "west.txt"])
    store.save("Écrits", Filters(authors=("Writer 001",)))
    return store


@pytest.fixture
def scripted(browser: Browser) -> Iterator[Page]:
    with watched_page(browser) as page:
        yield page


def collections_of(page: Page) -> list[str]:
    return parse_qs(urlsplit(page.url).query).get("collection", [])


def test_collection_chosen_once_is_in_the_address_until_it_is_removed(scripted: Page, address: str) -> None:
    page = scripted
    page.goto(address)
    page.locator("summary", has_text="Filters").click()
    page.get_by_label("Coast").check()
    page.get_by_role("combobox", name="Question").fill(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?*")
    assert collections_of(page) == ["Coast"]
    chip = page.get_by_role("link", name="Remove filter Collection: Coast")
    expect(chip).to_be_visible()
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Ask").click()
    page.wait_for_url("**/?collection=Coast")
    expect(chip).to_be_visible()
    # What an address does not name is not searched.
    page.goto(f"{address}/ask?q=ferry")
    expect(chip).to_have_count(0)
    page.goto(address)
    page.wait_for_url("**/?collection=Coast")
    chip.click()
    page.wait_for_url(f"{address}/")
    page.reload()
    expect(page.get_by_role("combobox", name="Question")).to_be_visible()
    assert page.url == f"{address}/"


@pytest.mark.parametrize("emptied", [False, True])
def test_chosen_collection_that_was_deleted_is_left_out(
    scripted: Page, address: str, store: CollectionStore, emptied: bool
) -> None:
    page = scripted
    page.goto(f"{address}/collections")
    page.get_by_role("link", name="Ask Coast").click()
    page.wait_for_url("**/?collection=Coast")
    store.delete("Coast")
    if emptied:
        store.add("Coast", ["gone.txt"])
    page.goto(address)
    expect(page.get_by_role("combobox", name="Question")).to_be_visible()
    assert page.url == f"{address}/"


def test_collection_is_made_by_hand_and_asked_with_and_without_script(
    page: Page, address: str, store: CollectionStore
) -> None:
    page.goto(f"{address}/documents/")
    page.get_by_role("checkbox", name="Ferries of the north").check()
    page.get_by_label("Collection for the ticked documents").fill("Far away")
    page.get_by_role("button", name="Add to collection").click()
    expect(page.get_by_text("1 of 3 documents are in the collection “Far away”.")).to_be_visible()
    page.get_by_role("link", name="Ask them").click()
    page.wait_for_url("**/?collection=Far+away")
    page.get_by_label("Question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url("**/ask?*")
    expect(page.locator(".passage-title").first).to_contain_text("Ferries of the north")
    assert store.find("far away").filters == Filters(doc_ids=("north.txt",))


def test_all_documents_of_a_page_are_ticked_at_once(scripted: Page, address: str, store: CollectionStore) -> None:
    page = scripted
    page.goto(f"{address}/documents/")
    every = page.get_by_label("Tick all on this page")
    every.check()
    page.get_by_role("checkbox", name="Ferries of the west").uncheck()
    expect(every).not_to_be_checked()
    page.get_by_label("Collection for the ticked documents").fill("Both")
    page.get_by_role("button", name="Add to collection").click()
    expect(page.get_by_text("2 of 3 documents are in the collection “Both”.")).to_be_visible()
    assert set(store.find("both").filters.doc_ids) == {"east.txt", "north.txt"}


def test_filters_below_an_answer_are_saved_with_and_without_script(
    page: Page, address: str, store: CollectionStore
) -> None:
    page.goto(f"{address}/ask?q=passengers&author=Writer+050")
    page.locator("summary", has_text="Save as a collection").click()
    page.get_by_label("Name", exact=True).fill("By 50")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Remove filter Collection: By 50")).to_be_visible()
    assert collections_of(page) == ["By 50"]
    assert store.find("By 50").filters == Filters(authors=("Writer 050",))


def test_search_in_the_panel_reaches_every_value(scripted: Page, address: str) -> None:
    page = scripted
    page.goto(f"{address}/?author=Writer+003")
    page.locator("summary", has_text="Filters").click()
    authors = page.locator(".field-author li")
    expect(authors).to_have_count(50)
    more = page.get_by_role("button", name="Show more")
    more.click()
    expect(authors).to_have_count(100)
    more.click()
    expect(authors).to_have_count(len(AUTHORS))
    expect(more).not_to_be_visible()
    find = page.get_by_label("Find in filters")
    find.fill("WRITER 12")
    expect(authors).to_have_count(13)
    find.fill("ecrits")
    expect(page.get_by_label("Écrits")).to_be_visible()
    expect(page.get_by_label("Coast")).not_to_be_visible()
    expect(authors).to_have_count(1)
    find.fill("writer 129")
    page.get_by_label("Writer 129").check()
    find.press("Enter")
    find.fill("")
    expect(authors).to_have_count(51)
    page.get_by_role("combobox", name="Question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url("**/ask?*")
    assert parse_qs(urlsplit(page.url).query) == {"q": [QUESTION], "author": ["Writer 003", "Writer 129"]}


def test_part_of_a_name_is_typed_without_script(browser: Browser, address: str) -> None:
    with watched_page(browser, java_script_enabled=False) as page:
        page.goto(f"{address}/ask?q=ferry&author=Writer+003")
        page.locator("summary", has_text="Filters").click()
        expect(page.locator(".filter-find")).not_to_be_visible()
        page.get_by_label("Authors: part of the name").fill("129")
        page.get_by_role("button", name="Ask", exact=True).first.click()
        page.wait_for_url("**author=129*")
        assert parse_qs(urlsplit(page.url).query)["author"] == ["129", "Writer 003"]


@pytest.mark.parametrize(("scheme", "viewport"), [("light", SCREEN), ("dark", PHONE)])
def test_pages_are_accessible_and_their_targets_large(
    browser: Browser, address: str, store: CollectionStore, scheme: str, viewport: dict[str, int]
) -> None:
    store.add("Coast", ["gone.txt"])
    rules = COLOUR_RULES if scheme == "dark" else ()
    with closing(browser.new_context(viewport=viewport, color_scheme=scheme)) as context:  # type: ignore[arg-type]
        page = context.new_page()
        for path in ("/", "/ask?q=ferry&author=Writer+003", "/documents/?collection=coast", "/collections"):
            page.goto(address + path)
            for summary in page.locator("main summary").all():
                summary.click()
            for box in page.locator("main [type=checkbox]:visible").all():
                size = box.bounding_box()
                assert size
                assert min(size["width"], size["height"]) >= 24, path
            assert axe(page, rules) == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
