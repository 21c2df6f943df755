import hashlib
import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reportqa.errors import ParseError
from reportqa.server.viewer.page_renderer import MAX_PIXELS, PageSize, Picture, produce
from support import hostile
from support.typeset import typeset


def made(data: bytes, folder: Path, width: int | None = 800, physical: int = 1) -> Picture | PageSize:
    path = folder / "a.pdf"
    path.write_bytes(data)
    return produce(json.dumps([str(path), hashlib.sha256(data).hexdigest(), physical, width]))


def image(picture: Picture | PageSize) -> Image.Image:
    assert isinstance(picture, Picture)
    return Image.open(io.BytesIO(picture.data))


def page_of(box: bytes) -> bytes:
    """Return a PDF of one page of that size."""
    page = hostile.page().replace(b"[0 0 400 400]", box)
    return hostile.pdf(hostile.CATALOG, hostile.ONE_PAGE, page, hostile.FONT, hostile.TEXT)


@pytest.mark.slow
def test_page_of_text_is_a_small_png_in_its_colours(tmp_path: Path) -> None:
    picture = made(typeset('#text(fill: rgb("#c00000"))[Red words] and black ones.'), tmp_path, 1600)
    shown = image(picture)
    assert shown.format == "PNG"
    assert shown.width == 1600
    colours = np.asarray(shown.convert("RGB")).reshape(-1, 3).astype(int)
    assert (colours >= 250).all(axis=1).mean() > 0.8
    assert ((colours - (192, 0, 0)).__abs__().max(axis=1) < 20).any()
    assert (colours.max(axis=1) < 40).any()
    assert isinstance(picture, Picture)
    assert len(picture.data) < 60_000


def test_page_with_a_photograph_is_a_webp(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (300, 300, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "PDF")
    picture = made(file.getvalue(), tmp_path)
    assert isinstance(picture, Picture)
    assert picture.media_type == "image/webp"
    assert image(picture).format == "WEBP"


@pytest.mark.slow
@pytest.mark.parametrize("box", [b"[0 0 40 14000]", b"[0 0 14000 40]", b"[0 0 200 2000]"])
def test_odd_pages_stay_within_the_limit(tmp_path: Path, box: bytes) -> None:
    shown = image(made(page_of(box), tmp_path, 2400))
    assert shown.width * shown.height <= MAX_PIXELS * 1.01
    assert max(shown.size) <= 16_383
    assert min(shown.size) >= 1


@pytest.mark.parametrize(("turn", "size"), [("", (400, 300)), ("/Rotate 90", (300, 400))])
def test_size_is_that_of_the_page_as_displayed(tmp_path: Path, turn: str, size: tuple[int, int]) -> None:
    page = page_of(b"[0 0 400 300]").replace(b"/Type /Page ", f"/Type /Page {turn} ".encode())
    assert made(page, tmp_path, None) == size


def test_page_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for physical in (0, 2):
        with pytest.raises(ParseError, match="has no page"):
            made(page_of(b"[0 0 400 400]"), tmp_path, physical=physical)


def test_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match="damaged or needs a password"):
        made(b"%PDF-1.7 and nothing else", tmp_path)


def test_damaged_page_is_refused_and_the_others_are_drawn(tmp_path: Path) -> None:
    pages = b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>"
    data = hostile.pdf(hostile.CATALOG, pages, hostile.page(), hostile.FONT, hostile.TEXT, b"<< /Type /Font >>")
    assert image(made(data, tmp_path)).width == 800
    with pytest.raises(ParseError, match=r"damaged page 2|has no page 2"):
        made(data, tmp_path, physical=2)


def test_file_that_has_changed_is_refused(tmp_path: Path) -> None:
    data = page_of(b"[0 0 400 400]")
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    wanted = json.dumps([str(path), hashlib.sha256(data).hexdigest(), 1, 160])
    assert produce(wanted)
    path.write_bytes(data + b"%")
    with pytest.raises(ParseError, match="has changed since it was indexed"):
        produce(wanted)
    path.unlink()
    with pytest.raises(ParseError, match="cannot be read any more"):
        produce(wanted)
