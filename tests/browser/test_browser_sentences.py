"""Own sentences with quotes in them, written in the notes of the tray."""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from reportqa.briefings.draft import read_draft
from reportqa.citations.pandoc import run_pandoc
from reportqa.server.app import create_app
from reportqa.settings import Settings
from support.browsing import PHONE, SCREEN, axe, watched_page
from support.disputes import PATIENTS, RECOMMENDATIONS
from support.serving import served
from support.trays import KEY, collect

pytestmark = pytest.mark.slow

READERS = {"Word": "docx", "OpenDocument": "odt", "HTML": "html", "Markdown": "markdown-smart"}


@pytest.fixture(scope="module")
def address(disputed: Settings) -> Iterator[str]:
    with served(create_app(replace(disputed))) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The tray with two quotes in it."""
    with watched_page(browser) as page:
        for question in (PATIENTS, RECOMMENDATIONS):
            collect(page, address, question)
        page.goto(f"{address}/tray")
        expect(page.locator("#tray-parts .unchanged")).to_have_count(2)
        yield page


def parts(page: Page) -> list[dict[str, Any]]:
    return list(json.loads(page.evaluate("(key) => localStorage.getItem(key)", KEY))["parts"])


def write_sentence(page: Page) -> None:
    """Write a sentence around the first quote, by keyboard."""
    button = page.get_by_role("button", name="Put in a sentence: Quote 1")
    button.focus()
    page.keyboard.press("Enter")
    field = page.get_by_label("Note 1 (Markdown)")
    expect(field).to_be_focused()
    expect(field).to_have_value("[quote 1]")
    page.keyboard.type("As the return shows, ")
    page.keyboard.press("Control+End")
    page.keyboard.type(", in April.")
    expect(field).to_have_value("As the return shows, [quote 1], in April.")


def test_sentence_is_written_around_a_quote_and_exported(page: Page) -> None:
    words = str(parts(page)[0]["quote"]["quote"]).strip().rstrip(".")
    write_sentence(page)
    preview = page.locator("#tray-preview")
    expect(preview).to_contain_text(
        re.compile(rf"As the return shows, “{re.escape(words)}” \([^()]*20\d\d[^()]*\), in April\.")
    )
    inline = page.get_by_label("quote 1 of Note 1", exact=True).first
    expect(inline.locator(".tray-state")).to_contain_text("Verified")
    assert axe(page) == []
    for name, reader in READERS.items():
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        text = " ".join(run_pandoc(Path(download.value.path()).read_bytes(), "plain", reader=reader).decode().split())
        assert f"As the return shows, “{words}” " in text
        assert "), in April." in text or "], in April." in text
    with page.expect_download() as download:
        page.get_by_role("button", name="All formats (ZIP)").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        endings = sorted(Path(name).suffix for name in archive.namelist())
        assert endings == [".csl", ".docx", ".html", ".json", ".json", ".md", ".odt", ".pdf"]
        assert len(json.loads(archive.read("citations.json"))) == 2
    with page.expect_download() as download:
        page.get_by_role("button", name="PDF", exact=True).click()
    with pypdfium2.PdfDocument(Path(download.value.path()).read_bytes()) as pdf:
        text = " ".join(pdf[0].get_textpage().get_text_range().split())
    assert f"As the return shows, “{words}” " in text
    assert "agree a budget" in text


def test_token_is_one_character_for_caret_and_keys(page: Page) -> None:
    write_sentence(page)
    field = page.get_by_label("Note 1 (Markdown)")
    page.keyboard.press("Home")
    for _ in range(len("As the return shows, ") + 1):
        page.keyboard.press("ArrowRight")
    page.keyboard.type("!")
    expect(field).to_have_value("As the return shows, [quote 1]!, in April.")
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("“")
    expect(field).to_have_value("As the return shows, “[quote 1]!, in April.")
    # A click into the token is beside it.
    field.evaluate("field => field.setSelectionRange(25, 25)")
    page.keyboard.type("x")
    assert "[quote 1]" in field.input_value()
    # Selected in part, it is selected whole.
    field.evaluate("field => field.setSelectionRange(0, 28)")
    page.keyboard.press("Control+X")
    expect(field).to_have_value(re.compile(r"^x?!, in April\.$"))
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+V")
    assert field.input_value().endswith("in April.As the return shows, “x[quote 1]") or field.input_value().endswith(
        "“[quote 1]"
    )
    (note, _) = parts(page)
    assert note["note"] == field.input_value()
    assert list(note["quotes"]) == ["1"]


def test_deleted_token_leaves_the_quote_and_the_browser_undoes_it(page: Page) -> None:
    write_sentence(page)
    field = page.get_by_label("Note 1 (Markdown)")
    for _ in range(len(", in April.")):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Backspace")
    expect(field).to_have_value("As the return shows, , in April.")
    loose = page.locator("#tray-parts .tray-loose")
    expect(loose).to_be_visible()
    expect(page.locator("#tray-preview blockquote")).to_have_count(2)
    assert axe(page) == []
    page.keyboard.press("Control+Z")
    expect(field).to_have_value("As the return shows, [quote 1], in April.")
    expect(loose).to_be_hidden()
    # Damaged in another way, as by an input method, it is put back by its button.
    field.fill("As the return shows, [quote 1, in April.")
    expect(loose).to_be_visible()
    field.evaluate("field => field.setSelectionRange(21, 29)")
    page.get_by_role("button", name="Insert at the caret: quote 1 of Note 1").click()
    expect(field).to_have_value("As the return shows, [quote 1], in April.")
    expect(field).to_be_focused()


def test_text_composed_by_an_input_method_stays_beside_the_token(page: Page) -> None:
    write_sentence(page)
    field = page.get_by_label("Note 1 (Markdown)")
    field.evaluate("field => field.setSelectionRange(21, 21)")
    client = page.context.new_cdp_session(page)
    client.send("Input.imeSetComposition", {"text": "ばん", "selectionStart": 2, "selectionEnd": 2})
    client.send("Input.insertText", {"text": "番"})
    expect(field).to_have_value("As the return shows, 番[quote 1], in April.")
    # What is pasted is text.
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/html", "<b>bold</b>");
          data.setData("text/plain", "bold");
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
        }"""
    )
    expect(page.locator(".tray-editor b")).to_have_count(0)


