import base64
import io
from typing import Any

import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn
from pptx.util import Inches

from reportqa.errors import ParseError
from support.formats import CELL, read, saved
from support.strategies import fast

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

pytestmark = pytest.mark.slow


def test_every_slide_is_a_page_with_its_title_text_table_chart_and_notes() -> None:
    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Findings"
    frame = first.placeholders[1].text_frame
    for run in ("Half of the prac", "tices", " had joined."):
        frame.paragraphs[0].add_run().text = run
    frame.add_paragraph().text = "A second point"
    first.notes_slide.notes_text_frame.text = "Say this slowly."
    deck.slides.add_slide(deck.slide_layouts[6])
    third = deck.slides.add_slide(deck.slide_layouts[6])
    table = third.shapes.add_table(2, 2, Inches(1), Inches(1), Inches(4), Inches(1)).table
    for at, text in enumerate(["Year", "Modality", "2014", "9"]):
        table.cell(at // 2, at % 2).text = text
    group = third.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "In a group"
    figures: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    figures.categories = ["2014", "2016"]
    figures.add_series("Practices", (9, 16))
    third.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(5), Inches(4), figures)
    builder = read("a.pptx", saved(deck))
    text = builder.text
    assert [(page.physical, page.label, text[page.start : page.end].strip()) for page in builder.pages] == [
        (1, "1", "Findings\n\nHalf of the practices had joined.\nA second point\n\nSay this slowly."),
        (2, "2", ""),
        (3, "3", "In a group\n\n2014 · Modality: 9\n\n2014 · Practices: 9\n2016 · Practices: 16"),
    ]


def test_hidden_slides_shapes_comments_and_layout_text_are_named() -> None:
    deck = pptx.Presentation()
    layout = deck.slide_layouts[6]
    layout.shapes._spTree.append(_text_shape("Confidential"))
    first = deck.slides.add_slide(layout)
    first.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "Seen"
    unseen = first.shapes.add_textbox(0, Inches(2), Inches(1), Inches(1))
    unseen.text_frame.text = "Unseen"
    unseen._element.nvSpPr.cNvPr.set("hidden", "1")
    second = deck.slides.add_slide(layout)
    second.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "999 complaints"
    second.notes_slide.notes_text_frame.text = "Not for release."
    second._element.set("show", "0")
    builder = read("a.ppsx", saved(deck))
    assert builder.text == "Seen"
    assert [(thing.kind, thing.text, thing.page) for thing in builder.left_out] == [
        ("hidden text", "Unseen", 1),
        ("text of the slide layout", "Confidential", 1),
        ("hidden slide", "999 complaints Not for release.", 2),
    ]


def test_descriptions_of_pictures_and_merged_cells_are_read() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    picture = io.BytesIO(base64.b64decode(PIXEL))
    slide.shapes.add_picture(picture, 0, 0)._element.nvPicPr.cNvPr.set("descr", "Map: 12 clinics are open at night")
    table = slide.shapes.add_table(3, 2, Inches(1), Inches(1), Inches(4), Inches(1)).table
    for at, text in enumerate(["Region", "Town", "North", "Alne", "", "Bolam"]):
        table.cell(at // 2, at % 2).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    assert read("a.pptx", saved(deck)).text == (
        "Map: 12 clinics are open at night\n\nNorth · Town: Alne\nNorth · Town: Bolam"
    )


def test_number_of_a_slide_is_that_of_its_page() -> None:
    deck = pptx.Presentation()
    deck.part._element.set("firstSlideNum", "7")
    for _ in range(2):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        paragraph = slide.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.paragraphs[0]
        paragraph.text = "Page "
        field = paragraph._p.makeelement(qn("a:fld"), {"type": "slidenum"})
        field.append(field.makeelement(qn("a:t"), {}))
        field[0].text = "<number>"
        paragraph._p.append(field)
    builder = read("a.pptx", saved(deck))
    assert builder.text == "Page 7\n\nPage 8"
    assert not builder.left_out


@pytest.mark.parametrize("is_said", [True, False])
def test_table_of_which_nothing_is_said_has_a_header(is_said: bool) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    table = slide.shapes.add_table(2, 2, 0, 0, Inches(4), Inches(1)).table
    for at, text in enumerate(["Trust", "Chair", "Avon", "Ann Lee"]):
        table.cell(at // 2, at % 2).text = text
    look = table._tbl.tblPr
    del look.attrib["firstRow"]
    if not is_said:
        look.attrib.clear()
        look.remove(look[0])
    assert read("a.pptx", saved(deck)).text == ("Trust · Chair\nAvon · Ann Lee" if is_said else "Avon · Chair: Ann Lee")


def _text_shape(text: str) -> Any:
    deck = pptx.Presentation()
    shape = deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_textbox(0, 0, 1, 1)
    shape.text_frame.text = text
    return shape._element


@fast
@given(st.lists(st.lists(CELL, max_size=4), min_size=1, max_size=4))
def test_no_word_of_a_slide_is_lost_or_moved(slides: list[list[str]]) -> None:
    deck = pptx.Presentation()
    for paragraphs in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = paragraphs[0] if paragraphs else ""
        slide.placeholders[1].text_frame.text = "\n".join(paragraphs[1:])
    try:
        builder = read("a.pptx", saved(deck))
    except ParseError:
        assert not any(slides)
        return
    pages = [builder.text[page.start : page.end].split() for page in builder.pages]
    assert pages == [" ".join(paragraphs).split() for paragraphs in slides]


def test_alternative_text_of_a_shape_with_text_is_named() -> None:
    deck = pptx.Presentation()
    box = deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_textbox(0, 0, 99, 99)
    box.text_frame.text = "Beds by ward"
    box._element.nvSpPr.cNvPr.set("descr", "Map: 12 clinics are open at night")
    builder = read("a.pptx", saved(deck))
    assert builder.text == "Beds by ward"
    assert ("alternative text", "Map: 12 clinics are open at night") in [
        (part.kind, part.text) for part in builder.left_out
    ]
