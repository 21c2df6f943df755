import pytest

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.pdf.parser import parse
from reportqa.word_boxes import unpack_boxes
from support.drawn_pdf import draw_text, drawn_pdf
from support.mapped_pdf import mapped_pdf

CODES = {chr(code): chr(code) for code in range(0x20, 0x7F)} | {"\x01": "\0", "\x02": "\ue001", "#": "#"}


def drawn(*parts: str) -> DocumentBuilder:
    return parse(mapped_pdf(f"BT /F 12 Tf 50 300 Td {' '.join(parts)} ET", CODES))


def show(text: str) -> str:
    return f"({text}) Tj"


def meant(text: str, meaning: str) -> str:
    return f"/Span << /ActualText ({meaning}) >> BDC {show(text)} EMC"


@pytest.mark.parametrize("sign", ["\x01", "\x02", "#", "##"])
@pytest.mark.parametrize(
    ("before", "meaning", "after"),
    [
        ("The o", "ffi", "ce was closed."),
        ("The ", "fi", "rst office was closed."),
        ("The office was o", "ff", ""),
        ("", "Fi", "nally it was closed."),
        ("The ", "first", " office was closed."),
    ],
)
def test_sign_is_read_as_what_it_stands_for(sign: str, before: str, meaning: str, after: str) -> None:
    builder = drawn(show(before), meant(sign, meaning), show(after))
    assert builder.text == f"{before}{meaning}{after}"
    assert not builder.left_out


def test_two_signs_side_by_side() -> None:
    assert drawn(show("o"), meant("\x01", "ffi"), meant("\x02", "ce"), show(" work")).text == "office work"


def test_words_with_a_sign_have_their_boxes() -> None:
    builder = drawn(show("The o"), meant("#", "ffi"), show("ce was closed."))
    words = [builder.text[word.start : word.end] for word in unpack_boxes(builder.boxes[0])]
    assert words == ["The", "office", "was", "closed."]


def test_text_of_several_pieces_with_one_meaning() -> None:
    sign = f"/Span << /ActualText (twelve) >> BDC {show('1')} {show('2')} EMC"
    assert drawn(show("It has "), sign, show(" beds.")).text == "It has twelve beds."


@pytest.mark.parametrize(
    ("code", "meaning"), [("FEFF017D", "Ž"), ("FEFF4F1A", "会"), ("EFBBBFC5BD", "Ž"), ("8D74", "“t")]
)
def test_meaning_is_decoded_as_texts_of_a_pdf_are(code: str, meaning: str) -> None:
    sign = f"/Span << /ActualText <{code}> >> BDC {show('#')} EMC"
    assert drawn(show("It was "), sign, show(" there.")).text == f"It was {meaning} there."


def test_meaning_that_is_the_same_text_changes_nothing() -> None:
    span = "/Span << /ActualText (15 beds) >> BDC", draw_text("15 beds"), "EMC"
    assert parse(drawn_pdf(*span)).text == "15 beds"


@pytest.mark.parametrize("meaning", ["FEFF00202060", "FEFF"])
def test_meaning_that_nobody_sees_changes_nothing(meaning: str) -> None:
    space = f"/Span << /ActualText <{meaning}> >> BDC {show(' ')} EMC"
    assert drawn(show("It has"), space, show("12 beds.")).text == "It has 12 beds."
