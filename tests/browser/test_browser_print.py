import pytest
from playwright.sync_api import Browser

from reportqa.proofreading.manuscript import HEADING, QUOTE
from reportqa.proofreading.pdf_manuscript import read_pdf
from support.briefings import briefing

pytestmark = pytest.mark.slow


def test_briefing_printed_by_a_browser_has_its_quotations_notes_and_pages(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(briefing("html").decode())
    printed = read_pdf(page.pdf(tagged=True))
    page.close()
    blocks = [(block.kind, printed.text[block.start : block.end]) for block in printed.blocks]
    assert [(note.mark, note.text[-5:]) for note in printed.notes] == [("1", "p. 6."), ("2", "p. 9.")]
    assert [printed.text[note.offset - 1] for note in printed.notes] == ["”", "."]
    assert blocks[0] == (HEADING, "A briefing")
    assert [text[:21] for kind, text in blocks if kind == QUOTE] == ["Modality had two prac", "— reportqa project (2"]