def test_quotes_are_inserted_moved_out_and_removed(page: Page, tmp_path: Path) -> None:
    write_sentence(page)
    page.keyboard.press("Control+Home")
    button = page.get_by_role("button", name="Insert quote: Note 1")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem")).to_have_count(1)
    page.keyboard.press("Enter")
    field = page.get_by_label("Note 1 (Markdown)")
    expect(field).to_be_focused()
    expect(field).to_have_value("[quote 2] As the return shows, [quote 1], in April.")
    assert [list(part) for part in parts(page)] == [["id", "note", "quotes"]]
    expect(page.locator(".tray-count")).to_contain_text("2")

    # The file is a draft for `reportqa brief`, and opens as the same tray.
    with page.expect_download() as download:
        page.get_by_role("button", name="Save tray").click()
    saved = tmp_path / "tray.json"
    download.value.save_as(saved)
    assert [place.is_inline for place in read_draft(saved).places] == [True, True]
    before = parts(page)
    page.get_by_role("button", name="Clear tray").click()
    page.locator("#tray-file").set_input_files(saved)
    expect(page.locator("#tray-parts > li")).to_have_count(1)
    (note,) = parts(page)
    assert note["note"] == "[quote 1] As the return shows, [quote 2], in April."
    assert [note["quotes"]["2"], note["quotes"]["1"]] == list(before[0]["quotes"].values())

    page.get_by_role("button", name="Move out of the note: quote 1 of Note 1").click()
    assert [next(name for name in part if name != "id") for part in parts(page)] == ["note", "quote"]
    expect(field).to_have_value(" As the return shows, [quote 2], in April.")
    page.get_by_role("button", name="Remove: quote 2 of Note 1").click()
    expect(field).to_have_value(" As the return shows, , in April.")
    page.get_by_role("button", name="Undo").click()
    expect(field).to_have_value(" As the return shows, [quote 2], in April.")


def test_changed_quote_in_a_sentence_is_shown_and_left_out(page: Page) -> None:
    write_sentence(page)
    page.evaluate(
        """(key) => {
          const tray = JSON.parse(localStorage.getItem(key));
          const record = tray.parts[0].quotes[1];
          record.quote = record.quote.replace(/[0-9]/g, "1");
          record.sha256 = "0".repeat(64);
          localStorage.setItem(key, JSON.stringify(tray));
        }""",
        KEY,
    )
    page.reload()
    inline = page.get_by_label("quote 1 of Note 1", exact=True).first
    expect(inline.locator(".tray-state")).to_have_class(re.compile("changed"))
    expect(page.locator("#tray-preview")).to_contain_text("As the return shows, [quote left out], in April.")
    page.get_by_role("button", name="Word", exact=True).click()
    expect(page.locator("#tray-said")).to_contain_text("Update or remove it before exporting")
    assert axe(page) == []
    page.get_by_role("button", name="Update the quote").click()
    expect(inline.locator(".tray-state")).to_contain_text("Verified")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 375, 768, 1440])
def test_sentences_are_accessible_at_every_width(page: Page, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": (PHONE if width < 768 else SCREEN)["height"]})
    write_sentence(page)
    page.get_by_role("button", name="Insert quote: Note 1").click()
    assert axe(page) == []
    page.get_by_role("menuitem").first.click()
    page.get_by_role("button", name="Add heading").click()
    page.get_by_role("button", name="Remove: Heading 1").click()
    expect(page.locator("#tray-preview")).to_contain_text("As the return shows, “")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    field = page.get_by_label("Note 1 (Markdown)")
    chips = page.locator(".tray-editor > div")
    assert field.evaluate("field => field.scrollHeight <= field.clientHeight")
    assert field.bounding_box() == chips.bounding_box()
