import io
import threading
from pathlib import Path

import pypdfium2.raw as pdfium_c
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle

from reportqa.errors import ParseError
from reportqa.parsing.pdf.parser import parse
from reportqa.parsing.pdf.pdf_file import MAX_PAGES, PdfInfo, characters, open_pdf, read_info, read_with_pypdf
from support import hostile
from support.drawn_pdf import draw_text, drawn_pdf

UNICODE = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
SECRET = drawn_pdf(draw_text("Secret text."))


def written(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def encrypted(password: str, algorithm: str) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(SECRET)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm=algorithm)  # noqa: S106
    return written(writer)


def claims(pages: int) -> bytes:
    """Return a file that claims to have some pages."""
    tree = hostile.ONE_PAGE.replace(b"/Count 1", b"/Count %d" % pages)
    return hostile.pdf(hostile.CATALOG, tree, hostile.page(), hostile.FONT, hostile.TEXT)


def info_of(*, pages: int = 1, **metadata: str) -> PdfInfo:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    writer.metadata = {f"/{key}": value for key, value in metadata.items()}
    return read_info(written(writer))


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_file_encrypted_without_a_password_is_read(algorithm: str) -> None:
    data = encrypted("", algorithm)
    with open_pdf(data) as document:
        assert characters(document[0].get_textpage()) == "Secret text."
    assert "Secret text." in read_with_pypdf(data).pages[0].extract_text()


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_file_with_a_password_is_refused(algorithm: str) -> None:
    data = encrypted("secret", algorithm)
    message = (
        r"^is protected by a password\. Save a copy without one, or set REPORTQA_PASSWORDS to a file with the pass"
    )
    with pytest.raises(ParseError, match=message), open_pdf(data):
        pass
    with pytest.raises(ParseError, match=message):
        read_with_pypdf(data)
    with pytest.raises(ParseError, match=message):
        read_info(data)


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_passwords_of_a_file_are_tried(algorithm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = tmp_path / "passwords.txt"
    monkeypatch.setenv("REPORTQA_PASSWORDS", str(listed))
    listed.write_text("other\r\n\nsecret\n", encoding="utf-8")
    data = encrypted("secret", algorithm)
    with open_pdf(data) as document:
        assert characters(document[0].get_textpage()) == "Secret text."
    assert "Secret text." in read_with_pypdf(data).pages[0].extract_text()
    assert parse(data).text == "Secret text."
    listed.write_text("other\n", encoding="utf-8")
    message = "^is protected by a password that is not in the file that REPORTQA_PASSWORDS names"
    with pytest.raises(ParseError, match=message), open_pdf(data):
        pass
    with pytest.raises(ParseError, match=message):
        read_with_pypdf(data)


@pytest.mark.parametrize(
    "data", [b"", b"   ", b"%PDF-1.7 and no more", b"\x00\xff" * 400, SECRET[:150], b"PK\x03\x04" + bytes(100)]
)
def test_damaged_file_is_refused_and_has_no_info(data: bytes) -> None:
    with pytest.raises(ParseError, match="is not a readable PDF: it is damaged or not a PDF"), open_pdf(data):
        pass
    assert read_info(data) == PdfInfo()


def test_file_without_pages_is_refused() -> None:
    with pytest.raises(ParseError, match=r"\.$"), open_pdf(written(PdfWriter())):
        pass


def test_file_with_too_many_pages_is_refused() -> None:
    with open_pdf(claims(MAX_PAGES)) as document:
        assert len(document) == MAX_PAGES == 50_000
    message = r"claims to have 50,001 pages, more than 50,000\. Split it\."
    with pytest.raises(ParseError, match=message), open_pdf(claims(MAX_PAGES + 1)):
        pass


def test_one_file_at_a_time_is_open() -> None:
    opened = threading.Event()

    def open_second() -> None:
        with open_pdf(SECRET):
            opened.set()

    second = threading.Thread(target=open_second)
    with open_pdf(SECRET):
        second.start()
        assert not opened.wait(0.05)
    second.join(10)
    assert opened.is_set()


def test_file_can_be_opened_after_an_error() -> None:
    with pytest.raises(KeyError), open_pdf(SECRET):
        raise KeyError
    with open_pdf(SECRET) as document:
        assert len(document) == 1


def page_text(*codes: str) -> tuple[str, int]:
    """Return the text of a page whose characters A, B, … have some codes, and how many PDFium counts."""
    pairs = "\n".join(f"<{65 + at:02x}> <{code}>" for at, code in enumerate(codes))
    shown = "".join(chr(65 + at) for at in range(len(codes)))
    to_unicode = hostile.stream(
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n"
        + f"{len(codes)} beginbfchar\n{pairs}\nendbfchar endcmap end".encode()
    )
    content = hostile.stream(draw_text(shown, 50, 300).encode())
    made = hostile.pdf(hostile.CATALOG, hostile.ONE_PAGE, hostile.page(), UNICODE, content, to_unicode)
    with open_pdf(made) as document:
        text_page = document[0].get_textpage()
        return characters(text_page), pdfium_c.FPDFText_CountChars(text_page.raw)


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        (["0041", "00e9", "20ac"], "Aé€"),
        (["0041", "d800", "0042"], "A\ufffdB"),
        (["0041", "dfff", "0042"], "A\ufffdB"),
    ],
)
def test_text_has_one_character_for_each_of_pdfium(codes: list[str], text: str) -> None:
    assert page_text(*codes) == (text, len(text))


@given(st.lists(st.integers(0x21, 0xFFFF), min_size=1, max_size=12))
def test_text_is_as_long_as_pdfium_counts_and_can_be_stored(codes: list[int]) -> None:
    text, count = page_text(*(f"{code:04x}" for code in codes))
    assert len(text) == count
    assert text.encode("utf-8").decode("utf-8") == text


def test_labels_are_those_of_the_file_or_none() -> None:
    assert info_of(pages=2).labels is None
    writer = PdfWriter()
    for _ in range(5):
        writer.add_blank_page(100, 100)
    writer.set_page_label(0, 1, style=PageLabelStyle.LOWERCASE_ROMAN)
    writer.set_page_label(2, 3, style=PageLabelStyle.DECIMAL, start=7)
    writer.set_page_label(4, 4, prefix=" ")
    assert read_info(written(writer)).labels == ["i", "ii", "7", "8", None]


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ann Lee", ["Ann Lee"]),
        ("Ann Lee; Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("Ann Lee, Bo Ek, and Cy Oh", ["Ann Lee", "Bo Ek", "Cy Oh"]),
        ("Ann Lee and Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("Ann Lee;;", ["Ann Lee"]),
    ],
)
def test_authors_are_one_by_one(author: str, names: list[str]) -> None:
    assert info_of(Author=author).csl_item == {"author": [{"literal": name} for name in names]}


def test_metadata_has_title_and_date() -> None:
    found = info_of(Title=" A title ", CreationDate="D:20200501120000Z").csl_item
    assert found == {"title": "A title", "issued": {"date-parts": [[2020, 5, 1]]}}
    assert info_of().csl_item == {}
