import shutil
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFont

from reportqa.errors import ParseError
from reportqa.parsing import parse, parser_key

NEEDS_OCR = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")


def picture(form: str, pages: int = 1) -> bytes:
    frames = []
    for number in range(pages):
        frame = Image.new("L", (1000, 400), 255)
        font = ImageFont.load_default(size=40)
        for line in range(6):
            ImageDraw.Draw(frame).text((40, 30 + 60 * line), f"The Avon trust has {number + 20} vans", 0, font)
        frames.append(frame)
    file = BytesIO()
    frames[0].save(file, form, **({"save_all": True, "append_images": frames[1:]} if pages > 1 else {}))
    return file.getvalue()


def test_picture_needs_ocr() -> None:
    with pytest.raises(ParseError, match=r"is a picture\. Recognise its text with --ocr"):
        parse("a.png", picture("PNG"))
    assert parser_key("a.png") != parser_key("a.png", ocr=True)


def test_damaged_picture_is_refused() -> None:
    with pytest.raises(ParseError, match="not a picture that can be read"):
        parse("a.png", picture("PNG")[:60], ocr=True)


@pytest.mark.slow
@NEEDS_OCR
def test_pages_of_a_picture_are_recognised() -> None:
    assert "Avon trust has 20 vans" in parse("a.jpg", picture("JPEG"), ocr=True).text
    builder = parse("a.tiff", picture("TIFF", pages=2), ocr=True)
    assert "Avon trust has 21 vans" in builder.text
    assert [page.ocr for page in builder.pages] == [True, True]
