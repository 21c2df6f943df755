import base64
import io
from collections.abc import Callable
from typing import Any

import pptx
import pytest
from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.util import Inches

from reportqa.parsing.unseen_text import UNSEEN
from support.formats import read, saved

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
WHITE, NAVY = (RGBColor(*levels) for levels in ((255, 255, 255), (0, 0x33, 0x66)))  # type: ignore[no-untyped-call]
MAIN = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'

pytestmark = pytest.mark.slow


def deck(change: Callable[[Any, Any], None]) -> Any:
    """Return the document of a slide with a white run in a text box, after a change to the slide and the box."""
    file = pptx.Presentation()
    slide = file.slides.add_slide(file.slide_layouts[6])
    shape = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(2), Inches(1))
    shape.text_frame.paragraphs[0].add_run().text = "There are 29 beds."
    run = shape.text_frame.paragraphs[0].add_run()
    run.text = "Draft."
    run.font.color.rgb = WHITE
    change(slide, shape)
    return read("a.pptx", saved(file))


def run_of(shape: Any) -> Any:
    return shape.text_frame.paragraphs[0].runs[1]


def fill(part: Any, colour: RGBColor) -> None:
    part.fill.solid()
    part.fill.fore_color.rgb = colour


def nothing(_slide: Any, _shape: Any) -> None:
    """Leave the slide as it is."""


def by_theme(_slide: Any, shape: Any) -> None:
    run_of(shape).font.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1


def by_list_style(_slide: Any, shape: Any) -> None:
    look = run_of(shape)._r.rPr
    look.remove(look[0])
    fill_xml = (
        f'<a:lvl1pPr {MAIN}><a:defRPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:defRPr></a:lvl1pPr>'
    )
    shape.text_frame._txBody.find("{*}lstStyle").append(etree.fromstring(fill_xml))
    shape.text_frame.paragraphs[0].runs[0].font.color.rgb = NAVY


def white_shape(_slide: Any, shape: Any) -> None:
    fill(shape, WHITE)


def navy_on_navy(_slide: Any, shape: Any) -> None:
    fill(shape, NAVY)
    run_of(shape).font.color.rgb = NAVY


def picture_beside(slide: Any, shape: Any) -> None:
    picture = slide.shapes.add_picture(io.BytesIO(base64.b64decode(PIXEL)), Inches(5), Inches(5))
    shape._element.addprevious(picture._element)


def white_slide(slide: Any, _shape: Any) -> None:
    fill(slide.background, WHITE)


@pytest.mark.parametrize(
    "change", [nothing, by_theme, by_list_style, white_shape, navy_on_navy, picture_beside, white_slide]
)
def test_text_in_the_colour_of_its_background_is_named(change: Callable[[Any, Any], None]) -> None:
    builder = deck(change)
    assert "There are 29 beds." in builder.text
    assert "Draft." not in builder.text
    assert (UNSEEN, "Draft.", 1) in [(part.kind, part.text, part.page) for part in builder.left_out]


def dark_shape(_slide: Any, shape: Any) -> None:
    fill(shape, NAVY)


def dark_slide(slide: Any, _shape: Any) -> None:
    fill(slide.background, NAVY)


def dark_master(slide: Any, _shape: Any) -> None:
    fill(slide.slide_layout.slide_master.background, NAVY)


def gradient(_slide: Any, shape: Any) -> None:
    shape.fill.gradient()


def picture_behind(slide: Any, shape: Any) -> None:
    picture = slide.shapes.add_picture(io.BytesIO(base64.b64decode(PIXEL)), 0, 0, Inches(9), Inches(7))
    shape._element.addprevious(picture._element)


def shape_behind(slide: Any, shape: Any) -> None:
    shape._element.addprevious(slide.shapes.add_shape(1, 0, 0, Inches(9), Inches(7))._element)


def shape_of_the_layout(slide: Any, _shape: Any) -> None:
    other = slide.shapes.add_shape(1, 0, 0, Inches(9), Inches(7))
    slide.slide_layout.shapes._spTree.append(other._element)


def highlight(_slide: Any, shape: Any) -> None:
    look = run_of(shape)._r.rPr
    look.append(etree.fromstring(f'<a:highlight {MAIN}><a:srgbClr val="003366"/></a:highlight>'))


def outline(_slide: Any, shape: Any) -> None:
    run_of(shape)._r.rPr.insert(0, etree.fromstring(f"<a:ln {MAIN}/>"))


@pytest.mark.parametrize(
    "change",
    [
        dark_shape, dark_slide, dark_master, gradient, picture_behind, shape_behind, shape_of_the_layout, highlight,
        outline,
    ],
)  # fmt: skip
def test_text_on_another_or_an_unknown_background_is_read(change: Callable[[Any, Any], None]) -> None:
    assert "Draft." in deck(change).text


@pytest.mark.parametrize(("colour", "is_read"), [(NAVY, True), (WHITE, False), (None, True)])
def test_cells_of_tables_have_backgrounds_of_their_own(colour: RGBColor | None, is_read: bool) -> None:
    file = pptx.Presentation()
    slide = file.slides.add_slide(file.slide_layouts[6])
    table = slide.shapes.add_table(2, 1, 0, 0, Inches(4), Inches(1)).table
    table.cell(0, 0).text, table.cell(1, 0).text = "Beds", "29"
    table.cell(1, 0).text_frame.paragraphs[0].runs[0].font.color.rgb = WHITE
    if colour is not None:
        fill(table.cell(1, 0), colour)
    slide.shapes.add_textbox(0, Inches(5), Inches(2), Inches(1)).text_frame.text = "Seen"
    assert ("29" in read("a.pptx", saved(file)).text) == is_read
