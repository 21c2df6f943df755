"""Pictures of the pages of a PDF, drawn by PDFium in a process whose crash costs nothing else.

A page of text is a picture of few colours, which takes half the bytes as PNG; one with photographs is a WebP.
"""

import hashlib
import io
import json
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium
from PIL import Image

from reportqa.errors import ParseError
from reportqa.passwords import read_passwords

WIDTHS = (160, 800, 1200, 1600, 2400)
"""Widths of pictures in pixels: a thumbnail, and the page for screens of different size and density."""
MAX_PIXELS = 16_000_000
"""Pixels of one picture; a tall page is drawn smaller."""
_MAX_SIDE = 16_000
"""Pixels of a side of a WebP."""
_FEW_COLOURS = 16_384
"""Colours of a page of text and drawings at most: the edges of letters alone have a thousand."""
_PALETTE = 32
_QUALITY = 80
_FILES_KEPT = 2


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture."""

    data: bytes
    media_type: str


class PageSize(NamedTuple):
    """The width and height of a page as it is displayed, in points."""

    width: float
    height: float


def produce(request: str) -> Picture | PageSize:
    """Return the picture of a page, or its size.

    :param request: a JSON list of the path of the file, its sha256, the physical number of the page, and the width of
        the picture in pixels, null for the size.
    :raises ParseError: when the file is missing, has changed, or has no such page that can be drawn.
    """
    path, sha256, physical, width = json.loads(request)
    try:
        status = Path(path).stat()
        document = _open(path, sha256, status.st_mtime_ns, status.st_size)
    except OSError as error:
        raise ParseError(f"cannot be read any more ({error.strerror}). The text view shows what it says.") from error
    if not 1 <= physical <= len(document):
        raise ParseError(f"has no page {physical}.")
    try:
        page = document[physical - 1]
        try:
            return PageSize(*page.get_size()) if width is None else _draw(page, width)
        finally:
            page.close()
    except pdfium.PdfiumError as error:
        raise ParseError(
            f"has a damaged page {physical}, which cannot be drawn. The text view shows what it says."
        ) from error


@lru_cache(maxsize=_FILES_KEPT)
def _open(path: str, sha256: str, _modified: int, _size: int) -> pdfium.PdfDocument:
    """Open a file; it stays open until it changes or others are asked for."""
    data = Path(path).read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ParseError(
            'has changed since it was indexed, so its pages are not shown. Run "reportqa index"; the text view shows'
            " what was indexed."
        )
    for password in (None, *read_passwords()):
        with suppress(pdfium.PdfiumError):
            return pdfium.PdfDocument(data, password=password)
    raise ParseError("cannot be drawn: it is damaged or needs a password. The text view shows its text.")


def _draw(page: pdfium.PdfPage, width: int) -> Picture:
    page_width, page_height = page.get_size()
    if page_width <= 0 or page_height <= 0:
        raise ParseError("has a page without a size, which cannot be drawn. The text view shows what it says.")
    pixels = width * width * page_height / page_width
    scale = width / page_width * min(1.0, (MAX_PIXELS / pixels) ** 0.5)
    scale = min(scale, _MAX_SIDE / max(page_width, page_height))
    bitmap = page.render(scale=scale, fill_color=(255, 255, 255, 255), rev_byteorder=True)
    return _encode(bitmap.to_pil().convert("RGB"))


def _encode(image: Image.Image) -> Picture:
    file = io.BytesIO()
    if image.getcolors(_FEW_COLOURS) is not None:
        image.quantize(_PALETTE, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, "PNG")
        return Picture(file.getvalue(), "image/png")
    image.save(file, "WEBP", quality=_QUALITY, method=0)
    return Picture(file.getvalue(), "image/webp")
