"""The text of a page that is a picture, recognised with Tesseract.

OCRmyPDF would write a second PDF to read again; Tesseract through pytesseract has words with their places, which
the rest of the parser takes as it takes PDFium's.
"""

import shutil
from itertools import groupby
from statistics import median

from pypdfium2 import PdfPage

from reportqa.errors import InputError, ParseError
from reportqa.parsing.pdf.lines import Line, Word

DOTS_PER_INCH = 300
MIN_CONFIDENCE = 30
"""Of 100; what Tesseract is less sure of is mostly specks and rules."""
TIMEOUT = 120
"""Seconds for one page."""
_MAX_PIXELS = 50_000_000


def check_ocr() -> None:
    """Make sure that pages can be recognised.

    :raises InputError: when Tesseract or pytesseract is missing.
    """
    try:
        import pytesseract  # noqa: F401
    except ImportError as error:
        raise InputError(
            'OCR needs the package pytesseract. Run "pip install reportqa[ocr]", or leave --ocr out.'
        ) from error
    if shutil.which("tesseract") is None:
        raise InputError(
            'OCR needs the program tesseract. Install it (Debian: "apt-get install tesseract-ocr"), or leave --ocr out.'
        )


def recognise(page: PdfPage) -> list[Line]:
    """Return the lines in the picture of a page, in reading order.

    :raises ParseError: when Tesseract fails on it or takes longer than TIMEOUT.
    """
    import pytesseract

    width, height = page.get_size()
    scale = min(DOTS_PER_INCH / 72, (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
    image = page.render(scale=scale, grayscale=True).to_pil()
    try:
        found = pytesseract.image_to_data(image, timeout=TIMEOUT, output_type=pytesseract.Output.DICT)
    except (RuntimeError, pytesseract.TesseractError) as error:
        raise ParseError(f"holds a picture that Tesseract cannot read ({error}).") from error
    places = zip(
        *(found[key] for key in ("block_num", "par_num", "line_num", "text", "conf", "left", "top", "width", "height")),
        strict=True,
    )
    words = [place for place in places if place[3].strip() and float(place[4]) >= MIN_CONFIDENCE]
    lines = []
    for _, paragraph in groupby(words, key=lambda word: word[:2]):
        members = list(paragraph)
        size = median(word[8] for word in members) / scale
        for _, line in groupby(members, key=lambda word: word[2]):
            lines.append(_line(list(line), size, scale, height))
    return lines


def _line(
    words: list[tuple[int, int, int, str, float, int, int, int, int]], size: float, scale: float, height: float
) -> Line:
    """Make a line of words whose places count pixels from the top left corner."""
    placed = tuple(Word(text.strip(), left / scale, (left + width) / scale) for *_, text, _, left, _, width, _ in words)
    middle = height - median(word[6] + word[8] / 2 for word in words) / scale
    return Line(
        text=" ".join(word.text for word in placed),
        left=placed[0].left,
        bottom=middle - size / 2,
        right=placed[-1].right,
        top=middle + size / 2,
        size=size,
        words=placed,
    )
