import zipfile
from io import BytesIO

import pytest

from reportqa.errors import ParseError
from reportqa.parsing.office.word_file import parse as parse_docx
from reportqa.parsing.office.zip_package import Package
from support.formats import written
from support.hostile import zipped


def test_damaged_word_file_is_refused() -> None:
    whole = written("Text.\n", "docx")
    for data in (b"", b"PK\x03\x04", whole[: len(whole) // 2], b"\xd0\xcf\x11\xe0" + bytes(600), bytes(range(256)) * 9):
        with pytest.raises(ParseError, match=r"\. .*\.$"):
            parse_docx(data)


def test_word_file_with_changed_bytes_has_text_or_a_parse_error() -> None:
    whole = written("Text.\n", "docx")
    for at in range(0, len(whole), len(whole) // 20):
        damaged = whole[:at] + bytes(value ^ 0x55 for value in whole[at : at + 40]) + whole[at + 40 :]
        try:
            assert parse_docx(damaged).text
        except ParseError:
            continue


@pytest.mark.slow
def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        chunk = bytes(64 * 1024 * 1024)
        for number in range(9):
            archive.writestr(f"word/media/{number}.bin", chunk)
    with pytest.raises(ParseError, match="unpacks to"):
        Package(bomb.getvalue(), "Word file", ".docx")


def test_part_is_read_and_replaced() -> None:
    package = Package(written("Text.\n", "docx"), "Word file", ".docx")
    assert b"Text." in package.read("word/document.xml")
    assert package.read("no/such/part.xml") == b""
    other = Package(package.replaced({"word/document.xml": b"<other/>"}), "Word file", ".docx")
    assert other.read("word/document.xml") == b"<other/>"
    assert other.names == package.names


def test_damaged_part_is_named_and_a_part_nested_too_deeply_refused() -> None:
    package = Package(zipped({"a.xml": "<a><b>Text</b><c></a>", "b.xml": "<a/>"}), "Word file", ".docx")
    assert package.xml("a.xml") is not None
    assert package.xml("b.xml") is not None
    assert package.xml("c.xml") is None
    assert package.warnings() == ['The part "a.xml" is damaged; text may be missing.']
    deep = Package(zipped({"a.xml": "<a>" * 999 + "</a>" * 999}), "Word file", ".docx")
    with pytest.raises(ParseError, match="nested too deeply"):
        deep.xml("a.xml")


@pytest.mark.parametrize("parts", [{"META-INF/manifest.xml": "<encryption-data/>"}, {"encrypted-package": ""}])
def test_file_with_a_password_is_refused(parts: dict[str, str]) -> None:
    with pytest.raises(ParseError, match="has a password"):
        Package(zipped({"content.xml": "", **parts}), "OpenDocument text", ".odt")


def test_parts_that_a_part_refers_to_are_known_by_their_ids() -> None:
    relationships = (
        "<Relationships><Relationship Id='a' Target='media/1.png'/><Relationship Id='b' Target='/x/2.xml'/>"
        "<Relationship Id='c' Target='http://example.org' TargetMode='External'/></Relationships>"
    )
    package = Package(zipped({"word/_rels/document.xml.rels": relationships}), "Word file", ".docx")
    assert package.related("word/document.xml") == {"a": "word/media/1.png", "b": "x/2.xml"}
    assert package.target("word/document.xml", "c") == "http://example.org"
