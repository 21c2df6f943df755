from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from reportqa.errors import ParseError
from reportqa.parsing import parse
from reportqa.parsing.members import MAX_BYTES
from support.hostile import zipped


def test_files_are_read_under_their_paths_and_the_others_named() -> None:
    inner = zipped({"c.txt": "Hale has 12 beds."})
    builder = parse(
        "a.zip",
        zipped({"b/beds.csv": "Town,Beds\nEly,31\n", "a.md": "# Audit\n\nText.", "x.bin": "x", "_old.txt": "old",
                "inner.zip": inner}),
    )  # fmt: skip
    assert builder.text == (
        "a.md\n\nAudit\n\nText.\n\nb/beds.csv\n\nEly · Beds: 31\n\ninner.zip\n\nc.txt\n\nHale has 12 beds."
    )
    assert [(section.heading, section.level) for section in builder.sections] == [
        ("a.md", 1), ("Audit", 2), ("b/beds.csv", 1), ("inner.zip", 1), ("c.txt", 2),
    ]  # fmt: skip
    (table,) = builder.tables
    assert builder.text[table.start : table.end] == "Ely · Beds: 31"
    assert [thing.text for thing in builder.left_out] == ["x.bin: can't be read.", "_old.txt"]


def test_bomb_is_not_unpacked() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("good.txt", "Ely has 31 beds.")
        archive.writestr("bomb.txt", b" " * (MAX_BYTES + 1))
    builder = parse("a.zip", packed.getvalue())
    assert builder.text == "good.txt\n\nEly has 31 beds."
    assert "unpacks to" in builder.warnings[0]


def test_archives_in_archives_end_at_a_depth() -> None:
    data = zipped({"a.txt": "Deepest."})
    for _ in range(5):
        data = zipped({"a.zip": data})
    with pytest.raises(ParseError, match="no file that can be read"):
        parse("a.zip", data)


def test_file_with_a_password_is_named() -> None:
    data = bytearray(zipped({"a.txt": "secret", "b.txt": "Open."}))
    # The flag of encryption, in the entry of the file and in the list at the end.
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    builder = parse("a.zip", bytes(data))
    assert builder.text == "b.txt\n\nOpen."
    assert '"a.txt" has a password' in builder.warnings[0]


@pytest.mark.parametrize("data", [b"PK\x03\x04 and no more", zipped({"x.bin": "x"}), zipped({})])
def test_archive_without_readable_files_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError, match=r"not a valid ZIP|no file that can be read"):
        parse("a.zip", data)


def test_file_that_is_larger_than_the_archive_says_is_damaged() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "Ely has 31 beds. " * 1000)
        archive.writestr("b.txt", "Hale has 12 beds.")
    data = bytearray(packed.getvalue())
    size = data.index(b"PK\x01\x02") + 24
    data[size : size + 4] = (5).to_bytes(4, "little")
    builder = parse("a.zip", bytes(data))
    assert builder.text == "b.txt\n\nHale has 12 beds."
    assert builder.warnings == ['"a.txt" is damaged and not read.']
