import pytest

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.mail.parser import parse_eml, parse_msg


def refuse(name: str, data: bytes) -> DocumentBuilder:
    raise ParseError(f"is refused: {len(data)} bytes of {name}.")


def test_file_that_cannot_be_read_is_named() -> None:
    data = (
        b"From: a\nSubject: Beds\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nText.\n--b\n"
        b"Content-Disposition: attachment; filename=x.txt\n\nabc\n--b--\n"
    )
    builder = parse_eml(data, refuse)
    assert builder.text == "Beds\n\nFrom: a\n\nText."
    assert "x.txt: is refused: 3 bytes of x.txt." in [thing.text for thing in builder.left_out]


def test_what_is_no_outlook_message_is_refused() -> None:
    with pytest.raises(ParseError, match="not a valid Outlook message"):
        parse_msg(b"\xd0\xcf\x11\xe0" + bytes(508), refuse)
