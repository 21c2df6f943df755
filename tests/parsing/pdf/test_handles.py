import pypdfium2.raw as pdfium_c
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.parsing.pdf import handles
from reportqa.parsing.pdf.handles import Colour, Matrix
from reportqa.parsing.pdf.pdf_file import open_pdf
from support.drawn_pdf import draw_text, drawn_pdf

NUMBERS = st.integers(-4, 4).map(float)
MATRICES = st.builds(Matrix, *[NUMBERS] * 6)


def test_what_a_piece_of_text_says_of_itself() -> None:
    marked = "/Span << /ActualText (fifteen) /MCID 1 >> BDC"
    operators = "0 0.2 1 rg", "10 20 300 400 re W n", marked, draw_text("15"), "EMC", "0 0 50 50 re B"
    with open_pdf(drawn_pdf(*operators)) as document:
        page = document[0]
        text_page = page.get_textpage()
        text, path = (handles.object_of_page(handles.handle_of(page), number) for number in (0, 1))
        assert handles.kind_of(handles.pointer(text)) == pdfium_c.FPDF_PAGEOBJ_TEXT
        assert handles.render_mode(handles.pointer(text)) == pdfium_c.FPDF_TEXTRENDERMODE_FILL
        assert handles.colour_of(text) == Colour(0, 51, 255, 255)
        assert handles.by_colour([text, path]) == {Colour(0, 51, 255, 255): [text, path]}
        assert handles.by_colour([]) == {}
        assert handles.text_of(text, text_page) == "fifteen"
        assert handles.object_of_character(handles.handle_of(text_page), 0) == text
        assert handles.clip_box(text) == pytest.approx((10, 20, 310, 420))
        mark = handles.mark_of(handles.pointer(text), 0)
        assert handles.mark_name(mark) == "Span"
        assert handles.mark_string(mark, b"ActualText") == "fifteen"
        assert handles.mark_string(mark, b"Name") is None
        assert handles.render_mode(handles.pointer(path)) < 0
        assert handles.bounds(path) == pytest.approx((0, 0, 50, 50), abs=1.1)
        assert handles.draw_mode(path) == (True, True)
        assert handles.stroke_of(path) == Colour(0, 0, 0, 255)
        text_page.close()


def test_object_without_a_clip_path() -> None:
    with open_pdf(drawn_pdf(draw_text("A"))) as document:
        page = document[0]
        text = handles.object_of_page(handles.handle_of(page), 0)
        assert not handles.is_clipped(text)
        assert handles.clip_box(text) is None


@given(MATRICES, MATRICES, NUMBERS, NUMBERS)
def test_form_in_a_form_is_placed_by_both(inner: Matrix, outer: Matrix, x: float, y: float) -> None:
    point = (x, y, x, y)
    assert inner.within(outer).box(point) == pytest.approx(outer.box(inner.box(point)))
