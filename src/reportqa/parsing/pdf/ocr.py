"""Pages that are pictures of text: their detection, and their lines as Tesseract recognises them.

OCRmyPDF would write a second PDF to parse; pytesseract returns words with their boxes, as PDFium does.
"""

import re
import shutil
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from statistics import median

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfPage

from reportqa.errors import InputError, ParseError
from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.words import Word

DOTS_PER_INCH = 300
MIN_CONFIDENCE = 30
"""Minimum confidence of a word, of 100; below it Tesseract mostly sees specks and rules."""
TIMEOUT = 120
"""Maximum seconds for one page."""
_MAX_PIXELS = 50_000_000

MAX_STAMP = 200
"""Maximum characters of text over a scan: a stamp, a page number, a download notice."""
_MIN_COVER = 0.8
"""Minimum share of the page that the picture of a scan covers."""
_THUMBNAIL_SCALE = 0.2
_LIGHT = 190
"""Grey level, of 255, above which a pixel of the thumbnail is paper."""
_MIN_STAMPED = 3
_FIGURES = re.compile(r"\d+")
_PAPER = 0.6, 0.985
"""Range of the share of light pixels on a page of text: photographs have less, blank paper more."""


def is_scan(page: PdfPage, lines: Sequence[Line]) -> bool:
    """Return whether a page is the picture of a page of text, with nothing but `lines` as text over it."""
    if not is_picture(page, lines):
        return False
    shades = page.render(scale=_THUMBNAIL_SCALE, grayscale=True).to_pil().convert("L").histogram()
    light: float = sum(shades[_LIGHT:]) / max(sum(shades), 1)
    return _PAPER[0] <= light <= _PAPER[1]


def is_picture(page: PdfPage, lines: Sequence[Line]) -> bool:
    """Return whether a page is a picture with no more text over it than a stamp."""
    return sum(len(line.text) for line in lines) <= MAX_STAMP and _is_covered(page)


def stamped(pages: Sequence[Sequence[Line] | None]) -> list[int]:
    """Return the numbers (from 0) of pages that are pictures under the same stamp, but for its figures.

    Scans are found so that are nearly blank or dark.
    :param pages: the lines over each picture, None for pages that are none
    """
    stamps = [None if lines is None else _FIGURES.sub("#", " ".join(line.text for line in lines)) for lines in pages]
    times = Counter(filter(None, stamps))
    return [number for number, stamp in enumerate(stamps) if stamp and times[stamp] >= _MIN_STAMPED]


def _is_covered(page: PdfPage) -> bool:
    """Return whether one picture covers most of the page."""
    left, bottom, right, top = page.get_mediabox()
    boxes = (picture.get_bounds() for picture in page.get_objects([pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=1))
    return any((x1 - x0) * (y1 - y0) >= _MIN_COVER * (right - left) * (top - bottom) for x0, y0, x1, y1 in boxes)


def check_ocr() -> None:
    """Check that OCR is installed.

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
    """Return the lines of text in the picture of a page, in reading order.

    :raises ParseError: when Tesseract fails or takes longer than TIMEOUT.
    """
    import pytesseract

    width, height = page.get_size()
    scale = min(DOTS_PER_INCH / 72, (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
    image = page.render(scale=scale, grayscale=True).to_pil()
    try:
        found = pytesseract.image_to_data(image, timeout=TIMEOUT, output_type=pytesseract.Output.DICT)
    except (RuntimeError, pytesseract.TesseractError) as error:
        raise ParseError(f"has a picture that Tesseract cannot read ({error}).") from error
    columns = ("block_num", "par_num", "line_num", "text", "conf", "left", "top", "width", "height")
    rows = zip(*(found[key] for key in columns), strict=True)
    words = [row for row in rows if row[3].strip() and float(row[4]) >= MIN_CONFIDENCE]
    lines = []
    for _, paragraph in groupby(words, key=lambda word: word[:2]):
        members = list(paragraph)
        size = median(word[8] for word in members) / scale
        for _, line in groupby(members, key=lambda word: word[2]):
            lines.append(_line(list(line), size, scale, height))
    return lines


def _line(
    rows: list[tuple[int, int, int, str, float, int, int, int, int]], size: float, scale: float, height: float
) -> Line:
    """Return the line of words whose positions are in pixels from the top left corner."""
    words = tuple(Word(text.strip(), left / scale, (left + width) / scale) for *_, text, _, left, _, width, _ in rows)
    text = " ".join(word.text for word in words)
    middle = height - median(row[6] + row[8] / 2 for row in rows) / scale
    return Line(text, words[0].left, middle - size / 2, words[-1].right, middle + size / 2, size, words=words)
