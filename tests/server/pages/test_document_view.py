from dataclasses import replace

from reportqa.answering.engine import Engine
from reportqa.document import Document, Page
from reportqa.server.pages.document_view import (
    OCR,
    Marks,
    Rectangle,
    hits_by_leaf,
    marks_of,
    page_counts,
    picture_of,
)
from reportqa.server.viewer.highlight_boxes import PrintedText
from reportqa.server.viewer.page_images import Painter
from reportqa.server.viewer.page_slices import leaves_of
from reportqa.server.viewer.text_blocks import Marked
from reportqa.settings import Settings
from reportqa.word_boxes import Box

DIGEST = "large-scale-general-practice-digest.pdf"
PAGE = 9
"""The row of the page with the quotation of the sample answer."""


def printed(engine: Engine, document: Document, page: Page) -> PrintedText:
    return PrintedText(document, {page.physical: engine.catalogue.word_boxes(DIGEST, page.physical)})


def test_rectangle_is_a_little_wider_than_its_box() -> None:
    assert Rectangle.around(Box(10, 20, 110, 30)) == Rectangle("9.4", "20", "101.2", "10")


def test_citation_is_drawn_over_the_matches(settings: Settings, engine: Engine) -> None:
    document = engine.document(DIGEST)
    page = document.pages[PAGE]
    marks = marks_of(engine, document, engine.cite(DIGEST, 24293, 24359), None, "registered patients")
    picture = picture_of(Painter(settings), document, printed(engine, document, page), page, marks, "200")
    assert picture.problem is None
    assert [one.kind for one in picture.overlaid][-1] == "cited"
    assert {one.kind for one in picture.overlaid} == {"found", "cited"}
    assert all(one.boxes for one in picture.overlaid)
    assert picture.shown_width == round(picture.width * 8 / 3)
    assert any("87,556" in line.text for line in picture.lines)


def test_page_without_word_positions_says_what_is_not_highlighted(settings: Settings, engine: Engine) -> None:
    document = engine.document(DIGEST)
    page = document.pages[PAGE]
    marks = Marks(engine.cite(DIGEST, 24293, 24359))
    picture = picture_of(Painter(settings), document, PrintedText(document, {}), page, marks, "fit")
    assert picture.overlaid == ()
    assert "the quotation" in picture.notices[0]
    assert picture.shown_width is None
    recognised = replace(page, ocr=True)
    assert picture_of(Painter(settings), document, PrintedText(document, {}), recognised, marks, "fit").notices == (
        OCR,
    )


def test_search_that_fails_is_a_problem_of_the_marks(engine: Engine) -> None:
    marks = marks_of(engine, engine.document(DIGEST), None, None, "x" * 5000)
    assert marks.found == ()
    assert marks.problem


def test_matches_are_counted_where_they_begin(engine: Engine) -> None:
    document = engine.document(DIGEST)
    leaves = leaves_of(document)
    starts = [document.pages[1].start, document.pages[1].start + 5, document.pages[3].start]
    marks = Marks(hits=tuple(Marked(start, start + 3, "hit", f"hit-{n}") for n, start in enumerate(starts)))
    assert page_counts(leaves, marks) == {2: 2, 4: 1}
    assert [(leaf.page and leaf.page.physical, len(hits)) for leaf, hits in hits_by_leaf(leaves, marks)] == [
        (2, 2),
        (4, 1),
    ]
