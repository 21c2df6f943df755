import pytest

from reportqa.errors import ParseError
from reportqa.parsing import parse
from reportqa.parsing.file_type import check_suffix
from support.hostile import CATALOG, FONT, ONE_PAGE, SENTENCE, TEXT, docx, page, paragraph, pdf, zipped

KINDS = {
    ".pdf": pdf(CATALOG, ONE_PAGE, page(), FONT, TEXT),
    ".docx": docx(paragraph()),
    ".xlsx": zipped({"xl/workbook.xml": ""}),
    ".pptx": zipped({"ppt/presentation.xml": ""}),
    ".epub": zipped({"META-INF/container.xml": ""}),
    ".odt": zipped({"content.xml": ""}),
    ".rtf": b"{\\rtf1 Text.}",
    ".html": b"\xef\xbb\xbf\n<!doctype HTML><p>Text.</p>",
}


@pytest.mark.parametrize("right", KINDS)
@pytest.mark.parametrize("suffix", [*KINDS, ".txt", ".csv"])
def test_wrong_suffix_is_named_with_the_right_one(right: str, suffix: str) -> None:
    if right == suffix:
        check_suffix(suffix, KINDS[right])
    else:
        with pytest.raises(ParseError, match=rf"is an? .* named \{suffix}\. .*ename it to end in \{right}\.$"):
            parse(f"report{suffix}", KINDS[right])


@pytest.mark.parametrize(
    ("media_type", "right"),
    [("spreadsheet", ".ods"), ("presentation-template", ".otp"), ("text", ".odt"), ("text-template", ".ott")],
)
def test_opendocument_files_are_known_by_their_media_type(media_type: str, right: str) -> None:
    whole = f"application/vnd.oasis.opendocument.{media_type}"
    data = zipped({"mimetype": whole, "content.xml": ""})
    check_suffix(right, data)
    with pytest.raises(ParseError, match=r"is an OpenDocument .* named"):
        check_suffix(".docx", data)


def test_files_with_macros_and_templates_are_read_as_the_files_that_they_are() -> None:
    for suffix in (".docm", ".dotx", ".dotm"):
        assert SENTENCE in parse(f"a{suffix}", docx(paragraph())).text


@pytest.mark.parametrize("data", [SENTENCE.encode(), b"PK\x03\x04 and no more", b"\x00\x01", zipped({"a": ""}), b"<p>"])
@pytest.mark.parametrize("suffix", [".txt", ".docx", ".pdf"])
def test_unclear_contents_are_left_to_the_parser(data: bytes, suffix: str) -> None:
    check_suffix(suffix, data)


def test_markdown_may_begin_with_a_tag() -> None:
    assert SENTENCE in parse("report.md", f"<html>\n\n{SENTENCE}\n".encode()).text


def old_office(part: str) -> bytes:
    return b"\xd0\xcf\x11\xe0" + bytes(500) + part.encode("utf-16-le") + bytes(64)


@pytest.mark.parametrize(
    ("suffix", "data", "message"),
    [
        (".docx", old_office("WordDocument"), r"an old Word file named \.docx\. Rename it to end in \.doc\."),
        (".doc", old_office("PowerPoint Document"), r"PowerPoint file named \.doc\. Rename it to end in \.ppt\."),
        (".doc", old_office("__properties_version1.0"), r"an Outlook message named \.doc\. .* in \.msg\."),
        (".docx", old_office("EncryptedPackage"), "is a file with a password. Save it without a password."),
        (".xlsx", old_office("EncryptedPackage") + old_office("DRMContent"), "protected by rights management"),
    ],
)  # fmt: skip
def test_password_protection_and_old_formats_are_named(suffix: str, data: bytes, message: str) -> None:
    with pytest.raises(ParseError, match=message):
        check_suffix(suffix, data)


def test_picture_may_have_the_suffix_of_another_form() -> None:
    check_suffix(".jpg", b"\x89PNG")


def test_file_embedded_in_another_is_not_its_kind() -> None:
    check_suffix(".ppt", old_office("WordDocument") + old_office("PowerPoint Document"))


def test_message_for_pictures_and_compressed_files_says_what_to_do() -> None:
    with pytest.raises(ParseError, match=r"is a picture named \.pdf\. Rename it to end in \.jpg"):
        parse("report.pdf", b"\xff\xd8\xff")
    with pytest.raises(ParseError, match=r"is a compressed file named \.txt\. Unpack it\."):
        parse("report.txt", b"\x1f\x8b")


@pytest.mark.parametrize(("name", "advice"), [("a.pages", "save it as PDF"), ("a.RAR", "Unpack it"), ("a.warc", "")])
def test_unknown_kind_is_refused_with_what_to_do(name: str, advice: str) -> None:
    with pytest.raises(ParseError, match=rf"^can't be read\..*{advice}.*upported: \.pdf"):
        parse(name, b"")
