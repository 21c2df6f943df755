import pytest

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.mail.message import Mail
from reportqa.parsing.members import MAX_FILES


def read(name: str, data: bytes) -> DocumentBuilder:
    builder = DocumentBuilder()
    builder.paragraph(f"{name} {data.decode()}")
    return builder


def test_longer_html_text_is_read_instead_of_a_notice() -> None:
    mail = Mail(subject="Beds", plain="No HTML.", html=b"<p>Keswick will close 14 beds on 1 April.</p>")
    assert mail.write(read).text == "Beds\n\nKeswick will close 14 beds on 1 April."


def test_files_beyond_the_limit_are_named() -> None:
    mail = Mail(subject="Beds", files=[(f"{number}.txt", b"x") for number in range(MAX_FILES + 1)])
    builder = mail.write(read)
    assert f"Only the first {MAX_FILES}" in builder.warnings[0]
    assert builder.text.endswith(f"{MAX_FILES - 1}.txt x")


def test_mail_without_text_is_refused() -> None:
    with pytest.raises(ParseError, match="no text"):
        Mail().write(read)
