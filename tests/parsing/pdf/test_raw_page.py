from reportqa.parsing.members import Allowance
from reportqa.parsing.pdf.pdf_file import PdfInfo, open_pdf
from reportqa.parsing.pdf.raw_page import RawPage, read_pages
from support.drawn_pdf import draw_text, drawn_pdf


def read(*operators: str) -> RawPage:
    with open_pdf(drawn_pdf(*operators)) as document:
        return read_pages(document, PdfInfo(), None, Allowance(0), ocr=False)[0]


def test_lines_and_height_of_a_page() -> None:
    page = read(draw_text("First"), draw_text("Second", y=650))
    assert [line.text for line in page.lines] == ["First", "Second"]
    assert page.height == 800
    assert not page.has_picture


def test_hidden_words_are_neither_lines_nor_printed() -> None:
    page = read(draw_text("First"), "3 Tr", draw_text("Second", y=650))
    assert [line.text for line in page.lines] == ["First"]
    assert page.printed is not None
    assert "Second" not in page.printed.text
    assert page.left_out == [("invisible text", "Second")]


def test_page_that_is_only_drawn_is_a_picture() -> None:
    assert read("50 50 200 300 re f").has_picture
    assert not read().has_picture
