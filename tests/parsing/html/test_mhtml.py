from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from reportqa.errors import ParseError
from reportqa.parsing import parse
from reportqa.parsing.html.mhtml import is_mhtml, read_page

PAGE = """<html><head><title>Review</title><link rel="stylesheet" href="cid:sheet@x"></head><body><h1>Review</h1>
<p>The service answered 91,550 calls – a record – in 2019.</p><p class="off">It answered 7 calls.</p>
<iframe src="frames/one.html"></iframe></body></html>"""


def _saved(encoding: str = "utf-8") -> bytes:
    """Return a page with a frame and a style sheet, as browsers save them."""
    message = MIMEMultipart("related")
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://example.org/reports/review"
    parts: list[MIMEBase] = [
        MIMEText(PAGE, "html", encoding),
        MIMEText("<p>The frame counts 12 stations.</p>", "html", encoding),
        MIMEText(".off { display: none }", "css", encoding),
    ]
    names = ("https://example.org/reports/review", "https://example.org/reports/frames/one.html", "sheet.css")
    for part, name in zip(parts, names, strict=True):
        part["Content-Location"] = name
        message.attach(part)
    parts[2]["Content-ID"] = "<sheet@x>"
    return message.as_bytes()


@pytest.mark.parametrize("name", ["review.mhtml", "review.mht", "review.html"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_page_its_frames_and_its_styles_are_read(name: str, encoding: str) -> None:
    builder = parse(name, _saved(encoding))
    assert builder.text == (
        "Review\n\nThe service answered 91,550 calls – a record – in 2019.\n\nThe frame counts 12 stations."
    )
    assert [left.text for left in builder.left_out] == ["It answered 7 calls."]
    assert builder.csl_item["title"] == "Review"
    assert builder.csl_item["URL"] == "https://example.org/reports/review"


def test_lines_split_by_quoted_printable_are_joined() -> None:
    headers = 'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="b"\r\n\r\n--b\r\n'
    part = "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    data = f"{headers}{part}<p>It answered 91=\r\n,550 calls =E2=80=93 a record.</p>\r\n--b--".encode()
    assert parse("a.mht", data).text == "It answered 91,550 calls – a record."


def test_first_page_is_the_one_that_the_file_names() -> None:
    data = _saved().replace(b"multipart/related;", b'multipart/related; start="<root@x>";', 1)
    head, separator, tail = data.partition(b"Content-Location: https://example.org/reports/frames")
    assert b"frame counts" in read_page(head + b"Content-ID: <root@x>\n" + separator + tail).data


@pytest.mark.parametrize(
    "data",
    [b"<html><p>MIME-Version: 1.0</p></html>", b"Note: a page\n\nText", b"", b"MIME-Version: 1.0\nContent-Type: x\n\n"],
)
def test_other_files_are_no_saved_pages(data: bytes) -> None:
    assert not is_mhtml(data)


def test_file_without_a_page_is_refused() -> None:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.set_content("plain")
    message.add_attachment(b"x", maintype="image", subtype="png")
    with pytest.raises(ParseError, match="no web page"):
        parse("a.mht", message.as_bytes())


def test_xhtml_is_read_with_its_marked_sections() -> None:
    page = (
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><script src="x"/></head><body>'
        "<h1>Survey</h1><div/><p>It counted <![CDATA[5 < 6]]> children.</p></body></html>"
    )
    assert parse("a.xhtml", page.encode()).text == "Survey\n\nIt counted 5 < 6 children."
