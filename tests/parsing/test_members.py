from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.members import MAX_BYTES, Allowance, write_member


def read(name: str, data: bytes) -> DocumentBuilder:
    if name == "bad":
        raise ParseError("can't be read. Supported: .pdf.")
    builder = DocumentBuilder()
    builder.heading(data.decode(), 1)
    builder.warnings.append("Odd.")
    return builder


def test_member_is_written_under_its_name() -> None:
    builder = DocumentBuilder()
    write_member("a\u202e\n.txt", b"Text", read, builder)
    write_member("bad", b"", read, builder)
    write_member("", bytes(MAX_BYTES + 1), read, builder)
    assert builder.text == "a .txt\n\nText"
    assert [section.level for section in builder.sections] == [1, 2]
    assert [thing.text for thing in builder.left_out] == ["bad: can't be read."]
    assert builder.warnings == ['"a .txt": Odd.', '"file without a name" is larger than 64 MiB and not read.']


def test_allowance_counts_only_what_may_be_read() -> None:
    allowance = Allowance(MAX_BYTES + 10)
    assert not allowance.take(MAX_BYTES + 1)
    assert allowance.take(MAX_BYTES)
    assert not allowance.take(11)
    assert allowance.take(10)
    assert allowance.left == 0
