from dataclasses import replace

from reportqa.document import Document, Page
from reportqa.server.viewer.glyphs import PageLayer
from reportqa.server.viewer.overlay import Overlay

TEXT = "There was one large organisation that grew quickly."
TURN = TEXT.index("that")
PAGES = (Page(1, "i", 0, TURN), Page(2, "1", TURN, len(TEXT)))
DOCUMENT = Document("a.pdf", "0" * 64, "application/pdf", {"title": "A"}, TEXT, PAGES)
PRINTED = {1: "Annual report There was one large organ-", 2: "Annual report isation that grew quickly. 1"}


def layer(text: str) -> PageLayer:
    """Give a page of one line, its characters ten points apart."""
    places = [float(number) for at in range(len(text)) for number in (10 * at, 0, 10 * at + 10, 12)]
    return PageLayer(10 * len(text), 100, text, places)


def overlay(document: Document = DOCUMENT) -> Overlay:
    return Overlay(document, lambda physical: layer(PRINTED[physical]))


def said(physical: int, start: int, end: int) -> list[str] | None:
    boxes = overlay().boxes(PAGES[physical - 1], start, end)
    return None if boxes is None else [PRINTED[physical][round(b.left / 10) : round(b.right / 10)] for b in boxes]


def test_word_broken_over_a_page_end_is_marked_on_both_pages() -> None:
    start = TEXT.index("large")
    assert said(1, start, TURN + 9) == ["large organ"]
    assert said(2, start, TURN + 9) == ["isation that grew"]
    assert [page.physical for page in overlay().pages_of(start, TURN - 1)] == [1, 2]
    assert said(2, start, TURN - 1) == ["isation"]


def test_range_that_ends_before_the_break_is_on_one_page_only() -> None:
    end = TEXT.index(" organisation")
    assert [page.physical for page in overlay().pages_of(0, end)] == [1]
    assert said(1, 0, end) == ["There was one large"]
    assert said(2, 0, end) == []


def test_recognised_page_has_no_boxes() -> None:
    pages = tuple(replace(page, ocr=True) for page in PAGES)
    assert overlay(replace(DOCUMENT, pages=pages)).boxes(pages[0], 0, 10) is None


def test_header_is_text_to_select_without_a_place_in_the_document() -> None:
    runs = overlay().runs(PAGES[1])
    assert [(run.text, run.start) for run in runs] == [
        ("Annual report", None),
        ("isation that grew quickly.", TEXT.index("isation")),
        ("1", None),
    ]
