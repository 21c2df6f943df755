from reportqa.parsing.pdf.fonts import is_bold
from reportqa.parsing.pdf.pdf_file import open_pdf
from support.drawn_pdf import draw_text, drawn_pdf


def test_bold_characters_are_recognised_by_their_font() -> None:
    with open_pdf(drawn_pdf(draw_text("The council", font="B"), draw_text("met", 150.0))) as document:
        text_page = document[0].get_textpage()
        assert is_bold(text_page, 0)
        assert not is_bold(text_page, len("The council met") - 1)
