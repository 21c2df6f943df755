import pytest

from reportqa.errors import ParseError
from reportqa.parsing import parse

MAIL = "From dana@a.org Tue Mar  3 09:15:00 2020\nFrom: Dana <dana@a.org>\nSubject: {}\nTo: b@a.org\n\n{}\n\n"
ARCHIVE = (
    MAIL.format("Beds", "Ely has 31 beds.\n\n>From here on they close.") + MAIL.format("Re: Beds", "Agreed.")
).encode()


@pytest.mark.parametrize("name", ["list.mbox", "list.txt"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_each_mail_of_an_archive_is_a_section(name: str, line_end: bytes) -> None:
    builder = parse(name, ARCHIVE.replace(b"\n", line_end))
    assert [section.heading for section in builder.sections] == ["Beds", "Re: Beds"]
    assert "Ely has 31 beds.\n\nFrom here on they close." in builder.text
    assert builder.text.endswith("Agreed.")


def test_mail_without_text_is_named() -> None:
    builder = parse("a.mbox", ARCHIVE + b"From x Tue Mar  3 09:15:00 2020\nX-Id: \n\n")
    assert [(part.kind, part.text[:7]) for part in builder.left_out][-1] == ("mail that is not read", "mail 3:")
    with pytest.raises(ParseError, match="no mail with text"):
        parse("a.mbox", b"From x Tue Mar  3 09:15:00 2020\nX-Id: \n\n" * 2)


def test_lines_that_begin_with_from_begin_no_mail() -> None:
    mail = MAIL.format("Beds", "Ely has 31 beds.\n\nFrom here on, at 09:15 daily,\nThey: close.").encode()
    for data in (mail, mail.partition(b"\n")[2]):
        assert [section.heading for section in parse("a.mbox", data).sections] == ["Beds"]
