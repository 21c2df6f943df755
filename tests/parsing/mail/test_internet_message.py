from email.message import EmailMessage

import pytest

from reportqa.errors import ParseError
from reportqa.parsing import parse


def mail(**fields: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {
        "From": "Dana Reed <dana@a.org>",
        "To": "board@a.org",
        "Subject": "Bed numbers",
        **fields,
    }.items():
        message[name] = value
    message["Date"] = "Tue, 3 Mar 2020 09:15:00 +0000"
    message["Received"] = "from elsewhere"
    return message


def test_fields_text_and_attached_files_are_read() -> None:
    message = mail(Subject="Žďár beds")
    message.set_content("Keswick will close\n14 beds.\n\n> Are beds closed?\n")
    message.add_alternative("<p>Keswick will close 14 beds.</p>", subtype="html")
    message.add_attachment("Town,Beds\nEly,31\n", subtype="csv", filename="beds.csv")
    message.add_attachment(b"\0\1", maintype="application", subtype="x", filename="odd.xyz")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="map.png")
    inner = mail(Subject="Older mail")
    inner.set_content("Hale has 12 beds.")
    message.add_attachment(inner)
    builder = parse("a.eml", message.as_bytes())
    assert builder.text == (
        "Žďár beds\n\nFrom: Dana Reed <dana@a.org>\nTo: board@a.org\nDate: Tue, 03 Mar 2020 09:15:00 +0000\n\n"
        "Keswick will close 14 beds.\n\nAre beds closed?\n\nbeds.csv\n\nEly · Beds: 31\n\nOlder mail.eml\n\n"
        "Older mail\n\n"
        "From: Dana Reed <dana@a.org>\nTo: board@a.org\nDate: Tue, 03 Mar 2020 09:15:00 +0000\n\nHale has 12 beds."
    )
    named = " ".join(thing.text for thing in builder.left_out)
    assert "odd.xyz: can't be read." in named
    assert "map.png: is a picture" in named
    assert "Received" in named
    assert [table.rows for table in builder.tables] == [(("Town", "Beds"), ("Ely", "31"))]
    assert all(builder.text.startswith(section.heading, section.start) for section in builder.sections)
    assert builder.csl_item["author"] == [{"literal": "Dana Reed"}]


def test_table_of_the_html_text_is_a_table() -> None:
    message = mail()
    message.set_content("Town Beds Ely 31")
    message.add_alternative(
        "<table><tr><th>Town</th><th>Beds</th></tr><tr><td>Ely</td><td>31</td></tr></table>", "html"
    )
    assert "Ely · Beds: 31" in parse("a.eml", message.as_bytes()).text


@pytest.mark.parametrize("start", ["", "From dana@a.org Tue Mar  3 09:15:00 2020\n"])
def test_mail_saved_as_text_is_mail(start: str) -> None:
    message = mail()
    message.set_content("Keswick will close 14 beds — on 1 April.", cte="quoted-printable")
    text = parse("a.txt", start.encode() + message.as_bytes()).text
    assert "Keswick will close 14 beds — on 1 April." in text
    assert "quoted-printable" not in text


def test_printed_mail_is_mail_with_letters_as_they_are() -> None:
    source = "From:\tŽofie\nSent:\t3 March 2020\nTo:\tBoard\nSubject:\tŽďár\n\nThere are 37 beds.\n"
    builder = parse("a.txt", source.encode())
    assert builder.text == "Žďár\n\nFrom: Žofie\nTo: Board\nDate: 3 March 2020\n\nThere are 37 beds."


def test_other_text_is_no_mail() -> None:
    text = "From: the board\n\nThe board met.\n"
    assert parse("a.txt", text.encode()).text.startswith("From: the board")


def test_mail_without_fields_or_text_is_refused() -> None:
    with pytest.raises(ParseError, match="not a mail"):
        parse("a.eml", b"\n\nNo fields.")


def test_mails_in_mails_end_at_a_depth() -> None:
    message = mail()
    message.set_content("Deepest.")
    for number in range(5):
        outer = mail(Subject=f"Mail {number}")
        outer.set_content(f"Text {number}.")
        outer.add_attachment(message)
        message = outer
    builder = parse("a.eml", message.as_bytes())
    assert "Text 2." in builder.text
    assert "Text 1." not in builder.text
    assert "too deep" in builder.left_out[-1].text


def test_file_that_cannot_be_read_is_named() -> None:
    data = (
        b"From: a\nSubject: Beds\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nText.\n--b\n"
        b"Content-Disposition: attachment; filename=x.xyz\n\nabc\n--b--\n"
    )
    builder = parse("a.eml", data)
    assert builder.text == "Beds\n\nFrom: a\n\nText."
    assert any(thing.text.startswith("x.xyz: can't be read.") for thing in builder.left_out)


def of_parts(*parts: str, kind: str = "mixed") -> bytes:
    joined = "".join(f"--b\n{part}\n" for part in parts)
    return f"From: a\nSubject: Beds\nContent-Type: multipart/{kind}; boundary=b\n\n{joined}--b--\n".encode()


def test_report_on_a_delivery_is_read() -> None:
    report = (
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.a.org\n\n"
        "Final-Recipient: rfc822; board@a.org\nAction: failed\nDiagnostic-Code: smtp; 550\n  No such box\n"
    )
    builder = parse("a.eml", of_parts("Content-Type: text/plain\n\nNot delivered.", report, kind="report"))
    assert builder.text.startswith("Beds\n\nFrom: a\n\nNot delivered.")
    for line in ("Reporting-MTA: dns; mx.a.org", "Action: failed", "Diagnostic-Code: smtp; 550 No such box"):
        assert line in builder.text


def test_part_of_a_mail_and_a_file_elsewhere_are_named() -> None:
    partial = "Content-Type: message/partial; id=x; number=2; total=3\n\nSubject: Inner\n\nEly has 31 beds."
    body = "Content-Type: message/external-body; access-type=URL; URL=http://a.org/beds\n\nContent-Type: text/plain\n"
    builder = parse("a.eml", of_parts(partial, body))
    assert "Ely has 31 beds." in builder.text
    assert any("Join its parts" in warning for warning in builder.warnings)
    assert any("is elsewhere" in thing.text and "http://a.org/beds" in thing.text for thing in builder.left_out)


def test_attached_mail_in_unicode_is_read() -> None:
    inner = "Content-Type: message/global\n\nFrom: b\nSubject: Older\n\nHale has 12 beds."
    assert parse("a.eml", of_parts(inner)).text.endswith("Older.eml\n\nOlder\n\nFrom: b\n\nHale has 12 beds.")


ENRICHED = (
    "Content-Type: text/enriched\n\n<bold>Ely</bold> has\n31 beds,\n\n"
    "<color><param>red</param>Hale <<12</color>.<nofill></nofill>"
)


def test_enriched_text_is_read_without_commands() -> None:
    text = "Beds\n\nFrom: a\n\nEly has 31 beds,\n\nHale <12."
    assert parse("a.eml", of_parts(ENRICHED)).text == text
    builder = parse("a.eml", of_parts("Content-Type: text/plain\n\nEly has 31 beds.", ENRICHED, kind="alternative"))
    assert builder.text == "Beds\n\nFrom: a\n\nEly has 31 beds."
    assert ("other version of the mail", "Hale <12.") in [(thing.kind, thing.text) for thing in builder.left_out]
