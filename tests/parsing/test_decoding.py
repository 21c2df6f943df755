import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.errors import ParseError
from reportqa.parsing import decode
from support.strategies import fast


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encoding_is_found(encoding: str) -> None:
    sentence = "It’s £25 – “café” and more of it, said the report."
    assert decode(sentence.encode(encoding)) == sentence


def test_cyrillic_in_a_legacy_encoding_is_read() -> None:
    sentence = "Исследование показало, что практики объединились в крупные организации и делят расходы между собой."
    assert decode(sentence.encode("cp1251")) == sentence


def test_mixed_encodings_and_null_bytes_are_read() -> None:
    assert decode("It’s café".encode() + b"\0\n" + "and £25".encode("cp1252")) == "It’s café\nand £25"


@pytest.mark.parametrize("declared", ["iso-8859-1", "cp1252", "latin-1", "windows-1252"])
def test_declared_western_encoding_is_read_as_browsers_do(declared: str) -> None:
    assert decode("“£25”".encode("cp1252"), declared) == "“£25”"


def test_declared_encoding_is_ignored_where_the_text_is_utf8() -> None:
    assert decode("café".encode(), "koi8-r") == "café"
    assert decode("café".encode(), "no such encoding") == "café"


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"\0" * 50, bytes(range(256)) * 8, b"%PDF-1.7\n", b"PK\x03\x04", b"\x1f\x8b"]
)
def test_files_that_are_not_text_are_refused(data: bytes) -> None:
    with pytest.raises(ParseError, match=r"\.$"):
        decode(data)


@fast
@given(st.text(st.characters(exclude_categories=["C"])).filter(str.strip))
def test_utf8_is_read_as_written(text: str) -> None:
    assert decode(text.encode("utf-8-sig")) == text


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("gb2312", "gbk", "朱镕医院花了 €50"),
        ("iso-8859-9", "cp1254", "“Şişli” hospital spent €4,150"),
        ("ISO-8859-1", "cp1252", "“£25”"),
        ("shift_jis", "cp932", "①山田病院"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("x-cp1250", "cp1250", "Žďár"),
        ("cp850", "cp850", "café"),
        ("macintosh", "mac_roman", "café"),
    ],
)
def test_declared_encoding_is_read_as_browsers_do(declared: str, encoding: str, text: str) -> None:
    if encoding == "gbk":
        data = text.replace("€", "").encode("gbk")
        assert decode(data, declared) == text.replace("€", "")
    else:
        assert decode(text.encode(encoding), declared) == text


@pytest.mark.parametrize("declared", ["utf-16", "unicode", "utf-7", "replacement", "nonsense", "base64", "rot13", ""])
def test_label_that_cannot_be_right_is_ignored(declared: str) -> None:
    assert decode("café £25".encode(), declared) == "café £25"
