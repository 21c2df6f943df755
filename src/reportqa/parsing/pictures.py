"""Pictures of text (PNG, JPEG, TIFF and others), read by OCR as pages of a scan."""

from io import BytesIO
from itertools import islice

from PIL import Image, ImageSequence

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.pdf import parser as pdf

_MAX_PAGES = 300
_DAMAGED = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning, EOFError)
_DOTS_PER_INCH = 150.0
"""Resolution of the pages, for pictures of any size."""


def parse(data: bytes, *, ocr: bool = False) -> DocumentBuilder:
    """Read a picture with `ocr`; the pages of a TIFF file are pages.

    :raises ParseError: when it is damaged, has no text, or without `ocr`.
    """
    if not ocr:
        raise ParseError("is a picture. Recognise its text with --ocr, or remove it from the corpus.")
    pages = BytesIO()
    try:
        with Image.open(BytesIO(data)) as picture:
            frames = [frame.convert("L") for frame in islice(ImageSequence.Iterator(picture), _MAX_PAGES)]
            frames[0].save(pages, "PDF", save_all=True, append_images=frames[1:], resolution=_DOTS_PER_INCH)
    except _DAMAGED as error:
        raise ParseError("is not a picture that can be read, or it is damaged. Save it again.") from error
    builder = pdf.parse(pages.getvalue(), ocr=True)
    if not builder.text.strip():
        raise ParseError("is a picture in which no text was recognised. Remove it from the corpus.")
    # The boxes belong to pages of a PDF file, which this is not; so does its date.
    builder.boxes, builder.csl_item = [], {}
    return builder
