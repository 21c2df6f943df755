import pytest

from reportqa.parsing.pdf import glyphs, handles
from reportqa.parsing.pdf.handles import handle_of
from reportqa.parsing.pdf.pdf_file import open_pdf
from support.drawn_pdf import draw_text, drawn_pdf


def test_bold_characters_are_recognised_by_their_font() -> None:
    with open_pdf(drawn_pdf(draw_text("The council", font="B"), draw_text("met", 150.0))) as document:
        text_page = document[0].get_textpage()
        page = handle_of(text_page)
        assert glyphs.is_bold(page, 0)
        assert not glyphs.is_bold(page, len("The council met") - 1)


@pytest.mark.parametrize(
    ("name", "is_bold"),
    [
        (b"SFBX1000", True), (b"ABCDEF+CMBX10", True), (b"CMSSBX10", True), (b"NimbusRomNo9L-MediItal", True),
        (b"AvantGarde-Demi", True), (b"SFRM1000", False), (b"Helvetica-Medium", False), (b"Academica", False),
        (b"CMR10", False),
    ],
)  # fmt: skip
def test_bold_fonts_by_their_names(name: bytes, is_bold: bool) -> None:
    data = drawn_pdf(draw_text("The council", font="B"))
    with open_pdf(data.replace(b"/Helvetica-Bold", b"/" + name)) as document:
        text_page = document[0].get_textpage()
        assert glyphs.is_bold(handle_of(text_page), 0) == is_bold


def test_boxes_of_several_characters_are_those_of_each() -> None:
    with open_pdf(drawn_pdf(draw_text("The council met"))) as document:
        text_page = document[0].get_textpage()
        page = handle_of(text_page)
        boxes = [glyphs.loose_box(page, index) for index in (0, 4, 6)]
        assert glyphs.loose_boxes(page, [0, 4, 6]).T.tolist() == list(map(list, boxes))
        assert glyphs.loose_boxes(page, []).shape == glyphs.drawn_boxes(page, []).shape == (4, 0)
        many = [0, 4, 6] * handles.ROOM
        assert glyphs.loose_boxes(page, many).T.tolist() == list(map(list, boxes)) * handles.ROOM
        drawn = [list(glyphs.drawn_box(page, index)) for index in (0, 4, 6)]
        assert glyphs.drawn_boxes(page, many).T.tolist() == drawn * handles.ROOM
        left, bottom, right, top = glyphs.drawn_box(page, 0)
        assert boxes[0][0] <= left < right <= boxes[0][2] + 1.0
        assert boxes[0][1] < bottom < top < boxes[0][3]
        assert glyphs.origin(page, 0) == (50.0, 700.0)


def test_size_of_a_character_as_it_is_drawn() -> None:
    with open_pdf(drawn_pdf(draw_text("met", size=1.0, matrix="0 12 -12 0", x=300))) as document:
        text_page = document[0].get_textpage()
        assert glyphs.drawn_size(handle_of(text_page), 0) == 12.0
