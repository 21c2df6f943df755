import pytest

from reportqa.errors import ParseError
from reportqa.parsing.pdf.parser import parse
from reportqa.parsing.pdf.unmapped import is_unreadable
from support.drawn_pdf import draw_text, drawn_pdf
from support.hostile import CATALOG, ONE_PAGE, page, pdf, stream
from support.mapped_pdf import mapped_pdf

SAID = "The Severn fund paid 37 grants in 2012 to clinics of the county, and said so in its yearly report of the year."


def in_order_of_use(text: str) -> str:
    """Return a text in codes from "!" on, in the order in which its characters are first used."""
    codes: dict[str, str] = {}
    return "".join(codes.setdefault(character, chr(0x21 + len(codes))) for character in text)


@pytest.mark.parametrize(
    "text",
    [
        in_order_of_use(SAID),
        "".join(chr(0xF000 + ord(character)) for character in SAID),
        "".join(chr(max(ord(character) - 29, 3)) for character in SAID),
        "\ufffd" * 40,
    ],
)
def test_codes_of_fonts_are_unreadable(text: str) -> None:
    assert is_unreadable(text)


@pytest.mark.parametrize(
    "text",
    [
        SAID,
        "1,204 318 999 (45) $12.5 €4,150 99% – – 3.2 x 10 – 77 – 18 (1.2)",
        "בשנת 2019 עבדו בבית החולים 318 רופאים",
        "山田病院では医師が三百十八人働いていた。費用は前年より二割増えた。",
        "!!! ### ***",
        "if (a < b) { return a && b == c; } // the smaller one of the two numbers",
        f"{SAID} \ufffd \ue000",
    ],
)
def test_text_is_readable(text: str) -> None:
    assert not is_unreadable(text)


def test_page_of_codes_is_named_and_no_text() -> None:
    codes = in_order_of_use(SAID).translate({ord("("): "\\(", ord(")"): "\\)", ord("\\"): "\\\\"})
    data = drawn_pdf(draw_text(codes))
    builder = parse(data)
    assert builder.text == ""
    assert builder.warnings == [
        "Page 1 has fonts that do not say which characters they show. Recognise its text with --ocr."
    ]
    assert [(thing.kind, thing.page) for thing in builder.left_out] == [("unreadable text", 1)]


def test_page_of_a_font_without_meanings_is_named() -> None:
    builder = parse(
        mapped_pdf(f"BT /F 12 Tf 20 300 Td ({SAID}) Tj ET", {chr(code): "\ue001" for code in range(33, 127)})
    )
    assert builder.text == ""
    assert "--ocr" in builder.warnings[0]


def japanese(*characters: str) -> bytes:
    """Return characters one under another, in a font that is neither in the file nor on most computers."""
    drawn = " ".join(
        f"BT /F 12 Tf 300 {350 - 14 * at} Td <{character.encode('utf-16-be').hex()}> Tj ET"
        for at, character in enumerate(characters)
    )
    inner = (
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>"
    )
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /UniJIS-UCS2-H /DescendantFonts [6 0 R] >>"
    )
    return pdf(CATALOG, ONE_PAGE, page(), font, stream(drawn.encode()), inner)


def test_characters_that_pdfium_drops_are_read() -> None:
    builder = parse(japanese(*"山田病院では医師が三百十八人"))
    assert builder.text == "山田病院では医師が三百十八人"
    assert not builder.warnings


def test_broken_file_without_characters_is_refused_as_before() -> None:
    with pytest.raises(ParseError):
        parse(japanese(*"山田")[:300])
