import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from reportqa.errors import InputError, ParseError
from reportqa.parsing.pdf.lines import Line, page_lines
from reportqa.parsing.pdf.ocr import check_ocr, is_scan, recognise, stamped
from reportqa.parsing.pdf.pdf_file import characters, open_pdf
from reportqa.parsing.pdf.rotation import Frame
from support.drawn_pdf import PICTURE_HEIGHT, PICTURE_WIDTH, draw_text, drawn_pdf
from support.pdf_lines import set_line

PIXELS = PICTURE_WIDTH * PICTURE_HEIGHT
WHOLE_PAGE = "q 600 0 0 800 0 0 cm /I Do Q"
needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None and not os.environ.get("CI"), reason="tesseract is not installed"
)


def picture(light: float, paper: int = 255) -> bytes:
    """Return a picture of which a share is paper and the rest black."""
    count = round(PIXELS * light)
    return bytes([paper]) * count + bytes(PIXELS - count)


def is_scanned(picture: bytes, *operators: str, lines: Sequence[Line] = ()) -> bool:
    with open_pdf(drawn_pdf(*(operators or [WHOLE_PAGE]), picture=picture)) as document:
        return is_scan(document[0], lines)


@pytest.mark.parametrize(
    ("light", "expected"), [(0.0, False), (0.57, False), (0.63, True), (0.9, True), (0.97, True), (1.0, False)]
)
def test_scan_is_mostly_light_and_not_blank(light: float, expected: bool) -> None:
    assert is_scanned(picture(light)) == expected


def test_paper_may_be_grey() -> None:
    assert is_scanned(picture(0.9, paper=195))
    assert not is_scanned(picture(0.9, paper=185))


@pytest.mark.parametrize(("width", "height", "expected"), [(600, 660, True), (600, 620, False), (490, 800, True)])
def test_scan_covers_eight_tenths_of_its_page(width: int, height: int, expected: bool) -> None:
    assert is_scanned(picture(0.9), f"q {width} 0 0 {height} 0 0 cm /I Do Q") == expected


def test_parts_of_a_picture_do_not_make_a_scan() -> None:
    halves = [f"q 600 0 0 400 0 {bottom} cm /I Do Q" for bottom in (0, 400)]
    assert not is_scanned(picture(0.9), *halves)
    assert is_scanned(picture(0.9), halves[0], WHOLE_PAGE)


def test_page_of_text_or_shading_is_no_scan() -> None:
    assert not is_scanned(picture(0.9), draw_text("The council met on Monday"))
    assert not is_scanned(picture(0.9), "0.9 g 0 0 600 800 re f", draw_text("The council met"))


def test_scan_has_at_most_200_characters_of_text_over_it() -> None:
    stamp = set_line("m" * 100)
    assert is_scanned(picture(0.9), lines=[stamp, stamp])
    assert not is_scanned(picture(0.9), lines=[stamp, stamp, set_line("m")])


def test_pictures_under_a_stamp_that_recurs_are_scans() -> None:
    stamps = [[set_line(f"Copy {number}"), set_line("of the county")] for number in range(3)]
    assert stamped([*stamps, None, [], [set_line("Annual report")]]) == [0, 1, 2]
    assert stamped(stamps[:2]) == []


PRINTED = (
    draw_text("Budget of the council", 60, 700, 18),
    draw_text("was spent on training.", 60, 676, 18),
    draw_text("Nothing was left.", 60, 560, 18),
)


@pytest.mark.slow
@needs_tesseract
def test_recognised_lines_are_where_they_are_printed() -> None:
    with open_pdf(drawn_pdf(*PRINTED)) as document:
        page = document[0]
        text_page = page.get_textpage()
        printed = page_lines(text_page, characters(text_page), Frame())
        found = recognise(page)
    assert [line.text for line in found] == [line.text for line in printed]
    for line, other in zip(found, printed, strict=True):
        assert line.left == pytest.approx(other.left, abs=3)
        assert line.right == pytest.approx(other.right, abs=3)
        assert line.middle == pytest.approx(other.middle, abs=5)
        assert line.top - line.bottom == pytest.approx(line.size)
        assert 8 < line.size < 18
        assert [word.text for word in line.words] == line.text.split()
        for word, twin in zip(line.words, other.words, strict=True):
            assert (word.left, word.right) == pytest.approx((twin.left, twin.right), abs=3)
            assert word.first == -1
    assert found[0].size == found[1].size


@pytest.mark.slow
@needs_tesseract
def test_blank_page_has_no_lines() -> None:
    with open_pdf(drawn_pdf("")) as document:
        assert recognise(document[0]) == []


@needs_tesseract
def test_failure_of_tesseract_is_a_parse_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with open_pdf(drawn_pdf(*PRINTED)) as document, pytest.raises(ParseError, match="that Tesseract cannot read"):
        recognise(document[0])


@needs_tesseract
def test_ocr_that_is_installed_is_found() -> None:
    check_ocr()


def test_missing_program_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("pytesseract")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match="OCR needs the program tesseract"):
        check_ocr()


def test_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pytesseract", None)
    with pytest.raises(InputError, match=r"OCR needs the package pytesseract\. Run"):
        check_ocr()
