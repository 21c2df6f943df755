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


def test_words_that_only_one_version_has_are_named() -> None:
    plain = "Keswick will close 14 beds. The ward in Ash stays open until the end of the year."
    page = b"<p>Keswick will close 14 <b>beds</b>.</p><p>Elm ward closes too.</p><p>The ward in Ash stays open.</p>"
    builder = Mail(subject="Beds", plain=plain, html=page).write(read)
    assert "Ash stays open until" in builder.text
    assert [(one.kind, one.text) for one in builder.left_out] == [("other version of the mail", "Elm ward closes too.")]
    builder = Mail(subject="Beds", plain="See the page. Ward 7.", html=page).write(read)
    assert "Elm ward closes too." in builder.text
    assert [one.text for one in builder.left_out] == ["See the page. Ward 7."]


def test_files_beyond_the_limit_are_named() -> None:
    mail = Mail(subject="Beds", files=[(f"{number}.txt", lambda: b"x") for number in range(MAX_FILES + 1)])
    builder = mail.write(read)
    assert f"Only the first {MAX_FILES}" in builder.warnings[0]
    assert builder.text.endswith(f"{MAX_FILES - 1}.txt x")


def test_mail_without_text_is_refused() -> None:
    with pytest.raises(ParseError, match="no text"):
        Mail().write(read)


def test_quoted_lines_are_a_paragraph_of_their_own() -> None:
    mail = Mail(plain="We open in May.\n> When do you open?\n>> Soon.\nGreetings")
    assert mail.write(read).text == "We open in May.\n\nWhen do you open?\n\nSoon.\n\nGreetings"
